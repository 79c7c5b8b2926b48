// The small correction of one photo: the head's rim is brought to where the outline's marks have it.
//
// Picture points move away from the middle of the head or toward it, by so much at the rim and less farther in, not at
// all in the inner part; beyond the rim by the same as there. A map of the picture's plane alone, which knows neither
// head nor camera: view.h obeys it, rim_fit.h finds it. Thread: a plain value.
#pragma once

#include "geom/space.h"

enum { VIEW_RIM_SPOKES = 72 };
struct view_rim { // zeroed: nothing moves
    int is_used;
    struct pt_px middle; // of the head
    double still_px;     // nearer the middle nothing moves
    double radius_px[VIEW_RIM_SPOKES],
        off_px[VIEW_RIM_SPOKES]; // of the fitted rim, by angle; how much farther out it is
};
#define VIEW_RIM_STILL 0.45 // share of the way to the rim up to which nothing moves

double view_rim_spoke_rad(int spoke);
// Of the fitted rim in that direction from the middle.
double view_rim_radius_px(const struct view_rim *rim, double x, double y);

struct pt_px view_rim_apply(const struct view_rim *rim, struct pt_px px); // from where the fitted head has it
struct pt_px view_rim_undo(const struct view_rim *rim, struct pt_px px);
// How the correction turns small motions at px, as the fitted head has it: columns as in px.
struct mat2 view_rim_slopes(const struct view_rim *rim, struct pt_px px);
void view_rim_scale(struct view_rim *rim, double factor); // of a photo with so many times the pixels across
