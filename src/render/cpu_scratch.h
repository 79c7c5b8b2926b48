// The working memory of one thread that draws tiles, and how patches are placed in it.
#pragma once

#include "render/cpu_rows.h"

struct rect { // half open
    int x0, y0, x1, y1;
};

// Two rows of grid values spread over the columns of pixels: of the nodes above and below a pixel
// row.
struct band {
    int node_row; // of `above`, or BAND_EMPTY
    float *above[3], *below[3];
};
enum { BAND_EMPTY = -1000000, BAND_RED = GRID_LEVELS, BANDS };

struct cpu_scratch {
    float *memory;
    struct patch left, cov1;             // pixels; left: of the layers before the pending one
    struct patch grid[GRID_LEVELS], red; // nodes
    struct spread_plan spread[GRID_LEVELS];
    struct band band[BANDS];
    float *row[3], *wide_row[3]; // one row of pixels
};

struct cpu_scratch *cpu_scratch_create(int tile_px); // NULL: no memory
void cpu_scratch_destroy(struct cpu_scratch *scratch);

static inline float *patch_row(const struct patch *patch, int channel, int y)
{
    return patch->plane[channel] + (size_t)(y - patch->y0) * patch->pitch;
}

int floor_div(int a, int b); // b > 0

void patch_place_pixels(struct patch *patch, struct rect area);
void patch_place_nodes(struct patch *patch, struct rect area,
                       int step); // all that its pixels lie between
void patch_clear(const struct patch *patch);

// For `count` places, `stride_px` apart from first_px on, in a grid of that step.
void spread_plan_init(struct spread_plan *plan, const struct patch *grid, int step, int first_px, int stride_px,
                      int count);
