// Pixel buffers in memory. Knows no file and no colour space.
//
// RGBA interleaved, alpha always opaque and kept as it came (255 / 65535), rows 64-byte aligned,
// pitch in bytes. Reference counted; immutable once shared.
#pragma once

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum pixel_format { PIXELS_RGBA8, PIXELS_RGBA16 };

struct image {
    int width_px, height_px;
    enum pixel_format format;
    size_t pitch_bytes;
    uint8_t *data;
    int references; // private
};

enum { IMAGE_MOST_SIDE_PX = 32767 };

// NULL on failure. The pixels are not set: whoever creates an image fills all of it.
struct image *image_create(int width_px, int height_px, enum pixel_format format, struct err *err);
struct image *image_ref(struct image *image);
void image_unref(struct image *image);         // accepts NULL
void image_to_8(struct image *image);          // in place: of 16 bits the upper 8, for a screen; the pitch stays
bool image_is_grey(const struct image *image); // black and white, by every pixel of 61 rows

static inline uint8_t *image_row(const struct image *image, int y)
{
    return image->data + (size_t)y * image->pitch_bytes;
}
static inline uint16_t *image_row16(const struct image *image, int y)
{
    return (uint16_t *)(void *)image_row(image, y);
}
static inline size_t pixel_bytes(enum pixel_format format)
{
    return format == PIXELS_RGBA16 ? 8 : 4;
}
