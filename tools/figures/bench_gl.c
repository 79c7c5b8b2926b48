// How long the OpenGL renderer takes, with the driver's name.
//
//     bench_gl [DOTS [REPETITIONS]]
//
// Dots flat over the whole frame at 150 to the cm2, drawn into a texture (as the window does) and read back (as
// the command line does), at a screen's and a photo's size; the CPU renderer beside it. Medians of wall time.
#include "base/clock.h"

#include "base/mem.h"
#include "base/rng.h"
#include "render/gl_context.h"
#include "render/gl_renderer.h"
#include "shared/smp_optics.h"

#include <epoxy/gl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_REPETITIONS = 100 };

struct bench {
    struct gl_renderer *gl;
    struct render_request request;
    struct image *out;
};

static void draw_texture(struct bench *b)
{
    struct err err = {0};
    unsigned texture;
    if (!render_gl_to_texture(b->gl, &b->request, &texture, &err))
        printf("%s\n", err.text);
    glFinish();
}

static void draw_gl(struct bench *b)
{
    struct err err = {0};
    if (!render_draw(render_gl(b->gl), &b->request, b->out, &err))
        printf("%s\n", err.text);
}

static void draw_cpu(struct bench *b)
{
    struct err err = {0};
    if (!render_draw(render_cpu(), &b->request, b->out, &err))
        printf("%s\n", err.text);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_ms(struct bench *b, void (*draw)(struct bench *), int repetitions)
{
    double ms[MOST_REPETITIONS];
    draw(b);
    for (int i = 0; i < repetitions; i++) {
        double start = clock_ms(CLOCK_MONOTONIC);
        draw(b);
        ms[i] = clock_ms(CLOCK_MONOTONIC) - start;
    }
    qsort(ms, (size_t)repetitions, sizeof *ms, compare);
    return ms[repetitions / 2];
}

static struct splat *make_splats(int count, int width, int height, struct scene *scene)
{
    struct splat *splats = mem_alloc(sizeof *splats * (size_t)count);
    float px_per_mm = (float)(0.1 * sqrt(150.0 * width * height / count));
    for (int i = 0; i < count; i++)
        splats[i] = (struct splat){.x = (float)(rng_unit(1, (uint64_t)i, 0) * width),
                                   .y = (float)(rng_unit(1, (uint64_t)i, 1) * height),
                                   .jxx = px_per_mm,
                                   .jyy = px_per_mm,
                                   .radius_mm = 0.14f,
                                   .sharpness = 3.0f,
                                   .tau = 1.0f,
                                   .depth_mm = 0.25f};
    scene->splats = splats;
    scene->splat_count = count;
    scene->group_count = 1;
    for (int c = 0; c < 3; c++) {
        scene->group[0].spectrum[c] = smp_of_channel(c, 0.89f, 1.0f, 1.17f);
        scene->group[0].veil[c] = smp_veil(c, 0.0f, 0.25f);
    }
    return splats;
}

static void measure(struct gl_renderer *gl, int width, int height, int dots, int repetitions)
{
    struct colour_space space = colour_srgb();
    struct image *photo = image_create(width, height, PIXELS_RGBA8, NULL);
    for (int y = 0; y < height; y++)
        memset(image_row(photo, y), 170, 4 * (size_t)width);
    struct scene scene = {.photo = photo, .space = &space, .camera_blur_px = 0.8f};
    struct splat *splats = make_splats(dots, width, height, &scene);
    struct pool *pool = pool_create(pool_default_threads());
    struct bench bench = {
        .gl = gl, .request = {.scene = &scene, .pool = pool}, .out = image_create(width, height, PIXELS_RGBA8, NULL)};
    double texture = median_ms(&bench, draw_texture, repetitions), read = median_ms(&bench, draw_gl, repetitions);
    printf("%d x %d, %d dots: to a texture %.1f ms, read back %.1f ms, CPU renderer %.1f ms\n", width, height, dots,
           texture, read, median_ms(&bench, draw_cpu, repetitions));
    pool_destroy(pool);
    image_unref(bench.out);
    image_unref(photo);
    mem_free(splats);
}

int main(int count, char **words)
{
    struct err err = {0};
    struct gl_context *context = gl_context_create(GL_PLACE_OFFSCREEN, &err);
    struct gl_renderer *gl = context ? gl_renderer_create(&(struct gl_options){0}, &err) : NULL;
    int dots = count > 1 ? (int)strtol(words[1], NULL, 10) : 100000;
    int repetitions = count > 2 ? (int)strtol(words[2], NULL, 10) : 10;
    repetitions = repetitions < 1 ? 1 : repetitions > MOST_REPETITIONS ? MOST_REPETITIONS : repetitions;
    if (gl) {
        printf("%s, %s\n", (const char *)glGetString(GL_RENDERER), (const char *)glGetString(GL_VERSION));
        measure(gl, 1920, 1080, dots, repetitions);
        measure(gl, 4032, 3024, dots, repetitions);
    } else {
        printf("%s\n", err.text);
    }
    gl_renderer_destroy(gl);
    gl_context_destroy(context);
    return gl ? 0 : 3;
}
