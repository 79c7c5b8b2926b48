#include "image/region_box.h"

#include "base/mem.h"
#include "base/rng.h"
#include "testing.h"

#include <string.h>

enum { WIDTH = 61, HEIGHT = 23 }; // no multiple of what is looked at together

static void expect_box(const uint8_t *map, struct region_box want)
{
    struct region_box box = region_box(map, WIDTH, HEIGHT);
    assert_memory_equal(&box, &want, sizeof box);
}

static void without_a_map_it_is_the_picture(void **state)
{
    (void)state;
    expect_box(NULL, (struct region_box){0, 0, WIDTH, HEIGHT});
}

static void an_empty_region_has_none(void **state)
{
    (void)state;
    uint8_t map[WIDTH * HEIGHT];
    memset(map, 127, sizeof map);
    struct region_box box = region_box(map, WIDTH, HEIGHT);
    assert_true(box.x0 >= box.x1 && box.y0 >= box.y1);
}

// Two pixels anywhere span the box.
static void it_holds_every_pixel_and_no_more(void **state)
{
    (void)state;
    uint8_t map[WIDTH * HEIGHT];
    for (uint64_t i = 0; i < 4000; i++) {
        int xa = (int)(rng_bits(1, i, 0) % WIDTH), ya = (int)(rng_bits(1, i, 1) % HEIGHT);
        int xb = (int)(rng_bits(1, i, 2) % WIDTH), yb = (int)(rng_bits(1, i, 3) % HEIGHT);
        memset(map, i % 2 ? 127 : 0, sizeof map);
        map[ya * WIDTH + xa] = 128;
        map[yb * WIDTH + xb] = 255;
        expect_box(map, (struct region_box){xa < xb ? xa : xb, ya < yb ? ya : yb, (xa > xb ? xa : xb) + 1,
                                            (ya > yb ? ya : yb) + 1});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_map_it_is_the_picture),
        cmocka_unit_test(an_empty_region_has_none),
        cmocka_unit_test(it_holds_every_pixel_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
