#include "testing.h"

#include "craft.h"
#include "image/encode.h"
#include "picture.h"

#include <lcms2.h>
#include <stdlib.h>
#include <tiffio.h>

static struct bytes encoded(const struct image *image, const struct colour_space *space, enum picture_format format,
                            int quality, const char *caption)
{
    struct encode_request request = {
        .image = image, .space = space, .format = format, .quality = quality, .caption = caption};
    struct bytes bytes;
    struct err err = {0};
    if (!encode_picture(&request, &bytes, &err))
        fail_msg("%s", err.text);
    return bytes;
}

static void suffixes(void **state)
{
    (void)state;
    enum picture_format format;
    assert_true(picture_format_of("a/b.PNG", &format) && format == PICTURE_PNG);
    assert_true(picture_format_of("b.jpeg", &format) && format == PICTURE_JPEG);
    assert_true(picture_format_of("b.x.webp", &format) && format == PICTURE_WEBP);
    assert_true(picture_format_of("b.tif", &format) && format == PICTURE_TIFF);
    assert_false(picture_format_of("b.gif", &format));
    assert_false(picture_format_of("png", &format));
}

// Sizes with odd rows, one pixel, one column: the fast row loops must not spill.
static void png_round_trip(void **state)
{
    (void)state;
    static const int SIDES[][2] = {{1, 1}, {1, 9}, {2, 3}, {15, 4}, {16, 4}, {17, 5}, {333, 71}};
    struct colour_space p3 = colour_display_p3();
    for (size_t k = 0; k < sizeof SIDES / sizeof *SIDES; k++) {
        for (int f = PIXELS_RGBA8; f <= PIXELS_RGBA16; f++) {
            struct image *image = picture_corners(SIDES[k][0], SIDES[k][1], (enum pixel_format)f);
            struct bytes file = encoded(image, &p3, PICTURE_PNG, 0, NULL);
            struct photo *photo = picture_load(file.data, file.size, NULL);
            assert_non_null(photo);
            assert_int_equal(picture_max_difference(photo->image, image), 0);
            assert_string_equal(photo->space.name, "Display P3");
            photo_free(photo);
            mem_free(file.data);
            image_unref(image);
        }
    }
}

static void webp_lossless_and_lossy(void **state)
{
    (void)state;
    struct colour_space p3 = colour_display_p3();
    struct image *image = picture_corners(63, 41, PIXELS_RGBA8);
    for (int k = 0; k < 2; k++) {
        struct bytes file = encoded(image, &p3, PICTURE_WEBP, k ? 100 : 92, NULL);
        struct photo *photo = picture_load(file.data, file.size, NULL);
        assert_non_null(photo);
        assert_string_equal(photo->space.name, "Display P3");
        if (k)
            assert_int_equal(picture_max_difference(photo->image, image), 0);
        else
            assert_true(picture_mean_ciede2000(photo->image, image, &p3) < 1.5);
        photo_free(photo);
        mem_free(file.data);
    }
    image_unref(image);
}

// What is spared is time, not likeness.
static void webp_quick(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = picture_corners(63, 41, PIXELS_RGBA8);
    double difference[2];
    struct bytes file[2];
    for (int k = 0; k < 2; k++) {
        struct encode_request request = {.image = image, .space = &srgb, .format = PICTURE_WEBP, .is_quick = k};
        assert_true(encode_picture(&request, &file[k], NULL));
        struct photo *photo = picture_load(file[k].data, file[k].size, NULL);
        difference[k] = picture_mean_ciede2000(photo->image, image, &srgb);
        photo_free(photo);
    }
    assert_true(file[0].size != file[1].size || memcmp(file[0].data, file[1].data, file[0].size) != 0);
    assert_true(difference[1] < difference[0] + 0.5);
    mem_free(file[0].data);
    mem_free(file[1].data);
    image_unref(image);
}

