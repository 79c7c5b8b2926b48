// marking: lengths of every station on a ball, where they are known.
#include "sample_case.h"
#include "testing.h"

#include "model/pose_prior.h"
#include "plan/marking.h"

#define RADIUS_MM 80.0

static struct case_ *ball_case(enum hairline_shape shape)
{
    struct case_ *case_ = sample_case();
    case_->head = head_canonical();
    case_->head.semi_mm = vec3_make(RADIUS_MM, RADIUS_MM, RADIUS_MM);
    struct option option = *case_->option[0];
    option.hairline = hairline_template(shape);
    hairline_make(&option.hairline, &case_->head);
    case_set_option(case_, 0, &option);
    return case_;
}

static double arc_mm(struct vec3 a, struct vec3 b)
{
    return RADIUS_MM * acos(fmin(vec3_dot(a, b), 1.0));
}

// 90 %: the scale's share of the length, how well its beginning is found, and a tape read to 1 mm.
static void check_breadth(const struct interval *length_mm, double scale_share, double found_mm)
{
    double scale_mm = scale_share * length_mm->likely;
    assert_close(length_mm->high - length_mm->likely, sqrt(scale_mm * scale_mm + found_mm * found_mm + 1.0), 1e-6);
}

static void check_station(const struct marking *marking, const struct marking_station *at, int side, double scale_share)
{
    const struct interval *all[] = {&at->glabella_mm, &at->midline_mm, &at->canthus_mm};
    assert_close(at->glabella_mm.likely, arc_mm(marking->glabella, at->dir), 0.01);
    assert_close(at->midline_mm.likely, RADIUS_MM * asin(fabs(at->dir.x)), 0.01);
    assert_close(at->canthus_mm.likely, arc_mm(marking->canthus[side], at->dir), 0.01);
    struct pose_prior prior;
    pose_prior_make(&prior);
    check_breadth(&at->midline_mm, scale_share, 0.0);
    check_breadth(&at->glabella_mm, scale_share, 1.645 * prior.marking_mm[LANDMARK_GLABELLA]);
    for (int i = 0; i < 3; i++) { // never surer than the scale
        assert_true(all[i]->high - all[i]->likely >= scale_share * all[i]->likely);
        assert_true(all[i]->low >= 0.0 && all[i]->low <= all[i]->likely);
    }
}

static void test_lengths_on_a_ball(void **state)
{
    (void)state;
    for (int shape = 0; shape < HAIRLINE_SHAPE_COUNT; shape++) {
        struct case_ *case_ = ball_case((enum hairline_shape)shape);
        struct marking marking;
        struct err err;
        double share = 1.0;
        for (int i = 0; i < case_->view_count; i++) {
            const struct interval *scale = &case_->view[i]->scale_px_per_mm;
            share = fmin(share, 0.5 * (scale->high - scale->low) / scale->likely);
        }
        assert_true(marking_make(case_, 0, &marking, &err));
        assert_close(marking.middle[0].glabella_mm.likely, case_->option[0]->hairline.height_mm, 1.0);
        assert_int_equal(marking.count[0], marking.count[1]);
        assert_in_range(marking.count[0], 6, MARKING_MOST_STATIONS);
        for (int side = 0; side < 2; side++) {
            struct vec3 last = marking.middle[side].dir;
            for (int i = 0; i < marking.count[side]; i++) {
                const struct marking_station *at = &marking.side[side][i];
                check_station(&marking, at, side, share);
                assert_true((at->dir.x > 0.0) == (side == 1)); // the patient's left is +x
                assert_true(arc_mm(last, at->dir) <=
                            1.35 * marking.step_mm); // a chord of the line's step; the last is longer
                last = at->dir;
            }
        }
        case_destroy(case_);
    }
}

// Where a photo shows it, and with an interval that is narrower than without.
static void test_marked_canthus(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct vec3 place_mm = vec3_make(52.0, -64.0, 20.0); // as deep as the mean face, aside of it
    struct marking without, with;
    struct err err;
    assert_true(marking_make(case_, 0, &without, &err));
    assert_false(without.is_canthus_marked[1]);
    struct case_view *view = case_->view[0];
    view->marks.has_landmark[LANDMARK_CANTHUS_LEFT] = true;
    assert_true(view_project(&view->view, place_mm, &view->marks.landmark[LANDMARK_CANTHUS_LEFT]));
    assert_true(marking_make(case_, 0, &with, &err));
    assert_true(with.is_canthus_marked[1] && !with.is_canthus_marked[0]);
    struct vec3 dir = head_dir_of(&case_->head, place_mm);
    assert_true(head_arc_mm(&case_->head, dir, with.canthus[1]) < 3.0);
    assert_true(head_arc_mm(&case_->head, dir, with.canthus[1]) < head_arc_mm(&case_->head, dir, without.canthus[1]));
    const struct interval *known = &with.side[1][3].canthus_mm, *guessed = &without.side[1][3].canthus_mm;
    assert_true(known->high - known->low < guessed->high - guessed->low);
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lengths_on_a_ball), cmocka_unit_test(test_marked_canthus)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
