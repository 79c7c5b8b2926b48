// Places carried to a head and poses that were fitted anew: where they are seen they stay on the photo.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/carry.h"

#include <string.h>

enum { TRIES = 300 };

static struct vec3 any_dir(uint64_t index)
{
    return vec3_unit(vec3_make(rng_normal(3, index, 0), rng_normal(3, index, 1), rng_normal(3, index, 2)));
}

// A camera that looks at the head from `toward`, turned by a small vector besides.
static struct view camera(struct vec3 toward, struct vec3 turn)
{
    struct vec3 forward = vec3_unit(vec3_sub(vec3_cross(turn, toward), toward)), up = {0.1, 0.05, 1.0};
    struct vec3 right = vec3_unit(vec3_cross(forward, vec3_add(up, vec3_cross(turn, up))));
    struct view view = {.width_px = 3024, .height_px = 4032, .centre_px = {1512.0, 2016.0}};
    view.focal_px = view_focal_px(3024, 4032, 52.0);
    view.to_camera = (struct mat3){{right, vec3_cross(forward, right), forward}};
    view.origin_mm = vec3_sub(vec3_make(10.0, -20.0, 600.0), mat3_mul(view.to_camera, head_canonical().centre_mm));
    return view;
}

static struct head other_head(void)
{
    struct head head = head_canonical();
    head.semi_mm = vec3_make(74.0, 104.0, 75.0);
    head.centre_mm = vec3_make(0.5, 15.0, 55.0);
    static const double term[HEAD_TERMS] = {-0.004, 0.006, -0.004, 0.006, -0.004, 0.006, -0.002, -0.001, -0.002};
    memcpy(head.term, term, sizeof head.term);
    return head;
}

static const struct vec3 front = {0.05, -0.98, 0.2}, left = {0.97, -0.1, 0.2}, turn = {0.06, -0.03, 0.04};

static void what_a_photo_shows_well_keeps_its_pixel(void **state)
{
    (void)state;
    struct view before = camera(front, vec3_make(0.0, 0.0, 0.0)), after = camera(front, turn);
    struct carry carry = {head_canonical(), other_head(), 1, &before, &after, {0.0, 0.0, 0.0}};
    carry_make(&carry);
    int well = 0;
    for (uint64_t i = 0; i < TRIES; i++) {
        struct vec3 dir = any_dir(i), to = carry_dir(&carry, dir);
        struct pt_px old_px, new_px;
        if (view_facing(&before, &carry.from, dir) < 0.6)
            continue;
        well++;
        assert_true(view_project(&before, head_point_mm(&carry.from, dir), &old_px));
        assert_true(view_project(&after, head_point_mm(&carry.to, to), &new_px));
        assert_close(new_px.x, old_px.x, 1e-6);
        assert_close(new_px.y, old_px.y, 1e-6);
    }
    assert_true(well > TRIES / 15);
}

// Along a way from what is seen well over the rim to what is hidden: no step is torn or folded.
static void the_map_is_smooth_over_the_rim(void **state)
{
    (void)state;
    struct view before[2] = {camera(front, vec3_make(0.0, 0.0, 0.0)), camera(left, vec3_make(0.0, 0.0, 0.0))};
    struct view after[2] = {camera(front, turn), camera(left, vec3_make(-0.02, 0.0, 0.05))};
    for (int views = 1; views <= 2; views++) {
        struct carry carry = {head_canonical(), other_head(), views, before, after, {0.0, 0.0, 0.0}};
        carry_make(&carry);
        struct vec3 last = carry_dir(&carry, front);
        const double step = 0.01;
        for (int i = 1; i < 628; i++) {
            double angle = step * i;
            struct vec3 side = vec3_unit(vec3_cross(front, vec3_make(0.3, 0.1, 1.0)));
            struct vec3 dir = vec3_add(vec3_scale(front, mathd_cos(angle)), vec3_scale(side, mathd_sin(angle)));
            struct vec3 to = carry_dir(&carry, vec3_unit(dir));
            double moved = vec3_length(vec3_sub(to, last));
            assert_true(moved > 0.25 * step && moved < 1.7 * step);
            last = to;
        }
    }
}

// A photo's pose that turns against the same head turns every place on it, the hidden ones too.
static void hidden_places_turn_with_the_seen(void **state)
{
    (void)state;
    struct head ball = head_canonical();
    ball.semi_mm = vec3_make(80.0, 80.0, 80.0);
    struct view before = camera(front, vec3_make(0.0, 0.0, 0.0)), after = before;
    const double angle = 0.08;
    struct vec3 x = before.to_camera.row[0], y = before.to_camera.row[1], z = before.to_camera.row[2];
    double c = mathd_cos(angle), s = mathd_sin(angle);
    // The head turned about its centre in camera space: row i of the new matrix mixes the old ones.
    after.to_camera =
        (struct mat3){{vec3_add(vec3_scale(x, c), vec3_scale(z, s)), y, vec3_sub(vec3_scale(z, c), vec3_scale(x, s))}};
    struct vec3 centre = view_to_camera(&before, ball.centre_mm);
    after.origin_mm = vec3_sub(centre, mat3_mul(after.to_camera, ball.centre_mm));
    struct carry carry = {ball, ball, 1, &before, &after, {0.0, 0.0, 0.0}};
    carry_make(&carry);
    for (uint64_t i = 0; i < TRIES; i++) {
        struct vec3 dir = any_dir(i);
        struct vec3 wanted = mat3_mul_transposed(after.to_camera, mat3_mul(before.to_camera, dir));
        assert_close(vec3_length(vec3_sub(carry_dir(&carry, dir), wanted)), 0.0, 0.01);
    }
}

static void nothing_fitted_anew_moves_nothing(void **state)
{
    (void)state;
    struct view view[2] = {camera(front, turn), camera(left, turn)};
    struct carry carry = {other_head(), other_head(), 2, view, view, {0.0, 0.0, 0.0}};
    carry_make(&carry);
    struct carry blind = {head_canonical(), other_head(), 0, NULL, NULL, {0.0, 0.0, 0.0}};
    carry_make(&blind);
    for (uint64_t i = 0; i < TRIES; i++) {
        struct vec3 dir = any_dir(i), same = carry_dir(&blind, dir);
        assert_close(vec3_length(vec3_sub(carry_dir(&carry, dir), dir)), 0.0, 1e-9);
        assert_true(same.x == dir.x && same.y == dir.y && same.z == dir.z);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_photo_shows_well_keeps_its_pixel),
        cmocka_unit_test(the_map_is_smooth_over_the_rim),
        cmocka_unit_test(hidden_places_turn_with_the_seen),
        cmocka_unit_test(nothing_fitted_anew_moves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