static void jpeg_is_close(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = picture_corners(63, 41, PIXELS_RGBA8);
    struct bytes normal = encoded(image, &srgb, PICTURE_JPEG, 0, NULL);
    struct bytes best = encoded(image, &srgb, PICTURE_JPEG, 100, NULL);
    struct bytes same = encoded(image, &srgb, PICTURE_JPEG, 92, NULL);
    assert_int_equal(normal.size, same.size);
    assert_memory_equal(normal.data, same.data, same.size);
    struct photo *photo = picture_load(normal.data, normal.size, NULL);
    assert_true(picture_mean_ciede2000(photo->image, image, &srgb) < 0.7);
    photo_free(photo);
    photo = picture_load(best.data, best.size, NULL);
    assert_true(picture_max_difference(photo->image, image) <= 3);
    photo_free(photo);
    mem_free(normal.data);
    mem_free(best.data);
    mem_free(same.data);
    image_unref(image);
}

// A red dot of one pixel on blue keeps its colour: no half-size chroma.
static void jpeg_keeps_small_dots(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = image_create(16, 16, PIXELS_RGBA8, NULL);
    for (int i = 0; i < 256; i++)
        memcpy(image_row(image, i / 16) + 4 * (i % 16), (uint8_t[4]){60, 60, 200, 255}, 4);
    memcpy(image_row(image, 7) + 4 * 7, (uint8_t[4]){200, 60, 60, 255}, 4);
    struct bytes file = encoded(image, &srgb, PICTURE_JPEG, 100, NULL);
    struct photo *photo = picture_load(file.data, file.size, NULL);
    assert_true(picture_max_difference(photo->image, image) <= 4);
    photo_free(photo);
    mem_free(file.data);
    image_unref(image);
}

static void sixteen_bit_made_eight(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *deep = picture_corners(40, 30, PIXELS_RGBA16);
    struct image *flat = image_create(40, 30, PIXELS_RGBA8, NULL);
    for (int y = 0; y < 30; y++)
        for (int i = 0; i < 160; i++)
            image_row(flat, y)[i] = (uint8_t)floor(image_row16(deep, y)[i] / 257.0 + 0.5);
    for (int f = PICTURE_JPEG; f <= PICTURE_WEBP; f++) {
        struct bytes one = encoded(deep, &srgb, (enum picture_format)f, 100, NULL);
        struct bytes two = encoded(flat, &srgb, (enum picture_format)f, 100, NULL);
        assert_int_equal(one.size, two.size);
        assert_memory_equal(one.data, two.data, one.size);
        mem_free(one.data);
        mem_free(two.data);
    }
    image_unref(deep);
    image_unref(flat);
}

static void tiff_for_libtiff(void **state)
{
    (void)state;
    struct colour_space p3 = colour_display_p3();
    size_t icc_size;
    uint8_t *icc = colour_make_icc(&p3, &icc_size);
    for (int f = PIXELS_RGBA8; f <= PIXELS_RGBA16; f++) {
        struct image *image = picture_corners(301, 97, (enum pixel_format)f);
        struct bytes file = encoded(image, &p3, PICTURE_TIFF, 0, "after session 2");
        char path[] = "/tmp/stipple_tiff_XXXXXX";
        assert_true(mkstemp(path) >= 0);
        assert_true(file_write_atomic(path, file.data, file.size, NULL));
        TIFF *tiff = TIFFOpen(path, "r");
        assert_non_null(tiff);
        uint32_t width, height, size;
        void *profile;
        char *text;
        TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
        TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
        assert_int_equal(width, 301);
        assert_int_equal(height, 97);
        assert_true(TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &profile));
        assert_int_equal(size, icc_size);
        assert_memory_equal(profile, icc, size);
        assert_true(TIFFGetField(tiff, TIFFTAG_IMAGEDESCRIPTION, &text));
        assert_string_equal(text, "after session 2");
        assert_false(TIFFGetField(tiff, TIFFTAG_DATETIME, &text));
        uint8_t row[301 * 6];
        size_t bytes = f == PIXELS_RGBA16 ? 6 : 3;
        for (uint32_t y = 0; y < height; y++) {
            assert_int_equal(TIFFReadScanline(tiff, row, y, 0), 1);
            for (size_t x = 0; x < width; x++)
                assert_memory_equal(row + x * bytes, image_row(image, (int)y) + x * pixel_bytes(image->format), bytes);
        }
        TIFFClose(tiff);
        remove(path);
        mem_free(file.data);
        image_unref(image);
    }
    mem_free(icc);
}

