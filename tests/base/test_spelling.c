#include "base/spelling.h"

#include "testing.h"

#include <string.h>

static const char *const COMMANDS[] = {"add-view", "batch",  "clip",    "compare", "demo",  "dots",    "estimate",
                                       "get",      "info",   "marking", "match",   "new",   "page",    "recover",
                                       "render",   "report", "set",     "sheet",   "strip", "versions"};

static const char *meant(const char *word)
{
    const char *near = spelling_nearest(word, COMMANDS, (int)(sizeof COMMANDS / sizeof *COMMANDS));
    return near ? near : "";
}

static void test_apart(void **state)
{
    (void)state;
    assert_int_equal(letters_apart("", ""), 0);
    assert_int_equal(letters_apart("", "abc"), 3);
    assert_int_equal(letters_apart("kitten", "sitting"), 3);
    assert_int_equal(letters_apart("sitting", "kitten"), 3);
    assert_int_equal(letters_apart("redner", "render"), 1);
    assert_int_equal(letters_apart("ca", "abc"), 3); // a swapped pair is not edited again
    char longer[200];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    assert_int_equal(letters_apart(longer, ""), 63);
}

static void test_meant(void **state)
{
    (void)state;
    assert_string_equal(meant("redner"), "render");
    assert_string_equal(meant("rendr"), "render");
    assert_string_equal(meant("addview"), "add-view");
    assert_string_equal(meant("stirp"), "strip");
    assert_string_equal(meant("version"), "versions");
    assert_string_equal(meant("estim"), "estimate");
    assert_string_equal(meant("estimat"), "estimate");
    assert_string_equal(meant("paint"), "");
    assert_string_equal(meant("foo"), "");
    assert_string_equal(meant(""), "");
    assert_string_equal(meant("photo.jpg"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_apart), cmocka_unit_test(test_meant)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
