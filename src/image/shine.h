// First version of the maps: which share of each pixel is shine rather than skin colour.
//
// Dichromatic split in linear light (domain.md 7.4): photo = m q + s w with q the skin's own local
// chromaticity and w the light, white; s >= 0 and no more than the weakest channel. Share = s /
// green, of light averaged over 0.3 mm, so that grain does not decide. q is the median of the skin
// within 15 mm, drawn a third of the way to that of the whole head: a highlight wider than that
// still shows. Only shine that stands out is found: a share of up to 0.03 counts as skin tone, the
// even sheen that all skin has is left in, and what is much darker than the skin around (hair,
// shadow) has none. Pixels with a channel above 0.98 of its range are clipped: share 1, so nothing
// changes them.
#pragma once

#include "base/pool.h"
#include "image/colour.h"
#include "image/pixels.h"

// A map of width x height bytes, share x 255, mem_free; NULL when memory runs out. px_per_mm: the
// scale of the head. `region`, when given, says where skin is (128 and more), same size; elsewhere
// only clipped pixels have a share. Without it skin is told by colour. The same for any pool.
uint8_t *shine_map(const struct image *image, const struct colour_space *space, double px_per_mm, const uint8_t *region,
                   struct pool *pool);