static void same_bytes_again(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = picture_corners(90, 70, PIXELS_RGBA8);
    for (int f = PICTURE_PNG; f <= PICTURE_TIFF; f++) {
        struct bytes one = encoded(image, &srgb, (enum picture_format)f, 90, "c");
        struct bytes two = encoded(image, &srgb, (enum picture_format)f, 90, "c");
        assert_int_equal(one.size, two.size);
        assert_memory_equal(one.data, two.data, one.size);
        mem_free(one.data);
        mem_free(two.data);
    }
    image_unref(image);
}

// ---- What is in a file, piece by piece: nothing that is not on the list.

static bool is_listed(const char *name, const char *list) // four characters each
{
    for (; *list; list += 4)
        if (memcmp(name, list, 4) == 0)
            return true;
    return false;
}

static void png_has_only_listed_chunks(const struct bytes *file)
{
    size_t at = 8;
    while (at < file->size) {
        const uint8_t *p = file->data + at;
        assert_true(is_listed((const char *)p + 4, "IHDRiCCPtEXtIDATIEND"));
        at += 12 + ((size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3]);
    }
    assert_int_equal(at, file->size);
}

static void jpeg_has_only_listed_markers(const struct bytes *file)
{
    static const uint8_t LISTED[] = {0xe0, 0xe2, 0xfe, 0xdb, 0xc0, 0xc4, 0xda};
    for (size_t at = 2; at < file->size;) {
        assert_int_equal(file->data[at], 0xff);
        uint8_t marker = file->data[at + 1];
        assert_non_null(memchr(LISTED, marker, sizeof LISTED));
        if (marker == 0xda)
            return; // picture data up to the end
        at += 2 + (size_t)(file->data[at + 2] << 8 | file->data[at + 3]);
    }
    fail();
}

static void webp_has_only_listed_chunks(const struct bytes *file)
{
    size_t at = 12;
    while (at < file->size) {
        const uint8_t *p = file->data + at;
        assert_true(is_listed((const char *)p, "VP8XICCPVP8 VP8L"));
        size_t size = (size_t)p[7] << 24 | (size_t)p[6] << 16 | (size_t)p[5] << 8 | p[4];
        at += 8 + size + (size & 1);
    }
    assert_int_equal(at, file->size);
}

static void tiff_has_only_listed_tags(const struct bytes *file)
{
    static const uint16_t LISTED[] = {256, 257, 258, 259, 262, 270, 273, 274, 277, 278, 279, 284, 305, 317, 34675};
    size_t ifd;
    uint32_t offset;
    uint16_t count, tag;
    memcpy(&offset, file->data + 4, 4);
    ifd = offset;
    memcpy(&count, file->data + ifd, 2);
    for (size_t i = 0; i < count; i++) {
        memcpy(&tag, file->data + ifd + 2 + 12 * i, 2);
        bool found = false;
        for (size_t k = 0; k < sizeof LISTED / sizeof *LISTED; k++)
            found |= LISTED[k] == tag;
        if (!found)
            fail_msg("tag %d", tag);
    }
    memcpy(&offset, file->data + ifd + 2 + 12 * (size_t)count, 4);
    assert_int_equal(offset, 0); // and no second directory
}

static struct bytes canary_profile(void)
{
    struct colour_space p3 = colour_display_p3();
    snprintf(p3.name, sizeof p3.name, "CANARY-ICC-TEXT");
    struct bytes icc;
    icc.data = colour_make_icc(&p3, &icc.size);
    return icc;
}

