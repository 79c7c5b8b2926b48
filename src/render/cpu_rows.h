// The inner loops of the CPU back end, compiled from cpu_rows.c for any x86-64, for AVX2 and for
// AVX-512.
//
// All do the same sums in the same order, so they give the same bits. Plain pointers and numbers
// only: nothing here may change its layout with the compiler's flags. A patch is three planes of
// floats, the first pixel (or node) of which is (x0, y0). Rows are padded: a loop may overrun their
// width by up to CPU_OVERRUN values.
#pragma once

#include "render/footprint.h"
#include "render/power_fit.h"

#include <stddef.h>
#include <stdint.h>

enum { CPU_BLOCK = 8, CPU_OVERRUN = 16, CPU_MOST_ROW = 512, CPU_MOST_NODES = CPU_MOST_ROW + 3 * CPU_OVERRUN };

struct patch {
    float *plane[3];
    size_t pitch; // floats
    int x0, y0, width, height;
};

// Which nodes each pixel of a row lies between: block by block, from the patch's first node on.
struct spread_plan {
    int32_t node[CPU_MOST_NODES / CPU_BLOCK]; // of a block of pixels
    int32_t lane[CPU_MOST_NODES];             // each pixel's node after that
    float share[CPU_MOST_NODES];              // of the node after
};

struct light_row { // one channel
    const float *cov1;
    const float *above, *below; // what the wide leg leaves, of the nodes' rows round this one
    float share_below, veil;
    float power1[POWER_FIT_TERMS];
    int count;
};

struct shade_row { // out = in with its light times what is left
    const float *left[3];
    const uint8_t *shine, *keep_out; // may be NULL
    bool is_shine_rgba;              // scene.h; `left` is of the head's part already
    const void *in;
    void *out;
    const float *power; // sRGB, 8 bits: of each code 1.055 light^(1 / 2.4)
    int count;
};

// sRGB's curve on its power branch is code = 1.055 light^(1 / 2.4) - 0.055, codes from 0 to 1. So
// light times f is (code + 0.055) f^(1 / 2.4) - 0.055 there, without decoding. That first sum:
static inline float cpu_rows_power_branch(int code)
{
    return (float)code * (1.0f / 255.0f) + 0.055f;
}
enum { CPU_ROWS_LAST_LINEAR_CODE = 10 }; // up to here the linear branch holds
#define CPU_ROWS_LEAST_POWER 0.09545f    // and for results below this

struct cpu_rows {
    footprints_fn *build;
    void (*add_bells)(const struct patch *patch, const struct bell *bells, size_t count);
    void (*add_wides)(const struct patch *patch, const struct wide_bell *bells, size_t count);
    void (*add_flushes)(const struct patch *patch, const struct flush *flushes, size_t count); // plane 0
    // Values at nodes to values at pixels; reads CPU_BLOCK + 1 nodes from each block's first on.
    void (*spread)(float *out, const float *nodes, const struct spread_plan *plan, int count);
    // These may overrun `count`. power: power_fit_at of the clamped value.
    void (*power)(float *values, const float r[POWER_FIT_TERMS], int count);
    void (*relate)(float *values, const float *taken, int count); // values /= 1 - taken
    void (*light)(float *left, const struct light_row *row);      // left = transmittance of a layer
    void (*mix)(float *out, const float *above, const float *below, float share_below, int count);
    void (*multiply_mix)(float *out, const float *above, const float *below, float share_below, int count);
    void (*multiply)(float *out, const float *by, int count);
    void (*fill_share)(const struct shade_row *row, int channel, float *share); // of light that may change
    void (*shade_srgb8)(const struct shade_row *row);
    void (*shade_srgb16)(const struct shade_row *row);
};

extern const struct cpu_rows cpu_rows_any, cpu_rows_avx2, cpu_rows_avx512;
