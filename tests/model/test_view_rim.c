// A head that is no ellipsoid, seen as the ellipsoid that was fitted to it: the outline's marks bring the rim over.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/pose_rows.h"
#include "model/rim_fit.h"

enum { MARKS = 24, TRIES = 500 };

static struct head real_head(void)
{
    struct head head = head_canonical();
    head.term[0] = 0.02;
    head.term[1] = -0.015;
    head.term[3] = 0.02;
    return head;
}

static struct view some_view(void)
{
    struct head head = head_canonical();
    struct vec3 forward = vec3_unit(vec3_make(0.4, 0.8, -0.5)), x = vec3_unit(vec3_cross(forward, vec3_make(0, 0, 1)));
    struct view view = {.width_px = 4032, .height_px = 3024, .centre_px = {2016.0, 1512.0}};
    view.focal_px = view_focal_px(4032, 3024, 52.0);
    view.to_camera = (struct mat3){{x, vec3_cross(forward, x), forward}};
    view.origin_mm = vec3_sub(vec3_make(12.0, -20.0, 600.0), mat3_mul(view.to_camera, head.centre_mm));
    return view;
}

// A point of the head's silhouette, that way from the middle.
static struct pt_px silhouette(const struct view *view, const struct head *head, double angle_rad)
{
    struct pt_px middle, at;
    struct vec3 near_mm;
    double in = 0.0, out = 3000.0;
    assert_true(view_project(view, head->centre_mm, &middle));
    for (int i = 0; i < 60; i++) {
        double r = 0.5 * (in + out);
        at = (struct pt_px){middle.x + r * mathd_cos(angle_rad), middle.y + r * mathd_sin(angle_rad)};
        if (view_near_level(view, head, at, &near_mm) < 1.0)
            in = r;
        else
            out = r;
    }
    return at;
}

// Marks between those two angles; the view has its correction then.
static struct view corrected(double from_rad, double to_rad, int count)
{
    struct head real = real_head(), fitted = head_canonical();
    struct view view = some_view();
    struct pt_px mark[MARKS];
    for (int i = 0; i < count; i++)
        mark[i] = silhouette(&view, &real, from_rad + (to_rad - from_rad) * i / count);
    rim_fit(&view, &fitted, mark, count, 0.0);
    return view;
}

static double off_mm_at(const struct view *view, double angle_rad)
{
    struct head real = real_head(), fitted = head_canonical();
    struct view bare = *view;
    bare.rim.is_used = 0;
    double off_px;
    assert_true(pose_contour_distance(view, &fitted, silhouette(&bare, &real, angle_rad), &off_px));
    return off_px / view_scale_in_front_px_per_mm(view, &fitted);
}

static void the_rim_comes_to_the_marks(void **state)
{
    (void)state;
    struct view bare = some_view(), view = corrected(0.0, 2.0 * MATHD_PI, MARKS);
    double most_before = 0.0, most = 0.0;
    for (int i = 0; i < 360; i++) {
        most_before = fmax(most_before, fabs(off_mm_at(&bare, i * MATHD_PI / 180.0)));
        most = fmax(most, fabs(off_mm_at(&view, i * MATHD_PI / 180.0)));
    }
    assert_true(most_before > 2.0);
    assert_true(most < 0.25 * most_before);
}

static void where_no_mark_is_near_nothing_moves(void **state)
{
    (void)state;
    struct view view = corrected(MATHD_PI, 2.0 * MATHD_PI, MARKS); // the upper half
    struct head head = head_canonical();
    struct pt_px middle;
    view_project(&view, head.centre_mm, &middle);
    for (int i = 0; i < 100; i++) {
        double r = 10.0 * i;
        struct pt_px below = {middle.x, middle.y + r}, above = {middle.x, middle.y - 0.4 * r};
        struct pt_px to = view_rim_apply(&view.rim, below);
        assert_true(to.x == below.x && fabs(to.y - below.y) < 1e-9);
        to = view_rim_apply(&view.rim, above);
        if (0.4 * r < 0.44 * view.rim.radius_px[VIEW_RIM_SPOKES * 3 / 4])
            assert_true(fabs(to.y - above.y) < 1e-9);
    }
    assert_true(fabs(view.rim.off_px[VIEW_RIM_SPOKES * 3 / 4]) > 1.0);
}

