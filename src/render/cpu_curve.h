// Photos whose curve is not sRGB's: light by table, codes by the boundaries between them. Exact
// rounding.
#pragma once

#include "image/colour.h"
#include "image/pixels.h"
#include "render/cpu_rows.h"

struct cpu_curve {
    int codes;       // 256 or 65536
    float *decode;   // light of each code
    float *boundary; // light from which on code k or more is nearest; [0] is 0
    uint16_t *near;  // a code near the nearest, by the square root of the light
};

bool cpu_curve_init(struct cpu_curve *curve, const struct colour_space *space, enum pixel_format format);
void cpu_curve_finish(struct cpu_curve *curve);
void cpu_curve_shade(const struct cpu_curve *curve, const struct shade_row *row, const float *share[3]);
