// The model on fields of dots against the Monte Carlo and the reference course of domain.md: checks
// 4, 8, 9, 10, 16 and 19 of its section 8, by the brute-force skin that kernels are judged with
// too.
#include "testing.h"

#include "base/mem.h"
#include "brute_skin.h"
#include "shared/smp_optics.h"
#include "shared/smp_time.h"

enum { HARD_DISC = 64 };
static const double CARBON[3] = {0.89, 1.00, 1.17};
static const double GREY[3] = {1.0, 1.0, 1.0};

struct seen {
    double dot, gap, mean; // transmittance
};

// Endless lattice of about that density with a dot at (0, 0).
static struct seen see_lattice(const struct brute_dot *dot, double per_cm2, double depth_mm, int channel,
                               const double spectrum[3])
{
    double spacing_mm = sqrt(2.0 / sqrt(3.0) * 100.0 / per_cm2);
    struct brute_skin *skin = brute_skin_create(5.0 * spacing_mm, 3.0 * sqrt(3.0) * spacing_mm, 50.0);
    double reached = brute_skin_add_lattice(skin, dot, per_cm2);
    assert_close(reached / per_cm2, 1.0, 0.01);
    double veil = (double)smp_veil(channel, 0.0f, (float)depth_mm);
    double *light = brute_skin_light(skin, channel, spectrum[channel], depth_mm, veil, 0.0);
    struct seen seen = {brute_skin_at(skin, light, 0.0, 0.0), brute_skin_at(skin, light, spacing_mm / 2.0, 0.0),
                        brute_skin_mean(skin, light)};
    mem_free(light);
    brute_skin_free(skin);
    return seen;
}

static double isolated_centre(double diameter_mm, double tau, double depth_mm, int channel)
{
    struct brute_skin *skin = brute_skin_create(7.0, 7.0, 60.0);
    brute_skin_add(skin,
                   &(struct brute_dot){
                       .x_mm = 3.5, .y_mm = 3.5, .radius_mm = diameter_mm / 2.0, .sharpness = HARD_DISC, .tau = tau});
    double *light =
        brute_skin_light(skin, channel, 1.0, depth_mm, (double)smp_veil(channel, 0.0f, (float)depth_mm), 0.0);
    double centre = brute_skin_at(skin, light, 3.5, 3.5);
    mem_free(light);
    brute_skin_free(skin);
    return centre;
}

// Check 4, fields: 0.30 mm discs of tau 1, the same in all channels.
static void fields_of_discs_agree_with_the_monte_carlo(void **state)
{
    (void)state;
    static const struct {
        double per_cm2, depth_mm, rgb[3], tolerance;
    } table[] = {{60, 0.2, {0.928, 0.942, 0.954}, 0.03},  {150, 0.2, {0.828, 0.859, 0.890}, 0.03},
                 {300, 0.2, {0.689, 0.739, 0.794}, 0.06}, {60, 0.5, {0.944, 0.966, 0.981}, 0.03},
                 {150, 0.5, {0.869, 0.918, 0.955}, 0.03}, {300, 0.5, {0.769, 0.853, 0.919}, 0.06}};
    struct brute_dot disc = {.radius_mm = 0.15, .sharpness = HARD_DISC, .tau = 1.0};
    for (int i = 0; i < 6; i++)
        for (int c = 0; c < 3; c++)
            assert_close(see_lattice(&disc, table[i].per_cm2, table[i].depth_mm, c, GREY).mean, table[i].rgb[c],
                         table[i].tolerance);
}

// Check 4, disc centres, and check 8.
static void isolated_discs_agree_with_the_monte_carlo(void **state)
{
    (void)state;
    static const struct {
        double depth_mm, rgb[3], tolerance;
    } table[] = {{0.1, {0.412, 0.428, 0.447}, 0.06},
                 {0.2, {0.593, 0.645, 0.708}, 0.035},
                 {0.3, {0.758, 0.816, 0.875}, 0.035},
                 {0.5, {0.924, 0.953, 0.974}, 0.035}};
    static const double green_contrast[] = {0.57, 0.36, 0.18, 0.05};
    for (int i = 0; i < 4; i++)
        for (int c = 0; c < 3; c++) {
            double centre = isolated_centre(0.25, 1.0, table[i].depth_mm, c);
            assert_close(centre, table[i].rgb[c], table[i].tolerance);
            if (c == 1)
                assert_close(1.0 - centre, green_contrast[i], 0.04);
        }
}

