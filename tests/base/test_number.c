#include "base/number.h"

#include "base/rng.h"
#include "testing.h"

#include <stdlib.h>
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

// What has few decimals takes a way of its own: the same text as printf's, at every size of it.
static void test_few_decimals(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 200000; i++) {
        double whole = (double)(rng_bits(8, i, 0) >> (24 + rng_bits(8, i, 1) % 40)), scale = pow(10.0, (double)(i % 6));
        double value = (i % 2 ? -whole : whole) / scale;
        char text[NUMBER_TEXT_BYTES], wanted[NUMBER_TEXT_BYTES];
        snprintf(wanted, sizeof wanted, "%.15g", value);
        if (strtod(wanted, NULL) != value)
            continue;
        number_text(value, text);
        assert_string_equal(text, wanted);
    }
    check_text(-0.0, "-0");
    check_text(1e12, "1000000000000");
    check_text(-999999999999.0, "-999999999999");
    check_text(-999999999.999, "-999999999.999");
    check_text(0.001, "0.001");
    check_text(-0.5, "-0.5");
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      " 1",    "1 ",  "1,5", "0x10", "nan", "inf", "-inf",
                                      "1e999", "1.2.3", "--1", "1e",  "e5",   "+",   ".",   "twelve"};
    double value = 42.0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(number_parse(bad[i], &value));
    assert_true(value == 42.0);
    assert_true(number_parse("-1.5e2", &value) && value == -150.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_short), cmocka_unit_test(test_round_trip),
                                       cmocka_unit_test(test_few_decimals), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
