// Cells of a photo's scalp, each measured on its own: the first step of skin_maps.h, private to it.
#pragma once

#include "image/skin_maps.h"

#define SKIN_SOURCE_OFF UINT16_MAX // not of the region

struct skin_source { // light of the region's box, row by row: linear x 65534, (2 R + G) / 3
    int x0, y0, width, height;
    uint16_t *light;
};

// False when memory runs out.
bool skin_source_init(struct skin_source *source, const struct image *image, const struct colour_space *space,
                      const uint8_t *region, struct pool *pool);
void skin_source_finish(struct skin_source *source);

struct cell_measure {
    bool is_on;         // at least half of it is of the region
    float mean;         // light
    float light;        // 85th percentile at the middle
    float deviation;    // standard deviation over light
    float grain;        // the same of grain alone, from second differences; hair raises it too
    float fine, coarse; // energy of gradients, and after a blur of variance 2 px2; share of light squared
};

enum cell_number { CELL_LIGHT, CELL_GRAIN };

void cell_measures_make(const struct skin_source *source, int cell_px, int columns, int rows, struct cell_measure *out,
                        struct pool *pool);
// Over the cells that are on; 0 without any.
float cell_measures_median(const struct cell_measure *measures, int count, enum cell_number what);
float cell_measures_grain(const struct cell_measure *measures, int count); // of the smoothest twentieth
// Sets blur_px of each cell.
struct blur_seen {
    float median, finest; // px, over the cells where it was seen; finest: a twentieth is sharper; or 0
};
struct blur_seen cell_measures_blur(const struct cell_measure *measures, int columns, int rows,
                                    struct skin_cell *cells);
