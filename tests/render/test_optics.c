// The shared formulas: smp_math.h against libm, smp_optics.h against domain.md section 8.
//
// Where its checks are: 2, 3, 5, 6, 7, 22 here; 4, 8, 9, 10, 16, 19 on fields of dots in
// test_brute_skin.c; 11, 13, 14, 15 in model/test_dot_look.c; 18 in plan/test_compose.c; 1 and 17
// with the renderer; 12 with the field and the composer; 20 with colour; 21 with the pose.
#include "testing.h"

#include "shared/smp_optics.h"

static const float CARBON[3] = {0.89f, 1.00f, 1.17f};

static float sheet(int channel, float tau_green, float depth_mm)
{
    float alpha = smp_alpha(tau_green * CARBON[channel]);
    return smp_transmittance(channel, smp_veil(channel, 0.0f, depth_mm), alpha, alpha);
}

static double off(double got, double wanted)
{
    return fabs(got / wanted - 1.0);
}

static void the_maths_agree_with_libm(void **state)
{
    (void)state;
    double worst_exp = 0.0, worst_exp2 = 0.0, worst_log = 0.0, worst_pow = 0.0;
    for (int i = -86000; i <= 86000; i++) {
        float x = (float)i * 0.001f;
        worst_exp = fmax(worst_exp, off((double)smp_exp(x), exp((double)x)));
        worst_exp2 = fmax(worst_exp2, off((double)smp_exp2(x), exp2((double)x)));
    }
    for (int i = 1; i <= 200000; i++) {
        float x = (float)i * 1e-4f;
        if (fabsf(x - 1.0f) > 0.01f)
            worst_log = fmax(worst_log, off((double)smp_log(x), log((double)x)));
        if (x <= 1.0f && x > 0.02f)
            worst_pow = fmax(worst_pow, off((double)smp_pow(x, 1.9f), pow((double)x, (double)1.9f)));
    }
    assert_close(worst_exp, 0.0, 3e-7);
    assert_close(worst_exp2, 0.0, 3e-7);
    assert_close(worst_log, 0.0, 3e-7);
    assert_close(worst_pow, 0.0, 1e-6);
}

static void the_maths_are_exact_and_tame_at_their_ends(void **state)
{
    (void)state;
    assert_true(smp_exp(0.0f) == 1.0f);
    assert_true(smp_exp2(0.0f) == 1.0f);
    assert_true(smp_exp2(10.0f) == 1024.0f);
    assert_true(smp_log(1.0f) == 0.0f);
    assert_true(smp_pow(1.0f, 1.9f) == 1.0f);
    assert_true(smp_pow(0.0f, 1.9f) == 0.0f);
    assert_true(smp_exp(-1e30f) < 1e-37f && smp_exp(-1e30f) >= 0.0f);
    assert_true(smp_exp(1e30f) > 1e38f && isfinite(smp_exp(1e30f)));
    assert_true(isfinite(smp_exp(NAN)));
    assert_close(smp_smoothstep(0.5f, 2.0f, 1.25f), 0.5, 1e-7);
}

// Check 3; the third table line of 8.3 is the fit's own value.
static void a_uniform_sheet_has_the_transmittance_of_the_table(void **state)
{
    (void)state;
    static const struct {
        float depth_mm;
        double rgb[3];
    } table[] = {{0.1f, {0.104, 0.146, 0.207}},
                 {0.2f, {0.202, 0.296, 0.417}},
                 {0.3f, {0.293, 0.424, 0.577}},
                 {0.5f, {0.446, 0.617, 0.779}}};
    for (int i = 0; i < 4; i++)
        for (int c = 0; c < 3; c++)
            assert_close(sheet(c, 1.0f, table[i].depth_mm), table[i].rgb[c], 0.001);
}

// As domain.md 7.3 and 7.6 write them, in doubles.
static void the_fit_is_the_one_of_the_page(void **state)
{
    (void)state;
    static const double nu[] = {1.24, 2.07, 3.30}, b[] = {4.7, 5.6, 7.1}, s[] = {0.76, 0.58, 0.48};
    static const double n1[] = {0.90, 0.90, 1.05}, n2[] = {2.0, 1.9, 1.65};
    static const double redness[] = {0.08, 0.25, 0.18}, scab[] = {0.6, 1.0, 1.3};
    for (int c = 0; c < 3; c++) {
        for (double d = 0.05; d < 1.0; d += 0.05) {
            float depth = (float)d;
            double veil = 1.0 - (1.0 - 0.03) * exp(-nu[c] * d * d / (d + 0.05));
            double left = veil + (1.0 - veil) * pow(1.0 - 0.3, n1[c]) * pow(1.0 - 0.2, n2[c]);
            assert_close(smp_veil(c, 0.03f, depth), veil, 1e-6);
            assert_close(smp_beta(c, depth), exp(-b[c] * d), 1e-6);
            assert_close(smp_sigma1_mm(depth), 0.58 * d, 1e-6);
            assert_close(smp_sigma2_mm(c, depth), s[c] + 0.21 * d, 1e-6);
            assert_close(smp_transmittance(c, smp_veil(c, 0.03f, depth), 0.3f, 0.2f), left, 1e-6);
        }
        assert_close(smp_redness_tau(c, 0.7f), 0.7 * redness[c], 1e-6);
        assert_close(smp_scab_tau(c, 0.7f), 0.7 * 0.5 * scab[c], 1e-6);
    }
    assert_close(smp_alpha(0.8f), 1.0 - exp(-1.41 * 0.8), 1e-6);
}

