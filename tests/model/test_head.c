// The head's surface: against closed forms, against differences, and as a round trip.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/head.h"

enum { TRIES = 500, SPHERE = 20000 };

static struct head bumpy_head(void)
{
    struct head head = head_canonical();
    for (int i = 0; i < HEAD_TERMS; i++)
        head.term[i] = 0.012 * (i % 2 ? -1.0 : 1.0);
    return head;
}

static struct vec3 any_dir(uint64_t index)
{
    return vec3_unit(vec3_make(rng_normal(3, index, 0), rng_normal(3, index, 1), rng_normal(3, index, 2)));
}

static struct vec3 spread_dir(int i) // Fibonacci sphere: each stands for 4 pi / SPHERE
{
    double z = 1.0 - (2.0 * i + 1.0) / SPHERE, r = sqrt(1.0 - z * z), a = 2.399963229728653 * i;
    return vec3_make(r * mathd_cos(a), r * mathd_sin(a), z);
}

static void area_agrees_with_closed_forms(void **state)
{
    (void)state;
    struct head ball = head_canonical(), man = head_canonical();
    ball.semi_mm = vec3_make(80.0, 80.0, 80.0);
    double ball_mm2 = 0.0, spheroid_mm2 = 0.0, upper_mm2 = 0.0;
    struct head spheroid = ball; // prolate, 100 along y
    spheroid.semi_mm.y = 100.0;
    for (int i = 0; i < SPHERE; i++) {
        struct vec3 dir = spread_dir(i);
        double share = 4.0 * MATHD_PI / SPHERE;
        ball_mm2 += share * head_area_mm2_per_sr(&ball, dir);
        spheroid_mm2 += share * head_area_mm2_per_sr(&spheroid, dir);
        upper_mm2 += dir.z > 0.0 ? share * head_area_mm2_per_sr(&man, dir) : 0.0;
    }
    assert_close(ball_mm2, 4.0 * MATHD_PI * 6400.0, 1.0);
    // 2 pi a^2 (1 + c / (a e) asin e), a 80, c 100, e 0.6
    assert_close(spheroid_mm2, 2.0 * MATHD_PI * 6400.0 * (1.0 + 100.0 / 48.0 * asin(0.6)), 20.0);
    // Thomsen's formula, good to 1.2 %, for the half of 77.2 / 99.8 / 73
    double p = 1.6075, a = pow(77.2, p), b = pow(99.8, p), c = pow(73.0, p);
    double half_mm2 = 2.0 * MATHD_PI * pow((a * b + a * c + b * c) / 3.0, 1.0 / p);
    assert_close(upper_mm2 / half_mm2, 1.0, 0.012);
}

static void terms_are_orthogonal_and_of_mean_square_one(void **state)
{
    (void)state;
    struct head ball = head_canonical();
    ball.semi_mm = vec3_make(1.0, 1.0, 1.0);
    double mean[HEAD_TERMS][HEAD_TERMS] = {{0.0}};
    for (int i = 0; i < SPHERE; i++) {
        double shape[HEAD_TERMS];
        head_term_shapes(&ball, spread_dir(i), shape);
        for (int a = 0; a < HEAD_TERMS; a++)
            for (int b = 0; b < HEAD_TERMS; b++)
                mean[a][b] += shape[a] * shape[b] / SPHERE;
    }
    for (int a = 0; a < HEAD_TERMS; a++)
        for (int b = 0; b < HEAD_TERMS; b++)
            assert_close(mean[a][b], a == b ? 1.0 : 0.0, 2e-3);
}

// Whatever the terms, within their limit the surface stays star-shaped and near the ellipsoid.
static void the_limit_of_the_terms_bounds_the_radius(void **state)
{
    (void)state;
    struct head plain = head_canonical();
    for (int k = 0; k < 2 * HEAD_TERMS; k++) {
        struct head head = plain;
        head.term[k / 2] = k % 2 ? 0.08 : -0.08;
        double bend = head_bend(&head), most = 0.0;
        assert_true(bend < HEAD_MOST_BEND);
        for (int i = 0; i < SPHERE; i++) {
            double factor = head_radius_mm(&head, spread_dir(i)) / head_radius_mm(&plain, spread_dir(i));
            most = fmax(most, fabs(factor - 1.0));
            assert_true(vec3_dot(head_normal(&head, spread_dir(i)), spread_dir(i)) > 0.0);
        }
        assert_true(most <= bend && most > 0.998 * bend);
    }
}

