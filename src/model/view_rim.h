// The small correction of one photo: the head's rim is brought to where the outline's marks have it.
//
// The fitted head has few terms, so that its rim lies some mm beside the real one here and there: bare skin would
// stay at the silhouette, or dots would lie on the background. The marks on the outline say by how much. Picture
// points move away from the middle of the head or toward it by that much at the rim and less farther in, not at
// all in the inner part; beyond the rim by the same as there. Where no mark is near, nothing moves.
//
// A map of the picture's plane alone; struct view_rim is a part of struct view (view.h), whose functions obey it.
#pragma once

#include "model/view.h"

// Sets view->rim from points on the outline of the skull, px; `vague_mm`: sigma of each beyond a person's mark. Fewer
// than VIEW_RIM_FEWEST_POINTS, or a head that is not wholly before the camera: no correction.
enum { VIEW_RIM_FEWEST_POINTS = 6 };
void view_rim_fit(struct view *view, const struct head *head, const struct pt_px *outline, int count, double vague_mm);

struct pt_px view_rim_apply(const struct view_rim *rim, struct pt_px px); // from where the fitted head has it
struct pt_px view_rim_undo(const struct view_rim *rim, struct pt_px px);
// How the correction turns small motions at px, as the fitted head has it: columns as in px.
struct mat2 view_rim_slopes(const struct view_rim *rim, struct pt_px px);
void view_rim_scale(struct view_rim *rim, double factor); // of a photo with so many times the pixels across
