// Signed distances on a sphere of 85 mm, where geometry knows them; sides all round; pruning
// changes no bit.
#include "testing.h"

#include "base/rng.h"
#include "geom/chart.h"
#include "geom/outline.h"

#include <stdlib.h>
#include <string.h>

static const double radius_mm = 85.0;

static struct vec3 at(double azimuth, double polar)
{
    double s = radius_mm * sin(polar);
    return vec3_make(s * cos(azimuth), s * sin(azimuth), radius_mm * cos(polar));
}

static struct vec3 anywhere(uint64_t index, double least_z)
{
    double z = least_z + (1.0 - least_z) * rng_unit(3, index, 0), a = 2.0 * M_PI * rng_unit(3, index, 1);
    return at(a, acos(z));
}

// A circle of constant polar angle, anticlockwise from above or clockwise.
static int ring(struct vec3 *out, double polar, int count, int sense)
{
    for (int i = 0; i < count; i++)
        out[i] = at(sense * 2.0 * M_PI * i / count, polar);
    return count;
}

// A closed wavy curve about a place, of about this angle at the centre.
static int star(struct vec3 *out, int count, struct vec3 middle, double angle)
{
    struct vec3 m = vec3_unit(middle), east = vec3_unit(vec3_cross(vec3_make(0.3, 1.0, 0.0), m));
    struct vec3 north = vec3_cross(m, east);
    for (int i = 0; i < count; i++) {
        double a = 2.0 * M_PI * i / count;
        double r = angle * (1.0 + 0.35 * sin(5.0 * a) + 0.1 * sin(13.0 * a + 1.0));
        struct vec3 aside = vec3_add(vec3_scale(east, cos(a)), vec3_scale(north, sin(a)));
        out[i] = vec3_scale(vec3_add(vec3_scale(m, cos(r)), vec3_scale(aside, sin(r))), radius_mm);
    }
    return count;
}

static void a_ring_divides_by_its_polar_angle(void **state)
{
    (void)state;
    struct vec3 p[720];
    for (int sense = -1; sense <= 1; sense += 2) {
        struct outline outline;
        outline_build(&outline, OUTLINE_CLOSED, p, ring(p, 0.8, 720, sense));
        assert_true(outline.count < 300); // thinned
        for (uint64_t i = 0; i < 400; i++) {
            struct vec3 q = anywhere(i, -0.8);
            double truth = radius_mm * (0.8 - acos(q.z / radius_mm));
            double d = outline_distance(&outline, q);
            assert_true((d > 0.0) == (truth > 0.0) || fabs(truth) < 0.03);
            if (fabs(truth) < 40.0)
                assert_close(d, truth, 0.03);
        }
        outline_finish(&outline);
    }
}

static void an_open_divide_is_positive_on_its_left(void **state)
{
    (void)state;
    struct vec3 p[181];
    for (int i = 0; i <= 180; i++)
        p[i] = at(M_PI * i / 180.0 - M_PI / 2.0,
                  M_PI / 2.0); // half an equator, eastward: left is north
    struct outline outline;
    outline_build(&outline, OUTLINE_DIVIDE, p, 181);
    for (uint64_t i = 0; i < 400; i++) {
        struct vec3 q = anywhere(i, -1.0);
        double latitude_mm = radius_mm * asin(q.z / radius_mm);
        if (q.x > 0.0 && fabs(latitude_mm) < 40.0)
            assert_close(outline_distance(&outline, q), latitude_mm, 0.03);
    }
    outline_finish(&outline);
}

static void lines_and_spots_are_never_negative(void **state)
{
    (void)state;
    struct vec3 p[361], q[4];
    for (int i = 0; i <= 360; i++)
        p[i] = at(3.0 * i / 360.0, 0.6 + 0.3 * sin(i / 40.0));
    for (int k = 0; k < 4; k++)
        q[k] = p[120 * k];
    struct vec3 spot[4] = {q[0], q[1], q[2], q[3]};
    struct outline line, spots;
    outline_build(&line, OUTLINE_LINE, p, 361);
    outline_build(&spots, OUTLINE_SPOTS, spot, 4);
    for (uint64_t i = 0; i < 300; i++) {
        struct vec3 place = anywhere(i, -0.5);
        double nearest = 1e9;
        for (int k = 0; k < 4; k++)
            nearest = fmin(nearest, radius_mm * acos(fmin(1.0, vec3_dot(place, q[k]) / radius_mm / radius_mm)));
        if (nearest < 40.0)
            assert_close(outline_distance(&spots, place), nearest, 0.01);
        double d = outline_distance(&line, place);
        assert_true(d >= 0.0 && d <= outline_distance(&spots, place) + 0.03);
    }
    outline_finish(&line);
    outline_finish(&spots);
}

