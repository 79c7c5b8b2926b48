// All footprints of a scene, put where a tile finds them: by cells of CPU_CELL_PX of the picture.
//
// A cell holds the dots whose middle lies in it, in index order; whoever adds up goes through cells
// row by row, so every pixel's sum has one order whatever the tiles. Dots with the middle off the
// picture count to the nearest cell.
#pragma once

#include "base/pool.h"
#include "render/footprint.h"
#include "render/power_fit.h"
#include "render/render.h"

enum { CPU_CELL_PX = 16 };

struct cell_layer {
    struct layer layer;
    // Cell k has room for the dots start[k] .. start[k + 1] - 1 and twice as many bells. Its bells
    // fill slots from 2 start[k] to bell_end[k]; wide bells of the coarse grid from start[k] to
    // coarse_end[k], of the fine one from fine_begin[k] to start[k + 1]; reds from start[k] to
    // red_end[k].
    uint32_t *start, *bell_end, *coarse_end, *fine_begin, *red_end;
    struct bell *bell;
    struct wide_bell *wide;
    struct flush *red;                                             // NULL without redness
    float power1[3][POWER_FIT_TERMS], power2[3][POWER_FIT_TERMS];  // exponents of the two legs
    float bell_reach_px, wide_reach_px[GRID_LEVELS], red_reach_px; // the largest of all
};

struct cpu_plan {
    int columns, rows; // of cells
    footprints_fn *build;
    struct footprint_rules rules;
    struct profile profile;
    int layer_count;
    struct cell_layer layer[2 * SCENE_MOST_GROUPS];
};

// False when memory runs out or the work was cancelled. cpu_plan_finish in any case.
bool cpu_plan_init(struct cpu_plan *plan, const struct render_request *request, footprints_fn *build, struct err *err);
void cpu_plan_finish(struct cpu_plan *plan);

struct cell_rect {
    int from_x, to_x, from_y, to_y; // half open
};
// The cells that can hold dots reaching into a rectangle of pixels.
struct cell_rect cpu_plan_cells(const struct cpu_plan *plan, int x0, int y0, int x1, int y1, float reach_px);
