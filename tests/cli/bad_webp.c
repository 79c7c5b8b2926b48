// WebPs of every kind, and those whose chunks lie.
#include "bad_photo.h"

#include "craft.h"
#include "testing.h"

#include "base/mem.h"
#include "image/encode.h"

#include <string.h>

#include <webp/encode.h>

enum { WIDTH = 96, HEIGHT = 64 };

static struct bytes simple(bool is_lossless, bool has_alpha)
{
    struct image *image = bad_picture(WIDTH, HEIGHT);
    for (int y = 0; has_alpha && y < HEIGHT; y++)
        image_row(image, y)[4 * (y % WIDTH) + 3] = 100;
    uint8_t *data = NULL;
    int stride = (int)image->pitch_bytes;
    size_t size = is_lossless ? WebPEncodeLosslessRGBA(image->data, WIDTH, HEIGHT, stride, &data)
                              : WebPEncodeRGBA(image->data, WIDTH, HEIGHT, stride, 80.0f, &data);
    struct bytes out = bad_copy(data, size);
    WebPFree(data);
    image_unref(image);
    return out;
}

static struct bytes extended(void) // with a profile
{
    struct image *image = bad_picture(WIDTH, HEIGHT);
    struct colour_space p3 = colour_display_p3();
    struct encode_request request = {.image = image, .space = &p3, .format = PICTURE_WEBP, .quality = 80};
    struct bytes file;
    assert_true(encode_picture(&request, &file, NULL));
    image_unref(image);
    return file;
}

static struct bytes patched(struct bytes take, size_t at, uint32_t value, int bytes)
{
    craft_put(take.data + at, value, bytes, false);
    return take;
}

// One colour of any size in 8 bytes: each of the five codes has one symbol, of no bits.
static struct bytes lossless_flat(uint32_t width, uint32_t height)
{
    uint8_t file[12 + 8 + 14] = "RIFF\0\0\0\0WEBPVP8L";
    uint64_t bits = (width - 1) | (uint64_t)(height - 1) << 14, code = 1; // simple, one symbol, of one bit: 0
    bits |= (uint64_t)0 << 28 | (uint64_t)0 << 32;                        // alpha, version, transform, cache, groups
    for (int i = 0; i < 5; i++)
        bits |= code << (35 + 4 * i);
    craft_put(file + 4, sizeof file - 8, 4, false);
    craft_put(file + 16, 13, 4, false);
    file[20] = 0x2f;
    for (int i = 0; i < 8; i++)
        file[21 + i] = (uint8_t)(bits >> 8 * i);
    return bad_copy(file, sizeof file);
}

static void give_lies(struct bad_sink *sink)
{
    bad_give(sink, "riff-of-0.webp", BAD_ANYTHING, patched(simple(false, false), 4, 0, 4));
    bad_give(sink, "riff-of-4g.webp", BAD_REFUSED, patched(simple(false, false), 4, 0xffffffffu, 4));
    bad_give(sink, "riff-too-long.webp", BAD_NOTICED, patched(simple(false, false), 4, 1 << 20, 4));
    bad_give(sink, "chunk-of-0.webp", BAD_REFUSED, patched(simple(false, false), 16, 0, 4));
    bad_give(sink, "chunk-of-4g.webp", BAD_REFUSED, patched(simple(false, false), 16, 0xfffffffeu, 4));
    bad_give(sink, "chunk-too-long.webp", BAD_NOTICED, patched(simple(false, false), 16, 1 << 20, 4));
    bad_give(sink, "no-key-frame.webp", BAD_REFUSED, patched(simple(false, false), 20, 1, 1));
    bad_give(sink, "no-width.webp", BAD_REFUSED, patched(simple(false, false), 26, 0, 2));
    bad_give(sink, "no-height.webp", BAD_REFUSED, patched(simple(false, false), 28, 0, 2));
    bad_give_bomb(sink, "sides-16383.webp", BAD_REFUSED, patched(simple(false, false), 26, 0x3fff3fffu, 4));
    bad_give_bomb(sink, "sides-8000.webp", BAD_REFUSED, patched(simple(false, false), 26, 8000u << 16 | 8000u, 4));
    bad_give(sink, "lossless-version.webp", BAD_REFUSED, patched(simple(true, false), 24, 0xff, 1));
    bad_give(sink, "lossless-no-magic.webp", BAD_REFUSED, patched(simple(true, false), 20, 0, 1));
    bad_give_bomb(sink, "lossless-flat-16383.webp", BAD_REFUSED, lossless_flat(16383, 16383));
    bad_give_bomb(sink, "lossless-flat-8000.webp", BAD_REFUSED, lossless_flat(8000, 8000));
    bad_give_bomb(sink, "lossless-flat-5000.webp", BAD_LOADS, lossless_flat(5000, 5000));
    bad_give(sink, "canvas-differs.webp", BAD_REFUSED, patched(extended(), 24, 999, 3));
    bad_give_bomb(sink, "canvas-16m.webp", BAD_REFUSED, patched(extended(), 24, 0xffffffu, 3));
    bad_give(sink, "animation.webp", BAD_REFUSED, patched(extended(), 20, 0x22, 1));
    bad_give(sink, "profile-cut.webp", BAD_NOTICED, patched(extended(), 34, 60, 4));
    bad_give(sink, "profile-junk.webp", BAD_WARNS, patched(extended(), 38 + 36, 0x12345678, 4));
    struct bytes exif = craft_exif(6, 26, false);
    bad_give(sink, "exif.webp", BAD_LOADS, craft_webp_chunk(extended(), "EXIF", 8, exif.data, exif.size));
    craft_put(exif.data + 8, 0xffff, 2, false);
    bad_give(sink, "exif-junk.webp", BAD_LOADS, craft_webp_chunk(extended(), "EXIF", 8, exif.data, exif.size));
    mem_free(exif.data);
    bad_give(sink, "riff.webp", BAD_REFUSED, bad_copy("RIFF\4\0\0\0WEBP", 12));
    bad_give(sink, "wave.webp", BAD_REFUSED, bad_copy("RIFF\4\0\0\0WAVE", 12));
    bad_give(sink, "junk-behind.webp", BAD_LOADS, bad_append(simple(false, false), "junkjunkjunk", 12));
}

void bad_webps(struct bad_sink *sink)
{
    bad_give(sink, "lossy.webp", BAD_LOADS, simple(false, false));
    bad_give(sink, "lossless.webp", BAD_LOADS, simple(true, false));
    bad_give(sink, "lossy-alpha.webp", BAD_LOADS, simple(false, true));
    bad_give(sink, "lossless-alpha.webp", BAD_LOADS, simple(true, true));
    bad_give(sink, "extended.webp", BAD_LOADS, extended());
    give_lies(sink);
    struct bytes lossy = simple(false, false), lossless = simple(true, false), full = extended();
    bad_give_cut(sink, "lossy.webp", BAD_NOTICED, &lossy, 12);
    bad_give_cut(sink, "lossless.webp", BAD_NOTICED, &lossless, 8);
    bad_give_cut(sink, "extended.webp", BAD_NOTICED, &full, 8);
    bad_give_damaged(sink, "lossy.webp", BAD_ANYTHING, &lossy, 20);
    bad_give_damaged(sink, "lossless.webp", BAD_ANYTHING, &lossless, 16);
    bad_give_damaged(sink, "extended.webp", BAD_ANYTHING, &full, 12);
    mem_free(lossy.data);
    mem_free(lossless.data);
    mem_free(full.data);
}
