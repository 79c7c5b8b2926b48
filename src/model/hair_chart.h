// Where hair stands on the scalp, read off one photo: a chart of the head, cell by cell.
//
// Rows run from the brows over the vertex to the nape, columns from ear to ear; a cell is some 6 mm long. What counts
// as skin is learnt from the forehead, or from the most even part of what is seen where no forehead is. A draft: hair
// as light and as even as the skin is not seen, and a hard shadow may count as hair. Deterministic.
#pragma once

#include "image/pixels.h"
#include "model/view.h"

#include <stdbool.h>

enum { CHART_ROWS = 55, CHART_COLUMNS = 35, CHART_CELLS = CHART_ROWS * CHART_COLUMNS };
#define CHART_STEP_RAD 0.069813170079773184 // 4 degrees about the head's centre
#define CHART_FIRST_RAD -0.3490658503988659 // row 0 about the ear-to-ear axis: 20 degrees below the front

struct chart_cell {
    bool is_seen, is_covered; // by a hat or other cloth: set later, by who knows the face's skin
    float light;              // linear, mean
    float streak;             // deviation of it without its slope, share
    float red, blue;          // shares of the linear colour
    float hair;               // 0 bare skin .. 1 hair that hides it
};

struct hair_chart {
    struct chart_cell cell[CHART_CELLS];
    bool is_standing; // its hair stands off the skin: no stubble
    double certainty; // 0..1: how clearly hair and skin differ
};

struct vec3 chart_direction(double row, double column);

// `px_per_px`: the view's pixels for each of the image's.
void hair_chart_read(struct hair_chart *chart, const struct image *image, double px_per_px, const struct head *head,
                     const struct view *view);

// The same chart on a head and in a pose that were fitted better since: what each place shows is read where the photo
// showed it.
void hair_chart_carry(const struct hair_chart *from, const struct head *from_head, const struct view *from_view,
                      const struct head *head, const struct view *view, struct hair_chart *out);
