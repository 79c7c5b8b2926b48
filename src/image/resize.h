// Pictures made smaller by averaging linear light over the exact area of each new pixel.
#pragma once

#include "base/err.h"
#include "base/pool.h"
#include "image/colour.h"
#include "image/pixels.h"

// width_px <= the image's; height follows. The same format. NULL on failure.
struct image *image_reduce(const struct image *image, const struct colour_space *space, int width_px, struct pool *pool,
                           struct err *err);
uint8_t *map_reduce(const uint8_t *map, int width_px, int height_px, int to_width_px, int to_height_px);