// A photo with something to hide in every place, and each of those names searched for.
static void nothing_of_the_source_gets_out(void **state)
{
    (void)state;
    static void (*const CHECKS[])(const struct bytes *) = {png_has_only_listed_chunks, jpeg_has_only_listed_markers,
                                                           webp_has_only_listed_chunks, tiff_has_only_listed_tags};
    struct colour_space srgb = colour_srgb();
    struct image *image = picture_corners(64, 48, PIXELS_RGBA8);
    struct bytes source = encoded(image, &srgb, PICTURE_JPEG, 90, "CANARY-COMMENT");
    image_unref(image);
    struct bytes exif = craft_exif(1, 26, true), icc = canary_profile();
    // Two profiles would be none: ours is taken out by its marker becoming a comment.
    for (size_t at = 2; source.data[at + 1] != 0xda; at += 2 + (size_t)(source.data[at + 2] << 8 | source.data[at + 3]))
        if (source.data[at + 1] == 0xe2)
            source.data[at + 1] = 0xfe;
    source = craft_jpeg_segment(source, 0xe2, "ICC_PROFILE\0\1\1", 14, icc.data, icc.size);
    source = craft_jpeg_segment(source, 0xed, "Photoshop 3.0", 14, "CANARY-IPTC", 12);
    source = craft_jpeg_segment(source, 0xe1, "http://ns.adobe.com/xap/1.0/", 29, "CANARY-XMP", 11);
    source = craft_jpeg_segment(source, 0xe1, "Exif\0", 6, exif.data, exif.size);
    source = craft_insert(source, source.size, "CANARY-TRAILER", 15);
    struct photo *photo = picture_load_apart(source.data, source.size, NULL);
    assert_non_null(photo);
    assert_string_equal(photo->space.name, "Display P3"); // so the profile was read
    for (int f = PICTURE_PNG; f <= PICTURE_TIFF; f++) {
        struct bytes out = encoded(photo->image, &photo->space, (enum picture_format)f, 90, "A caption");
        assert_null(memmem(out.data, out.size, "CANARY", 6));
        assert_null(memmem(out.data, out.size, "C\0A\0N\0A", 7)); // as in a profile
        assert_null(memmem(out.data, out.size, photo->sha256, 16));
        CHECKS[f](&out);
        if (f != PICTURE_WEBP)
            assert_non_null(memmem(out.data, out.size, "A caption", 9));
        mem_free(out.data);
    }
    photo_free(photo);
    mem_free(source.data);
    mem_free(exif.data);
    mem_free(icc.data);
}

static void each_allocation_fails_once(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = picture_corners(20, 20, PIXELS_RGBA16);
    for (int f = PICTURE_PNG; f <= PICTURE_TIFF; f++) {
        int refused = 0;
        for (long nth = 1; nth < 12; nth++) {
            struct encode_request request = {.image = image, .space = &srgb, .format = (enum picture_format)f};
            struct bytes out;
            struct err err = {0};
            mem_fail_after(nth, 0);
            bool ok = encode_picture(&request, &out, &err);
            mem_fail_after(0, 0);
            refused += !ok;
            if (!ok) {
                assert_int_equal(err.code, ERR_MACHINE);
                assert_null(out.data);
            }
            mem_free(out.data);
        }
        assert_true(refused >= 1);
    }
    image_unref(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(suffixes),
        cmocka_unit_test(png_round_trip),
        cmocka_unit_test(webp_lossless_and_lossy),
        cmocka_unit_test(webp_quick),
        cmocka_unit_test(jpeg_is_close),
        cmocka_unit_test(jpeg_keeps_small_dots),
        cmocka_unit_test(sixteen_bit_made_eight),
        cmocka_unit_test(tiff_for_libtiff),
        cmocka_unit_test(same_bytes_again),
        cmocka_unit_test(nothing_of_the_source_gets_out),
        cmocka_unit_test(each_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
