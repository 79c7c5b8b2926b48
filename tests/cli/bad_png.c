// PNGs of every kind, and those whose chunks lie.
#include "bad_photo.h"

#include "craft.h"
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"

#include <string.h>
#include <sys/mman.h>

struct header {
    uint32_t width, height;
    uint8_t depth, type, interlace;
};

static struct bytes begin(void)
{
    return bad_copy("\x89PNG\r\n\x1a\n", 8);
}

static struct bytes chunk(struct bytes take, const char name[4], const void *data, size_t size)
{
    uint8_t frame[8], sum[4];
    craft_put(frame, (uint32_t)size, 4, true);
    memcpy(frame + 4, name, 4);
    craft_put(sum, libdeflate_crc32(libdeflate_crc32(0, name, 4), data, size), 4, true);
    take = bad_append(take, frame, 8);
    take = bad_append(take, data, size);
    return bad_append(take, sum, 4);
}

static struct bytes with_header(struct bytes take, const struct header *h)
{
    uint8_t ihdr[13] = {[8] = h->depth, [9] = h->type, [12] = h->interlace};
    craft_put(ihdr, h->width, 4, true);
    craft_put(ihdr + 4, h->height, 4, true);
    return chunk(take, "IHDR", ihdr, sizeof ihdr);
}

static struct bytes packed(const void *data, size_t size)
{
    struct libdeflate_compressor *deflate = libdeflate_alloc_compressor(9);
    size_t room = libdeflate_zlib_compress_bound(deflate, size);
    struct bytes out = {mem_alloc(room), 0};
    out.size = libdeflate_zlib_compress(deflate, data, size, out.data, room);
    libdeflate_free_compressor(deflate);
    return out;
}

// The zeros take no memory: what this program has taken counts for the programs that it starts.
static struct bytes packed_zeros(size_t size)
{
    void *zeros = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(zeros != MAP_FAILED);
    struct bytes out = packed(zeros, size);
    munmap(zeros, size);
    return out;
}

static size_t row_bytes(const struct header *h)
{
    static const unsigned channels[7] = {1, 0, 3, 1, 2, 0, 4};
    return 1 + ((size_t)h->width * channels[h->type] * h->depth + 7) / 8;
}

// Rows of noise that keep to the palette; of an interlaced one, enough of them for all passes.
static struct bytes with_rows(struct bytes take, const struct header *h)
{
    size_t row = row_bytes(h), size = row * h->height * (h->interlace ? 3 : 1);
    uint8_t *rows = mem_alloc(size);
    for (size_t i = 0; i < size; i++)
        rows[i] = i % row == 0 ? 0 : (uint8_t)rng_bits(31, i, 0);
    if (h->interlace)
        memset(rows, 0, size); // filters fall where they may
    struct bytes data = packed(rows, size);
    take = chunk(take, "IDAT", data.data, data.size);
    mem_free(data.data);
    mem_free(rows);
    return take;
}

static struct bytes make(const struct header *h)
{
    uint8_t palette[256 * 3];
    for (size_t i = 0; i < sizeof palette; i++)
        palette[i] = (uint8_t)(i * 7);
    struct bytes file = with_header(begin(), h);
    if (h->type == 3)
        file = chunk(file, "PLTE", palette, (size_t)3 << h->depth);
    return chunk(with_rows(file, h), "IEND", "", 0);
}

static const struct header plain_header = {64, 48, 8, 2, 0};

static struct bytes plain(void)
{
    return make(&plain_header);
}

