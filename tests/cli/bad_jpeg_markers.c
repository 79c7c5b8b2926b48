// JPEGs whose markers lie: sizes, tables, metadata, profiles.
#include "bad_photo.h"

#include "craft.h"
#include "testing.h"

#include "base/mem.h"
#include "image/colour.h"
#include "image/encode.h"

#include <string.h>

static struct bytes plain(int width_px, int height_px)
{
    struct image *image = bad_picture(width_px, height_px);
    struct colour_space srgb = colour_srgb();
    struct encode_request request = {.image = image, .space = &srgb, .format = PICTURE_JPEG, .quality = 85};
    struct bytes file;
    assert_true(encode_picture(&request, &file, NULL));
    image_unref(image);
    return file;
}

// Where the first segment of that marker begins.
static size_t find(const struct bytes *file, uint8_t marker)
{
    size_t at = 2;
    while (file->data[at + 1] != marker) {
        assert_true(file->data[at + 1] != 0xda);
        at += 2 + (size_t)(file->data[at + 2] << 8 | file->data[at + 3]);
    }
    return at;
}

static struct bytes without(struct bytes take, uint8_t marker)
{
    size_t at = find(&take, marker), length = 2 + (size_t)(take.data[at + 2] << 8 | take.data[at + 3]);
    memmove(take.data + at, take.data + at + length, take.size - at - length);
    take.size -= length;
    return take;
}

static struct bytes patched(uint8_t marker, size_t offset, uint32_t value, int bytes)
{
    struct bytes file = plain(64, 48);
    craft_put(file.data + find(&file, marker) + offset, value, bytes, true);
    return file;
}

// SOF0: ff c0, length, precision, height, width, count, (number, sampling, table) each.
static void give_frames(struct bad_sink *sink)
{
    bad_give(sink, "no-height.jpg", BAD_REFUSED, patched(0xc0, 5, 0, 2));
    bad_give(sink, "no-width.jpg", BAD_REFUSED, patched(0xc0, 7, 0, 2));
    bad_give(sink, "taller-than-its-data.jpg", BAD_NOTICED, patched(0xc0, 5, 480, 2));
    bad_give(sink, "wider-than-its-data.jpg", BAD_NOTICED, patched(0xc0, 7, 640, 2));
    bad_give_bomb(sink, "sides-65500.jpg", BAD_REFUSED, patched(0xc0, 5, 0xffdcffdcu, 4));
    bad_give_bomb(sink, "sides-30000.jpg", BAD_REFUSED, patched(0xc0, 5, 0x75307530u, 4));
    bad_give_bomb(sink, "sides-17000.jpg", BAD_REFUSED, patched(0xc0, 5, 17000u << 16 | 17000u, 4));
    bad_give(sink, "precision-12.jpg", BAD_REFUSED, patched(0xc0, 4, 12, 1));
    bad_give(sink, "precision-0.jpg", BAD_REFUSED, patched(0xc0, 4, 0, 1));
    bad_give(sink, "no-channels.jpg", BAD_REFUSED, patched(0xc0, 9, 0, 1));
    bad_give(sink, "200-channels.jpg", BAD_REFUSED, patched(0xc0, 9, 200, 1));
    bad_give(sink, "sampling-0.jpg", BAD_REFUSED, patched(0xc0, 11, 0, 1));
    bad_give(sink, "sampling-15.jpg", BAD_REFUSED, patched(0xc0, 11, 0xff, 1));
    bad_give(sink, "table-9.jpg", BAD_REFUSED, patched(0xc0, 12, 9, 1));
    bad_give(sink, "lossless.jpg", BAD_REFUSED, patched(0xc0, 1, 0xc3, 1));
    bad_give(sink, "hierarchical.jpg", BAD_REFUSED, patched(0xc0, 1, 0xc5, 1));
    bad_give(sink, "said-progressive.jpg", BAD_NOTICED, patched(0xc0, 1, 0xc2, 1));
    bad_give(sink, "segment-of-1.jpg", BAD_REFUSED, patched(0xc0, 2, 1, 2));
    bad_give(sink, "segment-of-65535.jpg", BAD_REFUSED, patched(0xc0, 2, 0xffff, 2));
    bad_give(sink, "codes-of-all-lengths.jpg", BAD_REFUSED, patched(0xc4, 5, 0xffffffffu, 4));
}

static void give_missing(struct bad_sink *sink)
{
    bad_give(sink, "no-tables.jpg", BAD_REFUSED, without(plain(64, 48), 0xdb));
    bad_give(sink, "no-frame.jpg", BAD_REFUSED, without(plain(64, 48), 0xc0));
    bad_give(sink, "start.jpg", BAD_REFUSED, bad_copy("\xff\xd8\xff", 3));
    bad_give(sink, "start-end.jpg", BAD_REFUSED, bad_copy("\xff\xd8\xff\xd9", 4));
    struct bytes fill = bad_copy("\xff\xd8", 2), ff = {mem_alloc(1 << 20), 1 << 20};
    memset(ff.data, 0xff, ff.size);
    bad_give(sink, "fill-for-ever.jpg", BAD_REFUSED, bad_append(fill, ff.data, ff.size));
    struct bytes one = plain(64, 48), two = plain(80, 60);
    bad_give(sink, "another-behind.jpg", BAD_LOADS, bad_append(one, two.data, two.size));
    bad_give(sink, "junk-behind.jpg", BAD_LOADS, bad_append(plain(64, 48), ff.data, ff.size));
    mem_free(two.data);
    mem_free(ff.data);
}

