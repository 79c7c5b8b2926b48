#include "plan/estimate.h"
#include "plan/estimate_words.h"

#include "sample_case.h"
#include "testing.h"

static struct estimate estimate_of(const struct case_ *case_)
{
    struct estimate estimate;
    struct clinic clinic = clinic_default();
    struct err err = {0};
    if (!estimate_make(case_, 0, &clinic, NULL, &estimate, &err))
        fail_msg("%s", err.text);
    return estimate;
}

static void assert_range(struct range range)
{
    assert_true(0.0 < range.low && range.low <= range.likely && range.likely <= range.high);
}

static void test_ranges(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct estimate e = estimate_of(case_);
    assert_int_equal(e.zone_count, 1);
    assert_int_equal(e.event_count, 3);
    assert_range(e.area_cm2);
    assert_range(e.dots);
    assert_range(e.hours);
    assert_range(e.price);
    // A whole scalp is some 500 cm2 to the ears and nape; what a man loses at most 300 (Norwood VII).
    assert_true(e.area_cm2.likely > 200.0 && e.area_cm2.likely < 500.0);
    assert_close(e.dots.likely / (150.0 * e.area_cm2.likely), 1.0, 0.1);
    double sum = 0.0;
    for (int i = 0; i < e.event_count; i++)
        sum += e.event[i].dots.likely;
    assert_close(sum / e.dots.likely, 1.0, 1e-9);
    assert_close(e.event[0].dots.likely / e.dots.likely, 0.3, 1e-9);
    // 14,000 marks take 2 to 5 hours: likely 4,000 an hour.
    assert_close(e.hours.likely, e.dots.likely / 4000.0, 1e-6 * e.hours.likely);
    case_destroy(case_);
}

// The wider by the shape's 5 % and `other`, as logarithms, root sum of squares.
static double with_shape(double other)
{
    return exp(sqrt(log(1.05) * log(1.05) + log(other) * log(other)));
}

// Areas carry the square of the scale's interval and what the head's shape leaves open, however sharp the scale.
static void test_scale_interval(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    case_->view[0]->scale_px_per_mm = (struct interval){4.0, 4.0, 4.0};
    struct estimate sharp = estimate_of(case_);
    assert_close(sharp.area_cm2.high / sharp.area_cm2.likely, 1.05, 1e-9);
    assert_close(sharp.area_cm2.likely / sharp.area_cm2.low, 1.05, 1e-9);
    case_->view[0]->scale_px_per_mm = (struct interval){3.8, 4.0, 4.4};
    struct estimate wide = estimate_of(case_);
    assert_close(wide.area_cm2.likely / wide.area_cm2.low, with_shape((4.4 / 4.0) * (4.4 / 4.0)), 1e-9);
    assert_close(wide.area_cm2.high / wide.area_cm2.likely, with_shape((4.0 / 3.8) * (4.0 / 3.8)), 1e-9);
    assert_true(wide.hours.high > sharp.hours.high);
    case_destroy(case_);
}

static void test_touch_up_and_field_version(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    assert_true(case_add_event(case_, (struct event){.kind = EVENT_TOUCH_UP, .day = 900.0, .share = 0.25}));
    struct estimate e = estimate_of(case_);
    assert_close(e.event[3].dots.likely / e.dots.likely, 0.25, 1e-9);
    case_->course.event[2].share = 0.8; // a quarter of what is there, not of what was planned
    e = estimate_of(case_);
    assert_close(e.event[3].dots.likely / e.dots.likely, 0.25 * 0.8, 1e-9);
    struct err err = {0};
    struct clinic clinic = clinic_default();
    case_->field_version = 999;
    assert_false(estimate_make(case_, 0, &clinic, NULL, &e, &err));
    assert_int_equal(err.code, ERR_INPUT);
    case_destroy(case_);
}

// As exactly as such a figure is known: some scars are no matter of seconds.
static void time_is_told_in_hours_minutes_or_none(void **state)
{
    (void)state;
    static const struct {
        struct range hours;
        const char *words;
    } of[] = {{{2.6, 4.6, 6.6}, "4.6 h (2.6 to 6.6)"},
              {{0.2, 0.4, 0.55}, "24 min (12 to 33)"},
              {{0.0025, 0.0045, 0.0067}, "under a minute"}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        char words[ESTIMATE_WORDS_BYTES];
        hours_words(of[i].hours, words);
        assert_string_equal(words, of[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(time_is_told_in_hours_minutes_or_none),
                                       cmocka_unit_test(test_ranges), cmocka_unit_test(test_scale_interval),
                                       cmocka_unit_test(test_touch_up_and_field_version)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
