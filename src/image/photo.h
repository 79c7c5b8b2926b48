// The one door for photos: a file goes in, upright pixels with their colour space come out.
//
// JPEG, PNG, WebP and HEIC, told apart by content. Each is decoded in a short-lived process of its own that can touch
// nothing: the same program once more, which ends before its main() begins. What has more than PHOTO_FULL_MEGAPIXELS is
// scaled while it is decoded, with a warning. EXIF orientation is applied; of the rest only the focal length is read
// and nothing is kept. Alpha is laid on white. Never writes the photo's file.
#pragma once

#include "base/err.h"
#include "image/colour.h"
#include "image/pixels.h"

struct photo {
    struct image *image; // upright
    struct colour_space space;
    double focal_35mm;                                  // 0: the file does not say
    char sha256[65];                                    // of the file's bytes, hexadecimal
    char warning[320];                                  // "" or what is odd: damaged data, a profile that was converted
    bool is_damaged;                                    // a part of the picture may be wrong
    struct err notice;                                  // ERR_NONE, or what this system lacks to lock the decoder in
    const char *format_name;                            // "JPEG", "PNG", "WebP", "HEIC"; static
    int stored_width_px, stored_height_px, orientation; // as in the file; orientation 1-8
};

// The one sentence of `warning` with numbers in it, for whoever says it in another language.
extern const char photo_scaled_format[];

enum { PHOTO_MOST_FILE_MB = 128, PHOTO_MOST_MEGAPIXELS = 300, PHOTO_FULL_MEGAPIXELS = 64 };

// NULL: err says which file, what is wrong with it, what to do.
struct photo *photo_load(const char *path, struct err *err);

void photo_free(struct photo *photo);
