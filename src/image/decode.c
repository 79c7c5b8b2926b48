#include "image/decode.h"

#include "base/mem.h"
#include "image/decode_jail.h"
#include "image/decode_process.h"
#include "image/photo.h"

#include <string.h>
#include <unistd.h>

enum { MOST_ICC_BYTES = 8 << 20, BAND_ROWS = 16 };
// Photos have half a bit a pixel and more; ten times less gets no more time, and a thousandth of the memory it takes is
// what the smallest file may have that takes much.
enum { MOST_TIMED_PIXELS_PER_BYTE = 160, MUCH_BYTES = 320000000, MOST_BYTES_PER_FILE_BYTE = 1000 };

void decoded_allow_time(const struct decoded *out, uint64_t width_px, uint64_t height_px)
{
    double pixels = (double)width_px * (double)height_px, timed = (double)out->file_bytes * MOST_TIMED_PIXELS_PER_BYTE;
    if (out->rows_fd >= 0)
        decode_jail_more_time((pixels < timed ? pixels : timed) / 1e6);
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
        .exif = {.orientation = 1}, .eighths = 8, .rows_fd = out->rows_fd, .file_bytes = out->file_bytes};
}

bool decoded_check_room(const struct decoded *out, uint64_t bytes, struct err *err)
{
    return bytes <= MUCH_BYTES || bytes / MOST_BYTES_PER_FILE_BYTE <= out->file_bytes ||
           err_set(err, ERR_INPUT, "so small a file with so large a picture is no photo; use another file");
}

static bool check_pixels(struct decoded *out, int width_px, int height_px, enum pixel_format format,
                         uint64_t other_bytes, struct err *err)
{
    uint64_t pixels = (uint64_t)width_px * (uint64_t)height_px * pixel_bytes(format);
    out->width_px = width_px;
    out->height_px = height_px;
    return decoded_check_room(out, other_bytes + (out->exif.orientation == 1 ? pixels : 2 * pixels), err);
}

struct image *decoded_create_image(struct decoded *out, int width_px, int height_px, enum pixel_format format,
                                   uint64_t other_bytes, struct err *err)
{
    out->image = check_pixels(out, width_px, height_px, format, other_bytes, err)
                     ? image_create(width_px, height_px, format, err)
                     : NULL;
    return out->image;
}

// Whether nothing is done to the pixels once they are decoded.
static bool has_final_codes(const struct decoded *out)
{
    struct colour_space space;
    bool has_own_space = out->icc && out->channels == CHANNELS_RGB && colour_read_icc(out->icc, out->icc_size, &space);
    return !out->has_alpha && (out->channels == CHANNELS_RGB || out->channels == CHANNELS_GREY) &&
           (!out->icc || has_own_space);
}

static void send(const struct decoded *out, const void *data, size_t size)
{
    if (file_put(out->rows_fd, data, size) != 0)
        _exit(ERR_MACHINE);
}

static void send_head(const struct decoded *out)
{
    struct decode_head head = {.magic = DECODE_MAGIC,
                               .width_px = out->width_px,
                               .height_px = out->height_px,
                               .pixel_format = (int32_t)out->image->format,
                               .orientation = out->exif.orientation};
    send(out, &head, sizeof head);
}

bool decoded_begin_rows(struct decoded *out, int width_px, int height_px, enum pixel_format format,
                        uint64_t other_bytes, struct err *err)
{
    out->is_sent = out->rows_fd >= 0 && has_final_codes(out);
    if (!out->is_sent)
        return decoded_create_image(out, width_px, height_px, format, other_bytes, err) != NULL;
    out->image = check_pixels(out, width_px, height_px, format, other_bytes, err)
                     ? image_create(width_px, height_px < BAND_ROWS ? height_px : BAND_ROWS, format, err)
                     : NULL;
    if (out->image)
        send_head(out);
    return out->image != NULL;
}

uint8_t *decoded_next_row(struct decoded *out)
{
    int row = out->row_count++;
    if (!out->is_sent)
        return image_row(out->image, row);
    if (row > 0 && row % BAND_ROWS == 0)
        send(out, out->image->data, BAND_ROWS * out->image->pitch_bytes);
    return image_row(out->image, row % BAND_ROWS);
}

void decoded_send(struct decoded *out)
{
    int rows = out->is_sent ? (out->row_count - 1) % BAND_ROWS + 1 : out->height_px;
    if (!out->is_sent)
        send_head(out);
    send(out, out->image->data, (size_t)rows * out->image->pitch_bytes);
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
