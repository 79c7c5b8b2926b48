#include "plan/param.h"

#include "base/mem.h"
#include "plan/case_file.h"
#include "sample_case.h"
#include "testing.h"

static void test_table_is_sound(void **state)
{
    (void)state;
    int count;
    const struct param *table = param_table(&count);
    for (int i = 0; i < count; i++) {
        const struct param *p = &table[i];
        assert_true(*p->name && *p->label && *p->help && p->unit);
        assert_ptr_equal(param_in_group(p->group, p->name), p); // no name twice
        if (p->type == PARAM_TEXT)
            continue;
        if (!(p->least < p->most && p->standard >= p->least && p->standard <= p->most))
            fail_msg("%s: %g %g %g", p->name, p->least, p->standard, p->most);
        assert_true(p->type == PARAM_SWITCH || p->step > 0.0);
        assert_int_equal(p->is_stored, p->get == NULL);
        if (p->type == PARAM_CHOICE)
            for (int c = 0; c <= (int)p->most; c++)
                assert_int_equal(param_choice_find(p, p->choice_name(c)), c);
    }
}

// The defaults of the table are those of the model.
static void test_defaults(void **state)
{
    (void)state;
    struct case_ *case_ = case_create();
    case_take_template(case_, HAIRLINE_ROUND);
    struct param_walk walk = {0};
    while (param_next(case_, 0, &walk)) {
        const struct param *p = walk.at.param;
        if (p->type == PARAM_TEXT || p->group == PARAM_EVENT)
            continue;
        if (fabs(param_number(case_, &walk.at) - p->standard) > 1e-6 * fabs(p->standard))
            fail_msg("%s: %g in the table, %g in a new case", p->name, p->standard, param_number(case_, &walk.at));
    }
    case_destroy(case_);
}

// A value that differs from the present one and breaks no rule that spans several values.
static void pick_value(const struct case_ *case_, const struct param_at *at, char out[64])
{
    const struct param *p = at->param;
    double now = p->type == PARAM_TEXT ? 0.0 : param_number(case_, at);
    snprintf(out, 64, p->is_stored ? "%.10g" : "%.3g", now + p->step <= p->most ? now + p->step : now - p->step);
    if (p->type == PARAM_CHOICE)
        snprintf(out, 64, "%s", p->choice_name(now < p->most ? (int)now + 1 : 0));
    if (p->type == PARAM_SWITCH)
        snprintf(out, 64, "%s", now != 0.0 ? "no" : "yes");
    if (p->type == PARAM_TEXT)
        snprintf(out, 64, "words = \"and\" more\\");
}

static struct case_ *through_file(struct case_ *case_)
{
    struct err err = {0};
    char *text = case_text(case_);
    case_destroy(case_);
    struct case_ *again = case_parse(text, strlen(text), &err);
    mem_free(text);
    if (!again)
        fail_msg("%s", err.text);
    return again;
}

static void test_set_save_load_get(void **state)
{
    (void)state;
    struct case_ *model = sample_case();
    struct param_walk walk = {0};
    int keys = 0;
    while (param_next(model, 1, &walk)) {
        char key[PARAM_KEY_BYTES], value[64], room[64];
        struct err err = {0};
        struct param_at at;
        param_key(model, &walk.at, key);
        assert_true(param_find(model, 1, key, &at, &err));
        assert_memory_equal(&at, &walk.at, sizeof at);
        // Events are done in order.
        bool is_out_of_order = at.param->group == PARAM_EVENT && at.param->type == PARAM_SWITCH && at.item > 1;
        if (at.param->is_fixed || is_out_of_order)
            continue;
        struct case_ *case_ = case_copy(model);
        pick_value(case_, &at, value);
        if (!param_set(case_, &at, value, &err))
            fail_msg("%s", err.text);
        case_ = through_file(case_);
        assert_string_equal(param_text(case_, &at, room), value);
        case_destroy(case_);
        keys++;
    }
    assert_true(keys > 40);
    case_destroy(model);
}

static void test_out_of_range(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    char *before = case_text(case_);
    struct param_walk walk = {0};
    while (param_next(case_, 0, &walk)) {
        const struct param *p = walk.at.param;
        char value[64], range[160];
        if (p->type == PARAM_TEXT || p->is_fixed)
            continue;
        param_range_text(p, range, sizeof range);
        for (int k = 0; k < 3; k++) {
            struct err err = {0};
            snprintf(value, sizeof value, "%.17g", k ? p->most + p->step + 1.0 : p->least - p->step - 1.0);
            assert_false(param_set(case_, &walk.at, k < 2 ? value : "rubbish", &err));
            assert_int_equal(err.code, ERR_INPUT);
            if (!strstr(err.text, range))
                fail_msg("\"%s\" does not say %s", err.text, range);
        }
    }
    char *after = case_text(case_);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    case_destroy(case_);
}

