// A picture on the screen, in as many textures as the driver's limit on their size asks for.
#pragma once

#include "image/pixels.h"
#include "ui/toolkit.h"

enum { TILES_MOST = 64 };

struct tiles { // all zero: none
    int width_px, height_px;
    int side_px; // of a tile; its last pixel is the next one's first but one, so that no seam shows
    int columns, rows;
    texture_id tile[TILES_MOST]; // row by row
};

// Takes the pixels over; 16-bit ones are cut to 8 bit, in place. False: too large for TILES_MOST textures.
bool tiles_write(struct toolkit *toolkit, struct tiles *tiles, struct image *image);
// corners: where top left, top right, bottom right, bottom left of the whole picture lie; a parallelogram.
void tiles_draw(struct toolkit *toolkit, const struct tiles *tiles, const double corners_px[4][2],
                const double clip_px[4]);
void tiles_finish(struct toolkit *toolkit, struct tiles *tiles);
