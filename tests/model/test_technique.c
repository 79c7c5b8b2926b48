// Technique: dilution and shade, names.
#include "testing.h"

#include "model/technique.h"

static void twenty_five_to_one_gives_the_medium_shade(void **state)
{
    (void)state;
    assert_close(technique_shade_of_dilution(25.0), 0.97, 0.005); // 0.7 x 36 / 26
    assert_close(technique_shade_of_dilution(0.0), 25.2, 1e-4);
}

static void dilution_and_shade_are_inverse(void **state)
{
    (void)state;
    for (double shade = 0.2; shade < 6.0; shade += 0.1)
        assert_close(technique_shade_of_dilution(technique_dilution_of_shade(shade)) / shade, 1.0, 1e-5);
    assert_true(technique_dilution_of_shade(100.0) == 0.0); // darker than undiluted
    assert_true(isfinite(technique_dilution_of_shade(0.0)));
}

static void names_differ(void **state)
{
    (void)state;
    for (int i = 0; i < PATTERN_COUNT; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(pattern_name((enum pattern)i), pattern_name((enum pattern)k));
    for (int i = 0; i < PIGMENT_COUNT; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(pigment_name((enum pigment_kind)i), pigment_name((enum pigment_kind)k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_five_to_one_gives_the_medium_shade),
        cmocka_unit_test(dilution_and_shade_are_inverse),
        cmocka_unit_test(names_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
