// Pictures into bytes: PNG (8 and 16 bit), JPEG 4:4:4, WebP, TIFF (8 and 16 bit), each with a
// profile that we write.
//
// No metadata but size, colour space, "Stipple" as the software and a caption, where the format has
// room for them (WebP has none). PNG and TIFF are lossless, and so is WebP at quality 100; 16 bits
// are rounded to 8 where the format knows no more. Same image, same bytes.
#pragma once

#include "base/err.h"
#include "base/file.h"
#include "image/colour.h"
#include "image/pixels.h"

enum picture_format { PICTURE_PNG, PICTURE_JPEG, PICTURE_WEBP, PICTURE_TIFF };

struct encode_request {
    const struct image *image;
    const struct colour_space *space;
    enum picture_format format;
    int quality;         // JPEG, WebP: 1-100; 0: the default, 92
    const char *caption; // ASCII; "" or NULL: none
    bool is_quick;       // WebP below 100: a fifth of the time for a fifth more bytes
};

// By suffix; false: none of ours.
bool picture_format_of(const char *path, enum picture_format *out);
bool encode_picture(const struct encode_request *request, struct bytes *out, struct err *err);
