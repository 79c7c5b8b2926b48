// Textures that are drawn into or hold a part of a picture. Row 0 is the top row of the picture.
#pragma once

#include "base/err.h"

#include <stddef.h>

struct gl_target { // all zero: none yet
    unsigned texture, framebuffer;
    int width, height;
    unsigned format; // OpenGL's internal format
};

// At least that large and of that format; the old content is lost when it has to be made anew.
bool gl_target_fit(struct gl_target *target, int width, int height, unsigned format, struct err *err);
void gl_target_finish(struct gl_target *target);

struct gl_pixels { // in memory; pixel is that many bytes: 1 (grey), 4 or 8 (RGBA)
    void *data;
    size_t pitch_bytes, pixel_bytes;
    int width, height;
};
void gl_target_write(const struct gl_target *target, const struct gl_pixels *from);
void gl_target_read(const struct gl_target *target, const struct gl_pixels *into); // from its first pixel
