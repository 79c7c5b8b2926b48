// Where the head is on a photo, against the ray of each pixel; and that shine sought there is no
// worse than without, on rendered heads whose shine is known.
#include "testing.h"
#include "truth.h"

#include "base/mem.h"
#include "image/photo.h"
#include "image/shine.h"
#include "model/pose_fit.h"
#include "plan/compose_region.h"

static struct view view_from(struct vec3 from, double distance_mm)
{
    struct head head = head_canonical();
    struct vec3 ahead = vec3_scale(vec3_unit(from), -1.0);
    struct vec3 right = vec3_unit(vec3_cross(ahead, vec3_make(0.0, 0.1, 1.0)));
    struct view view = {.width_px = 400, .height_px = 300, .focal_px = 500.0, .centre_px = {170.0, 120.0}};
    view.to_camera = (struct mat3){{right, vec3_cross(ahead, right), ahead}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, distance_mm), mat3_mul(view.to_camera, head.centre_mm));
    return view;
}

// Pixels that the region has and rays do not; the other way round; and on the head.
static void compare(const struct view *view, const struct head *head, int *extra, int *missing, int *inside)
{
    uint8_t *region = head_region(view, head, 0.0);
    assert_non_null(region);
    *extra = *missing = *inside = 0;
    for (int y = 0; y < view->height_px; y++)
        for (int x = 0; x < view->width_px; x++) {
            struct vec3 dir;
            bool is_hit = view_hit(view, head, (struct pt_px){x + 0.5, y + 0.5}, &dir);
            uint8_t value = region[(size_t)y * (size_t)view->width_px + (size_t)x];
            assert_true(value == 0 || value == 255);
            *extra += value && !is_hit;
            *missing += !value && is_hit;
            *inside += is_hit;
        }
    mem_free(region);
}

static void it_is_where_rays_meet_the_head(void **state)
{
    (void)state;
    static const struct vec3 from[] = {{0.0, -1.0, 0.2}, {1.0, 0.1, 0.1},   {0.1, 0.2, 1.0},
                                       {0.3, 1.0, 0.4},  {-0.7, -0.7, 0.5}, {0.0, -0.5, -1.0}};
    for (size_t i = 0; i < sizeof from / sizeof from[0]; i++)
        for (int shape = 0; shape < 2; shape++)
            for (double distance_mm = 220.0; distance_mm < 1000.0; distance_mm *= 1.7) {
                struct head head = head_canonical();
                struct view view = view_from(from[i], distance_mm);
                if (shape == 1) {
                    head.term[0] = 0.02;
                    head.term[3] = -0.02;
                }
                int extra, missing, inside;
                compare(&view, &head, &extra, &missing, &inside);
                double rim_px = 2.0 * sqrt(M_PI * inside);
                assert_true(inside > 2000);
                assert_true(missing < 0.15 * rim_px + 2.0);
                double dents = 0.02 * shape * inside; // are filled
                assert_true(extra < 0.05 * rim_px + 2.0 + dents);
            }
}

static void heads_beside_or_behind_the_camera_are_nowhere(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct view view = view_from(vec3_make(0.0, -1.0, 0.2), -600.0);
    int extra, missing, inside;
    compare(&view, &head, &extra, &missing, &inside);
    assert_int_equal(extra + inside, 0);
    view = view_from(vec3_make(0.0, -1.0, 0.2), 600.0);
    view.centre_px.x += 1e6;
    compare(&view, &head, &extra, &missing, &inside);
    assert_int_equal(extra + inside, 0);
    mem_fail_after(1, 0);
    assert_null(head_region(&view, &head, 0.0));
    mem_fail_after(0, 0);
}

static int count_region(const struct view *view, const struct head *head, double margin_mm)
{
    uint8_t *region = head_region(view, head, margin_mm);
    int count = 0;
    for (int i = 0; i < view->width_px * view->height_px; i++)
        count += region[i] == 255;
    mem_free(region);
    return count;
}

static void a_margin_goes_all_round(void **state)
{
    (void)state;
    struct head ball = {.semi_mm = {80.0, 80.0, 80.0}, .centre_mm = {0.0, 13.0, 58.0}};
    struct view view = view_from(vec3_make(0.0, -1.0, 0.2), 500.0);
    view.centre_px = (struct pt_px){200.0, 150.0};
    for (double margin_mm = 0.0; margin_mm < 12.0; margin_mm += 3.0) {
        double r_mm = 80.0 + margin_mm, r_px = 500.0 * r_mm / sqrt(500.0 * 500.0 - r_mm * r_mm);
        assert_close(count_region(&view, &ball, margin_mm) / (M_PI * r_px * r_px), 1.0, 0.005);
    }
}

