// Photos of one head that do not agree: an unsure draft hardly moves what a person marked.
#include "plan/case_make.h"

#include "base/mem.h"
#include "testing.h"

#include <math.h>
#include <string.h>

// The mean head from that side, drawn out to so many times its breadth there; drafted with that certainty, 0: marked.
static void add(struct case_ *case_, const char *name, enum facing facing, double stretch, double certainty)
{
    struct photo photo = {.image = image_create(640, 480, PIXELS_RGBA8, NULL), .focal_35mm = 52.0};
    struct draft *draft = mem_alloc(sizeof *draft);
    struct err err = {0};
    assert_non_null(photo.image);
    memset(photo.sha256, 'a', 64);
    case_usual_draft(&photo, facing, draft);
    draft->marks.certainty = certainty;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        draft->marks.landmark[i].x = 320.0 + stretch * (draft->marks.landmark[i].x - 320.0);
        draft->marks.drafted_mm[i] = certainty > 0.0 && draft->marks.has_landmark[i] ? 3.0 : 0.0;
    }
    if (!case_draft(case_, &photo, name, draft, &err))
        fail_msg("%s", err.text);
    mem_free(draft);
    image_unref(photo.image);
}

static double length_mm(double stretch, double certainty)
{
    struct case_ *case_ = case_create();
    add(case_, "front.jpg", FACING_FRONT, 1.0, 0.0);
    if (certainty > 0.0)
        add(case_, "side.jpg", FACING_THREE_QUARTER_LEFT, stretch, certainty);
    double length = 2.0 * case_->head.semi_mm.y;
    case_destroy(case_);
    return length;
}

static void test_an_unsure_side_hardly_shapes_the_head(void **state)
{
    (void)state;
    double alone = length_mm(1.0, 0.0), sure = length_mm(1.15, 0.9), unsure = length_mm(1.15, 0.3);
    assert_true(fabs(sure - alone) > 2.0); // a sure one counts
    assert_true(fabs(unsure - alone) < 0.5 * fabs(sure - alone));
    assert_close(length_mm(1.0, 0.3), alone, 1.0); // and one that agrees changes nothing
}

// Half as large again as the photo: of a draft that is unsure no head, of a person a close look.
static void test_an_unsure_head_fits_its_photo(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct case_ *case_ = case_create();
        struct photo photo = {.image = image_create(640, 480, PIXELS_RGBA8, NULL), .focal_35mm = 52.0};
        struct draft *draft = mem_alloc(sizeof *draft);
        struct err err = {0};
        memset(photo.sha256, 'b', 64);
        add(case_, "front.jpg", FACING_FRONT, 1.0, 0.0);
        case_usual_draft(&photo, FACING_FRONT, draft);
        draft->marks.certainty = i == 0 ? 0.3 : 0.0;
        for (int k = 0; k < LANDMARK_COUNT; k++) {
            struct pt_px *at = &draft->marks.landmark[k];
            *at = (struct pt_px){320.0 + 4.0 * (at->x - 320.0), 240.0 + 4.0 * (at->y - 240.0)};
            draft->marks.has_landmark[k] &= fabs(at->x - 320.0) < 640.0 && fabs(at->y - 240.0) < 480.0;
        }
        assert_true(case_draft(case_, &photo, "close.jpg", draft, &err) == (i == 1));
        assert_true(i == 1 || strstr(err.text, "no head is seen"));
        mem_free(draft);
        image_unref(photo.image);
        case_destroy(case_);
    }
}

// Marks that nobody has moved are told from those that somebody has, also after a case file has rounded them.
static void test_unmoved_marks(void **state)
{
    (void)state;
    for (int facing = FACING_FRONT; facing < FACING_COUNT; facing++) {
        struct photo photo = {.image = image_create(640, 480, PIXELS_RGBA8, NULL), .focal_35mm = 52.0};
        struct draft *draft = mem_alloc(sizeof *draft);
        int count = 0, first = -1;
        case_usual_draft(&photo, (enum facing)facing, draft);
        for (int i = 0; i < LANDMARK_COUNT; i++) {
            count += draft->marks.has_landmark[i];
            first = first < 0 && draft->marks.has_landmark[i] ? i : first;
            draft->marks.landmark[i].x = round(draft->marks.landmark[i].x * 10.0) / 10.0;
        }
        assert_true(count > 0);
        assert_int_equal(case_usual_marks_left(&photo, &draft->marks), count);
        draft->marks.landmark[first].y += 1.0;
        assert_int_equal(case_usual_marks_left(&photo, &draft->marks), count - 1);
        draft->marks.has_landmark[first] = false;
        assert_int_equal(case_usual_marks_left(&photo, &draft->marks), count - 1);
        mem_free(draft);
        image_unref(photo.image);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_an_unsure_side_hardly_shapes_the_head),
                                       cmocka_unit_test(test_an_unsure_head_fits_its_photo),
                                       cmocka_unit_test(test_unmoved_marks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
