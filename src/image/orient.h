// Turns a picture upright by its EXIF orientation (1-8). Private to this layer.
#pragma once

#include "base/err.h"
#include "image/pixels.h"

// pixels_fd: where the turned one goes, -1: on the heap (image_map).
// Takes the reference to `image` and hands one back: the same for 1. NULL when memory runs out.
struct image *image_turn_upright(struct image *take_image, int orientation, int pixels_fd, struct err *err);
