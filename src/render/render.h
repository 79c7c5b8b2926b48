// The front of rendering: checks the scene once, then a back end draws.
//
// The output has the photo's size and format. A pixel that no dot reaches is copied bit for bit;
// kernels end 3 mm along the skin from a dot's centre (5 mm where skin is red). Same scene, same
// bytes, for any thread count, tile size and SIMD level.
#pragma once

#include "base/err.h"
#include "base/pool.h"
#include "render/scene.h"

#include <stdatomic.h>

enum render_layer { LAYER_PICTURE, LAYER_DOTS }; // dots: the transmittance itself, white where none

// At most this one, of what the processor has; the picture is the same.
enum simd_level { SIMD_BEST, SIMD_SCALAR, SIMD_AVX2, SIMD_AVX512 };

struct render_request {
    const struct scene *scene;
    enum render_layer layer;
    enum simd_level simd;
    int tile_px;               // 0: the back end's choice
    struct pool *pool;         // NULL: this thread
    const atomic_bool *cancel; // NULL: never
    double *stage_s;           // NULL or RENDER_STAGES seconds of wall time, for the bench
};
enum render_stage { STAGE_FOOTPRINTS, STAGE_COPY, STAGE_TILES, RENDER_STAGES };
const char *render_stage_name(enum render_stage stage);

// A back end: wlroots-like table, so that the front links without OpenGL.
struct render_ops {
    const char *name;
    bool (*draw)(const struct render_ops *self, const struct render_request *request, struct image *out,
                 struct err *err);
};
const struct render_ops *render_cpu(void);

// `out` must be an image of the photo's size and format; its pixels are written, none is read. For the
// CPU it may be the photo itself, which is then drawn over.
bool render_draw(const struct render_ops *ops, const struct render_request *request, struct image *out,
                 struct err *err);
