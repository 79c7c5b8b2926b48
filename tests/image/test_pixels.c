#include "testing.h"

#include "base/mem.h"
#include "image/pixels.h"

static void layout(void **state)
{
    (void)state;
    for (int width = 1; width < 70; width++) {
        for (int f = PIXELS_RGBA8; f <= PIXELS_RGBA16; f++) {
            struct image *image = image_create(width, 3, (enum pixel_format)f, NULL);
            assert_true(image->pitch_bytes >= (size_t)width * pixel_bytes(image->format));
            for (int y = 0; y < 3; y++)
                assert_int_equal((uintptr_t)image_row(image, y) % 64, 0);
            image_unref(image);
        }
    }
}

static void limits(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(image_create(0, 5, PIXELS_RGBA8, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(image_create(5, -1, PIXELS_RGBA8, &err));
    assert_null(image_create(IMAGE_MOST_SIDE_PX + 1, 1, PIXELS_RGBA8, &err));
    mem_fail_after(1, 0);
    assert_null(image_create(5, 5, PIXELS_RGBA8, &err));
    mem_fail_after(0, 0);
    assert_int_equal(err.code, ERR_MACHINE);
    image_unref(NULL);
}

static void references(void **state)
{
    (void)state;
    struct image *image = image_create(2, 2, PIXELS_RGBA8, NULL);
    struct image *other = image_ref(image);
    image_unref(image);
    image_row(other, 1)[0] = 7; // still there
    assert_int_equal(image_row(other, 1)[0], 7);
    image_unref(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(layout), cmocka_unit_test(limits),
                                       cmocka_unit_test(references)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
