#include "plan/case.h"

#include "base/mem.h"
#include "plan/case_file.h"
#include "sample_case.h"
#include "testing.h"

static void test_copy_shares_nothing(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case(), *copy = case_copy(case_);
    char *before = case_text(case_);
    copy->view[0]->stroke[0].point[0].x = 99.0;
    copy->option[0]->technique.shade_tau = 3.0;
    copy->done_with[0]->technique.shade_tau = 3.0;
    copy->course.event[1].day = 13.0;
    assert_ptr_equal(copy->course.event[0].done_with, copy->done_with[0]);
    case_destroy(copy);
    char *after = case_text(case_);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    case_destroy(case_);
    case_destroy(NULL);
}

// What an event was done with goes along when events before it come and go.
static void test_events_keep_their_option(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    case_set_done(case_, 1, case_->option[1]);
    const struct option *first = case_->done_with[0], *second = case_->done_with[1];
    assert_true(case_add_event(case_, (struct event){.kind = EVENT_TOUCH_UP, .day = 6.0, .share = 0.5}));
    assert_ptr_equal(case_->course.event[0].done_with, first);
    assert_int_equal(case_->course.event[1].kind, EVENT_TOUCH_UP);
    assert_null(case_->done_with[1]);
    assert_ptr_equal(case_->course.event[2].done_with, second);
    assert_ptr_equal(case_->done_with[2], second);
    case_remove_event(case_, 0);
    assert_ptr_equal(case_->course.event[1].done_with, second);
    assert_ptr_equal(case_->done_with[1], second);
    assert_null(case_->done_with[3]);
    case_destroy(case_);
}

static void test_options(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct option option = *case_->option[0];
    assert_null(case_add_option(case_, &option)); // the name is taken
    assert_int_equal(case_find_option(case_, "B"), 1);
    case_remove_option(case_, 0);
    assert_int_equal(case_find_option(case_, "A"), -1);
    assert_int_equal(case_find_option(case_, "B"), 0);
    assert_int_equal(option_find_zone(case_->option[0], "full"), 0);
    assert_int_equal(option_find_zone(case_->option[0], "crown"), -1);
    case_destroy(case_);
}

static void break_head(struct case_ *c)
{
    c->head.semi_mm.y = (double)NAN;
}
static void break_interval(struct case_ *c)
{
    c->view[0]->scale_px_per_mm.low = (double)NAN;
}
static void break_pose(struct case_ *c)
{
    c->view[0]->view.to_camera.row[0].y = 0.01;
}
static void break_mirror(struct case_ *c)
{
    c->view[0]->view.to_camera.row[0].x = -1.0;
}
static void break_behind(struct case_ *c)
{
    c->view[0]->view.origin_mm.z = -600.0;
}
static void break_focal(struct case_ *c)
{
    c->view[0]->view.focal_px = HUGE_VAL;
}
static void break_size(struct case_ *c)
{
    c->view[0]->view.width_px = 0;
}
static void break_hash(struct case_ *c)
{
    c->view[0]->photo_sha256[3] = 0;
}
static void break_name(struct case_ *c)
{
    memcpy(c->view[0]->photo_name, "..", 3);
}
static void break_utf8(struct case_ *c)
{
    memcpy(c->notes, "\xff", 2);
}
static void break_zone(struct case_ *c)
{
    c->option[0]->zone[0].point[2].z = 2.0;
}
static void break_zone_name(struct case_ *c)
{
    memcpy(c->option[0]->zone[0].name, "@x", 3);
}
static void break_density(struct case_ *c)
{
    c->option[0]->zone[0].density_per_cm2 = -1.0;
}
static void break_hairline(struct case_ *c)
{
    c->option[1]->hairline.point_count = 1;
}
static void break_order(struct case_ *c)
{
    c->course.event[2].day = 1.0;
}
static void break_share(struct case_ *c)
{
    c->course.event[2].share = 0.1;
}
static void break_done(struct case_ *c)
{
    c->course.event[2].is_done = 1;
}
static void break_mask(struct case_ *c)
{
    c->view[0]->stroke[0].point_count = 2;
}

static void test_rules(void **state)
{
    (void)state;
    static const struct {
        void (*spoil)(struct case_ *);
        const char *named;
    } rules[] = {
        {break_head, "head.semi_mm[1]"},
        {break_interval, "views[0].scale_px_per_mm"},
        {break_pose, "to_camera"},
        {break_mirror, "to_camera"},
        {break_behind, "origin_mm"},
        {break_focal, "focal_px"},
        {break_size, "size_px"},
        {break_hash, "sha256"},
        {break_name, "photo"},
        {break_utf8, "notes"},
        {break_zone, "options[0].zones[0].points[2]"},
        {break_zone_name, "options[0].zones[0]"},
        {break_density, "density_per_cm2"},
        {break_hairline, "options[1].hairline.points"},
        {break_order, "events[2].day"},
        {break_share, "events[2].share"},
        {break_done, "events[2]"},
        {break_mask, "views[0].mask[0]"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct case_ *case_ = sample_case();
        struct err err = {0};
        if (!case_validate(case_, &err))
            fail_msg("%s", err.text);
        rules[i].spoil(case_);
        assert_false(case_validate(case_, &err));
        if (!strstr(err.text, rules[i].named))
            fail_msg("\"%s\" does not name %s", err.text, rules[i].named);
        case_destroy(case_);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_copy_shares_nothing),
                                       cmocka_unit_test(test_events_keep_their_option), cmocka_unit_test(test_options),
                                       cmocka_unit_test(test_rules)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
