// First version of the maps: which share of each pixel is shine rather than skin colour.
//
// Dichromatic split in linear light (domain.md 7.4): photo = m q + s w with q the skin's own local
// chromaticity (median of skin without highlights within 15 mm) and w the light, white. Share =
// s / green of the photo. Pixels with a channel above 0.98 are clipped: share 1, so nothing changes them.
#pragma once

#include "base/pool.h"
#include "image/colour.h"
#include "image/pixels.h"

// A map of width x height bytes, share x 255, mem_free; NULL when memory runs out. px_per_mm: the scale of
// the head, for the 15 mm. `region`, when given, says where skin is expected (255), same size.
uint8_t *shine_map(const struct image *image, const struct colour_space *space, double px_per_mm,
                   const uint8_t *region, struct pool *pool);
