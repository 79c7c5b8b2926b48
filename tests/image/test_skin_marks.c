// Dark marks on drawn skin whose number is known.
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "image/skin_marks.h"

#include <string.h>

enum { SIDE = 300 };
#define PX_PER_MM 6.0

// Grey skin of some grain, with marks of 2 x 2 px every `step` px (0: none), so dark.
static int count_marks(int step, int darker_percent, struct pool *pool)
{
    struct colour_space space = colour_srgb();
    struct image *image = image_create(SIDE, SIDE, PIXELS_RGBA8, NULL);
    uint8_t *region = mem_alloc(SIDE * SIDE);
    memset(region, 255, SIDE * SIDE);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            double light = 0.45 + 0.01 * (rng_unit(5, (uint64_t)(y * SIDE + x), 0) - 0.5);
            if (step > 0 && x % step < 2 && y % step < 2)
                light *= 1.0 - 0.01 * darker_percent;
            uint8_t code = (uint8_t)(colour_encode(&space.curve, light) * 255.0 + 0.5);
            memcpy(image_row(image, y) + 4 * x, (const uint8_t[]){code, code, code, 255}, 4);
        }
    struct skin_maps *maps = skin_maps_make(image, &space, PX_PER_MM, region, NULL, pool);
    assert_non_null(maps);
    uint16_t *marks = skin_marks_make(maps, image, &space, PX_PER_MM, region, pool);
    assert_non_null(marks);
    int count = 0;
    for (int i = 0; i < maps->columns * maps->rows; i++)
        count += marks[i];
    mem_free(marks);
    skin_maps_free(maps);
    mem_free(region);
    image_unref(image);
    return count;
}

static void each_mark_counts_once_and_grain_does_not(void **state)
{
    (void)state;
    assert_int_equal(count_marks(0, 0, NULL), 0);
    assert_close(count_marks(10, 40, NULL), 900.0, 65.0); // those on the very rim have no surroundings
    assert_close(count_marks(20, 40, NULL), 225.0, 32.0);
    assert_int_equal(count_marks(10, 5, NULL), 0); // too faint to stand out
    struct pool *pool = pool_create(3);
    assert_int_equal(count_marks(10, 40, pool), count_marks(10, 40, NULL));
    pool_destroy(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_mark_counts_once_and_grain_does_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
