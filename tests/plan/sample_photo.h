// A plain photo on the disk, for tests that open one.
#pragma once

#include "base/file.h"
#include "base/mem.h"
#include "image/encode.h"

// Another grey gives another photo.
static inline void sample_photo(const char *path, int width, int height, int grey)
{
    struct image *image = image_create(width, height, PIXELS_RGBA8, NULL);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint8_t *p = image_row(image, y) + 4 * x;
            p[0] = p[1] = p[2] = (uint8_t)grey;
            p[3] = 255;
        }
    struct colour_space space = colour_srgb();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes = {0};
    assert_true(encode_picture(&request, &bytes, NULL) && file_write_atomic(path, bytes.data, bytes.size, NULL));
    mem_free(bytes.data);
    image_unref(image);
}
