// Masks: areas, order, and points from anywhere.
#include "testing.h"

#include "base/mem.h"
#include "plan/mask.h"

#include <string.h>

enum { W = 60, H = 40 };

static double area_of(const struct mask_stroke *strokes, int count, int width, int height)
{
    uint8_t *mask = mask_draw(strokes, count, W, H, width, height);
    double sum = 0.0;
    for (int i = 0; i < width * height; i++)
        sum += mask[i] / 255.0;
    mem_free(mask);
    return sum;
}

static struct mask_stroke triangle(void)
{
    return (struct mask_stroke){.point_count = 3, .point = {{5.3, 5.7}, {45.1, 9.2}, {20.4, 33.9}}};
}

static void a_polygon_covers_its_area_at_any_size(void **state)
{
    (void)state;
    struct mask_stroke stroke = triangle();
    double area = 0.5 * fabs((45.1 - 5.3) * (33.9 - 5.7) - (20.4 - 5.3) * (9.2 - 5.7));
    assert_close(area_of(&stroke, 1, W, H), area, 2.0);
    assert_close(area_of(&stroke, 1, 3 * W, 3 * H), 9.0 * area, 9.0);
    assert_close(area_of(&stroke, 1, W / 2, H / 2), area / 4.0, 1.0);
}

// A row that an edge cuts is covered by as much as lies inside, neither side favoured.
static void an_edge_covers_its_share_of_a_row(void **state)
{
    (void)state;
    enum { STEPS = 64 };
    double top = 0.0, bottom = 0.0;
    for (int i = 0; i < STEPS; i++) {
        double cut = 10.0 + (i + 0.5) / STEPS;
        struct mask_stroke stroke = {.point_count = 4, .point = {{5.0, cut}, {25.0, cut}, {25.0, 20.0 + cut - 10.0}}};
        stroke.point[3] = (struct pt_px){5.0, 20.0 + cut - 10.0};
        uint8_t *mask = mask_draw(&stroke, 1, W, H, W, H);
        assert_close(mask[10 * W + 15] / 255.0, 11.0 - cut, 0.13);
        top += mask[10 * W + 15] / 255.0 / STEPS;
        bottom += mask[20 * W + 15] / 255.0 / STEPS;
        mem_free(mask);
    }
    assert_close(top, 0.5, 0.01);
    assert_close(bottom, 0.5, 0.01);
}

static void a_stroke_covers_its_capsule(void **state)
{
    (void)state;
    struct mask_stroke stroke = {.width_px = 8.0, .point_count = 2, .point = {{20.0, 20.0}, {40.0, 20.0}}};
    assert_close(area_of(&stroke, 1, W, H), 8.0 * 20.0 + M_PI * 16.0, 1.5);
    stroke.point_count = 1;
    assert_close(area_of(&stroke, 1, W, H), M_PI * 16.0, 1.0);
}

static void what_is_erased_is_free_and_later_strokes_win(void **state)
{
    (void)state;
    struct mask_stroke strokes[3] = {triangle(), triangle(), triangle()};
    strokes[1].erases = 1;
    assert_true(area_of(strokes, 2, W, H) < area_of(strokes, 1, W, H) * 0.06); // half of the soft edge stays
    assert_close(area_of(strokes, 3, W, H), area_of(strokes, 1, W, H), 1.0);
}

static void points_from_anywhere_do_no_harm(void **state)
{
    (void)state;
    static const double wild[] = {-1e300, 1e300, -50.0, 1e9, (double)NAN, (double)INFINITY, 10.0, 30.0};
    for (int i = 0; i < 200; i++) {
        struct mask_stroke stroke = {.width_px = i % 3 ? 0.0 : wild[i % 8], .erases = i % 5 == 0, .point_count = i % 6};
        for (int k = 0; k < stroke.point_count; k++)
            stroke.point[k] = (struct pt_px){wild[(i * 7 + k * 3) % 8], wild[(i * 5 + k) % 8]};
        double area = area_of(&stroke, 1, W, H);
        assert_true(area >= 0.0 && area <= W * H);
    }
    struct mask_stroke all = {.point_count = 4, .point = {{-1e6, -1e6}, {1e6, -1e6}, {1e6, 1e6}, {-1e6, 1e6}}};
    assert_close(area_of(&all, 1, W, H), W * H, 1e-6);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct mask_stroke stroke = triangle();
    for (long nth = 1; nth <= 2; nth++) {
        mem_fail_after(nth, 0);
        assert_null(mask_draw(&stroke, 1, W, H, W, H));
    }
    mem_fail_after(0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_polygon_covers_its_area_at_any_size),
        cmocka_unit_test(an_edge_covers_its_share_of_a_row),
        cmocka_unit_test(a_stroke_covers_its_capsule),
        cmocka_unit_test(what_is_erased_is_free_and_later_strokes_win),
        cmocka_unit_test(points_from_anywhere_do_no_harm),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
