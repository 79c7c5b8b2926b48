// Growth field: unit tangents, turning round the whorl, and exit angles by region.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/growth.h"

static struct vec3 dir_of(double azimuth_deg,
                          double polar_deg) // azimuth from the front to the left
{
    double a = azimuth_deg * MATHD_PI / 180.0, t = polar_deg * MATHD_PI / 180.0;
    return vec3_make(sin(t) * sin(a), -sin(t) * cos(a), cos(t));
}

static struct vec3 some_dir(uint64_t i)
{
    return dir_of(360.0 * rng_unit(3, i, 0), 120.0 * rng_unit(3, i, 1));
}

static void directions_are_unit_tangents(void **state)
{
    (void)state;
    struct head head = head_canonical();
    for (uint64_t i = 0; i < 2000; i++) {
        struct vec3 dir = some_dir(i), way = growth_direction(&head, dir, (int)(i & 1));
        assert_close(vec3_length(way), 1.0, 1e-12);
        assert_close(vec3_dot(way, head_normal(&head, dir)), 0.0, 1e-12);
    }
}

static void look_for_breaks(const struct head *head, int clockwise)
{
    for (uint64_t i = 0; i < 10000; i++) {
        struct vec3 dir = some_dir(i);
        double whorl_mm = head_arc_mm(head, head->whorl, dir);
        if (whorl_mm < 5.0)
            continue;
        struct vec3 east, north, way = growth_direction(head, dir, clockwise);
        head_tangents(head, dir, &east, &north);
        struct vec3 near = head_walk(head, dir, i & 1 ? east : north, 0.1);
        double turn_rad = vec3_length(vec3_sub(growth_direction(head, near, clockwise), way));
        assert_true(turn_rad < 0.1 * (0.1 + 2.0 / whorl_mm));
        assert_close(growth_exit_angle_deg(head, near), growth_exit_angle_deg(head, dir), 0.3);
    }
}

static void nothing_breaks_but_at_the_whorl(void **state)
{
    (void)state;
    struct head head = head_canonical(), other = head;
    look_for_breaks(&head, 1);
    other.semi_mm = vec3_make(72, 95, 70);
    other.whorl = vec3_unit(vec3_make(28.0, 50.0, 60.0)); // left, and farther up
    look_for_breaks(&other, 0);
    look_for_breaks(&other, 1);
}

static void hair_turns_round_the_whorl(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct vec3 east, north;
    head_tangents(&head, head.whorl, &east, &north);
    for (int clockwise = 0; clockwise < 2; clockwise++)
        for (int i = 0; i < 12; i++) {
            double a = i * MATHD_PI / 6.0;
            struct vec3 outward = vec3_add(vec3_scale(east, cos(a)), vec3_scale(north, sin(a)));
            struct vec3 dir = head_walk(&head, head.whorl, outward, 8.0);
            struct vec3 way = growth_direction(&head, dir, clockwise);
            double aside = vec3_dot(vec3_cross(outward, way), head_normal(&head, dir));
            // 80 degrees x exp(-8 / 40) = 65.5 from the way out.
            assert_close(vec3_dot(outward, way), cos(65.5 * MATHD_PI / 180.0), 0.05);
            assert_true(clockwise ? aside < -0.85 : aside > 0.85);
        }
}

static void hair_lies_forward_in_front_and_down_elsewhere(void **state)
{
    (void)state;
    struct head head = head_canonical();
    for (int side = -1; side <= 1; side += 2) {
        assert_true(growth_direction(&head, dir_of(side * 10.0, 30.0), 1).y < -0.85);
        assert_true(growth_direction(&head, dir_of(side * 90.0, 95.0), 1).z < -0.9);
        assert_true(growth_direction(&head, dir_of(side * 160.0, 100.0), 1).z < -0.85);
        struct vec3 temple = growth_direction(&head, dir_of(side * 60.0, 85.0), 1);
        assert_true(temple.z < -0.7 && temple.y < 0.0); // down and forward
    }
}

static void exit_angles_lie_in_their_ranges(void **state)
{
    (void)state;
    struct head head = head_canonical();
    static const struct {
        double azimuth_deg, polar_deg, least_deg, most_deg;
    } wanted[] = {
        {0, 62, 10, 20}, {20, 62, 10, 20}, {-20, 62, 10, 20}, {58, 82, 3, 10},    {-58, 82, 3, 10},
        {0, 45, 28, 35}, {0, 1, 45, 60},   {180, 20, 55, 75}, {180, 105, 15, 35}, {150, 95, 15, 35},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        double angle = growth_exit_angle_deg(&head, dir_of(wanted[i].azimuth_deg, wanted[i].polar_deg));
        if (angle < wanted[i].least_deg || angle > wanted[i].most_deg)
            fail_msg("%g degrees at azimuth %g, polar %g", angle, wanted[i].azimuth_deg, wanted[i].polar_deg);
    }
    double whorl = growth_exit_angle_deg(&head, head.whorl);
    assert_true(whorl > 60.0 && whorl < 90.0);
}

static void the_whorl_itself_has_some_direction(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct vec3 way = growth_direction(&head, head.whorl, 1);
    assert_close(vec3_length(way), 1.0, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions_are_unit_tangents),
        cmocka_unit_test(nothing_breaks_but_at_the_whorl),
        cmocka_unit_test(hair_turns_round_the_whorl),
        cmocka_unit_test(hair_lies_forward_in_front_and_down_elsewhere),
        cmocka_unit_test(exit_angles_lie_in_their_ranges),
        cmocka_unit_test(the_whorl_itself_has_some_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
