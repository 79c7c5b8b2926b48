// What a decoder of this layer hands to photo.c. Private to this layer.
//
// A decoder checks the header's limits before it takes memory, and refuses or warns when data are
// missing. Its messages do not name the file: photo.c does.
#pragma once

#include "base/err.h"
#include "base/file.h"
#include "image/exif.h"
#include "image/pixels.h"

enum channels { CHANNELS_RGB, CHANNELS_GREY, CHANNELS_CMYK, CHANNELS_CMYK_INVERTED };

struct decoded {
    struct image *image;    // grey is spread over R, G, B; CMYK: C, M, Y, K in place of R, G, B, A
    enum channels channels; // as in the file
    bool has_alpha;
    bool is_damaged; // shown all the same
    bool is_icc_damaged;
    uint8_t *icc; // mem_free; NULL: none
    size_t icc_size;
    struct exif exif;
};

bool decode_jpeg(const struct bytes *file, struct decoded *out, struct err *err);
bool decode_png(const struct bytes *file, struct decoded *out, struct err *err);
bool decode_webp(const struct bytes *file, struct decoded *out, struct err *err);

// Common to the decoders: the limits of photo.h.
bool decode_check_size(uint64_t width_px, uint64_t height_px, struct err *err);
void decoded_set_icc(struct decoded *out, const void *icc, size_t size); // copies
void decoded_finish(struct decoded *decoded);
