// Photos made by hand for tests: metadata put into files that our own encoders wrote.
#pragma once

#include "base/file.h"
#include "base/mem.h"

#include <libdeflate.h>
#include <string.h>

static inline void craft_put(uint8_t *to, uint32_t value, int bytes, bool big_endian)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (uint8_t)(value >> 8 * (big_endian ? bytes - 1 - i : i));
}

static inline void craft_entry(uint8_t *to, uint32_t tag, uint32_t type, uint32_t count, uint32_t value,
                               bool big_endian)
{
    craft_put(to, tag, 2, big_endian);
    craft_put(to + 2, type, 2, big_endian);
    craft_put(to + 4, count, 4, big_endian);
    craft_put(to + 8, value, type == 3 ? 2 : 4, big_endian);
}

// A TIFF structure with orientation, 35 mm focal length and a text that must never get out.
static inline struct bytes craft_exif(int orientation, int focal_35mm, bool big_endian)
{
    static const char CANARY[] = "CANARY-EXIF-GPS";
    enum { FIRST = 8, SECOND = 50, TEXT = 68 };
    struct bytes b = {mem_alloc(TEXT + sizeof CANARY), TEXT + sizeof CANARY};
    uint8_t *p = b.data;
    memcpy(p, big_endian ? "MM" : "II", 2);
    craft_put(p + 2, 42, 2, big_endian);
    craft_put(p + 4, FIRST, 4, big_endian);
    craft_put(p + FIRST, 3, 2, big_endian);
    craft_entry(p + 10, 0x010e, 2, sizeof CANARY, TEXT, big_endian);
    craft_entry(p + 22, 0x0112, 3, 1, (uint32_t)orientation, big_endian);
    craft_entry(p + 34, 0x8769, 4, 1, SECOND, big_endian);
    craft_put(p + SECOND, 1, 2, big_endian);
    craft_entry(p + 52, 0xa405, 3, 1, (uint32_t)focal_35mm, big_endian);
    memcpy(p + TEXT, CANARY, sizeof CANARY);
    return b;
}

static inline struct bytes craft_insert(struct bytes take_file, size_t at, const void *data, size_t size)
{
    struct bytes b = {mem_alloc(take_file.size + size), take_file.size + size};
    memcpy(b.data, take_file.data, at);
    memcpy(b.data + at, data, size);
    memcpy(b.data + at + size, take_file.data + at, take_file.size - at);
    mem_free(take_file.data);
    return b;
}

// Right behind the start marker. `prefix` is what the segment begins with, its final 0 included.
static inline struct bytes craft_jpeg_segment(struct bytes take_jpeg, uint8_t marker, const char *prefix,
                                              size_t prefix_bytes, const void *data, size_t size)
{
    uint8_t *segment = mem_alloc(4 + prefix_bytes + size);
    size_t length = 2 + prefix_bytes + size;
    segment[0] = 0xff;
    segment[1] = marker;
    segment[2] = (uint8_t)(length >> 8);
    segment[3] = (uint8_t)length;
    memcpy(segment + 4, prefix, prefix_bytes);
    memcpy(segment + 4 + prefix_bytes, data, size);
    struct bytes b = craft_insert(take_jpeg, 2, segment, length + 2);
    mem_free(segment);
    return b;
}

// Right behind IHDR.
static inline struct bytes craft_png_chunk(struct bytes take_png, const char name[4], const void *data, size_t size)
{
    uint8_t *chunk = mem_alloc(12 + size);
    craft_put(chunk, (uint32_t)size, 4, true);
    memcpy(chunk + 4, name, 4);
    memcpy(chunk + 8, data, size);
    craft_put(chunk + 8 + size, libdeflate_crc32(0, chunk + 4, size + 4), 4, true);
    struct bytes b = craft_insert(take_png, 33, chunk, 12 + size);
    mem_free(chunk);
    return b;
}

// At the end of an extended file, with the flag set that announces it.
static inline struct bytes craft_webp_chunk(struct bytes take_webp, const char name[4], uint8_t flag, const void *data,
                                            size_t size)
{
    size_t padded = size + (size & 1);
    uint8_t *chunk = mem_alloc(8 + padded);
    memcpy(chunk, name, 4);
    craft_put(chunk + 4, (uint32_t)size, 4, false);
    memcpy(chunk + 8, data, size);
    struct bytes b = craft_insert(take_webp, take_webp.size, chunk, 8 + padded);
    craft_put(b.data + 4, (uint32_t)(b.size - 8), 4, false);
    b.data[20] |= flag;
    mem_free(chunk);
    return b;
}
