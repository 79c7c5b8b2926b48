// HEICs: right ones, damaged ones, and those whose items refer to each other in ways that libheif 1.15 runs after for
// ever or into the end of its stack.
#include "bad_photo.h"

#include "craft.h"
#include "heic_make.h"
#include "testing.h"

#include "base/mem.h"
#include "image/pixels.h"

#include <string.h>

enum { MOST_ITEMS = 400, LEAF = 1, LEAF_PX = 64 };

// ---- boxes

static struct bytes none(void)
{
    return bad_copy("", 0);
}

static struct bytes put(struct bytes take, uint32_t value, int bytes)
{
    uint8_t data[4];
    craft_put(data, value, bytes, true);
    return bad_append(take, data, (size_t)bytes);
}

static struct bytes put_box(struct bytes take, const char name[4], struct bytes take_inside)
{
    take = put(take, (uint32_t)take_inside.size + 8, 4);
    take = bad_append(take, name, 4);
    take = bad_append(take, take_inside.data, take_inside.size);
    mem_free(take_inside.data);
    return take;
}

static struct bytes full(uint32_t version, uint32_t flags)
{
    return put(none(), version << 24 | flags, 4);
}

// ---- a file of items: number 1 is a coded picture, the others are made of others

struct item {
    char type[5];
    uint16_t from[MOST_ITEMS]; // the numbers of those that it is made of
    int from_count;
    uint8_t data[32]; // of a grid or an overlay
    size_t data_size;
};

struct file {
    struct item item[MOST_ITEMS]; // number i + 1; the first is the leaf
    int count, primary;
    uint32_t width, height; // said of every item
    uint32_t leaf_px;       // said of the leaf where others are made of it
    struct bytes coded, hvcc;
    uint32_t coded_offset; // added to where it lies
};

static struct bytes item_info(const struct file *f)
{
    struct bytes iinf = put(full(0, 0), (uint32_t)f->count, 2);
    for (int i = 0; i < f->count; i++) {
        struct bytes infe = put(full(2, 0), (uint32_t)i + 1, 2);
        infe = bad_append(put(infe, 0, 2), f->item[i].type, 4);
        iinf = put_box(iinf, "infe", put(infe, 0, 1));
    }
    return iinf;
}

static struct bytes references(const struct file *f)
{
    struct bytes iref = full(0, 0);
    for (int i = 0; i < f->count; i++) {
        const struct item *item = &f->item[i];
        struct bytes dimg = put(put(none(), (uint32_t)i + 1, 2), (uint32_t)item->from_count, 2);
        for (int k = 0; k < item->from_count; k++)
            dimg = put(dimg, item->from[k], 2);
        if (item->from_count > 0)
            iref = put_box(iref, "dimg", dimg);
        else
            mem_free(dimg.data);
    }
    return iref;
}

static struct bytes properties(const struct file *f)
{
    bool has_more = f->count > 1;
    uint32_t leaf_width = has_more ? f->leaf_px : f->width, leaf_height = has_more ? f->leaf_px : f->height;
    struct bytes ipco = put_box(none(), "ispe", put(put(full(0, 0), leaf_width, 4), leaf_height, 4));
    ipco = put_box(ipco, "hvcC", bad_copy(f->hvcc.data, f->hvcc.size));
    ipco = put_box(ipco, "ispe", put(put(full(0, 0), f->width, 4), f->height, 4));
    struct bytes ipma = put(full(0, 0), (uint32_t)f->count, 4);
    for (int i = 0; i < f->count; i++) {
        ipma = put(put(ipma, (uint32_t)i + 1, 2), i == 0 ? 2 : 1, 1);
        ipma = put(ipma, i == 0 ? 1 : 3, 1);
        if (i == 0)
            ipma = put(ipma, 0x80 | 2, 1);
    }
    return put_box(put_box(none(), "ipco", ipco), "ipma", ipma);
}

