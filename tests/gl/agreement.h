// One scene drawn by both renderers, and how far the pictures are apart.
#pragma once

#include "../render/patch.h"

#include "render/gl_context.h"
#include "render/gl_renderer.h"

struct gl_bench { // what a group of tests shares
    struct gl_context *context;
    struct gl_renderer *renderer;
};

struct agreement {
    size_t treated;          // pixels that either renderer changed
    double mean, p999, most; // CIEDE2000 over them
    int most_codes, untouched_changed;
};

// Of a scene's picture by the CPU and another one; prints the figures.
struct agreement agreement_of(const char *name, const struct scene *scene, const struct image *cpu,
                              const struct image *gl);
// Draws both and fails where they differ more than a viewer could see (mean 0.1, 99.9 % within 1.0).
void assert_agreement(struct gl_renderer *renderer, const char *name, const struct scene *scene);

struct image *draw_with(const struct render_ops *ops, const struct render_request *request);

// Prints why and leaves with 77 (skipped) where there is no OpenGL.
struct gl_bench gl_bench_open(const struct gl_options *options);
void gl_bench_close(struct gl_bench *bench);
