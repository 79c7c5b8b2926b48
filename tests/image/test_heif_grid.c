// Boxes made here by hand: a grid is covered by its tiles, or is told to be not; whatever else the bytes are, the
// answer is yes, and nothing is read beyond them.
#include "testing.h"

#include "image/heif_grid.h"

#include "base/mem.h"

#include <string.h>

enum { MOST_BYTES = 2000, TILE_PX = 64, GRID = 7, TILES = 20, OTHER_TILE = 30 };

struct file {
    uint8_t data[MOST_BYTES];
    size_t size;
};

static void put(struct file *f, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        f->data[f->size++] = (uint8_t)(value >> 8 * i);
}

static size_t open_box(struct file *f, const char *name)
{
    size_t at = f->size;
    put(f, 0, 4);
    memcpy(f->data + f->size, name, 4);
    f->size += 4;
    return at;
}

static void close_box(struct file *f, size_t at)
{
    struct file head = {.size = 0};
    put(&head, f->size - at, 4);
    memcpy(f->data + at, head.data, 4);
}

// How a file may say the same.
struct way {
    int item_version, reference_version, place_version, association_version;
    bool has_wide_properties, has_wide_sizes, is_inside; // is_inside: the grid's bytes lie in idat
};

struct grid {
    int rows, columns;
    uint32_t width, height;
    int others; // so many tiles, the last, are a pixel smaller
};

static void put_items(struct file *f, const struct way *way)
{
    size_t iinf = open_box(f, "iinf");
    put(f, 0, 4);
    put(f, 2, 2);
    for (int i = 0; i < 2; i++) {
        size_t infe = open_box(f, "infe");
        put(f, (uint64_t)way->item_version << 24, 4);
        put(f, i == 0 ? TILES : GRID, way->item_version == 3 ? 4 : 2);
        put(f, 0, 2);
        memcpy(f->data + f->size, i == 0 ? "hvc1" : "grid", 4);
        f->size += 4;
        put(f, 0, 1);
        close_box(f, infe);
    }
    close_box(f, iinf);
}

static void put_references(struct file *f, const struct way *way, const struct grid *grid)
{
    int bytes = way->reference_version ? 4 : 2, tiles = grid->rows * grid->columns;
    size_t iref = open_box(f, "iref");
    put(f, (uint64_t)way->reference_version << 24, 4);
    size_t dimg = open_box(f, "dimg");
    put(f, GRID, bytes);
    put(f, (uint64_t)tiles, 2);
    for (int i = 0; i < tiles; i++)
        put(f, i < tiles - grid->others ? TILES : OTHER_TILE, bytes);
    close_box(f, dimg);
    close_box(f, iref);
}

static void put_size(struct file *f, uint32_t width, uint32_t height)
{
    size_t ispe = open_box(f, "ispe");
    put(f, 0, 4);
    put(f, width, 4);
    put(f, height, 4);
    close_box(f, ispe);
}

static void put_properties(struct file *f, const struct way *way, const struct grid *grid)
{
    static const int items[] = {TILES, OTHER_TILE, GRID};
    size_t iprp = open_box(f, "iprp"), ipco = open_box(f, "ipco");
    close_box(f, open_box(f, "hvcC"));
    put_size(f, TILE_PX, TILE_PX);
    put_size(f, TILE_PX - 1, TILE_PX);
    put_size(f, grid->width, grid->height);
    close_box(f, ipco);
    size_t ipma = open_box(f, "ipma");
    put(f, (uint64_t)way->association_version << 24 | way->has_wide_properties, 4);
    put(f, 3, 4);
    for (int i = 0; i < 3; i++) {
        put(f, (uint64_t)items[i], way->association_version ? 4 : 2);
        put(f, 2, 1);
        put(f, way->has_wide_properties ? 0x8001 : 0x81, way->has_wide_properties ? 2 : 1);
        put(f, (uint64_t)i + 2, way->has_wide_properties ? 2 : 1);
    }
    close_box(f, ipma);
    close_box(f, iprp);
}

