#include "image/decode.h"
#include "image/row_scaler.h"

#include <setjmp.h>
#include <string.h>

#include <libdeflate.h>
#include <png.h>

enum { MOST_CHUNKS = 100, MOST_CHUNK_BYTES = 4 << 20, CHUNK_FRAME_BYTES = 12 };
enum { MOST_INFLATION = 1100 }; // deflate: at most 258 bytes for 2 bits, 1032 for one

struct job {
    png_structp png;
    png_infop info;
    const struct bytes *file;
    struct bytes left; // not owned: what is still to be read
    struct decoded *out;
    struct err *err;
    struct row_scaler *rows;
    bool has_icc_chunk;
};

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

// Goes over the chunks by itself, for two reasons: libpng checks the last data chunk's sum only in
// png_read_end, which may inflate gigabytes of surplus; and it hides eXIf behind an option.
static bool check_chunks(struct job *job)
{
    const uint8_t *at = job->file->data + 8;
    size_t left = job->file->size - 8;
    while (left >= CHUNK_FRAME_BYTES) {
        size_t size = get32(at);
        if (size > left - CHUNK_FRAME_BYTES)
            break;
        bool critical = !(at[4] & 0x20);
        bool whole = libdeflate_crc32(0, at + 4, size + 4) == get32(at + 8 + size);
        if (!whole && critical)
            return err_set(job->err, ERR_INPUT, "the PNG is damaged; fetch the photo again");
        job->out->is_damaged |= !whole;
        if (whole && memcmp(at + 4, "eXIf", 4) == 0)
            job->out->exif = exif_read(at + 8, size);
        job->has_icc_chunk |= memcmp(at + 4, "iCCP", 4) == 0;
        if (memcmp(at + 4, "IEND", 4) == 0)
            return true; // what follows is not the picture's
        at += size + CHUNK_FRAME_BYTES;
        left -= size + CHUNK_FRAME_BYTES;
    }
    job->out->is_damaged = true; // the end is missing; are all pixels there?
    return true;
}

static void on_error(png_structp png, png_const_charp text)
{
    struct job *job = png_get_error_ptr(png);
    err_set(job->err, ERR_INPUT, "the PNG cannot be decoded (%s); fetch the photo again", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void on_read(png_structp png, png_bytep to, size_t count)
{
    struct job *job = png_get_io_ptr(png);
    if (count > job->left.size)
        png_error(png, "it is cut off");
    memcpy(to, job->left.data, count);
    job->left.data += count;
    job->left.size -= count;
}

static void set_transforms(struct job *job, int colour_type, int depth)
{
    png_set_expand(job->png); // palette, few bits, transparent colour
    if (!(colour_type & PNG_COLOR_MASK_COLOR))
        png_set_gray_to_rgb(job->png);
    job->out->channels = colour_type & PNG_COLOR_MASK_COLOR ? CHANNELS_RGB : CHANNELS_GREY;
    job->out->has_alpha = (colour_type & PNG_COLOR_MASK_ALPHA) || png_get_valid(job->png, job->info, PNG_INFO_tRNS);
    if (!job->out->has_alpha)
        png_set_add_alpha(job->png, 0xffff, PNG_FILLER_AFTER);
    if (depth == 16 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
        png_set_swap(job->png);
}

static void read_profile(struct job *job)
{
    char *name;
    int method;
    png_bytep icc = NULL;
    png_uint_32 size = 0;
    if (png_get_iCCP(job->png, job->info, &name, &method, &icc, &size) && icc)
        decoded_set_icc(job->out, icc, size);
    else
        job->out->is_icc_damaged = job->has_icc_chunk;
}

// What it holds is freed by decode_png, for libpng leaves by longjmp.
static bool read_scaled(struct job *job, int width, int height)
{
    job->rows = row_scaler_create(job->out->image, width, height, job->out->eighths, job->err);
    if (!job->rows)
        return false;
    for (int y = 0; y < height; y++) {
        png_read_row(job->png, row_scaler_room(job->rows), NULL);
        row_scaler_add(job->rows, row_scaler_room(job->rows));
    }
    return true;
}

static bool read_rows(struct job *job, int width, int height, enum pixel_format format)
{
    if (!decoded_begin_rows(job->out, width, height, format, 0, job->err))
        return false;
    for (int y = 0; y < height; y++)
        png_read_row(job->png, decoded_next_row(job->out), NULL);
    return true;
}

static bool decode(struct job *job)
{
    if (setjmp(png_jmpbuf(job->png)))
        return false;
    png_set_user_limits(job->png, IMAGE_MOST_SIDE_PX, IMAGE_MOST_SIDE_PX);
    png_set_chunk_cache_max(job->png, MOST_CHUNKS);
    png_set_chunk_malloc_max(job->png, MOST_CHUNK_BYTES);
    png_set_benign_errors(job->png, 1);
    png_set_read_fn(job->png, job, on_read);
    png_read_info(job->png, job->info);
    png_uint_32 width, height;
    int depth, colour_type, interlace;
    png_get_IHDR(job->png, job->info, &width, &height, &depth, &colour_type, &interlace, NULL, NULL);
    if (!decode_check_size(width, height, job->err))
        return false;
    if (png_get_rowbytes(job->png, job->info) * height / MOST_INFLATION > job->file->size)
        return err_set(job->err, ERR_INPUT, "the PNG is cut off; fetch the photo again");
    read_profile(job);
    set_transforms(job, colour_type, depth);
    decoded_choose_scale(job->out, width, height);
    decoded_allow_time(job->out, width, height);
    if (job->out->eighths < 8 && interlace != PNG_INTERLACE_NONE)
        return err_set(job->err, ERR_INPUT, "the PNG is interlaced and too large; make it smaller or save it without");
    int passes = png_set_interlace_handling(job->png);
    png_read_update_info(job->png, job->info);
    enum pixel_format format = depth == 16 ? PIXELS_RGBA16 : PIXELS_RGBA8;
    if (passes == 1 && job->out->eighths == 8)
        return read_rows(job, (int)width, (int)height, format);
    if (!decoded_create_image(job->out, decoded_side(job->out, width), decoded_side(job->out, height), format, 0,
                              job->err))
        return false;
    if (job->out->eighths < 8)
        return read_scaled(job, (int)width, (int)height);
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < (int)height; y++)
            png_read_row(job->png, image_row(job->out->image, y), NULL);
    return true;
}

bool decode_png(const struct bytes *file, struct decoded *out, struct err *err)
{
    decoded_start(out);
    struct job job = {.out = out, .err = err, .file = file, .left = *file};
    if (file->size < 8 + CHUNK_FRAME_BYTES)
        return err_set(err, ERR_INPUT, "the PNG is cut off; fetch the photo again");
    if (!check_chunks(&job))
        return false;
    job.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
    job.info = job.png ? png_create_info_struct(job.png) : NULL;
    bool ok = job.info ? decode(&job) : err_set(err, ERR_MACHINE, "no memory for the PNG");
    png_destroy_read_struct(&job.png, &job.info, NULL);
    row_scaler_destroy(job.rows);
    if (!ok)
        decoded_finish(out);
    return ok;
}