static void check_suggestion(const struct case_ *case_, const char *key, const char *near)
{
    struct err err = {0};
    struct param_at at;
    assert_false(param_find(case_, 0, key, &at, &err));
    assert_int_equal(err.code, ERR_INPUT);
    if (!strstr(err.text, near))
        fail_msg("\"%s\" does not suggest %s", err.text, near);
}

static void test_unknown_keys(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    check_suggestion(case_, "hairline.hight_mm", "hairline.height_mm");
    check_suggestion(case_, "hairlin.shape", "hairline.shape");
    check_suggestion(case_, "zone.ful.density_per_cm2", "zone.full.density_per_cm2");
    check_suggestion(case_, "event.9.day", ".day");
    check_suggestion(case_, "event.0.day", "event.");
    check_suggestion(case_, "event.1e300.day", "event.");
    check_suggestion(case_, "event.1.5.day", "event.");
    check_suggestion(case_, "sed", "seed");
    check_suggestion(case_, "technique.x.shade", "technique.shade");
    check_suggestion(case_, "", "stipple get CASE lists"); // none is near
    check_suggestion(case_, "....", "stipple get CASE lists");
    case_destroy(case_);
}

static void set(struct case_ *case_, const char *key, const char *value)
{
    struct err err = {0};
    struct param_at at;
    if (!param_find(case_, 0, key, &at, &err) || !param_set(case_, &at, value, &err))
        fail_msg("%s", err.text);
}

static void test_what_follows(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct option other = *case_->option[1], first = *case_->option[0];
    set(case_, "hairline.height_mm", "90"); // lays the points anew, on this option only
    double height = head_arc_mm(&case_->head, case_->head.glabella,
                                case_->option[0]->hairline.point[first.hairline.point_count / 2]);
    assert_close(height, 90.0, 1.0);
    assert_memory_equal(case_->option[1], &other, sizeof other);
    assert_memory_equal(case_->done_with[0], &first, sizeof first); // frozen as it was done
    struct hairline laid = case_->option[0]->hairline;
    set(case_, "hairline.micro_mm", "2"); // does not move the points
    assert_memory_equal(laid.point, case_->option[0]->hairline.point, sizeof laid.point);
    set(case_, "hairline.shape", "receded"); // brings its lengths, keeps the height
    assert_close(case_->option[0]->hairline.height_mm, 90.0, 0.0);
    assert_close(case_->option[0]->hairline.recession_mm, hairline_template(HAIRLINE_RECEDED).recession_mm, 0.0);
    set(case_, "technique.shade", "dark");
    assert_close(case_->option[0]->technique.shade_tau, 2.0, 0.0);
    set(case_, "technique.dilution", "25"); // 0.7 x 36 / 26
    assert_close(case_->option[0]->technique.shade_tau, 0.9692, 1e-4);
    set(case_, "event.1.done", "yes"); // said again
    assert_memory_equal(case_->done_with[0], &first, sizeof first);
    set(case_, "event.1.done", "no");
    assert_null(case_->done_with[0]);
    case_destroy(case_);
}

static void test_sessions(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case(); // session 1 is done
    set(case_, "course.sessions", "4");
    assert_int_equal(case_->course.event_count, 4);
    assert_non_null(case_->course.event[0].done_with);
    assert_close(case_->course.event[3].share, 1.0, 0.0);
    assert_close(case_->course.event[3].day, 36.0, 0.0);
    set(case_, "course.interval_days", "14");
    assert_close(case_->course.event[3].day, 42.0, 0.0);
    set(case_, "course.sessions", "1");
    assert_int_equal(case_->course.event_count, 1);
    struct err err = {0};
    assert_true(case_validate(case_, &err));
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table_is_sound),    cmocka_unit_test(test_defaults),
                                       cmocka_unit_test(test_set_save_load_get), cmocka_unit_test(test_out_of_range),
                                       cmocka_unit_test(test_unknown_keys),      cmocka_unit_test(test_what_follows),
                                       cmocka_unit_test(test_sessions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
