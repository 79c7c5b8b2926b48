// From a chart of hair to hairline and zones: heads of every kind, drawn as charts.
#include "testing.h"

#include "base/mem.h"
#include "model/keep.h"
#include "model/place.h"
#include "model/scalp_draft.h"

#include <string.h>

struct fixture {
    struct head head;
    struct hair_chart *chart;
    struct option *option;
    struct scalp_draft draft;
};

typedef float hair_fn(const struct head *head, struct vec3 dir);

// Height of a place over the glabella along the midline's plane, and how far it is aside, mm, near enough for drawing.
static double above_mm(const struct head *head, struct vec3 dir)
{
    struct vec3 middle = vec3_unit(vec3_make(0.0, dir.y, dir.z));
    return middle.y > 0.0 && middle.z < 0.5 ? 300.0 : head_arc_mm(head, head->glabella, middle);
}

static float bald(const struct head *head, struct vec3 dir)
{
    return head_arc_mm(head, vec3_make(0.0, 0.0, 1.0), dir) > 130.0 ? 1.0f : 0.0f;
}

// 70 mm above the glabella, lower at the temples.
static float full(const struct head *head, struct vec3 dir)
{
    double aside_mm = fabs(dir.x) * 78.0;
    return above_mm(head, dir) > 70.0 - 3.0 * fmax(aside_mm - 38.0, 0.0) ? 1.0f : 0.0f;
}

// A forelock of 24 mm to each side, corners bare up to 120 mm.
static float receding(const struct head *head, struct vec3 dir)
{
    double aside_mm = fabs(dir.x) * 78.0;
    return above_mm(head, dir) > (aside_mm < 24.0 || aside_mm > 62.0 ? 70.0 : 120.0) ? 1.0f : 0.0f;
}

static float bare_crown(const struct head *head, struct vec3 dir)
{
    return head_arc_mm(head, head->whorl, dir) < 32.0 ? 0.0f : full(head, dir);
}

static void draw(struct fixture *f, hair_fn *hair, bool is_all_seen)
{
    for (int i = 0; i < CHART_CELLS; i++) {
        struct vec3 dir = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS);
        struct chart_cell *cell = &f->chart->cell[i];
        cell->is_seen = is_all_seen || dir.y < 0.1;
        cell->hair = hair(&f->head, dir);
        cell->light = cell->hair > 0.5f ? 0.08f : 0.4f;
    }
    f->chart->is_standing = true;
    f->chart->certainty = 0.9;
}

static void lay(struct fixture *f, hair_fn *hair, bool is_all_seen)
{
    f->head = head_canonical();
    f->option = mem_alloc(sizeof *f->option);
    if (!f->chart)
        f->chart = mem_alloc(sizeof *f->chart);
    if (hair)
        draw(f, hair, is_all_seen);
    f->option->hairline = hairline_template(HAIRLINE_ROUND);
    hairline_make(&f->option->hairline, &f->head);
    f->option->zone[0] = zone_make(ZONE_FULL, &f->head, &f->option->hairline);
    f->option->zone_count = 1;
    scalp_draft_lay(f->chart, &f->head, f->option, &f->draft);
}

static void finish(struct fixture *f)
{
    mem_free(f->chart);
    mem_free(f->option);
}

// Share of the cells of that kind behind the hairline that lie inside the first zone by `least_mm`.
static double covered(const struct fixture *f, hair_fn *hair, float of, double least_mm)
{
    int all = 0, in = 0;
    for (int i = 0; i < CHART_CELLS; i++) {
        struct vec3 dir = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS);
        bool is_seen = f->chart->cell[i].is_seen && dir.z > 0.4 && fabs(dir.x) < 0.7;
        if (!is_seen || hair(&f->head, dir) != of ||
            keep_hairline_distance_mm(&f->option->hairline, &f->head, dir) < 0.0)
            continue;
        all++;
        in += keep_zone_distance_mm(&f->option->zone[0], &f->head, dir) > least_mm;
    }
    return all > 0 ? (double)in / all : 0.0;
}

static void test_a_bald_head_gets_the_whole_zone(void **state)
{
    (void)state;
    struct fixture f = {0};
    lay(&f, bald, false);
    struct zone whole = zone_make(ZONE_FULL, &f.head, &f.option->hairline);
    assert_int_equal(f.draft.kind, SCALP_BARE);
    assert_int_equal(f.option->zone_count, 1);
    assert_true(vec3_are_same(f.option->zone[0].point, f.option->zone[0].point_count, whole.point, whole.point_count));
    assert_close(f.option->hairline.height_mm, 75.0, 1e-12); // the guide's height: none is there
    assert_true(f.draft.present_mm == 0.0 && f.draft.line_count == 0);
    assert_close(f.option->zone[0].draft_certainty, 0.9, 1e-12);
    finish(&f);
}

static void test_a_receding_head_gets_what_is_bare(void **state)
{
    (void)state;
    struct fixture f = {0};
    lay(&f, receding, false);
    assert_int_equal(f.draft.kind, SCALP_RECEDING);
    assert_int_equal(f.option->zone_count, 1);
    assert_int_equal(f.option->zone[0].kind, ZONE_FULL);
    assert_true(covered(&f, receding, 0.0f, 0.0) > 0.95);
    assert_true(covered(&f, receding, 1.0f, 9.0) < 0.08); // a ramp's half into the hair, and no more
    assert_close(f.draft.present_mm, 70.0, 5.0);
    assert_close(f.option->hairline.height_mm, f.draft.present_mm, 1e-9);
    finish(&f);
}