// The coded picture lies in the mdat behind, the others in the idat within.
static struct bytes places(const struct file *f, uint32_t coded_at)
{
    struct bytes iloc = put(put(full(1, 0), 0x4400, 2), (uint32_t)f->count, 2);
    uint32_t at = 0;
    for (int i = 0; i < f->count; i++) {
        uint32_t size = i == 0 ? (uint32_t)f->coded.size : (uint32_t)f->item[i].data_size;
        iloc = put(put(put(iloc, (uint32_t)i + 1, 2), i == 0 ? 0 : 1, 2), 0, 2);
        iloc = put(put(put(iloc, 1, 2), i == 0 ? coded_at + f->coded_offset : at, 4), size, 4);
        at += i == 0 ? 0 : size;
    }
    return iloc;
}

static struct bytes meta(const struct file *f, uint32_t coded_at)
{
    struct bytes hdlr = bad_append(full(0, 0), "\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0", 21), idat = none();
    for (int i = 1; i < f->count; i++)
        idat = bad_append(idat, f->item[i].data, f->item[i].data_size);
    struct bytes inside = put_box(full(0, 0), "hdlr", hdlr);
    inside = put_box(inside, "pitm", put(full(0, 0), (uint32_t)f->primary, 2));
    inside = put_box(inside, "iinf", item_info(f));
    inside = put_box(inside, "iref", references(f));
    inside = put_box(inside, "iprp", properties(f));
    inside = put_box(inside, "iloc", places(f, coded_at));
    return put_box(none(), "meta", put_box(inside, "idat", idat));
}

static struct bytes written(const struct file *f)
{
    struct bytes file = put_box(none(), "ftyp", bad_copy("heic\0\0\0\0mif1heic", 16)), first = meta(f, 0);
    uint32_t coded_at = (uint32_t)(file.size + first.size + 8);
    struct bytes second = meta(f, coded_at);
    file = bad_append(file, second.data, second.size);
    mem_free(first.data);
    mem_free(second.data);
    return put_box(file, "mdat", bad_copy(f->coded.data, f->coded.size));
}

// ---- what they refer to

static struct file *begin(const struct bytes *coded, const struct bytes *hvcc)
{
    struct file *f = mem_alloc(sizeof *f);
    *f = (struct file){.count = 1,
                       .primary = 1,
                       .width = LEAF_PX,
                       .height = LEAF_PX,
                       .leaf_px = LEAF_PX,
                       .coded = *coded,
                       .hvcc = *hvcc};
    memcpy(f->item[0].type, "hvc1", 4);
    return f;
}

static struct item *add(struct file *f, const char type[4], const void *data, size_t size)
{
    struct item *item = &f->item[f->count++];
    memcpy(item->type, type, 4);
    memcpy(item->data, data, size);
    item->data_size = size;
    f->primary = f->count;
    return item;
}

static void refer(struct item *item, int count, int number)
{
    for (int i = 0; i < count; i++)
        item->from[item->from_count++] = (uint16_t)number;
}

static void finish(struct bad_sink *sink, const char *name, enum bad_wanted wanted, bool is_bomb, struct file *take)
{
    (is_bomb ? bad_give_bomb : bad_give)(sink, name, wanted, written(take));
    mem_free(take);
}

struct grid {
    int rows, columns, tiles;
    uint32_t width, height, tile_px; // tile_px: as is said of it; 0: as it is
};

static void give_grid(struct bad_sink *sink, const char *name, enum bad_wanted wanted, const struct bytes *coded,
                      const struct bytes *hvcc, struct grid grid)
{
    struct file *f = begin(coded, hvcc);
    uint8_t data[12] = {0, 1, (uint8_t)(grid.rows - 1), (uint8_t)(grid.columns - 1)};
    craft_put(data + 4, grid.width, 4, true);
    craft_put(data + 8, grid.height, 4, true);
    refer(add(f, "grid", data, sizeof data), grid.tiles, LEAF);
    f->width = grid.width;
    f->height = grid.height;
    f->leaf_px = grid.tile_px ? grid.tile_px : LEAF_PX;
    finish(sink, name, wanted, grid.width > 10000, f);
}

