#include "image/decode.h"

#include "base/mem.h"
#include "image/decode_jail.h"
#include "image/photo.h"

#include <string.h>

enum { MOST_ICC_BYTES = 8 << 20 };
// Photos have half a bit a pixel and more; ten times less gets no more time, and a thousandth of the memory it takes is
// what the smallest file may have that takes much.
enum { MOST_TIMED_PIXELS_PER_BYTE = 160, MUCH_BYTES = 320000000, MOST_BYTES_PER_FILE_BYTE = 1000 };

void decoded_allow_time(const struct decoded *out, uint64_t width_px, uint64_t height_px)
{
    double pixels = (double)width_px * (double)height_px, timed = (double)out->file_bytes * MOST_TIMED_PIXELS_PER_BYTE;
    if (out->pixels_fd >= 0)
        decode_jail_bound_time((pixels < timed ? pixels : timed) / 1e6);
}

int decoded_side(const struct decoded *out, uint64_t side_px)
{
    return (int)((side_px * (uint64_t)out->eighths + 7) / 8);
}

void decoded_choose_scale(struct decoded *out, uint64_t width_px, uint64_t height_px)
{
    out->eighths = 8;
    while ((uint64_t)decoded_side(out, width_px) * (uint64_t)decoded_side(out, height_px) >
           PHOTO_FULL_MEGAPIXELS * (uint64_t)1000000)
        out->eighths--;
}

bool decode_check_size(uint64_t width_px, uint64_t height_px, struct err *err)
{
    if (width_px == 0 || height_px == 0)
        return err_set(err, ERR_INPUT, "the picture has no pixels; use another file");
    if (width_px <= IMAGE_MOST_SIDE_PX && height_px <= IMAGE_MOST_SIDE_PX &&
        width_px * height_px <= PHOTO_MOST_MEGAPIXELS * (uint64_t)1000000)
        return true;
    return err_set(err, ERR_INPUT,
                   "the picture is too large (%llu x %llu pixels, at most %d megapixels and %d a "
                   "side); make it smaller first",
                   (unsigned long long)width_px, (unsigned long long)height_px, PHOTO_MOST_MEGAPIXELS,
                   IMAGE_MOST_SIDE_PX);
}

void decoded_start(struct decoded *out)
{
    *out = (struct decoded){
        .exif = {.orientation = 1}, .eighths = 8, .pixels_fd = out->pixels_fd, .file_bytes = out->file_bytes};
}

bool decoded_check_room(const struct decoded *out, uint64_t bytes, struct err *err)
{
    return bytes <= MUCH_BYTES || bytes / MOST_BYTES_PER_FILE_BYTE <= out->file_bytes ||
           err_set(err, ERR_INPUT, "so small a file with so large a picture is no photo; use another file");
}

struct image *decoded_create_image(struct decoded *out, int width_px, int height_px, enum pixel_format format,
                                   uint64_t other_bytes, struct err *err)
{
    uint64_t pixels = (uint64_t)width_px * (uint64_t)height_px * pixel_bytes(format);
    if (!decoded_check_room(out, other_bytes + (out->exif.orientation == 1 ? pixels : 2 * pixels), err))
        return NULL;
    bool is_final = out->exif.orientation == 1 && out->pixels_fd >= 0;
    out->image = is_final ? image_map(width_px, height_px, format, out->pixels_fd, true, err)
                          : image_create(width_px, height_px, format, err);
    return out->image;
}

void decoded_set_icc(struct decoded *out, const void *icc, size_t size)
{
    uint8_t *copy = size > 0 && size <= MOST_ICC_BYTES ? mem_try_array_raw(size, 1) : NULL;
    if (!copy) {
        out->is_icc_damaged = true;
        return;
    }
    mem_free(out->icc);
    out->icc = memcpy(copy, icc, size);
    out->icc_size = size;
}

void decoded_finish(struct decoded *decoded)
{
    image_unref(decoded->image);
    mem_free(decoded->icc);
    *decoded = (struct decoded){0};
}
