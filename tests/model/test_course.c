// Course: which event a dot belongs to; skin classes.
#include "testing.h"

#include "model/course.h"

static int event_at(const struct course *course, int events, float level, float rank)
{
    float levels[COURSE_MOST_EVENTS];
    for (int i = 0; i < COURSE_MOST_EVENTS; i++)
        levels[i] = level;
    return course_event_of(course, events, levels, rank);
}

static int count_until(const struct course *course, int events, float level)
{
    int count = 0;
    for (int i = 0; i < 10000; i++)
        count += event_at(course, events, level, ((float)i + 0.5f) / 10000.0f) >= 0;
    return count;
}

static void sessions_add_up_to_30_70_and_100_percent(void **state)
{
    (void)state;
    struct course course = course_default();
    assert_close(count_until(&course, 1, 0.5f), 1500, 1);
    assert_close(count_until(&course, 2, 0.5f), 3500, 1);
    assert_close(count_until(&course, 3, 0.5f), 5000, 1);
    assert_int_equal(count_until(&course, 0, 0.5f), 0);
    assert_int_equal(count_until(&course, 3, 0.0f), 0);
}

static void a_later_session_never_takes_a_dot_from_an_earlier_one(void **state)
{
    (void)state;
    struct course course = course_default();
    course.event[2].share = 0.5; // less than the second: adds nothing, takes nothing
    for (int i = 0; i < 1000; i++) {
        float rank = ((float)i + 0.5f) / 1000.0f;
        int first = event_at(&course, 1, 0.8f, rank), all = event_at(&course, 3, 0.8f, rank);
        if (first >= 0)
            assert_int_equal(all, first);
        assert_true(all != 2);
    }
}

static void a_dot_belongs_to_the_session_whose_option_had_it(void **state)
{
    (void)state;
    struct course course = course_default();
    const float levels[3] = {0.0f, 0.4f, 1.0f}; // not in the first's plan, thin in the second's
    assert_int_equal(course_event_of(&course, 3, levels, 0.1f), 1);
    assert_int_equal(course_event_of(&course, 3, levels, 0.3f), 2);
    assert_int_equal(course_event_of(&course, 1, levels, 0.1f), -1);
}

static void a_touch_up_adds_no_dot(void **state)
{
    (void)state;
    struct course course = course_default();
    course.event[3] = (struct event){.kind = EVENT_TOUCH_UP, .day = 400.0, .share = 1.0, .shade_scale = 1.0};
    course.event_count = 4;
    course.event[2].share = 0.8; // there is room for more
    assert_close(count_until(&course, 3, 0.5f), 4000, 1);
    assert_int_equal(count_until(&course, 4, 0.5f), count_until(&course, 3, 0.5f));
}

static void skin_classes_follow_their_angles(void **state)
{
    (void)state;
    static const double angle[] = {60.0, 50.0, 35.0, 20.0, 0.0, -50.0};
    for (int i = 0; i < SKIN_TONE_COUNT; i++)
        assert_int_equal(skin_tone_of_ita(angle[i]), i);
    assert_int_equal(skin_tone_of_ita(55.0), SKIN_LIGHT);
    assert_int_equal(skin_tone_of_ita((double)NAN), SKIN_DARK);
    for (int i = 1; i < SKIN_TONE_COUNT; i++)
        assert_string_not_equal(skin_tone_name((enum skin_tone)i), skin_tone_name((enum skin_tone)(i - 1)));
    assert_string_not_equal(skin_type_name(SKIN_NORMAL), skin_type_name(SKIN_OILY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_add_up_to_30_70_and_100_percent),
        cmocka_unit_test(a_later_session_never_takes_a_dot_from_an_earlier_one),
        cmocka_unit_test(a_dot_belongs_to_the_session_whose_option_had_it),
        cmocka_unit_test(a_touch_up_adds_no_dot),
        cmocka_unit_test(skin_classes_follow_their_angles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
