// A plan stays on the photo on which it was drawn, when another photo or other marks change the head.
#include "testing.h"

#include "base/mem.h"
#include "model/pose_rows.h"
#include "plan/case_make.h"

#include <string.h>

static struct pose_prior prior;
static struct pose_state person; // a long, narrow head

static struct view camera(struct vec3 toward)
{
    struct vec3 forward = vec3_scale(vec3_unit(toward), -1.0);
    struct vec3 right = vec3_unit(vec3_cross(forward, vec3_make(0.0, 0.0, 1.0)));
    struct view view = {.width_px = 3024, .height_px = 4032, .centre_px = {1512.0, 2016.0}};
    view.focal_px = view_focal_px(3024, 4032, 52.0);
    view.to_camera = (struct mat3){{right, vec3_cross(forward, right), forward}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, 620.0), mat3_mul(view.to_camera, vec3_make(0.0, 0.0, 40.0)));
    return view;
}

// A view of the person with perfect marks: landmarks and the points of the contour above the ears.
static void add_view(struct case_ *case_, struct vec3 toward)
{
    struct view view = camera(toward);
    struct head head = pose_prior_head(&prior, person.z);
    struct case_view *added = case_add_view(case_);
    struct marks *marks = &added->marks;
    *marks = (struct marks){.width_px = 3024, .height_px = 4032, .focal_35mm = 52.0};
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        marks->has_landmark[i] = vec3_dot(prior.seen_from[i], vec3_unit(toward)) > 0.0;
        view_project(&view, affine_at(&prior.place_mm[i], person.z), &marks->landmark[i]);
    }
    struct pt_px middle;
    view_project(&view, head.centre_mm, &middle);
    for (int i = 0; i < 12; i++) {
        struct vec3 at;
        double low = 0.0, high = 1500.0, angle = (190.0 + 14.0 * i) * 3.14159265 / 180.0;
        for (int k = 0; k < 40; k++) {
            double half = 0.5 * (low + high);
            struct pt_px px = {middle.x + half * cos(angle), middle.y + half * sin(angle)};
            *(view_near_level(&view, &head, px, &at) < 1.0 ? &low : &high) = half;
        }
        marks->outline[marks->outline_count++] =
            (struct pt_px){middle.x + low * cos(angle), middle.y + low * sin(angle)};
    }
}

struct seen { // control points of the hairline that a photo shows well
    int count, index[HAIRLINE_MOST_POINTS];
    struct pt_px px[HAIRLINE_MOST_POINTS];
};

static struct pt_px pixel_of(const struct case_ *case_, int view, struct vec3 dir)
{
    struct pt_px px = {0.0, 0.0};
    view_project(&case_->view[view]->view, head_point_mm(&case_->head, dir), &px);
    return px;
}

static struct seen seen_in(const struct case_ *case_, int view)
{
    struct seen seen = {0};
    const struct hairline *line = &case_->option[0]->hairline;
    for (int i = 0; i < line->point_count; i++)
        if (view_facing(&case_->view[view]->view, &case_->head, line->point[i]) > 0.6) {
            seen.px[seen.count] = pixel_of(case_, view, line->point[i]);
            seen.index[seen.count++] = i;
        }
    return seen;
}

static void assert_stayed(const struct case_ *case_, int view, const struct option *option, const struct seen *seen)
{
    assert_true(seen->count > 2);
    for (int i = 0; i < seen->count; i++) {
        struct pt_px now = pixel_of(case_, view, option->hairline.point[seen->index[i]]);
        assert_close(now.x, seen->px[i].x, 0.01);
        assert_close(now.y, seen->px[i].y, 0.01);
    }
}

static void refit(struct case_ *case_, int new_marks)
{
    struct pose_result *result = mem_alloc(sizeof *result);
    assert_true(case_refit(case_, new_marks, result, NULL));
    mem_free(result);
}

// From the front alone the head's length is a guess; the side view tells it. The hairline stays on the front view, and
// with it what an event was done with.
static void a_second_photo_leaves_the_plan_on_the_first(void **state)
{
    (void)state;
    struct case_ *case_ = case_create();
    add_view(case_, vec3_make(0.0, -1.0, 0.2));
    refit(case_, 0);
    case_take_template(case_, HAIRLINE_ROUND);
    case_set_done(case_, 0, case_->option[0]);
    struct seen seen = seen_in(case_, 0);
    struct head before = case_->head;
    struct vec3 middle = case_->option[0]->hairline.point[seen.index[seen.count / 2]];
    add_view(case_, vec3_make(1.0, -0.2, 0.2));
    refit(case_, 1);
    assert_true(fabs(case_->head.semi_mm.y - before.semi_mm.y) > 2.0);
    assert_true(vec3_length(vec3_sub(case_->option[0]->hairline.point[seen.index[seen.count / 2]], middle)) > 1e-3);
    assert_stayed(case_, 0, case_->option[0], &seen);
    assert_stayed(case_, 0, case_->done_with[0], &seen);
    assert_true(case_->option[0]->hairline.draft_certainty > 0.0); // the program moved it, no person
    assert_true(case_->option[0]->zone[0].draft_certainty > 0.0);

    // Other marks on the second photo: its own pose was wrong, the first photo has the word.
    seen = seen_in(case_, 0);
    case_->view[1]->marks.landmark[LANDMARK_TRAGION_LEFT].x += 12.0;
    refit(case_, 1);
    assert_stayed(case_, 0, case_->option[0], &seen);
    case_destroy(case_);
}

// On its only photo a template follows the marks: what was laid on a wrong head is no one's drawing.
static void marks_set_right_on_the_only_photo_take_the_plan_along(void **state)
{
    (void)state;
    struct case_ *case_ = case_create();
    add_view(case_, vec3_make(0.0, -1.0, 0.2));
    refit(case_, 0);
    case_take_template(case_, HAIRLINE_ROUND);
    struct hairline before = case_->option[0]->hairline;
    case_->view[0]->marks.landmark[LANDMARK_GLABELLA].y += 15.0;
    refit(case_, 0);
    assert_memory_equal(before.point, case_->option[0]->hairline.point, sizeof before.point);
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_photo_leaves_the_plan_on_the_first),
        cmocka_unit_test(marks_set_right_on_the_only_photo_take_the_plan_along),
    };
    pose_prior_make(&prior);
    person.z[SHAPE_LENGTH] = 1.5;
    person.z[SHAPE_BREADTH] = -1.0;
    person.z[SHAPE_TERM + 3] = 0.8;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
