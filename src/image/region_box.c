#include "image/region_box.h"

#include <string.h>

// Where the region begins in a row, or `width`; eight pixels at a time where there is none.
static int begin_in_row(const uint8_t *row, int width)
{
    int x = 0;
    for (uint64_t eight; x + 8 <= width; x += 8) {
        memcpy(&eight, row + x, 8);
        if (eight & 0x8080808080808080u)
            break;
    }
    while (x < width && row[x] < 128)
        x++;
    return x;
}

static int end_in_row(const uint8_t *row, int from, int width)
{
    int x = width;
    for (uint64_t eight; x - 8 >= from; x -= 8) {
        memcpy(&eight, row + x - 8, 8);
        if (eight & 0x8080808080808080u)
            break;
    }
    while (x > from && row[x - 1] < 128)
        x--;
    return x;
}

struct region_box region_box(const uint8_t *region, int width, int height)
{
    struct region_box box = {width, height, 0, 0};
    for (int y = 0; region && y < height; y++) {
        const uint8_t *row = region + (size_t)y * (size_t)width;
        int from = begin_in_row(row, width), to = end_in_row(row, from, width);
        if (from == to)
            continue;
        box.x0 = from < box.x0 ? from : box.x0;
        box.x1 = to > box.x1 ? to : box.x1;
        box.y0 = y < box.y0 ? y : box.y0;
        box.y1 = y + 1;
    }
    return region ? box : (struct region_box){0, 0, width, height};
}
