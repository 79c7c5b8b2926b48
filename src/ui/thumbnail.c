#include "ui/thumbnail.h"

// Mean of up to GRID x GRID pixels of a cell: enough for a picture of this size.
enum { GRID = 4 };

static void mean_of_cell(const struct image *image, double left, double top, double size, uint8_t out[4])
{
    unsigned sum[3] = {0};
    for (int j = 0; j < GRID * GRID; j++) {
        int x = (int)(left + size * ((j % GRID) + 0.5) / GRID), y = (int)(top + size * ((j / GRID) + 0.5) / GRID);
        x = x < image->width_px ? x : image->width_px - 1;
        y = y < image->height_px ? y : image->height_px - 1;
        for (int c = 0; c < 3; c++)
            sum[c] +=
                image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + c] >> 8 : image_row(image, y)[4 * x + c];
    }
    for (int c = 0; c < 3; c++)
        out[c] = (uint8_t)(sum[c] / (GRID * GRID));
    out[3] = 255;
}

void thumbnail_make(const struct image *image, uint8_t *rgba)
{
    double across = (double)image->width_px / THUMB_WIDTH_PX, down = (double)image->height_px / THUMB_HEIGHT_PX;
    double size = across < down ? across : down;
    double left = 0.5 * (image->width_px - size * THUMB_WIDTH_PX);
    double top = 0.35 * (image->height_px - size * THUMB_HEIGHT_PX);
    for (int y = 0; y < THUMB_HEIGHT_PX; y++)
        for (int x = 0; x < THUMB_WIDTH_PX; x++)
            mean_of_cell(image, left + x * size, top + y * size, size, rgba + 4 * (y * THUMB_WIDTH_PX + x));
}
