// The patient's own skin and what a shade of pigment makes of it, as colours for swatches. Approximate.
#pragma once

#include "image/photo.h"
#include "model/course.h"
#include "model/view.h"

// Mean colour of lit, bare scalp in the photo, in its own codes. False when too little of it is seen.
bool skin_swatch_read(const struct photo *photo, const struct view *view, const struct head *head, uint8_t rgb[3]);

// That skin under evenly spread dots of this technique and zone, healed, as seen from a distance.
void skin_swatch_treated(const struct colour_space *space, const uint8_t skin[3], const struct technique *technique,
                         const struct zone *zone, const struct course *course, uint8_t rgb[3]);
