#include "image/heif_grid.h"

#include <string.h>

struct span { // bytes of the file; at == end: none
    const uint8_t *at, *end;
};

static uint64_t take(struct span *s, int bytes)
{
    uint64_t value = 0;
    if (s->end - s->at < bytes) {
        s->at = s->end;
        return 0;
    }
    for (int i = 0; i < bytes; i++)
        value = value << 8 | *s->at++;
    return value;
}

static struct span part(struct span of, uint64_t from, uint64_t size)
{
    uint64_t room = (uint64_t)(of.end - of.at);
    if (from > room || size > room - from)
        return (struct span){of.end, of.end};
    return (struct span){of.at + from, of.at + from + size};
}

// The next box: what is in it, and its name.
static bool next_box(struct span *s, char name[4], struct span *inside)
{
    if (s->end - s->at < 8)
        return false;
    uint64_t whole = (uint64_t)(s->end - s->at), size = take(s, 4), head = 8;
    memcpy(name, s->at, 4);
    s->at += 4;
    if (size == 1) {
        size = take(s, 8);
        head = 16;
    } else if (size == 0) {
        size = whole; // to the end
    }
    if (size < head || size > whole)
        return false;
    *inside = part(*s, 0, size - head);
    s->at = inside->end;
    return true;
}

static struct span find_box(struct span s, const char *wanted)
{
    char name[4];
    struct span inside;
    while (next_box(&s, name, &inside))
        if (memcmp(name, wanted, 4) == 0)
            return inside;
    return (struct span){s.end, s.end};
}

// The version of a full box, whose flags go to `flags` unless NULL.
static int take_version(struct span *s, uint32_t *flags)
{
    uint32_t word = (uint32_t)take(s, 4);
    if (flags)
        *flags = word & 0xffffff;
    return (int)(word >> 24);
}

struct boxes {
    struct span file, references, properties, associations, places, data;
    int reference_version;
};

struct tiles {
    struct span ids;
    int id_bytes, count;
};

// Those that item `id` is made of.
static struct tiles find_tiles(const struct boxes *b, uint64_t id)
{
    int bytes = b->reference_version == 0 ? 2 : 4;
    struct span s = b->references, inside;
    char name[4];
    while (next_box(&s, name, &inside))
        if (memcmp(name, "dimg", 4) == 0 && take(&inside, bytes) == id) {
            uint64_t count = take(&inside, 2);
            inside = part(inside, 0, count * (uint64_t)bytes);
            return (struct tiles){inside, bytes, inside.at < inside.end ? (int)count : 0};
        }
    return (struct tiles){0};
}

struct size {
    uint64_t width, height; // 0: not said
};

// Property `index` of the file, from 1, where it is a size.
static struct size size_property(const struct boxes *b, uint64_t index)
{
    struct span s = b->properties, inside;
    char name[4];
    for (uint64_t i = 1; next_box(&s, name, &inside); i++)
        if (i == index && memcmp(name, "ispe", 4) == 0) {
            take_version(&inside, NULL);
            uint64_t width = take(&inside, 4);
            return (struct size){width, take(&inside, 4)};
        }
    return (struct size){0};
}

static struct size size_of(const struct boxes *b, uint64_t id)
{
    uint32_t flags;
    struct span s = b->associations;
    int version = take_version(&s, &flags), bytes = flags & 1 ? 2 : 1;
    uint64_t entries = take(&s, 4);
    for (; entries > 0 && s.at < s.end; entries--) {
        bool is_it = take(&s, version == 0 ? 2 : 4) == id;
        for (uint64_t count = take(&s, 1); count > 0; count--) {
            uint64_t index = take(&s, bytes) & (bytes == 2 ? 0x7fff : 0x7f); // without the bit for "essential"
            struct size size = is_it ? size_property(b, index) : (struct size){0};
            if (size.width > 0)
                return size;
        }
    }
    return (struct size){0};
}

// The bytes of item `id`: the first extent, which a grid does not outgrow.
static struct span data_of(const struct boxes *b, uint64_t id)
{
    struct span s = b->places;
    int version = take_version(&s, NULL);
    int sizes = (int)take(&s, 1), bases = (int)take(&s, 1);
    int offset_bytes = sizes >> 4, length_bytes = sizes & 15, base_bytes = bases >> 4, index_bytes = bases & 15;
    uint64_t items = take(&s, version < 2 ? 2 : 4);
    for (; items > 0 && s.at < s.end; items--) {
        bool is_it = take(&s, version < 2 ? 2 : 4) == id;
        bool is_inside = version > 0 && (take(&s, 2) & 15) == 1;
        take(&s, 2); // which file: this one
        uint64_t base = take(&s, base_bytes);
        for (uint64_t extents = take(&s, 2); extents > 0; extents--) {
            take(&s, version > 0 ? index_bytes : 0);
            uint64_t offset = take(&s, offset_bytes), length = take(&s, length_bytes);
            if (is_it)
                return part(is_inside ? b->data : b->file, base + offset, length);
        }
    }
    return (struct span){0};
}

static bool is_covered(const struct boxes *b, uint64_t grid)
{
    struct span s = data_of(b, grid);
    struct tiles tiles = find_tiles(b, grid);
    int bytes = (take(&s, 2) & 1) ? 4 : 2; // behind the version, 0
    uint64_t rows = take(&s, 1) + 1, columns = take(&s, 1) + 1;
    uint64_t width = take(&s, bytes), height = take(&s, bytes);
    struct size first = {0};
    for (int i = 0; i < tiles.count; i++) {
        struct size size = size_of(b, take(&tiles.ids, tiles.id_bytes));
        if (i == 0)
            first = size;
        if (size.width != first.width || size.height != first.height)
            return false;
    }
    bool is_known = first.width > 0 && width > 0 && height > 0;
    return !is_known || (first.width * columns >= width && first.height * rows >= height);
}

bool heif_grids_are_covered(const uint8_t *file, size_t size)
{
    struct boxes b = {.file = {file, file + size}};
    struct span meta = find_box(b.file, "meta"), items, info;
    char name[4];
    take_version(&meta, NULL);
    struct span properties = find_box(meta, "iprp");
    b.properties = find_box(properties, "ipco");
    b.associations = find_box(properties, "ipma");
    b.places = find_box(meta, "iloc");
    b.data = find_box(meta, "idat");
    b.references = find_box(meta, "iref");
    b.reference_version = take_version(&b.references, NULL);
    items = find_box(meta, "iinf");
    take(&items, take_version(&items, NULL) == 0 ? 2 : 4); // how many
    while (next_box(&items, name, &info)) {
        int version = take_version(&info, NULL);
        uint64_t id = take(&info, version < 3 ? 2 : 4);
        take(&info, 2); // protection
        if (version >= 2 && take(&info, 4) == 0x67726964 /* grid */ && !is_covered(&b, id))
            return false;
    }
    return true;
}
