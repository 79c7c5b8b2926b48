// The places of a field on one head, gathered into cells of near neighbours: keep.c works on these.
//
// Arrays are in the order of the cells, so that one cell's places lie side by side.
#pragma once

#include "model/keep.h"

enum { KEEP_CELL_MOST = 256 };

struct keep_cell {
    int first, count;
    float middle[3], radius; // ball in mm from the head's centre that holds the cell's places
};

struct keep_base {
    struct head head;
    int count, cell_count;
    struct keep_cell *cell;
    int *place;           // index in the field
    float *x, *y, *z;     // mm from the head's centre
    float *u, *v;         // in the chart
    float *cm2_per_place; // of this head's surface
    float *micro, *macro; // wobble of an edge, about -1..1, at 5-15 and at 30-60 mm
    float *chance;        // in [0, 1)
    float *zone_unit;     // as the field's
};
