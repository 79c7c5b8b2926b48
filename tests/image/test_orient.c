// The second way: EXIF 2.3 says on which side of the scene the stored row 0 and column 0 lie.
#include "testing.h"

#include "base/mem.h"
#include "image/orient.h"

enum side { TOP, BOTTOM, LEFT, RIGHT };
static const enum side ROW_0[9] = {0, TOP, TOP, BOTTOM, BOTTOM, LEFT, RIGHT, RIGHT, LEFT};
static const enum side COLUMN_0[9] = {0, LEFT, RIGHT, RIGHT, LEFT, TOP, TOP, BOTTOM, BOTTOM};

static void place(enum side side, int distance, int width, int height, int *x, int *y)
{
    if (side == TOP || side == BOTTOM)
        *y = side == TOP ? distance : height - 1 - distance;
    else
        *x = side == LEFT ? distance : width - 1 - distance;
}

static void check(int stored_width, int stored_height, enum pixel_format format)
{
    for (int o = 1; o <= 8; o++) {
        struct image *stored = image_create(stored_width, stored_height, format, NULL);
        size_t bytes = pixel_bytes(format);
        for (int y = 0; y < stored_height; y++)
            for (int x = 0; x < stored_width; x++)
                for (size_t i = 0; i < bytes; i++)
                    image_row(stored, y)[(size_t)x * bytes + i] =
                        (uint8_t)((unsigned)(x + y * stored_width) >> 8 * (i % 4));
        struct image *kept = image_ref(stored);
        struct image *upright = image_turn_upright(stored, o, NULL);
        int width = o >= 5 ? stored_height : stored_width, height = o >= 5 ? stored_width : stored_height;
        assert_int_equal(upright->width_px, width);
        assert_int_equal(upright->height_px, height);
        for (int row = 0; row < stored_height; row++) {
            for (int column = 0; column < stored_width; column++) {
                int x = -1, y = -1;
                place(ROW_0[o], row, width, height, &x, &y);
                place(COLUMN_0[o], column, width, height, &x, &y);
                assert_memory_equal(image_row(upright, y) + (size_t)x * bytes,
                                    image_row(kept, row) + (size_t)column * bytes, bytes);
            }
        }
        image_unref(upright);
        image_unref(kept);
    }
}

static void every_orientation(void **state)
{
    (void)state;
    check(1, 1, PIXELS_RGBA8);
    check(5, 3, PIXELS_RGBA8);
    check(33, 70, PIXELS_RGBA8); // not a multiple of the block
    check(64, 32, PIXELS_RGBA16);
    check(1, 40, PIXELS_RGBA16);
}

static void memory_runs_out(void **state)
{
    (void)state;
    struct err err = {0};
    struct image *image = image_create(8, 8, PIXELS_RGBA8, &err);
    mem_fail_after(1, 0);
    assert_null(image_turn_upright(image, 6, &err)); // and the image is let go: no leak
    mem_fail_after(0, 0);
    assert_int_equal(err.code, ERR_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_orientation), cmocka_unit_test(memory_runs_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
