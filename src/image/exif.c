#include "image/exif.h"

#include <stdbool.h>
#include <string.h>

enum { TAG_ORIENTATION = 0x0112, TAG_EXIF_IFD = 0x8769, TAG_FOCAL_35MM = 0xa405 };
enum { TYPE_SHORT = 3, TYPE_LONG = 4 };
enum { ENTRY_BYTES = 12 };

struct block {
    const uint8_t *data;
    size_t size;
    bool big_endian;
};

static uint32_t get16(const struct block *b, size_t at) // the caller has checked at + 2 <= size
{
    uint32_t first = b->data[at], second = b->data[at + 1];
    return b->big_endian ? first << 8 | second : second << 8 | first;
}

static uint32_t get32(const struct block *b, size_t at)
{
    uint32_t first = get16(b, at), second = get16(b, at + 2);
    return b->big_endian ? first << 16 | second : second << 16 | first;
}

// The first value of a tag in the directory at `ifd`; 0 when it is not there.
static uint32_t find_value(const struct block *b, size_t ifd, uint32_t tag)
{
    if (ifd > b->size || b->size - ifd < 2)
        return 0;
    size_t count = get16(b, ifd), room = (b->size - ifd - 2) / ENTRY_BYTES;
    for (size_t i = 0; i < count && i < room; i++) {
        size_t at = ifd + 2 + i * ENTRY_BYTES;
        if (get16(b, at) != tag || get32(b, at + 4) == 0)
            continue;
        uint32_t type = get16(b, at + 2);
        return type == TYPE_SHORT ? get16(b, at + 8) : type == TYPE_LONG ? get32(b, at + 8) : 0;
    }
    return 0;
}

struct exif exif_read(const uint8_t *data, size_t size)
{
    struct exif exif = {.orientation = 1};
    if (size >= 6 && memcmp(data, "Exif\0\0", 6) == 0) {
        data += 6;
        size -= 6;
    }
    if (size < 8 || (memcmp(data, "II*\0", 4) != 0 && memcmp(data, "MM\0*", 4) != 0))
        return exif;
    struct block b = {data, size, data[0] == 'M'};
    size_t first = get32(&b, 4);
    uint32_t orientation = find_value(&b, first, TAG_ORIENTATION);
    if (orientation >= 1 && orientation <= 8)
        exif.orientation = (int)orientation;
    uint32_t sub = find_value(&b, first, TAG_EXIF_IFD);
    uint32_t focal = sub ? find_value(&b, sub, TAG_FOCAL_35MM) : 0;
    if (focal >= 1 && focal <= 5000)
        exif.focal_35mm = focal;
    return exif;
}
