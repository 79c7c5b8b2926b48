#include "plan/edit.h"

#include "base/mem.h"
#include "plan/case_file.h"
#include "sample_case.h"
#include "testing.h"

static struct case_ *edited(const struct case_ *case_, struct edit_place place, const char *const *changes, int count)
{
    struct err err = {0};
    struct case_ *out = edit_apply(case_, place, changes, count, &err);
    if (!out)
        fail_msg("%s", err.text);
    return out;
}

static void test_verbs(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    static const char *const changes[] = {
        "zones.add=crown",        "zones.add=fut-scar:old scar", "zone.old scar.width_mm=12", "zones.remove=full",
        "options.add=C",          "technique.shade=black",       "options.rename=bold",       "events.add=touch-up@700",
        "event.4.share=0.4",      "mask.stroke=20:5,5/60,60",    "mask.erase=1,1/9,1/9,9",    "mask.hair=7:5,5/60,60",
        "mask.sharp=1,1/9,1/9,9",
    };
    struct case_ *out = edited(case_, (struct edit_place){0, 0}, changes, sizeof changes / sizeof *changes);
    assert_int_equal(out->option_count, 3);
    assert_string_equal(out->option[2]->name, "bold");
    assert_close(out->option[2]->technique.shade_tau, 3.5, 0.0);
    assert_close(out->option[0]->technique.shade_tau, 1.0, 0.0); // the copy took the change
    assert_int_equal(out->option[0]->zone_count, 2);
    assert_close(out->option[0]->zone[1].width_mm, 12.0, 0.0);
    assert_int_equal(out->course.event_count, 4);
    assert_int_equal(out->course.event[3].kind, EVENT_TOUCH_UP);
    assert_int_equal(out->view[0]->stroke_count, 5);
    assert_close(out->view[0]->stroke[1].width_px, 20.0, 0.0);
    assert_int_equal(out->view[0]->stroke[2].of, MASK_AWAY);
    assert_int_equal(out->view[0]->stroke[3].of, MASK_HAIR);
    assert_close(out->view[0]->stroke[3].width_px, 7.0, 0.0);
    assert_true(out->view[0]->stroke[4].of == MASK_BLUR && out->view[0]->stroke[4].erases);
    char *text = case_text(out); // and in the file
    struct case_ *read = case_parse(text, strlen(text), NULL);
    assert_non_null(read);
    for (int i = 0; i < 5; i++)
        assert_int_equal(read->view[0]->stroke[i].of, out->view[0]->stroke[i].of);
    case_destroy(read);
    mem_free(text);
    static const char *const undo[] = {"options.remove=bold", "events.remove=4", "mask.clear=all"};
    struct case_ *back = edited(out, (struct edit_place){0, 0}, undo, 3);
    assert_int_equal(back->option_count, 2);
    assert_int_equal(back->course.event_count, 3);
    assert_int_equal(back->view[0]->stroke_count, 0);
    case_destroy(back);
    // What the program laid and what a person painted go apart.
    out->view[0]->stroke[1].is_drafted = 1;
    static const char *const both[] = {"mask.clear=painted", "mask.clear=drafted"};
    case_destroy(edited(out, (struct edit_place){0, 0}, both, 2));
    static const char *const painted[] = {"mask.clear=painted"}, *const drafted[] = {"mask.clear=drafted"};
    struct case_ *found = edited(out, (struct edit_place){0, 0}, painted, 1);
    assert_int_equal(found->view[0]->stroke_count, 1);
    assert_close(found->view[0]->stroke[0].width_px, 20.0, 0.0);
    struct case_ *mine = edited(out, (struct edit_place){0, 0}, drafted, 1);
    assert_int_equal(mine->view[0]->stroke_count, 4);
    assert_int_equal(mine->view[0]->stroke[1].of, MASK_AWAY);
    case_destroy(found);
    case_destroy(mine);
    case_destroy(out);
    case_destroy(case_);
}

static const double *draft_marks(const struct case_ *case_, double out[2])
{
    out[0] = case_->option[0]->hairline.draft_certainty;
    out[1] = case_->option[0]->zone[0].draft_certainty;
    return out;
}

// What the program laid is marked as its own until a person moves it, changes one of its numbers or says that it is
// right; what else is changed leaves the mark. It is never surer than the head that it lies on.
static void test_drafts_become_a_persons(void **state)
{
    (void)state;
    static const struct {
        const char *change;
        bool stays[2]; // hairline, zone
    } cases[] = {{"technique.shade=black", {true, true}},
                 {"zones.add=crown", {true, true}},
                 {"options.rename=first", {true, true}},
                 {"hairline.height_mm=80", {false, true}},
                 {"hairline.height_mm=75", {true, true}}, // as it was
                 {"hairline.shape=peaked", {false, true}},
                 {"zone.full.density_per_cm2=120", {true, false}},
                 {"zones.place=full:760,560/840,560/800,640", {true, false}},
                 {"drafts.confirm=hairline", {false, true}},
                 {"drafts.confirm=zones", {true, false}}};
    struct case_ *case_ = sample_case();
    double marks[2];
    assert_true(draft_marks(case_, marks)[0] > 0.0 && marks[1] > 0.0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct case_ *out = edited(case_, (struct edit_place){0, 0}, &cases[i].change, 1);
        draft_marks(out, marks);
        if ((marks[0] > 0.0) != cases[i].stays[0] || (marks[1] > 0.0) != cases[i].stays[1])
            fail_msg("%s: hairline %g, zone %g", cases[i].change, marks[0], marks[1]);
        case_destroy(out);
    }
    assert_close(case_draft_certainty(case_, 0.7), 0.7, 0.0); // a person marked the head
    assert_close(case_draft_certainty(case_, 0.0), 0.0, 0.0);
    case_->view[0]->marks.certainty = 0.3;
    assert_close(case_draft_certainty(case_, 0.7), 0.3, 0.0);
    const struct vec3 ears_and_brow[] = {{66.0, 1.5, 0.0}, {-66.0, 1.5, 0.0}, {0.0, -98.0, 36.5}};
    const enum landmark names[] = {LANDMARK_TRAGION_LEFT, LANDMARK_TRAGION_RIGHT, LANDMARK_GLABELLA};
    for (int i = 0; i < 3; i++) { // it is fitted anew
        case_->view[0]->marks.has_landmark[names[i]] = true;
        view_project(&case_->view[0]->view, ears_and_brow[i], &case_->view[0]->marks.landmark[names[i]]);
    }
    case_->view[0]->marks.outline_count = 0;
    static const char *const right = "drafts.confirm=marks";
    struct case_ *out = edited(case_, (struct edit_place){0, 0}, &right, 1);
    assert_close(case_draft_certainty(out, 0.7), 0.7, 0.0);
    case_destroy(out);
    case_destroy(case_);
}

