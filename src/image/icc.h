// Conversion of pictures whose profile is not a matrix with one curve. Private to this layer.
// (Reading and making profiles is in colour.h.)
#pragma once

#include "image/decode.h"

// To sRGB, in place, alpha untouched (CMYK: 255). False, nothing done: the profile is damaged or
// belongs to other channels.
bool icc_convert_to_srgb(const uint8_t *icc, size_t size, enum channels channels, struct image *image);