static void give_kinds(struct bad_sink *sink)
{
    static const struct {
        uint8_t type, depths[6];
    } kinds[] = {{0, {1, 2, 4, 8, 16}}, {2, {8, 16}}, {3, {1, 2, 4, 8}}, {4, {8, 16}}, {6, {8, 16}}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (const uint8_t *depth = kinds[k].depths; *depth; depth++)
            for (uint8_t interlace = 0; interlace < 2; interlace++) {
                char name[40];
                snprintf(name, sizeof name, "type-%d-%d%s.png", kinds[k].type, *depth, interlace ? "-interlaced" : "");
                bad_give(sink, name, BAD_LOADS, make(&(struct header){61, 47, *depth, kinds[k].type, interlace}));
            }
}

static void give_headers(struct bad_sink *sink)
{
    static const struct {
        const char *name;
        struct header h;
    } lies[] = {
        {"no-width.png", {0, 48, 8, 2, 0}},
        {"no-height.png", {64, 0, 8, 2, 0}},
        {"sides-2g.png", {0x7fffffff, 0x7fffffff, 8, 2, 0}},
        {"sides-4g.png", {0xffffffff, 0xffffffff, 8, 2, 0}},
        {"depth-3.png", {64, 48, 3, 0, 0}},
        {"depth-32.png", {64, 48, 32, 2, 0}},
        {"type-1.png", {64, 48, 8, 1, 0}},
        {"type-9.png", {64, 48, 8, 9, 0}},
        {"interlace-2.png", {64, 48, 8, 2, 2}},
        {"sides-60000-1-bit.png", {60000, 60000, 1, 0, 0}},
        {"sides-1000000x1000.png", {1000000, 1000, 8, 2, 0}},
        {"sides-20000.png", {20000, 20000, 8, 2, 0}},
        {"sides-17000.png", {17000, 17000, 8, 2, 0}},
        {"sides-8000-deep.png", {8000, 8000, 16, 6, 0}},
    };
    struct bytes data = packed_zeros(1 << 20);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct bytes file = chunk(with_header(begin(), &lies[i].h), "IDAT", data.data, data.size);
        bad_give_bomb(sink, lies[i].name, BAD_REFUSED, chunk(file, "IEND", "", 0));
    }
    mem_free(data.data);
}

static void give_flat(struct bad_sink *sink, const char *name, enum bad_wanted wanted, struct header h)
{
    struct bytes data = packed_zeros(row_bytes(&h) * h.height);
    struct bytes file = chunk(with_header(begin(), &h), "IDAT", data.data, data.size);
    mem_free(data.data);
    bad_give_bomb(sink, name, wanted, chunk(file, "IEND", "", 0));
}

// Packed tightly: much comes out of these, and all of it is a picture.
static void give_flats(struct bad_sink *sink)
{
    give_flat(sink, "flat-7000.png", BAD_LOADS, (struct header){7000, 7000, 1, 0, 0});
    give_flat(sink, "flat-7000-interlaced.png", BAD_ANYTHING, (struct header){7000, 7000, 1, 0, 1});
    give_flat(sink, "flat-8000-deep-grey.png", BAD_REFUSED, (struct header){8000, 8000, 16, 0, 0});
    give_flat(sink, "flat-12000.png", BAD_NOTICED, (struct header){12000, 12000, 1, 0, 0});
    give_flat(sink, "flat-17000.png", BAD_NOTICED, (struct header){17000, 17000, 1, 0, 0});
    give_flat(sink, "flat-17000-interlaced.png", BAD_REFUSED, (struct header){17000, 17000, 1, 0, 1});
}

static struct bytes with_packed(const char name[4], const char *front, size_t front_bytes, size_t zeros, int count)
{
    struct bytes data = packed_zeros(zeros), text = bad_append(bad_copy(front, front_bytes), data.data, data.size);
    struct bytes file = with_header(begin(), &plain_header);
    for (int i = 0; i < count; i++)
        file = chunk(file, name, text.data, text.size);
    mem_free(data.data);
    mem_free(text.data);
    return chunk(with_rows(file, &plain_header), "IEND", "", 0);
}

static void give_bombs(struct bad_sink *sink)
{
    enum { LARGE = 100 << 20 };
    bad_give_bomb(sink, "text-bomb.png", BAD_LOADS, with_packed("zTXt", "k\0\0", 3, LARGE, 1));
    bad_give_bomb(sink, "text-bombs-200.png", BAD_LOADS, with_packed("zTXt", "k\0\0", 3, 8 << 20, 200));
    bad_give_bomb(sink, "itxt-bomb.png", BAD_LOADS, with_packed("iTXt", "k\0\1\0\0\0", 6, LARGE, 1));
    bad_give_bomb(sink, "profile-bomb.png", BAD_WARNS, with_packed("iCCP", "k\0\0", 3, LARGE, 1));
    // More data than the picture has rows.
    struct bytes data = packed_zeros(LARGE), file = with_header(begin(), &plain_header);
    bad_give_bomb(sink, "surplus.png", BAD_ANYTHING, chunk(chunk(file, "IDAT", data.data, data.size), "IEND", "", 0));
    mem_free(data.data);
}