// A zone goes where the photo is clicked, keeps its size in mm, and takes a new shape point by point.
static void test_place(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    static const char *const changes[] = {"zones.add=areata", "zones.place=areata:830,450", "zones.add=part",
                                          "zones.place=part:700,450/800,440/900,450"};
    struct case_ *out = edited(case_, (struct edit_place){0, 0}, changes, 1);
    struct zone was = out->option[0]->zone[1];
    case_destroy(out);
    out = edited(case_, (struct edit_place){0, 0}, changes, 4);
    const struct zone *areata = &out->option[0]->zone[1], *part = &out->option[0]->zone[2];
    const struct view *view = &out->view[0]->view;
    struct vec3 to, before = {0};
    assert_true(view_hit(view, &out->head, (struct pt_px){830.0, 450.0}, &to));
    for (int i = 0; i < was.point_count; i++)
        before = vec3_add(before, was.point[i]);
    for (int i = 0; i < was.point_count; i++)
        assert_close(head_arc_mm(&out->head, to, areata->point[i]),
                     head_arc_mm(&out->head, vec3_unit(before), was.point[i]), 0.05);
    assert_int_equal(part->point_count, 3);
    struct pt_px px;
    assert_true(view_project(view, head_point_mm(&out->head, part->point[0]), &px));
    assert_close(px.x, 700.0, 0.01);
    assert_close(px.y, 450.0, 0.01);
    case_destroy(out);
    case_destroy(case_);
}

// All or nothing: the good change before a bad one is not kept.
static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "drafts.confirm=marks", // a person's
        "drafts.confirm=yes",
        "nonsense",
        "=5",
        "hairline.height_mm=",
        "hairline.height_mm=9999",
        "zones.add=",
        "zones.add=full",
        "zones.add=garden",
        "zones.add=crown:",
        "zones.add=crown:a.b",
        "zones.remove=crown",
        "options.add=B",
        "zones.place=full",
        "zones.place=full:",
        "zones.place=none:800,450",
        "zones.place=full:5,5",
        "zones.place=full:800,450/820,450",
        "zones.place=full:800,450/x,1/820,450",
        "zones.place=full:800,450/820,450/nan,1",
        "options.add=",
        "options.add=a,b",
        "options.add==2",
        "options.remove=Z",
        "options.rename=B",
        "events.add=touch-up",
        "events.add=party@3",
        "events.add=session@-1",
        "events.remove=0",
        "events.remove=4",
        "events.remove=x",
        "mask.add=1,1/2,2",
        "mask.add=1,1/2/3,3",
        "mask.add=",
        "mask.add=1e9,1/2,2/3,3",
        "mask.stroke=1,1/2,2",
        "mask.stroke=0:1,1",
        "mask.clear=1",
        "views.remove=0",
        "views.remove=1",
        "views.remove=x",
        "event.3.day=1",
        "event.2.share=0.1",
        "event.3.done=yes",
        "course.sessions=7",
        "zone.full.kind=crown",
    };
    struct case_ *case_ = sample_case();
    char *before = case_text(case_);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err err = {0};
        const char *const changes[] = {"seed=5", bad[i]};
        struct case_ *out = edit_apply(case_, (struct edit_place){0, 0}, changes, 2, &err);
        if (out)
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(err.code, ERR_INPUT);
        assert_true(*err.text && !strchr(err.text, '\n'));
    }
    char *after = case_text(case_);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    case_destroy(case_);
}

static void test_limits(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct edit_place place = {0, 0};
    char change[64];
    struct err err = {0};
    int added = 0;
    for (int i = 0; i < 100; i++) {
        snprintf(change, sizeof change, "options.add=n%d", i);
        added += edit_one(case_, &place, change, &err);
        snprintf(change, sizeof change, "events.add=session@%d", 100 + i);
        added += edit_one(case_, &place, change, &err);
        added += edit_one(case_, &place, "mask.add=1,1/2,2/3,1", &err);
        snprintf(change, sizeof change, "zones.add=crown:n%d", i);
        added += edit_one(case_, &place, change, &err);
    }
    assert_int_equal(case_->option_count, CASE_MOST_OPTIONS);
    assert_int_equal(case_->course.event_count, COURSE_MOST_EVENTS);
    assert_int_equal(case_->view[0]->stroke_count, CASE_MOST_STROKES);
    assert_true(added > 80);
    assert_true(case_validate(case_, &err));
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verbs), cmocka_unit_test(test_drafts_become_a_persons),
                                       cmocka_unit_test(test_place), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
