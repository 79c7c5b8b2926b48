// The rim of a painted patch, as few points as will do.
//
// Works on a map of bytes, 128 and more inside; knows nothing of photos. Neighbours touch along sides, not corners.
#pragma once

#include "geom/space.h"

#include <stdint.h>

// The outer rim of the largest patch, holes left out, as a closed line of 3 to `most` points at even steps, a little
// smoothed; in pixels of the map, the middle of the first at 0.5, 0.5. 0: nothing is painted.
int contour_largest(const uint8_t *map, int width, int height, struct pt_px *out, int most);