static void it_is_undone_exactly_and_its_slopes_are_its_slopes(void **state)
{
    (void)state;
    struct view view = corrected(0.0, 2.0 * MATHD_PI, MARKS);
    struct head head = head_canonical();
    for (uint64_t i = 0; i < TRIES; i++) {
        struct pt_px px = {4032.0 * rng_unit(1, i, 0), 3024.0 * rng_unit(1, i, 1)};
        struct pt_px to = view_rim_apply(&view.rim, px), back = view_rim_undo(&view.rim, to);
        assert_close(back.x, px.x, 1e-6);
        assert_close(back.y, px.y, 1e-6);
        struct vec3 dir, back_dir, east, north;
        if (!view_hit(&view, &head, px, &dir) || view_facing(&view, &head, dir) < 0.1)
            continue;
        struct vec3 at = head_point_mm(&head, dir);
        struct pt_px again, moved;
        assert_true(view_project(&view, at, &again) && view_hit(&view, &head, again, &back_dir));
        assert_close(again.x, px.x, 1e-5);
        assert_close(again.y, px.y, 1e-5);
        head_tangents(&head, dir, &east, &north);
        struct mat2 j = view_jacobian(&view, at, east, north);
        assert_true(view_project(&view, vec3_add(at, vec3_scale(east, 0.01)), &moved));
        assert_close((moved.x - again.x) / 0.01, j.xx, 0.1); // of some 12: a spoke's edge may lie between
        assert_close((moved.y - again.y) / 0.01, j.yx, 0.1);
    }
}

static void few_marks_and_marks_far_off_change_nothing(void **state)
{
    (void)state;
    assert_false(corrected(0.0, 2.0 * MATHD_PI, RIM_FIT_FEWEST_POINTS - 1).rim.is_used);
    struct view view = some_view();
    struct head head = head_canonical();
    struct pt_px middle, mark[MARKS];
    view_project(&view, head.centre_mm, &middle);
    for (int i = 0; i < MARKS; i++) // a hand's breadth outside
        mark[i] = (struct pt_px){middle.x + 2000.0 * mathd_cos(0.2 * i), middle.y + 2000.0 * mathd_sin(0.2 * i)};
    rim_fit(&view, &head, mark, MARKS, 0.0);
    for (int i = 0; i < VIEW_RIM_SPOKES; i++)
        assert_true(view.rim.off_px[i] == 0.0);
    view.origin_mm.z = -600.0; // behind the camera
    rim_fit(&view, &head, mark, MARKS, 0.0);
    assert_false(view.rim.is_used);
}

static void a_larger_photo_has_the_same_correction(void **state)
{
    (void)state;
    struct view view = corrected(0.0, 2.0 * MATHD_PI, MARKS);
    struct view_rim twice = view.rim;
    view_rim_scale(&twice, 2.0);
    for (uint64_t i = 0; i < TRIES; i++) {
        struct pt_px px = {4032.0 * rng_unit(2, i, 0), 3024.0 * rng_unit(2, i, 1)};
        struct pt_px a = view_rim_apply(&view.rim, px),
                     b = view_rim_apply(&twice, (struct pt_px){2.0 * px.x, 2.0 * px.y});
        assert_close(2.0 * a.x, b.x, 1e-6);
        assert_close(2.0 * a.y, b.y, 1e-6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rim_comes_to_the_marks),
        cmocka_unit_test(where_no_mark_is_near_nothing_moves),
        cmocka_unit_test(it_is_undone_exactly_and_its_slopes_are_its_slopes),
        cmocka_unit_test(few_marks_and_marks_far_off_change_nothing),
        cmocka_unit_test(a_larger_photo_has_the_same_correction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
