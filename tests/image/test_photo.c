#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "image/encode.h"
#include "image/photo.h"

#include <stdlib.h>
#include <string.h>

static struct image *corners(int w, int h)
{
    struct image *image = image_create(w, h, PIXELS_RGBA8, NULL);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            uint8_t *p = image_row(image, y) + 4 * x;
            p[0] = (uint8_t)(x * 255 / w);
            p[1] = (uint8_t)(y * 255 / h);
            p[2] = (uint8_t)((x * 7 + y * 13) & 255);
            p[3] = 255;
        }
    return image;
}

static void round_trip(void **state)
{
    (void)state;
    char path[] = "/tmp/stipple_photo_XXXXXX";
    struct err err = {0};
    assert_true(mkstemp(path) >= 0);
    struct colour_space p3 = colour_display_p3();
    struct image *image = corners(123, 77);
    for (int f = PICTURE_PNG; f <= PICTURE_WEBP; f++) {
        struct encode_request request = {image, &p3, (enum picture_format)f, 0, "simulation"};
        struct bytes bytes;
        assert_true(encode_picture(&request, &bytes, &err));
        assert_true(file_write_atomic(path, bytes.data, bytes.size, &err));
        struct photo *photo = photo_load(path, &err);
        if (!photo)
            print_error("%s\n", err.text);
        assert_non_null(photo);
        assert_string_equal(photo->space.name, "Display P3");
        assert_string_equal(photo->warning, "");
        for (int y = 0; f == PICTURE_PNG && y < 77; y++)
            assert_memory_equal(image_row(photo->image, y), image_row(image, y), 123 * 4);
        photo_free(photo);
        mem_free(bytes.data);
    }
    image_unref(image);
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(round_trip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
