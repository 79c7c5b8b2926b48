// Small pictures of photos: 4 to 3, cut to fit, in 8 bits.
#pragma once

#include "image/pixels.h"

enum { THUMB_WIDTH_PX = 320, THUMB_HEIGHT_PX = 240 };

// Fills THUMB_WIDTH_PX x THUMB_HEIGHT_PX pixels of RGBA8. Of a tall photo the upper part is taken: the head.
void thumbnail_make(const struct image *image, uint8_t *rgba);