static void opaque_pigment_leaves_the_veil(void **state)
{
    (void)state;
    for (int c = 0; c < 3; c++) {
        float veil = smp_veil(c, 0.03f, 0.2f);
        assert_close(smp_transmittance(c, veil, 1.0f, 1.0f), veil, 1e-6);
        assert_close(smp_transmittance(c, veil, smp_alpha(1e9f), smp_alpha(1e9f)), veil, 1e-4);
    }
}

static void no_pigment_leaves_all_light_exactly(void **state)
{
    (void)state;
    for (int c = 0; c < 3; c++)
        for (float d = 0.0f; d < 1.2f; d += 0.01f)
            assert_true(smp_transmittance(c, smp_veil(c, 0.03f, d), smp_alpha(0.0f), 0.0f) == 1.0f);
}

// Checks 2, 5 and 22.
static void the_sheet_orders_as_physics_does(void **state)
{
    (void)state;
    static const float dark[3] = {0.04f, 0.07f, 0.18f};
    for (int c = 0; c < 3; c++)
        for (int i = 1; i <= 100; i++) {
            float d = 0.01f * (float)i;
            float veil = smp_veil(c, 0.0f, d);
            assert_true(veil >= 0.0f && veil <= 1.0f);
            assert_true(veil >= smp_veil(c, 0.0f, d - 0.01f));
            assert_true(smp_veil(c, dark[c], d) > veil);
            assert_true(smp_veil_with(veil, 0.12f) > veil);
            for (int k = 1; k <= 40; k++) {
                float tau = 0.2f * (float)k, t = sheet(c, tau, d);
                assert_true(t >= veil - 1e-6f && t <= 1.0f);
                assert_true(t <= sheet(c, tau - 0.2f, d) + 1e-6f);
                assert_true(t >= sheet(c, tau, d - 0.01f) - 1e-6f);
            }
        }
}

static void deeper_pigment_is_relatively_bluer(void **state)
{
    (void)state;
    static const double depth[] = {0.1, 0.2, 0.3, 0.5, 1.0}, chi[] = {1.13, 1.37, 1.67, 2.5, 7.0};
    double last = 1.0;
    for (int i = 10; i <= 100; i++) {
        float d = 0.01f * (float)i;
        double ratio = (1.0 - (double)sheet(0, 1.0f, d)) / (1.0 - (double)sheet(2, 1.0f, d));
        assert_true(ratio > last);
        last = ratio;
    }
    for (int i = 0; i < 5; i++) {
        float d = (float)depth[i];
        double ratio = (1.0 - (double)sheet(0, 1.0f, d)) / (1.0 - (double)sheet(2, 1.0f, d));
        assert_close(ratio / chi[i], 1.0, 0.02);
    }
}

// Checks 6 and 7.
static void little_pigment_adds_and_much_saturates(void **state)
{
    (void)state;
    for (int c = 0; c < 3; c++)
        for (float d = 0.1f; d < 0.6f; d += 0.1f) {
            double one = 1.0 - (double)sheet(c, 0.01f, d), two = 1.0 - (double)sheet(c, 0.02f, d);
            assert_true(two / one > 1.9 && two / one < 2.0);
            for (float tau = 0.1f; tau < 3.0f; tau += 0.1f) {
                float together = sheet(c, 2.0f * tau, d), apart = sheet(c, tau, d);
                assert_true(together >= apart * apart - 0.01f);
                assert_true(together >= smp_veil(c, 0.0f, d) - 1e-6f);
            }
        }
}

static void outside_its_range_the_fit_is_clamped(void **state)
{
    (void)state;
    assert_true(smp_veil(1, 0.0f, 5.0f) == smp_veil(1, 0.0f, 1.0f));
    assert_true(smp_sigma1_mm(0.0f) == smp_sigma1_mm(0.05f));
    assert_true(smp_alpha(-1.0f) == 0.0f);
    assert_true(smp_alpha(100.0f) == smp_alpha(8.0f));
    assert_close(smp_transmittance(0, 0.1f, 1.5f, 1.5f), 0.1, 1e-6);
    assert_true(smp_transmittance(0, 0.1f, -0.5f, -0.5f) == 1.0f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_maths_agree_with_libm),
        cmocka_unit_test(the_maths_are_exact_and_tame_at_their_ends),
        cmocka_unit_test(a_uniform_sheet_has_the_transmittance_of_the_table),
        cmocka_unit_test(the_fit_is_the_one_of_the_page),
        cmocka_unit_test(opaque_pigment_leaves_the_veil),
        cmocka_unit_test(no_pigment_leaves_all_light_exactly),
        cmocka_unit_test(the_sheet_orders_as_physics_does),
        cmocka_unit_test(deeper_pigment_is_relatively_bluer),
        cmocka_unit_test(little_pigment_adds_and_much_saturates),
        cmocka_unit_test(outside_its_range_the_fit_is_clamped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
