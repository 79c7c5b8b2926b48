// Finds the small correction of one photo's rim (view_rim.h) from the marks on the outline.
//
// The fitted head has few terms, so that its rim lies some mm beside the real one here and there: bare skin would
// stay at the silhouette, or dots would lie on the background. The marks on the outline say by how much. Where no mark
// is near, nothing moves.
#pragma once

#include "model/view.h"

// Sets view->rim from points on the outline of the skull, px; `vague_mm`: sigma of each beyond a person's mark. Fewer
// than RIM_FIT_FEWEST_POINTS, or a head that is not wholly before the camera: no correction.
enum { RIM_FIT_FEWEST_POINTS = 6 };
void rim_fit(struct view *view, const struct head *head, const struct pt_px *outline, int count, double vague_mm);