static struct bytes with_segments(uint8_t marker, int count, size_t size)
{
    struct bytes file = plain(64, 48), front = bad_copy(file.data, 2), segment = {mem_alloc(size + 4), size + 4};
    craft_put(segment.data, 0xff00u | marker, 2, true);
    craft_put(segment.data + 2, (uint32_t)size + 2, 2, true);
    for (int i = 0; i < count; i++)
        front = bad_append(front, segment.data, segment.size);
    front = bad_append(front, file.data + 2, file.size - 2);
    mem_free(file.data);
    mem_free(segment.data);
    return front;
}

static void give_metadata(struct bad_sink *sink)
{
    bad_give(sink, "comments-500.jpg", BAD_LOADS, with_segments(0xfe, 500, 65000));
    bad_give(sink, "exif-500.jpg", BAD_LOADS, with_segments(0xe1, 500, 65000));
    bad_give(sink, "app15-5000.jpg", BAD_LOADS, with_segments(0xef, 5000, 2));
    for (int o = 1; o <= 8; o++) {
        char name[32];
        struct bytes exif = craft_exif(o, 26, o % 2);
        snprintf(name, sizeof name, "orientation-%d.jpg", o);
        bad_give(sink, name, BAD_LOADS, craft_jpeg_segment(plain(64, 48), 0xe1, "Exif\0", 6, exif.data, exif.size));
        mem_free(exif.data);
    }
    static const struct {
        const char *name;
        size_t at;
        uint32_t value;
        int bytes;
    } lies[] = {
        {"exif-orientation-0.jpg", 30, 0, 2},
        {"exif-orientation-9.jpg", 30, 9, 2},
        {"exif-orientation-ffff.jpg", 30, 0xffff, 2},
        {"exif-orientation-type.jpg", 24, 12, 2},
        {"exif-count-ffff.jpg", 8, 0xffff, 2},
        {"exif-first-beyond.jpg", 4, 0xfffffff0u, 4},
        {"exif-first-itself.jpg", 4, 0, 4},
        {"exif-text-beyond.jpg", 18, 0xffffff00u, 4},
        {"exif-long-text.jpg", 14, 0xffffffffu, 4},
        {"exif-directory-itself.jpg", 42, 8, 4},
        {"exif-no-magic.jpg", 2, 7, 2},
        {"exif-order-xx.jpg", 0, 0x5858, 2},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct bytes exif = craft_exif(6, 26, true);
        craft_put(exif.data + lies[i].at, lies[i].value, lies[i].bytes, true);
        bad_give(sink, lies[i].name, BAD_LOADS,
                 craft_jpeg_segment(plain(64, 48), 0xe1, "Exif\0", 6, exif.data, exif.size));
        mem_free(exif.data);
    }
}

static struct bytes with_profile(const struct bytes *icc, const char *numbers)
{
    char prefix[14] = "ICC_PROFILE";
    memcpy(prefix + 12, numbers, 2);
    return craft_jpeg_segment(without(plain(64, 48), 0xe2), 0xe2, prefix, 14, icc->data, icc->size);
}

static void give_profiles(struct bad_sink *sink)
{
    struct bytes icc;
    struct colour_space p3 = colour_display_p3();
    icc.data = colour_make_icc(&p3, &icc.size);
    bad_give(sink, "profile.jpg", BAD_LOADS, with_profile(&icc, "\1\1"));
    bad_give(sink, "no-profile.jpg", BAD_LOADS, without(plain(64, 48), 0xe2));
    bad_give(sink, "profile-1-of-2.jpg", BAD_WARNS, with_profile(&icc, "\1\2"));
    bad_give(sink, "profile-3-of-2.jpg", BAD_WARNS, with_profile(&icc, "\3\2"));
    bad_give(sink, "profile-0-of-0.jpg", BAD_WARNS, with_profile(&icc, "\0\0"));
    for (size_t size = 0; size < icc.size; size += 97) {
        char name[40];
        struct bytes cut = {icc.data, size};
        snprintf(name, sizeof name, "profile-of-%zu.jpg", size);
        bad_give(sink, name, size ? BAD_WARNS : BAD_ANYTHING, with_profile(&cut, "\1\1"));
    }
    static const struct {
        const char *name;
        size_t at;
        uint32_t value;
    } lies[] = {
        {"profile-size-0.jpg", 0, 0},
        {"profile-size-huge.jpg", 0, 0xffffffffu},
        {"profile-tags-huge.jpg", 128, 0xffffffffu},
        {"profile-tag-beyond.jpg", 136, 0xfffffff0u},
        {"profile-tag-size.jpg", 140, 0xffffffffu},
        {"profile-of-cmyk.jpg", 16, 0x434d594b},
        {"profile-of-lab.jpg", 16, 0x4c616220},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct bytes bad = bad_copy(icc.data, icc.size);
        craft_put(bad.data + lies[i].at, lies[i].value, 4, true);
        bad_give(sink, lies[i].name, BAD_ANYTHING, with_profile(&bad, "\1\1"));
        mem_free(bad.data);
    }
    mem_free(icc.data);
}

void bad_jpeg_markers(struct bad_sink *sink)
{
    give_frames(sink);
    give_missing(sink);
    give_metadata(sink);
    give_profiles(sink);
    bad_give(sink, "one-pixel.jpg", BAD_LOADS, plain(1, 1));
    bad_give(sink, "sliver-wide.jpg", BAD_LOADS, plain(30000, 1));
    bad_give(sink, "sliver-tall.jpg", BAD_LOADS, plain(1, 30000));
}