static void level_is_one_on_the_surface_and_its_gradient_is_right(void **state)
{
    (void)state;
    struct head head = bumpy_head();
    for (uint64_t i = 0; i < TRIES; i++) {
        struct vec3 dir = any_dir(i), g, unused, on = head_point_mm(&head, dir);
        assert_close(head_level(&head, on, &g), 1.0, 1e-12);
        struct vec3 at = vec3_add(head.centre_mm, vec3_scale(dir, 60.0 + 200.0 * rng_unit(4, i, 0)));
        head_level(&head, at, &g);
        struct vec3 axis[3] = {{1e-4, 0, 0}, {0, 1e-4, 0}, {0, 0, 1e-4}};
        double want[3] = {g.x, g.y, g.z};
        for (int k = 0; k < 3; k++) {
            double slope = (head_level(&head, vec3_add(at, axis[k]), &unused) -
                            head_level(&head, vec3_sub(at, axis[k]), &unused)) /
                           2e-4;
            assert_close(want[k], slope, 1e-8);
        }
    }
}

static void normals_stand_on_the_surface(void **state)
{
    (void)state;
    struct head head = bumpy_head();
    for (uint64_t i = 0; i < TRIES; i++) {
        struct vec3 dir = any_dir(i), east, north, normal = head_normal(&head, dir);
        head_tangents(&head, dir, &east, &north);
        assert_true(vec3_dot(normal, dir) > 0.7);
        assert_close(vec3_dot(vec3_cross(east, north), normal), 1.0, 1e-12);
        struct vec3 side = vec3_scale(vec3_unit(vec3_cross(dir, any_dir(i + TRIES))), 1e-5);
        struct vec3 a = head_point_mm(&head, vec3_unit(vec3_add(dir, side)));
        struct vec3 b = head_point_mm(&head, vec3_unit(vec3_sub(dir, side)));
        assert_close(vec3_dot(vec3_unit(vec3_sub(a, b)), normal), 0.0, 1e-6);
    }
}

static void east_is_toward_the_patients_left_in_front(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct vec3 east, north;
    head_tangents(&head, vec3_make(0.0, -1.0, 0.0), &east, &north);
    assert_close(east.x, 1.0, 1e-12);
    assert_close(north.z, 1.0, 1e-12);
    head_tangents(&head, vec3_make(0.0, 0.0, 1.0), &east, &north); // at the pole: any pair, but one
    assert_close(vec3_length(east), 1.0, 1e-12);
    assert_close(vec3_dot(east, north), 0.0, 1e-12);
}

static void a_walk_of_a_length_is_that_long(void **state)
{
    (void)state;
    struct head head = bumpy_head(), ball = head_canonical();
    ball.semi_mm = vec3_make(90.0, 90.0, 90.0);
    for (uint64_t i = 0; i < TRIES; i++) {
        struct vec3 dir = any_dir(i), toward = vec3_unit(vec3_cross(dir, any_dir(i + TRIES)));
        double length_mm = 1.0 + 120.0 * rng_unit(5, i, 0);
        assert_close(head_arc_mm(&head, dir, head_walk(&head, dir, toward, length_mm)), length_mm, 1e-3);
        struct vec3 end = head_walk(&ball, dir, toward, length_mm);
        assert_close(vec3_dot(end, dir), cos(length_mm / 90.0), 1e-9);
        assert_true(vec3_dot(end, toward) > 0.0);
    }
    assert_true(head_arc_mm(&head, any_dir(1), any_dir(1)) == 0.0);
}

static void the_mean_man_has_his_measures(void **state)
{
    (void)state;
    struct head man = head_canonical(); // ANSUR II: breadth 154.3, length 199.5, tragion to vertex 131.2
    struct vec3 left = head_point_mm(&man, vec3_make(1.0, 0.0, 0.0)),
                top = head_point_mm(&man, vec3_make(0.0, 0.0, 1.0));
    double length_mm = head_radius_mm(&man, vec3_make(0.0, 1.0, 0.0)) + head_radius_mm(&man, vec3_make(0.0, -1.0, 0.0));
    assert_close(2.0 * left.x, 154.3, 0.5);
    assert_close(length_mm, 199.5, 0.5);
    assert_close(top.z, 131.2, 0.5);
    struct vec3 glabella = head_point_mm(&man, man.glabella), dir = head_dir_of(&man, glabella);
    assert_close(glabella.z, 44.0, 1.0);
    assert_close(vec3_dot(dir, man.glabella), 1.0, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(area_agrees_with_closed_forms),
        cmocka_unit_test(terms_are_orthogonal_and_of_mean_square_one),
        cmocka_unit_test(the_limit_of_the_terms_bounds_the_radius),
        cmocka_unit_test(level_is_one_on_the_surface_and_its_gradient_is_right),
        cmocka_unit_test(normals_stand_on_the_surface),
        cmocka_unit_test(east_is_toward_the_patients_left_in_front),
        cmocka_unit_test(a_walk_of_a_length_is_that_long),
        cmocka_unit_test(the_mean_man_has_his_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
