// Pictures made smaller by averaging linear light over the exact area of each new pixel.
#pragma once

#include "base/err.h"
#include "base/pool.h"
#include "image/colour.h"
#include "image/pixels.h"

// width_px <= the image's; height follows. The same format. NULL on failure.
struct image *image_reduce(const struct image *image, const struct colour_space *space, int width_px, struct pool *pool,
                           struct err *err);

// A map of what share of each pixel's light something is, /255, as the same of a smaller picture's: the mean over each
// new pixel, every old one counting by its own light. `share` is of the image's size. mem_free; NULL when memory runs
// out.
//
// Of red's, green's and blue's light, and a fourth byte: where a new pixel lies in `region` in part only (of the
// image's size, 128 and more; NULL: everywhere), all light off it has share 255, and the byte is that part, /255, at
// least a tenth; elsewhere it is 255.
uint8_t *share_reduce(const uint8_t *share, const uint8_t *region, const struct image *image,
                      const struct colour_space *space, int width_px, int height_px, struct pool *pool);
// Of green's light alone, a byte a pixel.
uint8_t *share_reduce_green(const uint8_t *share, const struct image *image, const struct colour_space *space,
                            int width_px, int height_px, struct pool *pool);
