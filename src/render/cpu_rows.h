// The inner loops of the CPU back end, compiled twice from cpu_rows.c: for any x86-64 and for AVX2.
//
// Both do the same sums in the same order, so they give the same bits. Plain pointers and numbers only:
// nothing here may change its layout with the compiler's flags. A patch is three planes of floats, the
// first pixel (or node) of which is (x0, y0); rows are padded so that a block of CPU_BLOCK may overrun
// the width.
#pragma once

#include "render/footprint.h"

#include <stddef.h>
#include <stdint.h>

enum { CPU_BLOCK = 8 };

struct patch {
    float *plane[3];
    size_t pitch;          // floats
    int x0, y0, width, height;
};

struct light_row {         // left[c] *= transmittance of one layer
    float *left[3];
    const float *cov1[3], *cov2[3];
    float veil[3], n1[3], n2[3];
    int count;
};

struct shade_row {         // out = in with its light times what is left
    const float *left[3];
    const uint8_t *shine, *keep_out; // may be NULL
    const void *in;
    void *out;
    const float *power;    // sRGB: for each of the 256 codes, 1.055 linear^(1 / 2.4)
    int count;
};

// Share of pixel i's light that passes the skin and may change.
static inline float shade_row_share(const struct shade_row *row, int i)
{
    int shine = row->shine ? row->shine[i] : 0, kept = row->keep_out ? row->keep_out[i] : 0;
    return (float)((255 - shine) * (255 - kept)) * (1.0f / 65025.0f);
}

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
    void (*shade_srgb8)(const struct shade_row *row);
    void (*shade_srgb16)(const struct shade_row *row);
};

extern const struct cpu_rows cpu_rows_any, cpu_rows_avx2;
