// The rim of painted patches: its area is the patch's, of several patches it is the largest's, holes are left out.
#include "testing.h"

#include "geom/contour.h"

#include <string.h>

enum { WIDTH = 120, HEIGHT = 90, MOST = 64 };

static void paint(uint8_t *map, double x, double y, double radius, uint8_t value)
{
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        if (hypot(i % WIDTH + 0.5 - x, i / WIDTH + 0.5 - y) < radius)
            map[i] = value;
}

static double area_of(const struct pt_px *p, int count)
{
    double twice = 0.0;
    for (int i = 0; i < count; i++) {
        struct pt_px a = p[i], b = p[(i + 1) % count];
        twice += a.x * b.y - b.x * a.y;
    }
    return 0.5 * fabs(twice);
}

static void a_disc_keeps_its_area_and_middle(void **state)
{
    (void)state;
    static uint8_t map[WIDTH * HEIGHT];
    struct pt_px rim[MOST];
    memset(map, 0, sizeof map);
    paint(map, 50.0, 40.0, 30.0, 255);
    int count = contour_largest(map, WIDTH, HEIGHT, rim, MOST);
    assert_in_range(count, 12, MOST);
    assert_close(area_of(rim, count), 3.14159 * 900.0, 0.04 * 2827.0);
    for (int i = 0; i < count; i++)
        assert_close(hypot(rim[i].x - 50.0, rim[i].y - 40.0), 30.0, 1.5);
}

static void the_largest_counts_and_holes_do_not(void **state)
{
    (void)state;
    static uint8_t map[WIDTH * HEIGHT];
    struct pt_px rim[MOST];
    memset(map, 0, sizeof map);
    paint(map, 12.0, 12.0, 8.0, 255);
    paint(map, 80.0, 50.0, 34.0, 200);
    paint(map, 80.0, 50.0, 15.0, 10);  // a hole
    paint(map, 20.0, 60.0, 10.0, 127); // too faint
    int count = contour_largest(map, WIDTH, HEIGHT, rim, MOST);
    assert_close(area_of(rim, count), 3.14159 * 34.0 * 34.0, 0.05 * 3632.0);
}

static void edges_of_the_map_and_corners_do_no_harm(void **state)
{
    (void)state;
    static uint8_t map[WIDTH * HEIGHT];
    struct pt_px rim[MOST];
    memset(map, 255, sizeof map);
    int count = contour_largest(map, WIDTH, HEIGHT, rim, MOST);
    assert_int_equal(count, 60); // of 420 pixels of rim, a point in 7
    assert_close(area_of(rim, count), WIDTH * HEIGHT, 0.03 * WIDTH * HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) // a chess board: no two hang together
        map[i] = (i % WIDTH + i / WIDTH) % 2 ? 255 : 0;
    count = contour_largest(map, WIDTH, HEIGHT, rim, MOST);
    assert_int_equal(count, 8);
    memset(map, 0, sizeof map);
    assert_int_equal(contour_largest(map, WIDTH, HEIGHT, rim, MOST), 0);
    map[0] = 255;
    assert_int_equal(contour_largest(map, WIDTH, HEIGHT, rim, 4), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_disc_keeps_its_area_and_middle),
                                       cmocka_unit_test(the_largest_counts_and_holes_do_not),
                                       cmocka_unit_test(edges_of_the_map_and_corners_do_no_harm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
