// The box round a region of a picture.
#pragma once

#include <stdint.h>

struct region_box {
    int x0, y0, x1, y1; // the last two are outside; x0 >= x1 when the region is empty
};

// Of a map of width x height bytes, 128 and more where the region is. Without a map: the whole picture.
struct region_box region_box(const uint8_t *region, int width, int height);
