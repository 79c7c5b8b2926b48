// The equal-area chart: there and back, areas, reach.
#include "testing.h"

#include "base/rng.h"
#include "geom/chart.h"

static void there_and_back_is_the_same(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 5000; i++) {
        double z = 1.0 - 1.6 * rng_unit(1, i, 0), a = 6.2831853 * rng_unit(1, i, 1), s = sqrt(1.0 - z * z);
        struct vec3 dir = vec3_make(s * cos(a), s * sin(a), z), back = chart_dir(chart_of(dir));
        assert_close(vec3_length(vec3_sub(back, dir)), 0.0, 1e-14);
        assert_close(vec3_length(back), 1.0, 1e-14);
    }
}

static void areas_are_solid_angles(void **state)
{
    (void)state;
    double h = 1e-4;
    for (uint64_t i = 0; i < 500; i++) {
        double u = 2.6 * rng_unit(2, i, 0) - 1.3, v = 2.6 * rng_unit(2, i, 1) - 1.3;
        struct vec3 e = vec3_sub(chart_dir((struct pt_chart){u + h, v}), chart_dir((struct pt_chart){u - h, v}));
        struct vec3 n = vec3_sub(chart_dir((struct pt_chart){u, v + h}), chart_dir((struct pt_chart){u, v - h}));
        assert_close(vec3_length(vec3_cross(e, n)) / (4.0 * h * h), 1.0, 1e-5);
    }
}

static void the_vertex_is_the_middle_and_the_front_is_negative(void **state)
{
    (void)state;
    struct pt_chart top = chart_of(vec3_make(0, 0, 1)), front = chart_of(vec3_make(0, -1, 0));
    assert_true(top.u == 0.0 && top.v == 0.0);
    assert_close(front.v, -sqrt(2.0), 1e-15);
}

static void reach_covers_130_degrees_and_below_stays_finite(void **state)
{
    (void)state;
    double t = 130.0 * 3.14159265358979 / 180.0;
    assert_true(chart_of(vec3_make(sin(t), 0, cos(t))).u < CHART_REACH);
    struct pt_chart under = chart_of(vec3_make(0.0, 0.0, -1.0)), out = {3.0, 3.0};
    assert_true(isfinite(under.u) && isfinite(under.v));
    struct vec3 dir = chart_dir(out);
    assert_true(isfinite(dir.x) && isfinite(dir.z));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back_is_the_same),
        cmocka_unit_test(areas_are_solid_angles),
        cmocka_unit_test(the_vertex_is_the_middle_and_the_front_is_negative),
        cmocka_unit_test(reach_covers_130_degrees_and_below_stays_finite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