// As stubble the same head gets the whole zone: dots lie between the stubble. A bare crown alone stays a patch.
static void test_a_shaved_head_gets_the_whole_zone(void **state)
{
    (void)state;
    static hair_fn *const hair[] = {receding, bare_crown};
    for (int i = 0; i < 2; i++) {
        struct fixture f = {.chart = mem_alloc(sizeof *f.chart), .head = head_canonical()};
        draw(&f, hair[i], true);
        f.chart->is_standing = false;
        lay(&f, NULL, true);
        struct zone whole = zone_make(ZONE_FULL, &f.head, &f.option->hairline);
        const struct zone *zone = &f.option->zone[0];
        assert_int_equal(f.draft.kind, i == 0 ? SCALP_SHAVED : SCALP_RECEDING);
        assert_int_equal(f.option->zone_count, 1);
        assert_true(vec3_are_same(zone->point, zone->point_count, whole.point, whole.point_count) == (i == 0));
        assert_close(zone->draft_certainty, 0.9, 1e-12);
        finish(&f);
    }
}

static void test_a_head_of_hair_gets_none(void **state)
{
    (void)state;
    struct fixture f = {0};
    lay(&f, full, false);
    assert_int_equal(f.draft.kind, SCALP_FULL);
    assert_int_equal(f.option->zone_count, 0);
    assert_close(f.draft.present_mm, 70.0, 4.0);
    assert_true(f.draft.line_count >= 15);
    finish(&f);
}

static void test_a_bare_crown_gets_a_zone_of_its_own(void **state)
{
    (void)state;
    struct fixture f = {0};
    lay(&f, bare_crown, true);
    assert_int_equal(f.draft.kind, SCALP_RECEDING);
    assert_int_equal(f.option->zone_count, 1);
    assert_int_equal(f.option->zone[0].kind, ZONE_CROWN);
    assert_true(keep_zone_distance_mm(&f.option->zone[0], &f.head, f.head.whorl) > 25.0);
    assert_true(keep_zone_distance_mm(&f.option->zone[0], &f.head, place_behind(&f.head, -65.0, 0.0, 1)) < 0.0);
    finish(&f);
}

// The top is half as light as skin, through standing hair: filled between the hairs, not shaved.
static void test_thin_hair_gets_a_fill(void **state)
{
    (void)state;
    struct fixture f = {.chart = mem_alloc(sizeof *f.chart)};
    f.head = head_canonical();
    draw(&f, full, true);
    for (int i = 0; i < CHART_CELLS; i++)
        if (chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS).z > 0.9)
            f.chart->cell[i].light = 0.3f;
    lay(&f, NULL, true);
    assert_int_equal(f.draft.kind, SCALP_THINNING);
    assert_int_equal(f.option->zone[0].kind, ZONE_DENSITY);
    f.chart->is_standing = false; // stubble: it is as it should be
    mem_free(f.option);
    lay(&f, NULL, true);
    assert_int_equal(f.draft.kind, SCALP_FULL);
    finish(&f);
}

static void test_what_is_not_seen_is_not_judged(void **state)
{
    (void)state;
    struct fixture f = {.chart = mem_alloc(sizeof *f.chart)};
    lay(&f, NULL, false);
    assert_int_equal(f.draft.kind, SCALP_UNSEEN);
    assert_true(f.draft.certainty == 0.0);
    assert_int_equal(f.option->zone_count, 1);
    finish(&f);
}

// A hairline that is very low is not copied, nor one that lies far back.
static float low(const struct head *head, struct vec3 dir)
{
    return above_mm(head, dir) > 52.0 ? 1.0f : 0.0f;
}

static float far_back(const struct head *head, struct vec3 dir)
{
    return above_mm(head, dir) > 115.0 ? 1.0f : 0.0f;
}

static void test_the_height_keeps_to_the_guide(void **state)
{
    (void)state;
    struct fixture f = {0};
    lay(&f, low, false);
    assert_close(f.draft.present_mm, 52.0, 4.0);
    assert_close(f.option->hairline.height_mm, 65.0, 1e-12);
    finish(&f);
    struct fixture g = {0};
    lay(&g, far_back, false);
    assert_close(g.draft.present_mm, 115.0, 5.0);
    assert_close(g.option->hairline.height_mm, 75.0, 1e-12);
    assert_int_equal(g.draft.kind, SCALP_RECEDING);
    assert_true(covered(&g, far_back, 0.0f, 0.0) > 0.97);
    finish(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_bald_head_gets_the_whole_zone),
        cmocka_unit_test(test_a_receding_head_gets_what_is_bare),
        cmocka_unit_test(test_a_shaved_head_gets_the_whole_zone),
        cmocka_unit_test(test_a_head_of_hair_gets_none),
        cmocka_unit_test(test_a_bare_crown_gets_a_zone_of_its_own),
        cmocka_unit_test(test_thin_hair_gets_a_fill),
        cmocka_unit_test(test_what_is_not_seen_is_not_judged),
        cmocka_unit_test(test_the_height_keeps_to_the_guide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
