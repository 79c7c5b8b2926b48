#include "base/shown.h"

#include "base/err.h"
#include "base/rng.h"
#include "testing.h"

#include <string.h>

static void check(const char *text, const char *wanted)
{
    char out[256], again[256];
    assert_string_equal(shown(text, out, sizeof out), wanted);
    assert_string_equal(shown(out, again, sizeof again), wanted);
}

static void test_what_is_escaped(void **state)
{
    (void)state;
    check("", "");
    check("photo 1.jpg", "photo 1.jpg");
    check("M\xc3\xbcller \xe5\xa4\xb4 \xf0\x9f\x92\x87.jpg", "M\xc3\xbcller \xe5\xa4\xb4 \xf0\x9f\x92\x87.jpg");
    check("\x1b[31mred\n\r\t\x7f", "\\x1b[31mred\\x0a\\x0d\\x09\\x7f");
    check("\xc2\x9b"
          "31m",
          "\\u009b31m"); // a control of one byte in Latin-1
    check("gpj.\xe2\x80\xae.exe", "gpj.\\u202e.exe");
    check("\xe2\x81\xa6\xe2\x80\x8b\xef\xbb\xbf\xd8\x9c", "\\u2066\\u200b\\ufeff\\u061c");
    check("\xf3\xa0\x81\x81", "\\ue0041");                      // a tag
    check("\xff\xc3(", "\\xff\\xc3(");                          // no UTF-8
    check("\xc0\xaf\xed\xa0\x80", "\\xc0\\xaf\\xed\\xa0\\x80"); // too long; half of a pair
    check("cut \xe2\x82", "cut \\xe2\\x82");
}

static void test_cuts_at_characters(void **state)
{
    (void)state;
    char out[8];
    assert_string_equal(shown("abcde\xc3\xbc"
                              "f",
                              out, 7),
                        "abcde");
    assert_string_equal(shown("abcde\xc3\xbc"
                              "f",
                              out, 8),
                        "abcde\xc3\xbc");
    assert_string_equal(shown("abcd\n", out, 8), "abcd");
}

// A message of a name as long as a name may be, all of it escaped, still tells its reason.
static void test_a_message_keeps_both_ends(void **state)
{
    (void)state;
    char name[4000];
    memset(name, '\n', sizeof name - 1);
    memcpy(name, "front", 5);
    name[sizeof name - 1] = 0;
    struct err err = {0};
    assert_false(err_set(&err, ERR_INPUT, "%s: is empty; fetch it again", name));
    assert_int_equal(strncmp(err.text, "front\\x0a", 9), 0);
    assert_non_null(strstr(err.text, "\\x0a: is empty; fetch it again"));
    err_set(&err, ERR_INPUT, "is empty; fetch it again");
    err_prefix(&err, "%s", name);
    assert_non_null(strstr(err.text, "\\x0a: is empty; fetch it again"));
    assert_true(strlen(err.text) > 490);
}

// Any bytes: in bounds, UTF-8 without a control, and the end is kept.
static void test_any_bytes(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 20000; i++) {
        char text[304], out[80];
        size_t length = rng_bits(5, i, 0) % 300, size = 64 + rng_bits(5, i, 1) % 16;
        for (size_t j = 0; j < length; j++)
            text[j] = (char)(1 + rng_bits(6, i, j) % 255);
        memcpy(text + length, "end", 4);
        memset(out, '#', sizeof out);
        shown_with_end(text, out, size);
        size_t used = strlen(out);
        assert_true(used < size && used >= 3 && strcmp(out + used - 3, "end") == 0);
        for (size_t j = 0; j < used; j++)
            assert_true((unsigned char)out[j] >= 0x20 && out[j] != 0x7f);
        for (size_t j = size; j < sizeof out; j++)
            assert_int_equal(out[j], '#');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_escaped), cmocka_unit_test(test_cuts_at_characters),
        cmocka_unit_test(test_a_message_keeps_both_ends), cmocka_unit_test(test_any_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