static struct bytes repeated(const char name[4], const char *data, size_t size, int count)
{
    struct bytes one = chunk(bad_copy("", 0), name, data, size), many = {mem_alloc(one.size * (size_t)count), 0};
    for (int i = 0; i < count; i++, many.size += one.size)
        memcpy(many.data + many.size, one.data, one.size);
    struct bytes file = with_header(begin(), &plain_header);
    file = bad_append(file, many.data, many.size);
    mem_free(one.data);
    mem_free(many.data);
    return chunk(with_rows(file, &plain_header), "IEND", "", 0);
}

static void give_chunks(struct bad_sink *sink)
{
    bad_give(sink, "chunks-100000.png", BAD_LOADS, repeated("juNk", "", 0, 100000));
    bad_give(sink, "texts-65536.png", BAD_LOADS, repeated("tEXt", "k\0v", 3, 65536));
    bad_give(sink, "unknown-critical.png", BAD_REFUSED, repeated("JUNK", "", 0, 1));
    bad_give(sink, "apple.png", BAD_REFUSED, repeated("CgBI", "\x50\0\x20\6", 4, 1));
    bad_give(sink, "animated.png", BAD_LOADS, repeated("acTL", "\0\0\0\2\0\0\0\0", 8, 1));
    bad_give(sink, "gamma-0.png", BAD_LOADS, repeated("gAMA", "\0\0\0\0", 4, 1));
    bad_give(sink, "exif-junk.png", BAD_LOADS, repeated("eXIf", "MM\0*\377\377\377\377", 8, 1));
    bad_give(sink, "profile-junk.png", BAD_WARNS, repeated("iCCP", "k\0\0junk", 7, 1));
    bad_give(sink, "header-twice.png", BAD_REFUSED, repeated("IHDR", "\0\0\0\5\0\0\0\5\10\2\0\0\0", 13, 1));
    bad_give(sink, "ends-early.png", BAD_REFUSED, repeated("IEND", "", 0, 1));
    struct header palette = {64, 48, 8, 3, 0};
    struct bytes file = with_header(begin(), &palette);
    bad_give(sink, "no-palette.png", BAD_REFUSED, chunk(with_rows(file, &palette), "IEND", "", 0));
    file = chunk(with_header(begin(), &palette), "PLTE", "\1\2\3", 3);
    bad_give(sink, "beyond-palette.png", BAD_ANYTHING, chunk(with_rows(file, &palette), "IEND", "", 0));
    bad_give(sink, "no-data.png", BAD_REFUSED, chunk(with_header(begin(), &plain_header), "IEND", "", 0));
    bad_give(sink, "no-end.png", BAD_WARNS, with_rows(with_header(begin(), &plain_header), &plain_header));
    bad_give(sink, "no-header.png", BAD_REFUSED, chunk(with_rows(begin(), &plain_header), "IEND", "", 0));
    bad_give(sink, "signature.png", BAD_REFUSED, begin());
    bad_give(sink, "signature-of-text.png", BAD_REFUSED, bad_copy("\x89PNG\n\x1a\n", 7));
    bad_give(sink, "mng.png", BAD_REFUSED, bad_copy("\x8aMNG\r\n\x1a\n", 8));
    file = plain();
    craft_put(file.data + 8, 0xffffffffu, 4, true);
    bad_give(sink, "chunk-of-4g.png", BAD_REFUSED, file);
    bad_give(sink, "junk-behind.png", BAD_LOADS, bad_append(plain(), "junk", 4));
}

void bad_pngs(struct bad_sink *sink)
{
    give_kinds(sink);
    give_headers(sink);
    give_flats(sink);
    give_bombs(sink);
    give_chunks(sink);
    struct bytes whole = plain();
    // Every chunk has a sum, so whatever is wrong is seen.
    bad_give_cut(sink, "plain.png", BAD_NOTICED, &whole, 16);
    bad_give_damaged(sink, "plain.png", BAD_NOTICED, &whole, 40);
    mem_free(whole.data);
    bad_give(sink, "one-pixel.png", BAD_LOADS, make(&(struct header){1, 1, 8, 2, 0}));
    bad_give(sink, "sliver-wide.png", BAD_LOADS, make(&(struct header){30000, 1, 8, 2, 0}));
    bad_give(sink, "sliver-tall.png", BAD_LOADS, make(&(struct header){1, 30000, 8, 2, 0}));
}
