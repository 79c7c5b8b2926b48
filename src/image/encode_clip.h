// Moving pictures into bytes: animated WebP, lossy, played for ever, with the profile that we write.
#pragma once

#include "base/file.h"
#include "image/colour.h"
#include "image/pixels.h"

struct clip_encoder;

// NULL: too large for WebP (ERR_INPUT) or no memory.
struct clip_encoder *clip_encoder_create(int width_px, int height_px, const struct colour_space *space,
                                         struct err *err);
void clip_encoder_destroy(struct clip_encoder *encoder); // accepts NULL

// The next picture, 8 bit and of that size, shown so long.
bool clip_encoder_add(struct clip_encoder *encoder, const struct image *image, int duration_ms, struct err *err);
bool clip_encoder_finish(struct clip_encoder *encoder, struct bytes *out, struct err *err); // mem_free the data
