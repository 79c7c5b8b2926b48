#include "render/power_fit.h"
#include "testing.h"

static void test_close_to_the_power(void **state)
{
    (void)state;
    const double powers[] = {0.9, 1.0, 1.05, 1.65, 1.9, 2.0};
    for (int k = 0; k < 6; k++) {
        float r[POWER_FIT_TERMS];
        power_fit(powers[k], r);
        assert_true(power_fit_at(0.0f, r) == 1.0f);
        for (int i = 0; i <= 1000; i++) {
            double x = i / 1000.0, want = pow(1.0 - x, powers[k]);
            assert_close(power_fit_at((float)x, r), want, x <= 0.9 ? 3e-4 : 0.011);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_close_to_the_power)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
