// Makes a picture smaller by eighths while its rows come in, so that the large one is never there. Averages codes over
// the exact area of each new pixel, as libjpeg's own scaling does; what is clear weighs less. Private to this layer.
#pragma once

#include "base/err.h"
#include "image/pixels.h"

struct row_scaler;

// Rows of width_px pixels in the image's format, height_px of them, into `to`, (side x eighths + 7) / 8 a side. NULL
// when memory runs out.
struct row_scaler *row_scaler_create(struct image *to, int width_px, int height_px, int eighths, struct err *err);
void row_scaler_add(struct row_scaler *scaler, const void *row); // the next one
uint8_t *row_scaler_room(struct row_scaler *scaler);             // for one row, if the caller has none
void row_scaler_destroy(struct row_scaler *scaler);              // accepts NULL
