// One tile of the picture: the dots' bells are summed, made transmittance, and laid over the photo.
#pragma once

#include "render/cpu_curve.h"
#include "render/cpu_plan.h"
#include "render/cpu_scratch.h"
#include "render/render.h"

enum { CPU_TILE_LEAST_PX = 16, CPU_TILE_MOST_PX = CPU_MOST_ROW };

struct cpu_drawing { // what all tiles share; read only
    const struct render_request *request;
    const struct cpu_plan *plan;
    const struct cpu_rows *rows;
    const struct cpu_curve *curve; // NULL: sRGB's
    const float *power;            // shade_row.power
    struct image *out;
    int tile_px;
};

// Writes the pixels that dots reach, and no other.
void cpu_tile_draw(const struct cpu_drawing *drawing, struct cpu_scratch *scratch, int x0, int y0);