// Check 9.
static void dots_darken_the_skin_between_them(void **state)
{
    (void)state;
    struct brute_dot disc = {.radius_mm = 0.14, .sharpness = HARD_DISC, .tau = 1.0};
    struct seen seen = see_lattice(&disc, 150.0, 0.2, 1, CARBON);
    double covered = 1.5 * M_PI * 0.14 * 0.14, alone = isolated_centre(0.28, 1.0, 0.2, 1);
    double murray_davies = 1.0 - covered * (1.0 - alone);
    assert_true(seen.gap < 0.95);
    assert_close(seen.mean, 0.865, 0.005);
    assert_true(murray_davies > 0.95);
    assert_true(seen.mean < murray_davies - 0.08);
}

// The reference course at the end of 7.7, green, and check 16.
static void the_reference_course_looks_as_tabled(void **state)
{
    (void)state;
    static const struct {
        double tau, diameter_mm, depth_mm, per_cm2, dot, gap, mean;
    } table[] = {{1.00, 0.28, 0.200, 150, 0.61, 0.91, 0.87}, {0.74, 0.29, 0.212, 150, 0.67, 0.91, 0.88},
                 {0.42, 0.32, 0.236, 150, 0.78, 0.93, 0.90}, {0.25, 0.35, 0.260, 150, 0.85, 0.95, 0.93},
                 {1.00, 0.28, 0.200, 45, 0.64, 0.97, 0.95},  {1.00, 0.40, 0.575, 150, 0.87, 0.89, 0.88}};
    double contrast[6];
    for (int i = 0; i < 6; i++) {
        struct brute_dot disc = {.radius_mm = table[i].diameter_mm / 2.0, .sharpness = HARD_DISC, .tau = table[i].tau};
        struct seen seen = see_lattice(&disc, table[i].per_cm2, table[i].depth_mm, 1, CARBON);
        assert_close(seen.dot, table[i].dot, 0.02);
        assert_close(seen.gap, table[i].gap, 0.02);
        assert_close(seen.mean, table[i].mean, 0.012);
        contrast[i] = 1.0 - seen.dot / seen.gap;
    }
    assert_close(contrast[0], 0.33, 0.02);
    assert_close(contrast[2], 0.16, 0.02);
    assert_close(contrast[2] / contrast[0], 0.50, 0.05);
}

static double mass_of(double radius_mm, double sharpness, double smear_mm, double tau, double px_per_mm)
{
    struct brute_skin *skin = brute_skin_create(3.0, 3.0, px_per_mm);
    brute_skin_add(skin, &(struct brute_dot){.x_mm = 1.511,
                                             .y_mm = 1.497,
                                             .radius_mm = radius_mm,
                                             .sharpness = sharpness,
                                             .smear_x_mm = 0.8 * smear_mm,
                                             .smear_y_mm = -0.6 * smear_mm,
                                             .tau = tau});
    double mass = brute_skin_mean(skin, skin->tau) * 9.0;
    brute_skin_free(skin);
    return mass;
}

// Check 10, one dot: the pigment's mass survives spread, tilt and zoom.
static void mass_is_kept_by_spread_tilt_and_zoom(void **state)
{
    (void)state;
    float healed = 0.14f;
    double mass = M_PI * 0.14 * 0.14 * 1.064;
    assert_close(mass_of(0.14, 4.0, 0.0, 1.0, 60.0) / mass, 1.0, 0.01);
    assert_close(mass_of(0.14, 4.0, 0.0, 1.0, 30.0) / mass, 1.0, 0.01);
    for (float years = 1.0f; years < 12.0f; years += 2.0f) {
        float radius = smp_spread_radius_mm(healed, 0.0005f, years);
        float m = smp_profile_exponent(healed, radius);
        float tau = (healed / radius) * (healed / radius) * smp_profile_mass(SMP_PROFILE_CRISP) / smp_profile_mass(m);
        assert_close(mass_of((double)radius, (double)m, 0.0, (double)tau, 60.0) / mass, 1.0, 0.01);
    }
    for (float smear = 0.02f; smear < 0.3f; smear += 0.05f)
        assert_close(mass_of(0.14, 4.0, (double)smear, (double)smp_tilt_thins(healed, smear), 60.0) / mass, 1.0, 0.01);
}

