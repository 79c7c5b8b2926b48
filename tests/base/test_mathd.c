// mathd against libm over its stated ranges.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"

enum { TRIES = 20000 };

static double between(double low, double high, uint64_t index)
{
    return low + (high - low) * rng_unit(1, index, 0);
}

static void exp_and_log_agree_with_libm(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < TRIES; i++) {
        double x = between(-700.0, 700.0, i), y = exp(x);
        assert_close(mathd_exp(x) / y, 1.0, 1e-13);
        assert_close(mathd_log(y), x, 1e-12 * (1.0 + fabs(x)));
    }
    assert_true(mathd_exp(-1000.0) == 0.0);
    assert_true(isnan(mathd_exp((double)NAN)));
    assert_true(mathd_log(1.0) == 0.0);
}

static void trigonometry_agrees_with_libm(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < TRIES; i++) {
        double a = between(-1000.0, 1000.0, i), u = between(-1.0, 1.0, i + TRIES);
        assert_close(mathd_sin(a), sin(a), 1e-13);
        assert_close(mathd_cos(a), cos(a), 1e-13);
        assert_close(mathd_asin(u), asin(u), 1e-13);
        assert_close(mathd_acos(u), acos(u), 1e-13);
        assert_close(mathd_atan2(u, a / 1000.0), atan2(u, a / 1000.0), 1e-13);
    }
}

static void pow_and_cbrt_agree_with_libm(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < TRIES; i++) {
        double x = between(1e-6, 20.0, i), y = between(-4.0, 4.0, i + TRIES);
        assert_close(mathd_pow(x, y) / pow(x, y), 1.0, 1e-12);
        assert_close(mathd_cbrt(x), cbrt(x), 1e-12);
    }
}

static void normal_deviates_have_mean_0_and_sigma_1(void **state)
{
    (void)state;
    double sum = 0.0, squares = 0.0;
    for (uint64_t i = 0; i < TRIES; i++) {
        double z = rng_normal(7, i, 3);
        sum += z;
        squares += z * z;
    }
    assert_close(sum / TRIES, 0.0, 0.03);
    assert_close(squares / TRIES, 1.0, 0.04);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_and_log_agree_with_libm),
        cmocka_unit_test(trigonometry_agrees_with_libm),
        cmocka_unit_test(pow_and_cbrt_agree_with_libm),
        cmocka_unit_test(normal_deviates_have_mean_0_and_sigma_1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