// ---------------------------------------------------------------- rendered heads

static void fit(const struct truth *truth, struct pose_result *pose)
{
    struct marks marks = {.width_px = truth->width_px,
                          .height_px = truth->height_px,
                          .focal_35mm = truth->focal_35mm,
                          .has_ruler = true,
                          .ruler_mm = 30.0};
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        const struct truth_landmark *at = truth_find(truth, landmark_name((enum landmark)i));
        if (!at || !at->is_visible)
            continue;
        marks.has_landmark[i] = true;
        marks.landmark[i] = at->px;
    }
    const struct truth_landmark *front = truth_find(truth, "hairline_mid");
    marks.ruler[0] = marks.ruler[1] = front->px;
    marks.ruler[1].x += marks.ruler_mm * front->px_per_mm;
    struct err err = {0};
    bool is_done = pose_fit(&marks, 1, pose, &err);
    if (!is_done)
        print_error("%s\n", err.text);
    assert_true(is_done);
}

struct agreement {
    double correlation, rms;
};

// Of a map and the known shine, averaged over truth's pixels of bald skin above the ears where dots
// may be.
static struct agreement agree(const uint8_t *map, const uint8_t *region, const struct photo *photo,
                              const struct image *shine, const struct truth *truth)
{
    double sa = 0.0, sb = 0.0, saa = 0.0, sbb = 0.0, sab = 0.0, n = 0.0;
    int step = truth->reduction, width = photo->image->width_px;
    for (int v = 0; v < truth->map_height; v++)
        for (int u = 0; u < truth->map_width && (u + 1) * step <= width; u++) {
            const uint8_t *kind = truth->mask + 3 * (v * truth->map_width + u);
            if (!region[v * step * width + u * step])
                continue;
            if (kind[0] < 250 || kind[2] > 10 || truth_map_point_mm(truth, u, v).z < 45.0)
                continue;
            double a = image_row(shine, v)[4 * u] / 255.0, b = 0.0;
            for (int i = 0; i < step * step; i++)
                b += map[(v * step + i / step) * width + u * step + i % step] / (255.0 * step * step);
            sa += a, sb += b, saa += a * a, sbb += b * b, sab += a * b, n++;
        }
    assert_true(n > 5000.0);
    return (struct agreement){(sab - sa * sb / n) / sqrt((saa - sa * sa / n) * (sbb - sb * sb / n)),
                              sqrt((saa - 2.0 * sab + sbb) / n)};
}

static struct photo *load(const char *name, const char *kind)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/photos/%s%s", testing_shared(), name, kind);
    struct photo *photo = photo_load(path, NULL);
    assert_non_null(photo);
    return photo;
}

static void shine_is_no_worse_for_it(void **state)
{
    (void)state;
    static const char *const names[] = {
        "s02_threequarter_light_softbox", "s03_topfront_brown_window",      "s06_left_fair_panel",
        "s07_front_dark_softbox_headA",   "s08_topfront_light_spots_headB", "s09_threequarter_fair_before"};
    if (!testing_shared()) {
        print_message("skipped: no sample heads beside this clone\n");
        skip();
    }
    double sum[2] = {0.0, 0.0};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct truth truth;
        struct pose_result pose;
        assert_true(truth_load(&truth, testing_shared(), names[i]));
        fit(&truth, &pose);
        struct photo *photo = load(names[i], ".jpg"), *shine = load(names[i], "_spec.png");
        uint8_t *region = head_region(&pose.view[0], &pose.head, 3.0);
        double px_per_mm = pose.scale_px_per_mm[0].likely;
        struct agreement with[2];
        for (int k = 0; k < 2; k++) {
            uint8_t *map = shine_map(photo->image, &photo->space, px_per_mm, k ? region : NULL, NULL);
            with[k] = agree(map, region, photo, shine->image, &truth);
            sum[k] += with[k].rms;
            mem_free(map);
        }
        print_message("%s: correlation %.3f, rms %.3f; without region %.3f, %.3f\n", names[i], with[1].correlation,
                      with[1].rms, with[0].correlation, with[0].rms);
        assert_true(with[1].correlation > with[0].correlation - 0.03);
        assert_true(with[1].rms < with[0].rms + 0.01);
        mem_free(region);
        photo_free(photo);
        photo_free(shine);
        truth_finish(&truth);
    }
    assert_true(sum[1] < 0.95 * sum[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_where_rays_meet_the_head),
        cmocka_unit_test(heads_beside_or_behind_the_camera_are_nowhere),
        cmocka_unit_test(a_margin_goes_all_round),
        cmocka_unit_test(shine_is_no_worse_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
