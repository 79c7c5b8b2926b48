// Names as on the command line, each way.
#include "testing.h"

#include "model/pose_marks.h"

static void names_come_back(void **state)
{
    (void)state;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        enum landmark back = LANDMARK_COUNT;
        assert_true(landmark_find(landmark_name((enum landmark)i), &back));
        assert_int_equal(back, i);
    }
    for (int i = 0; i < FACING_COUNT; i++) {
        enum facing back = FACING_COUNT;
        assert_true(facing_find(facing_name((enum facing)i), &back));
        assert_int_equal(back, i);
    }
}

static void names_are_those_of_the_command_line(void **state)
{
    (void)state;
    enum landmark landmark;
    enum facing facing;
    assert_true(landmark_find("ear_top_right", &landmark) && landmark == LANDMARK_EAR_TOP_RIGHT);
    assert_true(landmark_find("whorl", &landmark) && landmark == LANDMARK_WHORL);
    assert_true(facing_find("three-quarter-left", &facing) && facing == FACING_THREE_QUARTER_LEFT);
    assert_false(landmark_find("nose", &landmark));
    assert_false(landmark_find("", &landmark));
    assert_false(facing_find("Front", &facing));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_come_back),
        cmocka_unit_test(names_are_those_of_the_command_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
