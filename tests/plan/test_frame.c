// Frame: times as written on the command line.
#include "testing.h"

#include "plan/frame.h"

static double days_of(const char *text)
{
    struct frame frame = {.time = TIME_DAYS, .days = 5.0};
    return frame_parse_time(text, &frame) ? frame_days(&frame) : -1.0;
}

static void times_are_read_in_every_unit(void **state)
{
    (void)state;
    assert_close(days_of("fresh"), 0.0, 0.0);
    assert_close(days_of("healed"), 28.0, 0.0);
    assert_close(days_of("0d"), 0.0, 0.0);
    assert_close(days_of("10d"), 10.0, 0.0);
    assert_close(days_of("2w"), 14.0, 0.0);
    assert_close(days_of("6m"), 182.625, 1e-9);
    assert_close(days_of("0.5y"), 182.625, 1e-9);
    assert_close(days_of("3y"), 1095.75, 1e-9);
    assert_close(days_of(".5d"), 0.5, 1e-12);
}

static void what_is_no_time_is_refused_and_leaves_the_frame(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",       "d",    "3",    "-3d", "3 y",  "3yy",   "1.2.3d", ".d",
        "fresh ", "1e3d", "101y", "nan", "infd", "0x10d", "3,5y",   "99999999999999999999999999d"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct frame frame = {.time = TIME_DAYS, .days = 5.0};
        assert_int_equal(frame_parse_time(bad[i], &frame), 0);
        assert_true(frame.time == TIME_DAYS && frame.days == 5.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_in_every_unit),
        cmocka_unit_test(what_is_no_time_is_refused_and_leaves_the_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