static void put_place(struct file *f, const struct way *way, size_t at, size_t size)
{
    size_t iloc = open_box(f, "iloc");
    put(f, (uint64_t)way->place_version << 24, 4);
    put(f, 0x44, 1); // offsets and lengths of four bytes
    put(f, way->place_version ? 0x84 : 0x80, 1);
    put(f, 1, way->place_version == 2 ? 4 : 2);
    put(f, GRID, way->place_version == 2 ? 4 : 2);
    if (way->place_version)
        put(f, way->is_inside, 2);
    put(f, 0, 2);
    put(f, at, 8); // the base
    put(f, 1, 2);
    if (way->place_version)
        put(f, 1, 4);
    put(f, 0, 4);
    put(f, size, 4);
    close_box(f, iloc);
}

static void put_grid(struct file *f, const struct way *way, const struct grid *grid)
{
    put(f, 0, 1);
    put(f, way->has_wide_sizes, 1);
    put(f, (uint64_t)grid->rows - 1, 1);
    put(f, (uint64_t)grid->columns - 1, 1);
    put(f, grid->width, way->has_wide_sizes ? 4 : 2);
    put(f, grid->height, way->has_wide_sizes ? 4 : 2);
}

static void make(struct file *f, const struct way *way, const struct grid *grid)
{
    size_t size = way->has_wide_sizes ? 12 : 8;
    f->size = 0;
    size_t ftyp = open_box(f, "ftyp");
    put(f, 0x68656963, 4);
    close_box(f, ftyp);
    size_t mdat = open_box(f, "mdat"), at = f->size;
    put_grid(f, way, grid);
    close_box(f, mdat);
    size_t meta = open_box(f, "meta");
    put(f, 0, 4);
    put_items(f, way);
    put_references(f, way, grid);
    put_properties(f, way, grid);
    put_place(f, way, way->is_inside ? 0 : at, size);
    size_t idat = open_box(f, "idat");
    put_grid(f, way, grid);
    close_box(f, idat);
    close_box(f, meta);
    if (way->is_inside)
        memset(f->data + at, 0, size); // it is not this one
}

static const struct way ways[] = {
    {2, 0, 0, 0, false, false, false}, {2, 0, 1, 0, false, true, true},  {3, 1, 2, 1, true, true, true},
    {2, 1, 2, 0, true, false, false},  {3, 0, 1, 1, false, false, true},
};
enum { WAYS = sizeof ways / sizeof *ways };

// In memory that ends where the file does, so that the sanitizer sees one byte too far.
static bool is_covered(const uint8_t *data, size_t size)
{
    uint8_t *exact = mem_alloc(size + 1);
    memcpy(exact + 1, data, size);
    bool is = heif_grids_are_covered(exact + 1, size);
    mem_free(exact);
    return is;
}

static void each_way_to_say_it(void **state)
{
    (void)state;
    static const struct {
        struct grid grid;
        bool is_covered;
    } grids[] = {
        {{2, 2, 128, 128, 0}, true},  {{2, 2, 100, 65, 0}, true},   {{1, 1, 64, 64, 0}, true},
        {{2, 3, 192, 128, 0}, true},  {{2, 3, 192, 129, 0}, false}, {{2, 3, 193, 128, 0}, false},
        {{3, 2, 192, 128, 0}, false}, {{2, 2, 999, 999, 0}, false}, {{2, 2, 126, 128, 1}, false},
        {{2, 2, 126, 128, 4}, true},  {{2, 2, 127, 128, 4}, false},
    };
    struct file *f = mem_alloc(sizeof *f);
    for (int w = 0; w < WAYS; w++)
        for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
            make(f, &ways[w], &grids[i].grid);
            if (is_covered(f->data, f->size) != grids[i].is_covered)
                fail_msg("way %d, grid %zu", w, i);
        }
    mem_free(f);
}

// Cut anywhere and with any byte changed: an answer, within the bytes.
static void damaged(void **state)
{
    (void)state;
    struct file *f = mem_alloc(sizeof *f);
    int told = 0;
    for (int w = 0; w < WAYS; w++) {
        make(f, &ways[w], &(struct grid){2, 2, 999, 999, 0});
        for (size_t size = 0; size < f->size; size++)
            told += !is_covered(f->data, size);
        for (size_t at = 0; at < f->size; at++)
            for (int bit = 0; bit < 8; bit++) {
                f->data[at] ^= (uint8_t)(1u << bit);
                told += !is_covered(f->data, f->size);
                f->data[at] ^= (uint8_t)(1u << bit);
            }
    }
    assert_true(told > 1000); // most of it does not matter
    assert_true(is_covered((const uint8_t *)"", 0));
    mem_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_way_to_say_it), cmocka_unit_test(damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
