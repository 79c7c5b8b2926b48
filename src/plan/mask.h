// A view's mask as pixels: strokes and polygons drawn in their order, edges smooth.
#pragma once

#include "plan/case.h"

// The strokes of that kind on a map that is there already, width x height bytes: what they cover is
// at least `most`, or nothing where they erase. Whether there were any; false too when memory runs
// out (*is_full then).
bool mask_paint(const struct mask_stroke *strokes, int count, enum mask_of of, uint8_t most, int photo_width,
                int photo_height, uint8_t *map, int width, int height, bool *is_full);

// Those of MASK_AWAY: width x height bytes, 255 = keep out, of a photo of photo_width x photo_height; mem_free. NULL
// when memory runs out. Points off the picture, or not numbers, do no harm.
uint8_t *mask_draw(const struct mask_stroke *strokes, int count, int photo_width, int photo_height, int width,
                   int height);
