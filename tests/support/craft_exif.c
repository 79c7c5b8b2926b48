#include "craft_exif.h"

#include "base/mem.h"

#include <string.h>

enum { MOST_ENTRIES = 16, MOST_BYTES = 8192, IFD0 = 0, EXIF = 1, GPS = 2, THUMBNAIL = 3, IFDS = 4 };

// A TIFF structure is built in two runs: the first learns where each directory and each long value lies.
struct builder {
    uint8_t data[MOST_BYTES];
    bool is_big;
    size_t used, directory[IFDS], thumbnail;
};

static void put(struct builder *b, size_t at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        b->data[at + (size_t)i] = (uint8_t)(value >> 8 * (b->is_big ? bytes - 1 - i : i));
}

static void begin(struct builder *b, int which)
{
    b->directory[which] = b->used;
    b->used += 2 + 12 * MOST_ENTRIES + 4;
    memset(b->data + b->directory[which], 0, 2);
}

static size_t entry(struct builder *b, int which, unsigned tag, unsigned type, size_t count)
{
    uint8_t *head = b->data + b->directory[which];
    size_t number = b->is_big ? head[1] : head[0], at = b->directory[which] + 2 + 12 * number;
    put(b, b->directory[which], number + 1, 2);
    put(b, at, tag, 2);
    put(b, at + 2, type, 2);
    put(b, at + 4, count, 4);
    return at + 8;
}

static void add_number(struct builder *b, int which, unsigned tag, size_t value)
{
    put(b, entry(b, which, tag, 4, 1), value, 4);
}

static void add_bytes(struct builder *b, int which, unsigned tag, unsigned type, const void *data, size_t size)
{
    put(b, entry(b, which, tag, type, size), b->used, 4);
    memcpy(b->data + b->used, data, size);
    b->used += size + (size & 1);
}

static void add_text(struct builder *b, int which, unsigned tag, const char *text)
{
    add_bytes(b, which, tag, 2, text, strlen(text) + 1);
}

static void add_wide(struct builder *b, int which, unsigned tag, const char *text) // UTF-16, little-endian
{
    uint8_t wide[128] = {0};
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        wide[2 * i] = (uint8_t)text[i];
    add_bytes(b, which, tag, 1, wide, 2 * length + 2);
}

static void add_place(struct builder *b, unsigned tag, uint32_t degrees_e7)
{
    put(b, entry(b, GPS, tag, 5, 3), b->used, 4);
    const uint32_t parts[6] = {degrees_e7, 10000000, 0, 1, 0, 1};
    for (int i = 0; i < 6; i++, b->used += 4)
        put(b, b->used, parts[i], 4);
}

static void build(struct builder *b, const struct craft_owner *o)
{
    memcpy(b->data, b->is_big ? "MM" : "II", 2);
    put(b, 2, 42, 2);
    put(b, 4, 8, 4);
    b->used = 8;
    size_t exif_at = b->directory[EXIF], gps_at = b->directory[GPS], second = b->directory[THUMBNAIL],
           picture = b->thumbnail;
    begin(b, IFD0);
    add_text(b, IFD0, 0x010e, o->text[0]);
    add_text(b, IFD0, 0x010f, o->text[1]);
    add_text(b, IFD0, 0x0110, o->text[2]);
    put(b, entry(b, IFD0, 0x0112, 3, 1), (unsigned)(o->orientation ? o->orientation : 1), 2);
    add_text(b, IFD0, 0x0131, o->text[3]);
    add_text(b, IFD0, 0x0132, o->date);
    add_text(b, IFD0, 0x013b, o->text[4]);
    add_text(b, IFD0, 0x013c, o->text[5]);
    add_text(b, IFD0, 0x8298, o->text[6]);
    add_number(b, IFD0, 0x8769, exif_at);
    add_number(b, IFD0, 0x8825, gps_at);
    add_wide(b, IFD0, 0x9c9d, o->text[7]);
    put(b, b->directory[IFD0] + 2 + 12 * 12, second, 4); // behind the twelve entries
    begin(b, EXIF);
    add_text(b, EXIF, 0x9003, o->date);
    add_bytes(b, EXIF, 0x927c, 7, o->text[8], strlen(o->text[8]));
    add_bytes(b, EXIF, 0x9286, 7, o->text[9], strlen(o->text[9]));
    add_text(b, EXIF, 0xa420, o->text[10]);
    add_text(b, EXIF, 0xa430, o->text[11]);
    add_text(b, EXIF, 0xa431, o->text[12]);
    add_text(b, EXIF, 0xa435, o->text[13]);
    begin(b, GPS);
    add_text(b, GPS, 1, "N");
    add_place(b, 2, o->latitude_e7);
    add_text(b, GPS, 3, "E");
    add_place(b, 4, o->longitude_e7);
    add_text(b, GPS, 0x1c, o->text[14]);
    begin(b, THUMBNAIL);
    add_number(b, THUMBNAIL, 0x0103, 6);
    add_number(b, THUMBNAIL, 0x0201, picture);
    add_number(b, THUMBNAIL, 0x0202, o->thumbnail.size);
    b->thumbnail = b->used;
    memcpy(b->data + b->used, o->thumbnail.data, o->thumbnail.size);
    b->used += o->thumbnail.size;
}

struct bytes craft_owner_exif(const struct craft_owner *owner, bool is_big_endian)
{
    struct builder *b = mem_alloc(sizeof *b);
    b->is_big = is_big_endian;
    build(b, owner);
    build(b, owner);
    struct bytes out = {mem_alloc(b->used), b->used};
    memcpy(out.data, b->data, b->used);
    mem_free(b);
    return out;
}
