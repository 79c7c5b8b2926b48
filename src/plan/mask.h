// A view's mask as pixels: strokes and polygons drawn in their order, edges smooth.
#pragma once

#include "plan/case.h"

// width x height bytes, 255 = keep out, of a photo of photo_width x photo_height; mem_free. NULL
// when memory runs out. Points off the picture, or not numbers, do no harm.
uint8_t *mask_draw(const struct mask_stroke *strokes, int count, int photo_width, int photo_height,
                   int width, int height);
