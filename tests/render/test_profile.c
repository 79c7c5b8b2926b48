#include "render/profile.h"
#include "testing.h"

// Moments of 1 - exp(-t 2^(-r^m)) by plain summation.
static struct profile_moments summed(double t, double m)
{
    double mass = 0.0, second = 0.0, fourth = 0.0;
    const double dr = 1e-3;
    for (double r = dr / 2; r < 8.0; r += dr) {
        double ring = 2.0 * M_PI * r * dr * -expm1(-t * pow(2.0, -pow(r, m)));
        mass += ring;
        second += r * r * ring;
        fourth += r * r * r * r * ring;
    }
    double variance = second / mass / 2.0;
    return (struct profile_moments){(float)mass, (float)variance,
                                    (float)(fourth / mass / (8.0 * variance * variance) - 1.0)};
}

static void test_moments_are_those_of_the_profile(void **state)
{
    (void)state;
    struct profile profile;
    profile_init(&profile);
    const double ts[] = {0.003, 0.05, 0.31, 0.97, 1.41, 2.6, 4.9, 11.3}, ms[] = {2.0, 2.13, 2.5, 3.07, 3.9, 4.0};
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 6; k++) {
            struct profile_moments got = profile_at(&profile, (float)ts[i], (float)ms[k]);
            struct profile_moments want = summed(ts[i], ms[k]);
            assert_close(got.mass / want.mass, 1.0, 4e-3);
            assert_close(got.variance / want.variance, 1.0, 4e-3);
            assert_close(got.excess, want.excess, 4e-3);
        }
}

// Faint: mass t pi Gamma(1 + 2 / m) / (ln 2)^(2 / m); K(4) and K(2) of domain.md 7.2.
static void test_faint_dot_has_the_mass_of_its_depth(void **state)
{
    (void)state;
    struct profile profile;
    profile_init(&profile);
    assert_close((double)profile_at(&profile, 1e-4f, 4.0f).mass / (1e-4 * M_PI), 1.064, 2e-3);
    assert_close((double)profile_at(&profile, 1e-4f, 2.0f).mass / (1e-4 * M_PI), 1.443, 2e-3);
}

static void test_values_outside_are_limited(void **state)
{
    (void)state;
    struct profile profile;
    profile_init(&profile);
    assert_close(profile_at(&profile, 100.0f, 9.0f).mass, profile_at(&profile, 12.0f, 4.0f).mass, 1e-6);
    assert_close(profile_at(&profile, -1.0f, 0.0f).mass, 0.0, 1e-9);
    assert_true(profile_at(&profile, NAN, NAN).mass >= 0.0f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments_are_those_of_the_profile),
        cmocka_unit_test(test_faint_dot_has_the_mass_of_its_depth),
        cmocka_unit_test(test_values_outside_are_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
