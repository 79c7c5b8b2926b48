// Two facts from a photo's EXIF block, by a small bounded reader: a hostile block costs nothing and
// yields the defaults. Private to this layer. Nothing else of EXIF is read, and nothing is kept.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct exif {
    int orientation;   // 1-8; 1 when it does not say
    double focal_35mm; // 0 when it does not say
};

// The TIFF structure, with or without "Exif\0\0" in front.
struct exif exif_read(const uint8_t *data, size_t size);
