// Turns a picture upright by its EXIF orientation (1-8). Private to this layer.
#pragma once

#include "base/err.h"
#include "image/pixels.h"

// Takes the reference to `image` and hands one back: the same for 1. NULL when memory runs out.
struct image *image_turn_upright(struct image *take_image, int orientation, struct err *err);

// The same by bands. An upright picture for one that is stored so; nothing is in it yet. NULL when memory runs out.
struct image *image_create_upright(int stored_width_px, int stored_height_px, enum pixel_format format, int orientation,
                                   struct err *err);
// Where the band's first `rows` rows, the stored ones from first_row on, lie in it.
void image_place_upright(struct image *upright, const struct image *band, int first_row, int rows, int orientation);
