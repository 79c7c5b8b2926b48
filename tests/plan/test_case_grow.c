// A further photo shows a bare crown: it becomes a drafted zone, and nothing else changes.
#include "plan/case_grow.h"

#include "base/mem.h"
#include "model/keep.h"
#include "model/scalp_draft.h"
#include "plan/case_make.h"
#include "testing.h"

#include <string.h>

static struct view camera(struct vec3 along, struct vec3 up, double distance_mm)
{
    struct view view = {.width_px = 1000, .height_px = 1000, .focal_px = 2000.0, .centre_px = {500.0, 500.0}};
    struct vec3 right = vec3_unit(vec3_cross(along, up));
    view.to_camera = (struct mat3){{right, vec3_cross(along, right), along}};
    view.origin_mm = mat3_mul(view.to_camera, vec3_scale(along, distance_mm));
    return view;
}

static struct view from_above(double distance_mm)
{
    return camera(vec3_unit(vec3_make(0.0, -0.3, -1.0)), vec3_make(0.0, -1.0, 0.0), distance_mm);
}

// Bare corners in front beside a forelock, a bare crown of 35 mm.
static float hair(const struct head *head, struct vec3 dir)
{
    struct vec3 middle = vec3_unit(vec3_make(0.0, dir.y, dir.z));
    bool is_behind = middle.y > 0.0 || head_arc_mm(head, head->glabella, middle) > (fabs(dir.x) > 0.33 ? 120.0 : 70.0);
    return is_behind && head_arc_mm(head, head->whorl, dir) > 35.0 ? 1.0f : 0.0f;
}

// As a photo by `seen_by` is read on `head` in a pose that is thought to be `view`.
static void draw(struct hair_chart *chart, const struct view *seen_by, const struct head *head, const struct view *view,
                 bool is_hairy)
{
    memset(chart, 0, sizeof *chart);
    for (int i = 0; i < CHART_CELLS; i++) {
        struct vec3 dir = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS), truly;
        struct chart_cell *cell = &chart->cell[i];
        struct pt_px px;
        cell->is_seen = view_facing(view, head, dir) > 0.25 && view_project(view, head_point_mm(head, dir), &px) &&
                        view_hit(seen_by, head, px, &truly);
        cell->hair = cell->is_seen ? is_hairy ? 1.0f : hair(head, truly) : 0.0f;
        cell->light = cell->hair > 0.5f ? 0.08f : 0.4f;
    }
    chart->is_standing = true;
    chart->certainty = 0.9;
}

static void add_view(struct case_ *case_, const char *name, struct view view)
{
    struct case_view *of = case_add_view(case_);
    snprintf(of->photo_name, sizeof of->photo_name, "%s", name);
    of->view = view;
    of->scale_px_per_mm = (struct interval){3.0, 3.3, 3.6};
}

struct fixture {
    struct case_ *case_;
    struct draft *front, *top;
};

// From in front and from above; the second photo alone was taken 30 mm nearer than it is.
static void set_up(struct fixture *f)
{
    struct view front = camera(vec3_unit(vec3_make(0.0, 1.0, -0.3)), vec3_make(0.0, 0.0, 1.0), 600.0),
                top = from_above(600.0);
    struct scalp_draft scalp;
    f->case_ = case_create();
    f->front = mem_alloc(sizeof *f->front);
    f->top = mem_alloc(sizeof *f->top);
    add_view(f->case_, "front.jpg", front);
    add_view(f->case_, "top.jpg", top);
    draw(&f->front->chart, &front, &f->case_->head, &front, false);
    case_take_scalp(f->case_, HAIRLINE_ROUND, f->front, &scalp);
    assert_int_equal(scalp.kind, SCALP_RECEDING);
    f->top->head = f->case_->head;
    f->top->view = from_above(570.0);
    draw(&f->top->chart, &top, &f->top->head, &f->top->view, false);
}

static void finish(struct fixture *f)
{
    case_destroy(f->case_);
    mem_free(f->front);
    mem_free(f->top);
}

static void test_a_crown_from_above_becomes_a_zone(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    const struct option *option = f.case_->option[0];
    struct option *old = mem_alloc(sizeof *old);
    struct vec3 whorl = f.case_->head.whorl;
    assert_int_equal(option->zone_count, 1);
    assert_true(keep_zone_distance_mm(&option->zone[0], &f.case_->head, whorl) < 0.0);
    // What is not seen behind the corners goes on as the forelock does: hair.
    assert_true(keep_zone_distance_mm(&option->zone[0], &f.case_->head, vec3_unit(vec3_make(0.5, 0.4, 0.8))) < 0.0);
    *old = *option;
    assert_int_equal(case_grow_zones(f.case_, 1, f.top), 1);
    option = f.case_->option[0];
    assert_int_equal(option->zone_count, 2);
    assert_memory_equal(&option->zone[0], &old->zone[0], sizeof old->zone[0]);
    assert_memory_equal(&option->hairline, &old->hairline, sizeof old->hairline);
    const struct zone *crown = &option->zone[1];
    assert_int_equal(crown->kind, ZONE_CROWN);
    assert_close(crown->draft_certainty, 0.9, 1e-12);
    for (int i = 0; i < crown->point_count; i++) // 35 mm and 10 into the hair
        assert_close(head_arc_mm(&f.case_->head, whorl, crown->point[i]), 45.0, 9.0);
    assert_int_equal(case_grow_zones(f.case_, 1, f.top), 0); // it is held now
    mem_free(old);
    finish(&f);
}

static void touch_zone(struct fixture *f)
{
    struct option option = *f->case_->option[0];
    option.zone[0].draft_certainty = 0.0;
    case_move_option(f->case_, 0, &option);
}
static void add_option(struct fixture *f)
{
    struct option option = *f->case_->option[0];
    snprintf(option.name, sizeof option.name, "B");
    assert_non_null(case_add_option(f->case_, &option));
}
static void do_session(struct fixture *f)
{
    case_set_done(f->case_, 0, f->case_->option[0]);
}
static void take_later(struct fixture *f)
{
    f->case_->view[1]->done_events = 1;
}
static void blur_scale(struct fixture *f)
{
    f->case_->view[1]->scale_px_per_mm = (struct interval){2.6, 3.3, 4.0};
}
static void guess_side(struct fixture *f)
{
    f->case_->view[1]->marks.is_facing_drafted = true;
    f->case_->view[1]->marks.certainty = 0.3;
}
static void fill_hair(struct fixture *f)
{
    struct view top = from_above(600.0);
    draw(&f->top->chart, &top, &f->top->head, &f->top->view, true);
}
static void forget(struct fixture *f)
{
    memset(&f->top->chart, 0, sizeof f->top->chart);
}

static void test_else_nothing_grows(void **state)
{
    (void)state;
    static void (*const but[])(struct fixture * f) = {touch_zone, add_option, do_session, take_later,
                                                      blur_scale, guess_side, fill_hair,  forget};
    for (size_t i = 0; i < sizeof but / sizeof but[0]; i++) {
        struct fixture f;
        set_up(&f);
        but[i](&f);
        assert_int_equal(case_grow_zones(f.case_, 1, f.top), 0);
        assert_int_equal(f.case_->option[0]->zone_count, 1);
        finish(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_crown_from_above_becomes_a_zone),
                                       cmocka_unit_test(test_else_nothing_grows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
