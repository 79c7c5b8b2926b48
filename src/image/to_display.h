// A photo's colours as a display shows them. For the screen only: what is exported stays in the photo's space.
#pragma once

#include "base/pool.h"
#include "image/colour.h"
#include "image/pixels.h"

struct to_display;

// icc: the display's profile; NULL or damaged: sRGB. NULL: the spaces are the same, nothing is to be done.
struct to_display *to_display_create(const struct colour_space *photo, const void *icc, size_t icc_size);
void to_display_destroy(struct to_display *conversion); // accepts NULL

// In place, by rows on the pool; alpha is untouched. NULL does nothing.
void to_display_apply(const struct to_display *conversion, struct image *image, struct pool *pool);