// The library leaves what no tile covers as it is, and says nothing.
static void give_grids(struct bad_sink *sink, const struct bytes *coded, const struct bytes *hvcc)
{
    static const struct {
        const char *name;
        enum bad_wanted wanted;
        struct grid grid;
    } grids[] = {
        {"grid-1.heic", BAD_LOADS, {1, 1, 1, 64, 64, 0}},
        {"grid-4.heic", BAD_LOADS, {2, 2, 4, 128, 128, 0}},
        {"grid-smaller-than-tiles.heic", BAD_LOADS, {2, 3, 6, 150, 90, 0}},
        {"grid-of-too-few.heic", BAD_REFUSED, {2, 2, 1, 128, 128, 0}},
        {"grid-of-none.heic", BAD_REFUSED, {2, 2, 0, 128, 128, 0}},
        {"grid-larger-than-tiles.heic", BAD_REFUSED, {2, 2, 4, 999, 999, 0}},
        {"grid-a-column-wider.heic", BAD_REFUSED, {2, 2, 4, 129, 128, 0}},
        {"grid-a-row-higher.heic", BAD_REFUSED, {1, 3, 3, 192, 65, 0}},
        {"grid-turned.heic", BAD_REFUSED, {3, 1, 3, 192, 64, 0}},
        // The library lays tiles out by what is coded: that they say another size cannot be told from outside.
        {"grid-of-lying-tiles.heic", BAD_ANYTHING, {2, 2, 4, 256, 256, 128}},
        {"grid-256x256-of-1.heic", BAD_REFUSED, {256, 256, 1, 16384, 16384, 0}},
        {"grid-30000.heic", BAD_REFUSED, {1, 1, 1, 30000, 30000, 0}},
        {"grid-16000.heic", BAD_REFUSED, {1, 1, 1, 16000, 16000, 0}},
        {"grid-12000.heic", BAD_REFUSED, {1, 1, 1, 12000, 12000, 0}},
        {"grid-no-size.heic", BAD_REFUSED, {1, 1, 1, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++)
        give_grid(sink, grids[i].name, grids[i].wanted, coded, hvcc, grids[i].grid);
}

static const uint8_t overlay[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0};

static void give_references(struct bad_sink *sink, const struct bytes *coded, const struct bytes *hvcc)
{
    struct file *f = begin(coded, hvcc);
    refer(add(f, "iden", "", 0), 1, LEAF);
    finish(sink, "same-as-leaf.heic", BAD_LOADS, false, f);
    f = begin(coded, hvcc);
    refer(add(f, "iden", "", 0), 1, 2);
    finish(sink, "same-as-itself.heic", BAD_REFUSED, false, f);
    f = begin(coded, hvcc);
    refer(add(f, "iden", "", 0), 1, 3);
    refer(add(f, "iden", "", 0), 1, 2);
    finish(sink, "loop-of-two.heic", BAD_REFUSED, false, f);
    f = begin(coded, hvcc);
    refer(add(f, "iovl", overlay, sizeof overlay), 2, 2);
    finish(sink, "overlay-of-itself.heic", BAD_REFUSED, false, f);
    for (int levels = 8; levels <= 24; levels += 8) { // each uses the next one twice
        char name[32];
        f = begin(coded, hvcc);
        for (int i = 0; i < levels; i++)
            refer(add(f, "iovl", overlay, sizeof overlay), 2, i + 1);
        snprintf(name, sizeof name, "twice-%d-levels.heic", levels);
        finish(sink, name, levels > 8 ? BAD_REFUSED : BAD_ANYTHING, false, f);
    }
    f = begin(coded, hvcc);
    for (int i = 0; i < 390; i++)
        refer(add(f, "iden", "", 0), 1, i + 1);
    finish(sink, "chain-of-390.heic", BAD_ANYTHING, false, f);
    f = begin(coded, hvcc);
    refer(add(f, "iden", "", 0), 1, 77);
    finish(sink, "same-as-nobody.heic", BAD_REFUSED, false, f);
    f = begin(coded, hvcc);
    f->primary = 99;
    finish(sink, "primary-is-nobody.heic", BAD_REFUSED, false, f);
}

static void give_lies(struct bad_sink *sink, const struct bytes *coded, const struct bytes *hvcc)
{
    struct file *f = begin(coded, hvcc);
    finish(sink, "leaf.heic", BAD_LOADS, false, f);
    f = begin(coded, hvcc);
    f->coded_offset = 0x7fffff00;
    finish(sink, "beyond-the-end.heic", BAD_REFUSED, false, f);
    f = begin(coded, hvcc);
    f->width = f->height = 0;
    finish(sink, "no-size.heic", BAD_ANYTHING, false, f);
    f = begin(coded, hvcc);
    f->width = f->height = 0xffffffffu;
    finish(sink, "sides-4g.heic", BAD_REFUSED, false, f);
    f = begin(coded, hvcc);
    f->width = f->height = 16000;
    finish(sink, "said-16000.heic", BAD_REFUSED, true, f);
    f = begin(coded, hvcc);
    f->hvcc.size = 10;
    finish(sink, "settings-cut.heic", BAD_REFUSED, false, f);
    f = begin(coded, hvcc);
    memcpy(f->item[0].type, "av01", 4);
    finish(sink, "not-its-codec.heic", BAD_REFUSED, false, f);
    // A box that holds a box that holds a box ...
    struct bytes deep = none();
    for (int i = 0; i < 2000; i++)
        deep = put_box(none(), "meta", bad_append(full(0, 0), deep.data, deep.size));
    bad_give(sink, "boxes-2000-deep.heic", BAD_REFUSED,
             bad_append(put_box(none(), "ftyp", bad_copy("heic\0\0\0\0mif1heic", 16)), deep.data, deep.size));
    mem_free(deep.data);
    bad_give(sink, "box-of-4g.heic", BAD_REFUSED,
             bad_copy("\0\0\0\x18"
                      "ftypheic\0\0\0\0mif1heic\xff\xff\xff\xffmeta\0\0\0\0",
                      36));
    bad_give(sink, "box-of-3.heic", BAD_REFUSED,
             bad_copy("\0\0\0\x18"
                      "ftypheic\0\0\0\0mif1heic\0\0\0\3meta\0\0\0\0",
                      36));
}

// The payload of the first box of that name, which libheif's own file holds once.
static struct bytes inside_of(const struct bytes *file, const char name[4])
{
    const uint8_t *at = memmem(file->data, file->size, name, 4);
    assert_non_null(at);
    size_t size = (size_t)at[-4] << 24 | (size_t)at[-3] << 16 | (size_t)at[-2] << 8 | at[-1];
    return (struct bytes){(uint8_t *)(uintptr_t)at + 4, size - 8};
}

void bad_heics(struct bad_sink *sink)
{
    struct image *image = bad_picture(LEAF_PX, LEAF_PX);
    struct heic_recipe recipe = {.image = image};
    struct bytes whole;
    if (heic_make(&recipe, &whole)) {
        struct bytes coded = inside_of(&whole, "mdat"), hvcc = inside_of(&whole, "hvcC");
        give_lies(sink, &coded, &hvcc);
        give_grids(sink, &coded, &hvcc);
        give_references(sink, &coded, &hvcc);
        bad_give_cut(sink, "plain.heic", BAD_REFUSED, &whole, 10);
        bad_give_damaged(sink, "plain.heic", BAD_ANYTHING, &whole, 32);
        bad_give(sink, "plain.heic", BAD_LOADS, whole);
    }
    recipe.bits = 10;
    if (heic_make(&recipe, &whole))
        bad_give(sink, "deep.heic", BAD_LOADS, whole);
    image_unref(image);
}
