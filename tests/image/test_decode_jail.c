// The time that a locked-in process may take: read off its timer, not waited for.
#include "testing.h"

#include "image/decode_jail.h"

#include <time.h>

static void work_for(double seconds)
{
    for (clock_t since = clock(); (double)(clock() - since) < seconds * CLOCKS_PER_SEC;)
        continue;
}

// A header that takes long leaves less for the picture.
static void a_picture_adds_to_what_is_left(void **state)
{
    (void)state;
    decode_jail_bound_time();
    double whole_s = decode_jail_left_s();
    assert_true(whole_s > 1.0);
    work_for(0.1);
    decode_jail_more_time(0.0);
    assert_close(decode_jail_left_s(), whole_s - 0.1, 0.02); // of the time that others see it take
    double before_s = decode_jail_left_s();
    decode_jail_more_time(48.0);
    assert_close(decode_jail_left_s(), before_s + 48 * 0.03, 0.02);
}

// A process that answers many questions has the whole time for each.
static void each_question_begins_anew(void **state)
{
    (void)state;
    decode_jail_bound_time();
    double whole_s = decode_jail_left_s();
    work_for(0.1);
    decode_jail_bound_time();
    assert_close(decode_jail_left_s(), whole_s, 0.02);
}

// Where none was set, a picture sets none: the decoders run in this program, too.
static void without_a_bound_there_is_none(void **state)
{
    (void)state;
    decode_jail_more_time(48.0);
    assert_true(decode_jail_left_s() == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_bound_there_is_none), // first
        cmocka_unit_test(a_picture_adds_to_what_is_left),
        cmocka_unit_test(each_question_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