// Winding angle about a place in the chart: another way than the one under test.
static bool winds_round(const struct vec3 *p, int count, struct vec3 place)
{
    struct pt_chart c = chart_of(vec3_unit(place));
    double turn = 0.0;
    for (int i = 0; i < count; i++) {
        struct pt_chart a = chart_of(vec3_unit(p[i])), b = chart_of(vec3_unit(p[(i + 1) % count]));
        double ax = a.u - c.u, ay = a.v - c.v, bx = b.u - c.u, by = b.v - c.v;
        turn += atan2(ax * by - ay * bx, ax * bx + ay * by);
    }
    return fabs(turn) > M_PI;
}

static void sides_are_right_all_over_the_head(void **state)
{
    (void)state;
    struct vec3 p[500], kept[500];
    for (int small = 0; small < 2; small++) {
        int count = small ? star(p, 500, at(0.7, 1.2), 0.1) : star(p, 500, at(0.0, 0.0), 0.9);
        memcpy(kept, p, sizeof kept);
        struct outline outline;
        outline_build(&outline, OUTLINE_CLOSED, p, count);
        for (uint64_t i = 0; i < 4000; i++) {
            struct vec3 place = anywhere(i, -0.75);
            double d = outline_distance(&outline, place);
            if (fabs(d) > 0.1)
                assert_int_equal(d > 0.0, winds_round(kept, count, place));
        }
        outline_finish(&outline);
    }
}

static void a_ball_of_places_gets_the_bits_of_each_place(void **state)
{
    (void)state;
    struct vec3 p[500];
    struct outline outline;
    struct outline_near *near = calloc(1, sizeof *near);
    outline_build(&outline, OUTLINE_CLOSED, p, star(p, 500, at(0.0, 0.0), 0.9));
    enum { PLACES = 40 };
    for (uint64_t ball = 0; ball < 300; ball++) {
        struct vec3 middle = anywhere(ball, -0.6);
        float m[3] = {(float)middle.x, (float)middle.y, (float)middle.z}, x[PLACES], y[PLACES], z[PLACES];
        float u[PLACES], v[PLACES];
        float radius = 0.0f, d[PLACES];
        for (int i = 0; i < PLACES; i++) {
            struct vec3 q = vec3_scale(vec3_unit(vec3_make(middle.x + 4.0 * rng_normal(ball, (uint64_t)i, 0),
                                                           middle.y + 4.0 * rng_normal(ball, (uint64_t)i, 1),
                                                           middle.z + 4.0 * rng_normal(ball, (uint64_t)i, 2))),
                                       radius_mm);
            x[i] = (float)q.x;
            y[i] = (float)q.y;
            z[i] = (float)q.z;
            struct pt_chart c = chart_of(vec3_unit(vec3_make((double)x[i], (double)y[i], (double)z[i])));
            u[i] = (float)c.u;
            v[i] = (float)c.v;
            radius = fmaxf(radius, (float)vec3_length(vec3_sub(q, middle)) + 1e-3f);
        }
        const float reach_mm = 25.0f;
        bool is_within = outline_find_near(&outline, m, radius, reach_mm, near);
        if (is_within)
            outline_distances(&outline, near, &(struct outline_places){PLACES, x, y, z, u, v}, d);
        bool is_in = outline_side(&outline, near);
        for (int i = 0; i < PLACES; i++) {
            double alone = outline_distance(&outline, vec3_make((double)x[i], (double)y[i], (double)z[i]));
            if (is_within)
                assert_true((float)alone == d[i]);
            else
                assert_true(is_in ? alone > 0.99 * (double)reach_mm : alone < -0.99 * (double)reach_mm);
        }
    }
    outline_finish(&outline);
    free(near);
}

static void too_few_points_do_no_harm(void **state)
{
    (void)state;
    struct outline outline;
    struct vec3 p[3] = {at(0, 1), at(0, 1), at(0, 1)};
    outline_build(&outline, OUTLINE_CLOSED, p, 0);
    assert_int_equal(outline.count, 0);
    outline_finish(&outline);
    for (int kind = 0; kind <= OUTLINE_SPOTS; kind++)
        for (int count = 1; count <= 3; count++) {
            outline_build(&outline, (enum outline_kind)kind, p, count);
            double d = outline_distance(&outline, at(0.0, 1.1));
            assert_close(fabs(d), 0.1 * radius_mm, 0.01);
            outline_finish(&outline);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_divides_by_its_polar_angle),
        cmocka_unit_test(an_open_divide_is_positive_on_its_left),
        cmocka_unit_test(lines_and_spots_are_never_negative),
        cmocka_unit_test(sides_are_right_all_over_the_head),
        cmocka_unit_test(a_ball_of_places_gets_the_bits_of_each_place),
        cmocka_unit_test(too_few_points_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
