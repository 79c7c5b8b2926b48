// Small pictures for tests, and how far two of them are apart.
#pragma once

#include "base/file.h"
#include "image/colour.h"
#include "image/photo.h"

// A different colour in each corner, smooth in between, with 16-bit detail where the format has it.
struct image *picture_corners(int width_px, int height_px, enum pixel_format format);

// Of the codes of R, G, B; -1: other size or format, or an alpha that is not opaque.
int picture_max_difference(const struct image *a, const struct image *b);
double picture_mean_ciede2000(const struct image *a, const struct image *b,
                              const struct colour_space *space); // 8 bit

// Decoded in this process, so that its sanitizers and failing allocations (mem.h) see it.
struct photo *picture_load(const void *data, size_t size, struct err *err);
// As the program does it, from a file in memory that is named /proc/self/fd/N.
struct photo *picture_load_apart(const void *data, size_t size, struct err *err);
