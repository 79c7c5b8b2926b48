// Pixels to directions and back, from near and far, at the rim and beside it.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/view.h"

#include <string.h>

enum { TRIES = 2000 };

// Nearly as bent as a head may be, and convex all the same; of degree 4 as every fitted head.
static struct head bumpy_head(void)
{
    struct head head = head_canonical();
    static const double term[HEAD_TERMS] = {0.015, -0.02, 0.015, -0.02, 0.015, -0.02, -0.002, -0.001, -0.002};
    memcpy(head.term, term, sizeof head.term);
    assert_true(head_bend(&head) > 0.9 * HEAD_MOST_BEND && head_bend(&head) < HEAD_MOST_BEND);
    return head;
}

static struct vec3 any_dir(uint64_t index)
{
    return vec3_unit(vec3_make(rng_normal(8, index, 0), rng_normal(8, index, 1), rng_normal(8, index, 2)));
}

// A camera somewhere round the head, 30 to 150 cm away, turned so that the head is in the picture.
static struct view any_view(uint64_t index, const struct head *head)
{
    struct vec3 forward = any_dir(index), x = vec3_unit(vec3_cross(forward, any_dir(index + 777777)));
    struct view view = {.width_px = 4032, .height_px = 3024, .centre_px = {2016.0, 1512.0}};
    view.focal_px = view_focal_px(4032, 3024, 26.0 + 50.0 * rng_unit(9, index, 0));
    view.to_camera = (struct mat3){{x, vec3_cross(forward, x), forward}};
    struct vec3 off = {30.0 * rng_normal(9, index, 1), 30.0 * rng_normal(9, index, 2),
                       300.0 + 1200.0 * rng_unit(9, index, 3)};
    view.origin_mm = vec3_sub(off, mat3_mul(view.to_camera, head->centre_mm));
    return view;
}

static void a_visible_place_comes_back_from_its_pixel(void **state)
{
    (void)state;
    struct head head = bumpy_head();
    int seen = 0;
    for (uint64_t i = 0; i < TRIES; i++) {
        struct view view = any_view(i, &head);
        struct vec3 dir = any_dir(i + 5 * TRIES), back;
        struct pt_px px;
        if (view_facing(&view, &head, dir) < 0.02)
            continue;
        seen++;
        assert_true(view_project(&view, head_point_mm(&head, dir), &px));
        assert_true(view_hit(&view, &head, px, &back));
        double off_mm = vec3_length(vec3_sub(head_point_mm(&head, dir), head_point_mm(&head, back)));
        assert_close(off_mm, 0.0, 1e-6);
    }
    assert_true(seen > TRIES / 4);
}

static void a_hit_faces_the_camera_and_lies_on_the_ray(void **state)
{
    (void)state;
    struct head head = bumpy_head();
    int hits = 0;
    for (uint64_t i = 0; i < TRIES; i++) {
        struct view view = any_view(i, &head);
        struct pt_px px = {4032.0 * rng_unit(10, i, 0), 3024.0 * rng_unit(10, i, 1)}, back;
        struct vec3 dir, near_mm;
        bool is_hit = view_hit(&view, &head, px, &dir);
        assert_true(is_hit == (view_near_level(&view, &head, px, &near_mm) < 1.0));
        if (!is_hit)
            continue;
        hits++;
        assert_true(view_facing(&view, &head, dir) > 0.0);
        assert_true(view_project(&view, head_point_mm(&head, dir), &back));
        assert_close(back.x, px.x, 1e-5);
        assert_close(back.y, px.y, 1e-5);
    }
    assert_true(hits > TRIES / 20);
}

// The rim by bisection: a hit a hair inside, a miss a hair outside.
static void the_rim_is_sharp(void **state)
{
    (void)state;
    struct head head = bumpy_head();
    for (uint64_t i = 0; i < 200; i++) {
        struct view view = any_view(i, &head);
        struct pt_px middle;
        struct vec3 dir, near_mm;
        view_project(&view, head.centre_mm, &middle);
        double low = 0.0, high = 8000.0, a = 6.28 * rng_unit(11, i, 0), c = mathd_cos(a), s = mathd_sin(a);
        for (int k = 0; k < 60; k++) {
            double half = 0.5 * (low + high);
            struct pt_px px = {middle.x + half * c, middle.y + half * s};
            *(view_hit(&view, &head, px, &dir) ? &low : &high) = half;
        }
        struct pt_px rim = {middle.x + low * c, middle.y + low * s};
        assert_true(view_hit(&view, &head, rim, &dir));
        assert_close(view_facing(&view, &head, dir), 0.0, 1e-3);
        assert_close(view_near_level(&view, &head, rim, &near_mm), 1.0, 1e-6);
    }
}

static void what_lies_behind_the_camera_is_not_seen(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct view view = any_view(1, &head);
    view.origin_mm.z = -view.origin_mm.z - 400.0;
    struct pt_px px;
    struct vec3 dir;
    assert_false(view_project(&view, head.centre_mm, &px));
    for (uint64_t i = 0; i < 100; i++) {
        px = (struct pt_px){4032.0 * rng_unit(12, i, 0), 3024.0 * rng_unit(12, i, 1)};
        assert_false(view_hit(&view, &head, px, &dir));
    }
    view.origin_mm = vec3_scale(mat3_mul(view.to_camera, head.centre_mm), -1.0); // the eye inside
    assert_false(view_hit(&view, &head, view.centre_px, &dir));
}

static void the_jacobian_is_the_slope_of_the_projection(void **state)
{
    (void)state;
    struct head head = bumpy_head();
    for (uint64_t i = 0; i < 200; i++) {
        struct view view = any_view(i, &head);
        struct vec3 dir = any_dir(i + 99999), east, north, at = head_point_mm(&head, dir);
        head_tangents(&head, dir, &east, &north);
        struct mat2 j = view_jacobian(&view, at, east, north);
        struct pt_px a, b;
        view_project(&view, vec3_add(at, vec3_scale(north, 1e-3)), &a);
        view_project(&view, vec3_sub(at, vec3_scale(north, 1e-3)), &b);
        assert_close(j.xy, (a.x - b.x) / 2e-3, 1e-5);
        assert_close(j.yy, (a.y - b.y) / 2e-3, 1e-5);
        // A ruler square to the camera: along the camera's own x.
        double scale = view_scale_px_per_mm(&view, at);
        assert_close(view_jacobian(&view, at, view.to_camera.row[0], north).xx, scale, 1e-9);
    }
}

static void a_phone_of_12_megapixels_has_its_focal_length(void **state)
{
    (void)state;
    assert_close(view_focal_px(4032, 3024, 26.0), 3028.0, 1.0); // domain: 5040 x 26 / 43.27
    assert_close(view_focal_px(3024, 4032, 26.0), 3028.0, 1.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visible_place_comes_back_from_its_pixel),
        cmocka_unit_test(a_hit_faces_the_camera_and_lies_on_the_ray),
        cmocka_unit_test(the_rim_is_sharp),
        cmocka_unit_test(what_lies_behind_the_camera_is_not_seen),
        cmocka_unit_test(the_jacobian_is_the_slope_of_the_projection),
        cmocka_unit_test(a_phone_of_12_megapixels_has_its_focal_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
