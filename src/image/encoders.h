// The encoders behind encode.h, one for each format. Private to this layer.
#pragma once

#include "image/encode.h"

// What they share: the request with its defaults filled in, and our profile for its space.
struct encode_job {
    const struct image *image;
    const uint8_t *icc;
    size_t icc_size;
    int quality;
    const char *caption; // "" when there is none
    bool is_quick;
};

bool encode_png(const struct encode_job *job, struct bytes *out, struct err *err);
bool encode_jpeg(const struct encode_job *job, struct bytes *out, struct err *err);
bool encode_webp(const struct encode_job *job, struct bytes *out, struct err *err);
bool encode_tiff(const struct encode_job *job, struct bytes *out, struct err *err);

static inline uint8_t encode_to_8(uint16_t value) // nearest
{
    return (uint8_t)((value * 255u + 32767u) / 65535u);
}
