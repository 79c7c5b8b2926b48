#include "image/encoders.h"

#include "base/mem.h"

#include <string.h>

#include <libdeflate.h>

enum { LEVEL = 3, FILTER_UP = 2, MOST_CHUNK_BYTES = 1 << 30 };

struct writer {
    uint8_t *data;
    size_t used;
};

static void put32(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> (24 - 8 * i));
}

// The data may lie in their place already (data == NULL).
static void put_chunk(struct writer *w, const char name[4], const void *data, size_t size)
{
    uint8_t *to = w->data + w->used;
    put32(to, (uint32_t)size);
    memcpy(to + 4, name, 4);
    if (data && size)
        memcpy(to + 8, data, size);
    put32(to + 8 + size, libdeflate_crc32(0, to + 4, size + 4));
    w->used += 12 + size;
}

static void put_header(struct writer *w, const struct image *image)
{
    uint8_t ihdr[13] = {[8] = image->format == PIXELS_RGBA16 ? 16 : 8, [9] = 2}; // RGB
    memcpy(w->data, "\x89PNG\r\n\x1a\n", 8);
    w->used = 8;
    put32(ihdr, (uint32_t)image->width_px);
    put32(ihdr + 4, (uint32_t)image->height_px);
    put_chunk(w, "IHDR", ihdr, sizeof ihdr);
}

static void put_text(struct writer *w, const char *key, const char *text)
{
    uint8_t chunk[1024];
    size_t key_bytes = strlen(key) + 1, text_bytes = strlen(text);
    if (text_bytes > sizeof chunk - key_bytes)
        text_bytes = sizeof chunk - key_bytes;
    memcpy(chunk, key, key_bytes);
    memcpy(chunk + key_bytes, text, text_bytes);
    put_chunk(w, "tEXt", chunk, key_bytes + text_bytes);
}

static void put_profile(struct writer *w, const struct encode_job *job,
                        struct libdeflate_compressor *deflate)
{
    uint8_t chunk[2048] = "Stipple"; // name, 0, method 0
    size_t size = libdeflate_zlib_compress(deflate, job->icc, job->icc_size, chunk + 9,
                                           sizeof chunk - 9);
    put_chunk(w, "iCCP", chunk, size + 9);
}

static void pack_row_8(const uint8_t *restrict from, int width, uint8_t *restrict to)
{
    for (int x = 0; x < width; x++)
        for (int i = 0; i < 3; i++)
            to[3 * x + i] = from[4 * x + i];
}

static void pack_row_16(const uint16_t *restrict from, int width, uint8_t *restrict to)
{
    for (int x = 0; x < width; x++) {
        for (int i = 0; i < 3; i++) {
            to[6 * x + 2 * i] = (uint8_t)(from[4 * x + i] >> 8);
            to[6 * x + 2 * i + 1] = (uint8_t)from[4 * x + i];
        }
    }
}

static void pack_row(const struct image *image, int y, uint8_t *to)
{
    if (image->format == PIXELS_RGBA16)
        pack_row_16(image_row16(image, y), image->width_px, to);
    else
        pack_row_8(image_row(image, y), image->width_px, to);
}

static void subtract(const uint8_t *restrict row, const uint8_t *restrict above, size_t count,
                     uint8_t *restrict to)
{
    for (size_t i = 0; i < count; i++)
        to[i] = (uint8_t)(row[i] - above[i]);
}

static bool filter_image(const struct image *image, size_t row_bytes, uint8_t *to)
{
    uint8_t *rows = mem_try_array(2, row_bytes);
    if (!rows)
        return false;
    for (int y = 0; y < image->height_px; y++, to += row_bytes + 1) {
        uint8_t *row = rows + (size_t)(y & 1) * row_bytes, *above = rows + (size_t)(~y & 1) * row_bytes;
        pack_row(image, y, row);
        to[0] = FILTER_UP;
        subtract(row, above, row_bytes, to + 1);
    }
    mem_free(rows);
    return true;
}

static bool compress(const struct encode_job *job, struct libdeflate_compressor *deflate,
                     struct bytes *out)
{
    const struct image *image = job->image;
    size_t row_bytes = (size_t)image->width_px * (image->format == PIXELS_RGBA16 ? 6 : 3);
    size_t raw = (row_bytes + 1) * (size_t)image->height_px;
    size_t bound = libdeflate_zlib_compress_bound(deflate, raw);
    uint8_t *filtered = mem_try_array_raw(raw, 1);
    out->data = mem_try_array_raw(bound, 1);
    bool ok = filtered && out->data && filter_image(image, row_bytes, filtered);
    if (ok)
        out->size = libdeflate_zlib_compress(deflate, filtered, raw, out->data, bound);
    mem_free(filtered);
    return ok && out->size > 0;
}

static bool write_file(const struct encode_job *job, struct libdeflate_compressor *deflate,
                       const struct bytes *pixels, struct bytes *out)
{
    size_t chunks = pixels->size / MOST_CHUNK_BYTES + 1;
    struct writer w = {.data = mem_try_array_raw(pixels->size + 12 * chunks + 8192, 1)};
    if (!w.data)
        return false;
    put_header(&w, job->image);
    put_profile(&w, job, deflate);
    put_text(&w, "Software", "Stipple");
    if (job->caption[0])
        put_text(&w, "Description", job->caption);
    for (size_t at = 0; at < pixels->size; at += MOST_CHUNK_BYTES) {
        size_t left = pixels->size - at;
        put_chunk(&w, "IDAT", pixels->data + at, left < MOST_CHUNK_BYTES ? left : MOST_CHUNK_BYTES);
    }
    put_chunk(&w, "IEND", NULL, 0);
    *out = (struct bytes){w.data, w.used};
    return true;
}

bool encode_png(const struct encode_job *job, struct bytes *out, struct err *err)
{
    struct libdeflate_compressor *deflate = libdeflate_alloc_compressor(LEVEL);
    struct bytes pixels = {NULL, 0};
    bool ok = deflate && compress(job, deflate, &pixels) && write_file(job, deflate, &pixels, out);
    libdeflate_free_compressor(deflate);
    mem_free(pixels.data);
    return ok || err_set(err, ERR_MACHINE, "no memory for the PNG");
}
