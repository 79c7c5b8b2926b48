// The inner loops of the CPU back end, compiled twice from cpu_rows.c: for any x86-64 and for AVX2.
//
// Both do the same sums in the same order, so they give the same bits. Plain pointers and numbers only:
// nothing here may change its layout with the compiler's flags. A patch is three planes of floats, the
// first pixel (or node) of which is (x0, y0); rows are padded so that a block of CPU_BLOCK may overrun
// the width.
#pragma once

#include "render/footprint.h"
#include "render/power_fit.h"

#include <stddef.h>
#include <stdint.h>

enum { CPU_BLOCK = 8, CPU_MOST_ROW = 512 };

struct patch {
    float *plane[3];
    size_t pitch;          // floats
    int x0, y0, width, height;
};

struct light_row {         // left[c] (*)= transmittance of one layer
    float *left[3];
    const float *cov1[3], *cov2[3];
    float veil[3];
    float power1[3][POWER_FIT_TERMS], power2[3][POWER_FIT_TERMS]; // of the two legs
    bool is_first;         // set left rather than multiply it
    int count;
};

struct shade_row {         // out = in with its light times what is left
    const float *left[3];
    const uint8_t *shine, *keep_out; // may be NULL
    const void *in;
    void *out;
    const float *power;    // sRGB: cpu_rows_power of each of the 256 codes
    int count;
};

// sRGB's curve on its power branch is code = 1.055 linear^(1 / 2.4) - 0.055, codes from 0 to 1. So light
// times f is (code + 0.055) f^(1 / 2.4) - 0.055 there, without decoding. This sum of an 8 bit code:
static inline float cpu_rows_power_branch(int code)
{
    return (float)code * (1.0f / 255.0f) + 0.055f;
}
enum { CPU_ROWS_LAST_LINEAR_CODE = 10 }; // up to here the linear branch holds
#define CPU_ROWS_LEAST_POWER 0.09545f    // and for results below this

struct cpu_rows {
    const char *name;
    void (*add_bell)(const struct patch *patch, const struct bell *bell);
    void (*add_wide)(const struct patch *patch, const struct wide_bell *bell);
    void (*least_q)(const struct patch *patch, const struct ellipse *ellipse); // into plane 0
    // out[i] (+)= linear between rows a and b
    void (*mix)(float *out, const float *a, const float *b, float share_of_b, int count);
    void (*mix_add)(float *out, const float *a, const float *b, float share_of_b, int count);
    void (*multiply)(float *out, const float *by, int count);
    void (*light)(const struct light_row *row);
    void (*fill_share)(const struct shade_row *row, float *share); // of light that may change
    void (*shade_srgb8)(const struct shade_row *row);
    void (*shade_srgb16)(const struct shade_row *row);
};

extern const struct cpu_rows cpu_rows_any, cpu_rows_avx2;
