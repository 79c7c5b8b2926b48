// Whatever the decoder says is a claim: another program in its place, which a hostile photo could have made of it, gets
// nothing in that is not sound, breaks nothing, and is told of in one line.
#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

// A copy of the program with a liar beside it; from then on it is the one that runs.
static int put_liar_in_place(void **state)
{
    char command[8192];
    if (cli_enter(state) != 0)
        return 1;
    snprintf(command, sizeof command,
             "mkdir -p lying/bin lying/libexec/stipple && cp %s lying/bin/stipple && cp %s lying/libexec/stipple/%s",
             getenv("STIPPLE_PROGRAM"), getenv("STIPPLE_LIAR"), getenv("STIPPLE_WORKER_NAME"));
    return system(command) != 0 || setenv("STIPPLE_PROGRAM", "lying/bin/stipple", 1) != 0;
}

static void tell(const char *lie)
{
    assert_int_equal(setenv("STIPPLE_LIE", lie, 1), 0);
}

static void the_truth_is_believed(void **state)
{
    (void)state;
    tell("");
    char *said = cli_out("info", "front.png");
    assert_non_null(strstr(said, "8 x 6 px, sRGB"));
    mem_free(said);
}

static void no_lie_is(void **state)
{
    (void)state;
    static const char *const lies[] = {"magic",
                                       "no width",
                                       "less than no height",
                                       "too long a side",
                                       "too many pixels",
                                       "no such pixels",
                                       "no way up",
                                       "rows lack",
                                       "no format",
                                       "less than no format",
                                       "nothing was stored",
                                       "too much was stored",
                                       "no focal length",
                                       "no colours",
                                       "no curve"};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        tell(lies[i]);
        cli_fails(2, "front.png: its decoder answers nonsense", "info", "front.png");
    }
}

static void what_is_half_said_is_not_heard(void **state)
{
    (void)state;
    static const char *const lies[] = {"half an answer", "another magic"};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        tell(lies[i]);
        cli_fails(2, "its decoder broke off", "info", "front.png");
    }
}

// Texts without an end, and such that would do something where they are not shown as text.
static void its_words_are_only_words(void **state)
{
    (void)state;
    tell("endless names");
    struct ran ran = cli_run("info", "front.png");
    assert_int_equal(ran.code, 0);
    assert_null(strchr(ran.out, '\x1b'));
    cli_forget(&ran);
    tell("endless refusal");
    cli_fails(2, "zzz", "info", "front.png");
    tell("a refusal that drives the terminal");
    cli_fails(2, "\\x1b[2J\\x0astipple: all is well", "info", "front.png");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_truth_is_believed),
        cmocka_unit_test(no_lie_is),
        cmocka_unit_test(what_is_half_said_is_not_heard),
        cmocka_unit_test(its_words_are_only_words),
    };
    return cmocka_run_group_tests(tests, put_liar_in_place, cli_leave);
}
