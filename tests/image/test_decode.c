// Files that are not as they should be: refused or warned about, one clear sentence, never more.
#include "testing.h"

#include "craft.h"
#include "image/encode.h"
#include "picture.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WIDTH = 24, HEIGHT = 18 };

static struct bytes encoded(enum picture_format format, int quality)
{
    struct image *image = picture_corners(WIDTH, HEIGHT, PIXELS_RGBA8);
    struct colour_space p3 = colour_display_p3();
    struct encode_request request = {
        .image = image, .space = &p3, .format = format, .quality = quality, .caption = "a caption"};
    struct bytes bytes;
    assert_true(encode_picture(&request, &bytes, NULL));
    image_unref(image);
    return bytes;
}

static void assert_sentence(const struct err *err)
{
    assert_true(err->code == ERR_INPUT);
    assert_non_null(strchr(err->text, ';')); // ...; what to do
    assert_null(strchr(err->text, '\n'));
}

static void assert_refused(const void *data, size_t size, const char *word)
{
    struct err err = {0};
    assert_null(picture_load(data, size, &err));
    assert_sentence(&err);
    if (!strstr(err.text, word))
        fail_msg("\"%s\" does not say \"%s\"", err.text, word);
}

static void not_photos(void **state)
{
    (void)state;
    assert_refused("", 0, "empty");
    assert_refused("\xff", 1, "not a photo");
    assert_refused("hello, this is text", 19, "not a photo");
    assert_refused("\0\0\0\x18"
                   "ftypheic\0\0\0\0",
                   16, "HEIC");
    assert_refused("GIF89a\1\0\1\0", 10, "GIF");
    assert_refused("II*\0\10\0\0\0", 8, "TIFF");
    assert_refused("BM\0\0\0\0", 6, "BMP");
    assert_refused("RIFF\4\0\0\0WAVE", 12, "not a photo");
    assert_refused("\xff\xd8\xff", 3, "JPEG");
    assert_refused("\x89PNG\r\n\x1a\n", 8, "PNG");
    assert_refused("RIFF\4\0\0\0WEBP", 12, "WebP");
}

static void not_files(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(photo_load("/nowhere/at all.jpg", &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "/nowhere/at all.jpg"));
    assert_null(photo_load("/tmp", &err));
    assert_int_equal(err.code, ERR_INPUT);
    char path[] = "/tmp/stipple_pipe_XXXXXX";
    close(mkstemp(path));
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_null(photo_load(path, &err)); // at once
    assert_int_equal(err.code, ERR_INPUT);
    unlink(path);
    photo_free(NULL);
    assert_null(picture_load_apart("GIF89a\1\0\1\0", 10, &err));
    assert_int_equal(strncmp(err.text, "/proc/self/fd/", 14), 0); // which
    assert_non_null(strstr(err.text, "GIF"));
}

static void truncated_everywhere(void **state)
{
    (void)state;
    for (int f = PICTURE_PNG; f <= PICTURE_WEBP; f++) {
        struct bytes whole = encoded((enum picture_format)f, f == PICTURE_WEBP ? 80 : 92);
        int warned = 0;
        for (size_t n = 1; n < whole.size; n++) {
            struct err err = {0};
            struct photo *photo = picture_load(whole.data, n, &err);
            if (photo && !photo->warning[0])
                fail_msg("format %d cut to %zu of %zu bytes loads as if whole", f, n, whole.size);
            warned += photo != NULL;
            if (!photo)
                assert_sentence(&err);
            photo_free(photo);
        }
        if (f == PICTURE_JPEG)
            assert_true(warned > 100); // what there is of a JPEG is shown
        mem_free(whole.data);
    }
}

static void flipped_bits(void **state)
{
    (void)state;
    for (int f = PICTURE_PNG; f <= PICTURE_WEBP; f++) {
        struct bytes whole = encoded((enum picture_format)f, f == PICTURE_WEBP ? 80 : 92);
        struct photo *good = picture_load(whole.data, whole.size, NULL);
        size_t step = f == PICTURE_PNG ? 1 : 3;
        for (size_t i = 0; i < whole.size * 8; i += step) {
            whole.data[i / 8] ^= (uint8_t)(1u << i % 8);
            struct err err = {0};
            struct photo *photo = picture_load(whole.data, whole.size, &err);
            whole.data[i / 8] ^= (uint8_t)(1u << i % 8);
            if (!photo)
                assert_sentence(&err);
            // PNG has sums: what loads without a word is what was written, and of the same space.
            else if (f == PICTURE_PNG && !photo->warning[0])
                assert_int_equal(picture_max_difference(photo->image, good->image), 0);
            photo_free(photo);
        }
        photo_free(good);
        mem_free(whole.data);
    }
}

