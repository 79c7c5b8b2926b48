#include "base/number.h"

#include "base/rng.h"
#include "testing.h"

#include <string.h>

static void check_text(double value, const char *wanted)
{
    char text[NUMBER_TEXT_BYTES];
    number_text(value, text);
    assert_string_equal(text, wanted);
}

static void test_short(void **state)
{
    (void)state;
    check_text(0.28, "0.28");
    check_text(-75.0, "-75");
    check_text(0.1 + 0.2, "0.30000000000000004");
    check_text(1e300, "1e+300");
    check_text(0.0, "0");
    check_text(9007199254740991.0, "9007199254740991");
}

static void test_round_trip(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 100000; i++) {
        uint64_t bits = rng_bits(7, i, 0);
        double value, back;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        char text[NUMBER_TEXT_BYTES];
        number_text(value, text);
        assert_true(number_parse(text, &back));
        assert_memory_equal(&value, &back, sizeof value);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", " 1", "1 ", "1,5", "0x10", "nan", "inf", "-inf", "1e999", "1.2.3",
                                      "--1", "1e", "e5", "+", ".", "twelve"};
    double value = 42.0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(number_parse(bad[i], &value));
    assert_true(value == 42.0);
    assert_true(number_parse("-1.5e2", &value) && value == -150.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short), cmocka_unit_test(test_round_trip), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
