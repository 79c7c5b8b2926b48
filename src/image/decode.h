// What a decoder of this layer hands to photo.c. Private to this layer.
//
// A decoder checks the header's limits before it takes memory, and refuses or warns when data are
// missing. Its messages do not name the file: photo.c does.
#pragma once

#include "base/err.h"
#include "base/file.h"
#include "image/colour.h"
#include "image/exif.h"
#include "image/pixels.h"

enum channels { CHANNELS_RGB, CHANNELS_GREY, CHANNELS_CMYK, CHANNELS_CMYK_INVERTED };

struct decoded {
    struct image *image;     // grey is spread over R, G, B; CMYK: C, M, Y, K in place of R, G, B, A
    int width_px, height_px; // of the whole picture
    enum channels channels;  // as in the file
    bool has_alpha;
    bool is_damaged; // shown all the same
    bool is_icc_damaged;
    uint8_t *icc; // mem_free; NULL: none
    size_t icc_size;
    struct colour_space space; // what is meant where there is no profile, if has_space; else sRGB is
    bool has_space;
    bool is_hdr; // of a curve beyond a screen's white, which is not followed
    struct exif exif;
    int eighths; // of the stored size, by which it was scaled while decoding; 8: not
    // Set by the caller:
    int rows_fd;       // of the decoder process: where rows go, as they are stored; -1: all stay in the image
    size_t file_bytes; // of the whole file
    // Private:
    bool is_sent;  // rows go off as they come; the image is but a band of them
    int row_count; // given out by decoded_next_row
};

bool decode_jpeg(const struct bytes *file, struct decoded *out, struct err *err);
bool decode_png(const struct bytes *file, struct decoded *out, struct err *err);
bool decode_webp(const struct bytes *file, struct decoded *out, struct err *err);
// Loads libheif, which is not linked: only the decoder process may do so, and does it before it locks itself in.
bool decode_heif_load(struct err *err);
bool decode_heif(const struct bytes *file, struct decoded *out, struct err *err);

// Common to the decoders: the limits of photo.h.
bool decode_check_size(uint64_t width_px, uint64_t height_px, struct err *err);
void decoded_start(struct decoded *out); // all empty but what the caller set
// Sets eighths to the largest that leaves no more than PHOTO_FULL_MEGAPIXELS; what that makes of a side.
void decoded_choose_scale(struct decoded *out, uint64_t width_px, uint64_t height_px);
int decoded_side(const struct decoded *out, uint64_t side_px);
// In the decoder process: more time, now that the size is known and before the work on it begins. No more than a
// photo's file of so many bytes could need: a bomb's is small.
void decoded_allow_time(const struct decoded *out, uint64_t width_px, uint64_t height_px);
// False when so much would come out of so small a file that it is no photo.
bool decoded_check_room(const struct decoded *out, uint64_t bytes, struct err *err);
// Once the orientation is known. other_bytes: what the decoder itself holds meanwhile. Asks
// decoded_check_room. NULL when memory runs out.
struct image *decoded_create_image(struct decoded *out, int width_px, int height_px, enum pixel_format format,
                                   uint64_t other_bytes, struct err *err);
// For a decoder that makes row after row from the top, in the place of decoded_create_image; channels, alpha and
// profile have to be known, too.
bool decoded_begin_rows(struct decoded *out, int width_px, int height_px, enum pixel_format format,
                        uint64_t other_bytes, struct err *err);
uint8_t *decoded_next_row(struct decoded *out); // room for it, until the next call
// To rows_fd: what of the picture has not gone there yet. When nobody reads there the process ends.
void decoded_send(struct decoded *out);
void decoded_set_icc(struct decoded *out, const void *icc, size_t size); // copies
void decoded_finish(struct decoded *decoded);