// Headers that promise more than the file can hold: refused from the header alone.
static void huge_headers(void **state)
{
    (void)state;
    struct bytes png = encoded(PICTURE_PNG, 0);
    static const uint32_t SIDES[][2] = {{60000, 60000}, {32768, 1}, {1, 0x7fffffff},
                                        {20000, 20000}, {0, 5},     {17000, 17000}};
    for (size_t k = 0; k < sizeof SIDES / sizeof *SIDES; k++) {
        craft_put(png.data + 16, SIDES[k][0], 4, true);
        craft_put(png.data + 20, SIDES[k][1], 4, true);
        craft_put(png.data + 29, libdeflate_crc32(0, png.data + 12, 17), 4, true);
        assert_refused(png.data, png.size, k == 3 ? "too large" : k == 5 ? "cut off" : "PNG");
    }
    mem_free(png.data);
    struct bytes jpeg = encoded(PICTURE_JPEG, 0);
    size_t frame = 2; // SOF0: ff c0, length, precision, height, width
    while (jpeg.data[frame + 1] != 0xc0)
        frame += 2 + (size_t)(jpeg.data[frame + 2] << 8 | jpeg.data[frame + 3]);
    craft_put(jpeg.data + frame + 5, 0xffdcffdc, 4, true);
    assert_refused(jpeg.data, jpeg.size, "too large");
    craft_put(jpeg.data + frame + 5, 17000u << 16 | 17000u, 4, true);
    assert_refused(jpeg.data, jpeg.size, "cut off");
    // As progressive, refused for the memory its coefficients would take: padded to the least that such a picture could
    // have, and to a likely size.
    static const uint8_t PADDING[2000000] = {0};
    jpeg.data[frame + 1] = 0xc2;
    jpeg = craft_insert(jpeg, jpeg.size, PADDING, 300000);
    assert_refused(jpeg.data, jpeg.size, "no photo");
    jpeg = craft_insert(jpeg, jpeg.size, PADDING, sizeof PADDING);
    assert_refused(jpeg.data, jpeg.size, "progressive");
    mem_free(jpeg.data);
}

static void damaged_metadata(void **state)
{
    (void)state;
    static const uint8_t JUNK[40] = {1, 2, 3};
    struct bytes plain = encoded(PICTURE_JPEG, 0);
    struct bytes jpeg = craft_jpeg_segment(plain, 0xe1, "Exif\0", 6, JUNK, sizeof JUNK);
    struct photo *photo = picture_load(jpeg.data, jpeg.size, NULL);
    assert_non_null(photo);
    assert_string_equal(photo->warning, "");
    assert_int_equal(photo->orientation, 1);
    photo_free(photo);
    // A second profile piece that says it is the third of three: no profile is left to use.
    jpeg = craft_jpeg_segment(jpeg, 0xe2, "ICC_PROFILE\0\3\3", 14, JUNK, sizeof JUNK);
    photo = picture_load(jpeg.data, jpeg.size, NULL);
    assert_non_null(photo);
    assert_non_null(strstr(photo->warning, "profile"));
    assert_string_equal(photo->space.name, "sRGB");
    photo_free(photo);
    mem_free(jpeg.data);
    struct bytes png = craft_png_chunk(encoded(PICTURE_PNG, 0), "eXIf", JUNK, sizeof JUNK);
    photo = picture_load(png.data, png.size, NULL);
    assert_non_null(photo);
    assert_string_equal(photo->space.name, "Display P3");
    photo_free(photo);
    png.data[33 + 8] ^= 1; // now its sum is wrong
    photo = picture_load(png.data, png.size, NULL);
    assert_non_null(photo);
    assert_non_null(strstr(photo->warning, "damaged"));
    photo_free(photo);
    mem_free(png.data);
}

// All pixels are there, but the last chunk, behind them, is not.
static void webp_without_its_end(void **state)
{
    (void)state;
    struct bytes exif = craft_exif(3, 26, false);
    struct bytes webp = craft_webp_chunk(encoded(PICTURE_WEBP, 80), "EXIF", 0x08, exif.data, exif.size);
    for (size_t missing = 1; missing < exif.size; missing += 9) {
        struct photo *photo = picture_load(webp.data, webp.size - missing, NULL);
        assert_true(!photo || photo->warning[0]);
        photo_free(photo);
    }
    size_t chunk = webp.size - 8 - (exif.size + (exif.size & 1)); // says that it is longer than it is
    craft_put(webp.data + chunk + 4, 1000, 4, false);
    struct photo *photo = picture_load(webp.data, webp.size, NULL);
    assert_true(photo && photo->warning[0]);
    photo_free(photo);
    mem_free(webp.data);
    mem_free(exif.data);
}

// Hundreds of chunks, and bytes behind the end: the picture is whole and says nothing.
static void surplus(void **state)
{
    (void)state;
    struct bytes png = encoded(PICTURE_PNG, 0);
    for (int i = 0; i < 300; i++)
        png = craft_png_chunk(png, "teXt", "k\0v", 3);
    static const uint8_t TAIL[5000] = {0};
    png = craft_insert(png, png.size, TAIL, sizeof TAIL);
    struct photo *photo = picture_load(png.data, png.size, NULL);
    assert_non_null(photo);
    assert_string_equal(photo->warning, "");
    photo_free(photo);
    mem_free(png.data);
}

static void each_allocation_fails_once(void **state)
{
    (void)state;
    for (int f = PICTURE_PNG; f <= PICTURE_WEBP; f++) {
        struct bytes exif = craft_exif(6, 26, false);
        struct bytes file = encoded((enum picture_format)f, 90);
        if (f == PICTURE_JPEG)
            file = craft_jpeg_segment(file, 0xe1, "Exif\0", 6, exif.data, exif.size);
        mem_free(exif.data);
        int refused = 0;
        for (long nth = 1; nth < 30; nth++) {
            struct err err = {0};
            mem_fail_after(nth, 0);
            struct photo *photo = picture_load(file.data, file.size, &err);
            mem_fail_after(0, 0);
            refused += photo == NULL;
            if (!photo)
                assert_int_equal(err.code, ERR_MACHINE);
            photo_free(photo);
        }
        assert_true(refused >= 1); // the pixels, at least
        mem_free(file.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_photos),
        cmocka_unit_test(not_files),
        cmocka_unit_test(truncated_everywhere),
        cmocka_unit_test(flipped_bits),
        cmocka_unit_test(huge_headers),
        cmocka_unit_test(damaged_metadata),
        cmocka_unit_test(webp_without_its_end),
        cmocka_unit_test(surplus),
        cmocka_unit_test(each_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
