// The time that a locked-in process may take: read off its timer, not waited for.
#include "testing.h"

#include "image/decode_jail.h"

#include <sys/time.h>
#include <time.h>

static double left_s(void)
{
    struct itimerval left;
    assert_int_equal(getitimer(ITIMER_PROF, &left), 0);
    return (double)left.it_value.tv_sec + 1e-6 * (double)left.it_value.tv_usec;
}

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
    double whole_s = left_s();
    assert_true(whole_s > 1.0);
    work_for(0.1);
    decode_jail_more_time(0.0);
    assert_true(left_s() < whole_s - 0.07);
    double before_s = left_s();
    decode_jail_more_time(48.0);
    assert_true(left_s() > before_s + 1.0);
}

// A process that answers many questions has the whole time for each.
static void each_question_begins_anew(void **state)
{
    (void)state;
    decode_jail_bound_time();
    double whole_s = left_s();
    work_for(0.1);
    decode_jail_bound_time();
    assert_true(left_s() > whole_s - 0.03);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_adds_to_what_is_left),
        cmocka_unit_test(each_question_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
