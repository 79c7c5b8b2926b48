// HEIC files for tests, by libheif's own encoder.
#pragma once

#include "base/file.h"
#include "image/pixels.h"

struct heic_recipe {
    const struct image *image;            // 8 bit
    int bits;                             // 0: 8; 10 or 12
    int primaries;                        // by number (ITU-T H.273); 0: sRGB's, no numbers written
    int orientation;                      // as EXIF numbers it; 0: 1. Written as the file's own boxes
    const struct bytes *icc, *exif, *xmp; // NULL: none
};

// False: this library has no encoder.
bool heic_make(const struct heic_recipe *recipe, struct bytes *out);
