// The one door for photos: a file goes in, upright pixels with their colour space come out.
//
// JPEG, PNG and WebP, told apart by content. EXIF orientation is applied; of the rest only the
// focal length is read and nothing is kept. Alpha is laid on white. Never writes the photo's file.
#pragma once

#include "base/err.h"
#include "image/colour.h"
#include "image/pixels.h"

struct photo {
    struct image *image; // upright
    struct colour_space space;
    double focal_35mm;       // 0: the file does not say
    char sha256[65];         // of the file's bytes, hexadecimal
    char warning[160];       // "" or one sentence: damaged data, a profile that was converted
    const char *format_name; // "JPEG", "PNG", "WebP"; static
    int stored_width_px, stored_height_px, orientation; // as in the file; orientation 1-8
};

enum { PHOTO_MOST_FILE_MB = 128, PHOTO_MOST_MEGAPIXELS = 300 };

// NULL: err says which file, what is wrong with it, what to do.
struct photo *photo_load(const char *path, struct err *err);
void photo_free(struct photo *photo);