// Mean of 8 x 8 blocks of cells.
static void box(const struct brute_skin *fine, const double *from, struct brute_skin *coarse, double *to)
{
    enum { N = 8 };
    for (int y = 0; y < coarse->height; y++)
        for (int x = 0; x < coarse->width; x++) {
            double sum = 0.0;
            for (int j = 0; j < N; j++)
                for (int i = 0; i < N; i++)
                    sum += from[(size_t)(y * N + j) * (size_t)fine->width + (size_t)(x * N + i)];
            to[(size_t)y * (size_t)coarse->width + (size_t)x] = sum / (N * N);
        }
}

// Check 19: averaging what the eye gets is right at any scale, averaging optical depth is not.
static void a_smaller_picture_is_the_mean_of_the_large_one(void **state)
{
    (void)state;
    struct brute_skin *fine = brute_skin_create(4.8, 4.8, 40.0), *coarse = brute_skin_create(4.8, 4.8, 5.0);
    struct brute_dot dark = {.radius_mm = 0.14, .sharpness = 4.0, .tau = 3.5};
    brute_skin_add_lattice(fine, &dark, 150.0);
    double veil = (double)smp_veil(1, 0.0f, 0.2f);
    double *light = brute_skin_light(fine, 1, 1.0, 0.2, veil, 0.0);
    box(fine, fine->tau, coarse, coarse->tau);
    double *of_mean_tau = brute_skin_light(coarse, 1, 1.0, 0.2, veil, 0.0);
    double *alpha = brute_alpha(fine, 1.0);
    box(fine, alpha, coarse, coarse->tau); // tau that has the block's mean absorptance
    for (size_t i = 0; i < (size_t)coarse->width * (size_t)coarse->height; i++)
        coarse->tau[i] = -log(1.0 - coarse->tau[i]) / (double)SMP_KAPPA;
    double *of_mean_alpha = brute_skin_light(coarse, 1, 1.0, 0.2, veil, 0.0);
    double truth = brute_skin_mean(fine, light);
    assert_close(brute_skin_mean(coarse, of_mean_alpha), truth, 0.01);
    assert_true(brute_skin_mean(coarse, of_mean_tau) < truth - 0.03);
    mem_free(light), mem_free(alpha), mem_free(of_mean_tau), mem_free(of_mean_alpha);
    brute_skin_free(fine);
    brute_skin_free(coarse);
}

static void the_blur_keeps_mass_and_adds_variances(void **state)
{
    (void)state;
    struct brute_skin *skin = brute_skin_create(6.0, 6.0, 20.0);
    brute_skin_add(skin, &(struct brute_dot){.x_mm = 3.0, .y_mm = 3.0, .radius_mm = 0.2, .sharpness = 2.0, .tau = 1.0});
    double mean = brute_skin_mean(skin, skin->tau);
    brute_blur(skin, skin->tau, 0.3);
    brute_blur(skin, skin->tau, 0.4);
    double variance = 0.04 / (2.0 * M_LN2); // of exp(-ln 2 (r / 0.2)^2)
    double wanted = mean * 36.0 / (2.0 * M_PI * (variance + 0.25));
    assert_close(brute_skin_mean(skin, skin->tau) / mean, 1.0, 1e-9);
    assert_close(brute_skin_at(skin, skin->tau, 3.0, 3.0) / wanted, 1.0, 0.005);
    brute_skin_free(skin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_discs_agree_with_the_monte_carlo),
        cmocka_unit_test(isolated_discs_agree_with_the_monte_carlo),
        cmocka_unit_test(dots_darken_the_skin_between_them),
        cmocka_unit_test(the_reference_course_looks_as_tabled),
        cmocka_unit_test(mass_is_kept_by_spread_tilt_and_zoom),
        cmocka_unit_test(a_smaller_picture_is_the_mean_of_the_large_one),
        cmocka_unit_test(the_blur_keeps_mass_and_adds_variances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
