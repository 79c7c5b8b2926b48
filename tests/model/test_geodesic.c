// geodesic: on a sphere, and against the least of many dense lines on a head.
#include "testing.h"

#include "model/geodesic.h"

#define PI 3.14159265358979323846

static struct head ball(double radius_mm)
{
    struct head head = head_canonical();
    head.semi_mm = vec3_make(radius_mm, radius_mm, radius_mm);
    return head;
}

static void test_sphere(void **state)
{
    (void)state;
    struct head head = ball(80.0);
    struct vec3 from = vec3_make(0.0, -1.0, 0.0), foot;
    for (int i = 1; i <= 8; i++) {
        double angle = i * PI / 9.0;
        struct vec3 to = vec3_make(0.6 * sin(angle), -cos(angle), 0.8 * sin(angle));
        assert_close(geodesic_mm(&head, from, to, NULL), 80.0 * angle, 1e-3);
    }
    // Off the midline by 30 degrees, wherever along it.
    struct vec3 off = vec3_make(0.5, -0.6 * sqrt(0.75), 0.8 * sqrt(0.75));
    assert_close(geodesic_from_midline_mm(&head, off, &foot), 80.0 * PI / 6.0, 1e-3);
    assert_close(vec3_dot(foot, vec3_make(0.0, -0.6, 0.8)), 1.0, 1e-6);
}

// Chords of a line that leaves the plane of both ends by two waves.
static double wavy_mm(const struct head *head, struct vec3 from, struct vec3 to, double one, double two)
{
    enum { STEPS = 1500 };
    struct vec3 aside = vec3_unit(vec3_cross(from, to)), last = head_point_mm(head, from);
    double sum_mm = 0.0, angle = acos(vec3_dot(from, to));
    for (int i = 1; i <= STEPS; i++) {
        double t = (double)i / STEPS;
        struct vec3 dir = vec3_add(vec3_scale(from, sin((1.0 - t) * angle)), vec3_scale(to, sin(t * angle)));
        dir =
            vec3_add(vec3_scale(dir, 1.0 / sin(angle)), vec3_scale(aside, one * sin(PI * t) + two * sin(2.0 * PI * t)));
        struct vec3 at = head_point_mm(head, vec3_unit(dir));
        sum_mm += vec3_length(vec3_sub(at, last));
        last = at;
    }
    return sum_mm;
}

static double least_of_many_mm(const struct head *head, struct vec3 from, struct vec3 to)
{
    double one = 0.0, two = 0.0, least = wavy_mm(head, from, to, 0.0, 0.0);
    for (double step = 0.05; step > 5e-4; step *= 0.5)
        for (int turn = 0; turn < 6; turn++)
            for (int i = 0; i < 4; i++) {
                double a = one + (i == 0   ? step
                                  : i == 1 ? -step
                                           : 0.0),
                       b = two + (i == 2   ? step
                                  : i == 3 ? -step
                                           : 0.0);
                double length = wavy_mm(head, from, to, a, b);
                if (length < least) {
                    least = length;
                    one = a;
                    two = b;
                }
            }
    return least;
}

static void test_head_against_dense_lines(void **state)
{
    (void)state;
    struct head head = head_canonical();
    head.term[0] = 0.02;
    head.term[3] = -0.02;
    const struct vec3 ends[][2] = {{{0.0, -0.99, -0.14}, {0.45, -0.6, 0.66}},
                                   {{0.5, -0.85, -0.2}, {-0.3, -0.4, 0.87}},
                                   {{0.6, -0.75, -0.3}, {-0.5, 0.4, 0.76}}};
    for (int i = 0; i < 3; i++) {
        struct vec3 from = vec3_unit(ends[i][0]), to = vec3_unit(ends[i][1]), line[GEODESIC_POINTS];
        double length = geodesic_mm(&head, from, to, line), dense = least_of_many_mm(&head, from, to);
        assert_true(length < dense + 0.05); // nothing else is shorter
        assert_true(length > dense - 0.25); // two waves come that near
        assert_true(length <= head_arc_mm(&head, from, to) + 1e-3);
        assert_close(geodesic_mm(&head, to, from, NULL), length, 1e-3);
        assert_close(vec3_dot(line[0], from), 1.0, 1e-12);
        assert_close(vec3_dot(line[GEODESIC_POINTS - 1], to), 1.0, 1e-12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sphere), cmocka_unit_test(test_head_against_dense_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
