// The chart cut into square tiles, what each measures on the canonical head, and the region that the places lie in.
// Private to the field.
//
// Lengths and areas are those of the metric at the corners of the tiles, mixed between them. Only + - x / sqrt: the
// same bits everywhere.
#pragma once

#include "base/pool.h"
#include "geom/chart.h"

#include <stdbool.h>

struct field_metric {       // squared length of (du, dv) is uu du^2 + 2 uv du dv + vv dv^2, mm2
    float uu, uv, vv, area; // area: mm2 for each unit of the chart
};

struct field_tile {
    double area_mm2;        // of the part in the region; 0: none of note
    float most_area;        // largest of the metric at the corners
    float reach_u, reach_v; // a circle round any of its points spans no more tiles to a side, for each mm of radius
    bool is_whole;          // no part lies outside the region
};

struct field_tiles {
    int side; // tiles along u, and along v
    struct field_metric *corner;
    struct field_tile *tile;
};

// 2^bits tiles along each side. False: no memory; finish them all the same.
bool field_tiles_init(struct field_tiles *tiles, int bits, struct pool *pool);
void field_tiles_finish(struct field_tiles *tiles);

static inline double field_tiles_width(const struct field_tiles *tiles)
{
    return 2.0 * CHART_REACH / tiles->side;
}

// Where a column or a row of tiles begins.
static inline double field_tiles_edge(const struct field_tiles *tiles, int index)
{
    return field_tiles_width(tiles) * index - CHART_REACH;
}

// The lower left corner of a tile; the others are the next and a row of corners farther.
static inline const struct field_metric *field_tiles_corner(const struct field_tiles *tiles, int tile)
{
    return tiles->corner + tile / tiles->side * (tiles->side + 1) + tile % tiles->side;
}

static inline float field_mix4(float a, float b, float c, float d, float s, float t)
{
    float low = a + (b - a) * s, high = c + (d - c) * s;
    return low + (high - low) * t;
}

// The metric at the share (s, t) of a tile.
static inline struct field_metric field_tiles_metric(const struct field_tiles *tiles, int tile, float s, float t)
{
    const struct field_metric *a = field_tiles_corner(tiles, tile), *b = a + 1, *c = b + tiles->side, *d = c + 1;
    return (struct field_metric){
        field_mix4(a->uu, b->uu, c->uu, d->uu, s, t), field_mix4(a->uv, b->uv, c->uv, d->uv, s, t),
        field_mix4(a->vv, b->vv, c->vv, d->vv, s, t), field_mix4(a->area, b->area, c->area, d->area, s, t)};
}

// Whether a place of the chart lies on the hair-bearing scalp, drawn generously.
bool field_region_has(double u, double v);
