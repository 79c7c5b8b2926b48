// Curves on the sphere: through their points, where symmetry says, without loops, even; broken
// input.
#include "testing.h"

#include "geom/curve.h"

#define MANY 4096

static double angle_between(struct vec3 a, struct vec3 b)
{
    return 2.0 * asin(0.5 * vec3_length(vec3_sub(a, b)));
}

static struct vec3 at(double azimuth, double height)
{
    double c = cos(height);
    return vec3_make(c * cos(azimuth), c * sin(azimuth), sin(height));
}

static void a_curve_passes_its_points_and_stays_on_the_sphere(void **state)
{
    (void)state;
    struct vec3 point[6] = {at(0, 0.2), at(0.3, 0.5), at(0.4, 0.45), at(1.2, 0.1), at(1.25, 0.12), at(2, 1)};
    struct vec3 out[MANY];
    for (int closed = 0; closed < 2; closed++) {
        int n = curve_smooth(point, 6, closed, 10, out, MANY);
        assert_int_equal(n, closed ? 60 : 51);
        for (int i = 0; i < 6; i++)
            assert_close(angle_between(out[10 * i], point[i]), 0.0, 1e-12);
        for (int i = 0; i < n; i++)
            assert_close(vec3_length(out[i]), 1.0, 1e-14);
    }
}

static void points_of_a_great_circle_give_that_circle(void **state)
{
    (void)state;
    struct vec3 point[5] = {at(0, 0), at(0.4, 0), at(0.45, 0), at(1.3, 0), at(1.9, 0)}, out[MANY];
    int n = curve_smooth(point, 5, false, 20, out, MANY);
    for (int i = 0; i < n; i++)
        assert_close(out[i].z, 0.0, 1e-15);
    for (int i = 1; i < n; i++) // and never turns back
        assert_true(out[i - 1].x * out[i].y - out[i - 1].y * out[i].x > 0.0);
}

static void twelve_points_of_a_small_circle_give_it_within_a_promille(void **state)
{
    (void)state;
    struct vec3 point[12], out[MANY];
    for (int i = 0; i < 12; i++)
        point[i] = at(2.0 * M_PI * i / 12.0, M_PI / 2.0 - 0.6);
    int n = curve_smooth(point, 12, true, 16, out, MANY);
    for (int i = 0; i < n; i++)
        assert_close(angle_between(out[i], vec3_make(0, 0, 1)) / 0.6, 1.0, 2e-3);
}

static void close_pairs_make_a_corner_without_overshoot(void **state)
{
    (void)state;
    struct vec3 point[5] = {at(0, 0), at(0.39, 0), at(0.4, 0.0025), at(0.41, 0.012), at(0.41, 0.4)}, out[MANY];
    int n = curve_smooth(point, 5, false, 50, out, MANY);
    for (int i = 0; i < n; i++) {
        double azimuth = atan2(out[i].y, out[i].x), height = asin(out[i].z);
        assert_true(azimuth < 0.418 && height > -0.008); // 0.6 mm on a head
    }
}

static void even_steps_are_even_and_keep_the_ends(void **state)
{
    (void)state;
    struct vec3 point[4] = {at(0, 0), at(0.1, 0.3), at(0.9, 0.2), at(1.0, 0.7)}, fine[MANY], out[101];
    double length[MANY] = {0};
    int n = curve_smooth(point, 4, false, 300, fine, MANY);
    for (int i = 1; i < n; i++)
        length[i] = length[i - 1] + angle_between(fine[i - 1], fine[i]);
    assert_int_equal(curve_even(fine, length, n, out, 101), 101);
    assert_close(angle_between(out[0], point[0]), 0.0, 1e-12);
    assert_close(angle_between(out[100], point[3]), 0.0, 1e-12);
    for (int i = 1; i <= 100; i++)
        assert_close(angle_between(out[i - 1], out[i]) * 100.0 / length[n - 1], 1.0, 3e-3);
}

static void useless_points_are_left_out(void **state)
{
    (void)state;
    struct vec3 out[64];
    struct vec3 same[3] = {at(1, 1), at(1, 1), at(1, 1)};
    assert_int_equal(curve_smooth(same, 3, false, 8, out, 64), 1);
    assert_int_equal(curve_smooth(same, 3, true, 8, out, 64), 1);
    assert_int_equal(curve_smooth(same, 0, true, 8, out, 64), 0);
    assert_int_equal(curve_smooth(same, 3, false, 8, out, 0), 0);
    struct vec3 bad[5] = {at(0, 0), {(double)NAN, 0, 0}, {0, 0, 0}, {HUGE_VAL, 0, 0}, at(0.5, 0)};
    assert_int_equal(curve_smooth(bad, 5, false, 8, out, 64), 9);
    for (int i = 0; i < 9; i++)
        assert_close(out[i].z, 0.0, 1e-15);
    assert_int_equal(curve_smooth(bad, 5, false, 1000, out, 64), 64);
    double none[3] = {0};
    assert_int_equal(curve_even(same, none, 3, out, 10), 1);
    assert_int_equal(curve_even(same, none, 0, out, 10), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_curve_passes_its_points_and_stays_on_the_sphere),
        cmocka_unit_test(points_of_a_great_circle_give_that_circle),
        cmocka_unit_test(twelve_points_of_a_small_circle_give_it_within_a_promille),
        cmocka_unit_test(close_pairs_make_a_corner_without_overshoot),
        cmocka_unit_test(even_steps_are_even_and_keep_the_ends),
        cmocka_unit_test(useless_points_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
