// A dot through time: smp_time.h and dot_look.h against domain.md section 8 (checks 11, 13, 14, 15)
// and the reference course of 7.7; bands against drawn people.
#include "testing.h"

#include "base/rng.h"
#include "model/dot_look.h"
#include "shared/smp_optics.h"
#include "shared/smp_time.h"

#include <string.h>

static struct dot_maker likely(const struct technique *technique, double age_days)
{
    struct course course = course_default();
    course.tone = SKIN_INTERMEDIATE; // sun factor 1
    return dot_maker_build(technique, NULL, &course, 1.0, age_days, BAND_LIKELY);
}

static struct dot_look median(const struct technique *technique, double age_days)
{
    struct dot_maker maker = likely(technique, age_days);
    struct dot_law law = dot_law_of(&maker, technique);
    return dot_law_look(&law, 0.0f, 0.0f, 0.0f, 0.0f);
}

static double mass(struct dot_look look)
{
    return (double)(look.tau * look.radius_mm * look.radius_mm * smp_profile_mass(look.sharpness));
}

// K(m) against libm's gamma.
static void the_mass_of_a_profile_is_its_integral(void **state)
{
    (void)state;
    for (double m = 2.0; m <= 4.0; m += 0.05)
        assert_close((double)smp_profile_mass((float)m) * pow(M_LN2, 2.0 / m), tgamma(1.0 + 2.0 / m), 2e-6);
    assert_close(smp_profile_mass(4.0f), 1.064, 0.0005);
    assert_close(smp_profile_mass(2.0f), 1.443, 0.0005);
    for (double a = 0.0; a < 0.9; a += 0.01)
        assert_close((double)smp_tan((float)a), tan(a), 4e-7);
}

// Check 11.
static void a_tilted_needle_smears_its_dot(void **state)
{
    (void)state;
    float smear = smp_tilt_smear_mm(0.5f, smp_tan(0.25f * SMP_PI));
    assert_close(smear, 0.20, 1e-5);
    assert_close(smp_tilt_thins(0.14f, smear), 0.41, 0.005);
    struct technique technique = technique_default();
    technique.tilt_most_deg = 45.0;
    struct dot_maker maker = likely(&technique, 28.0);
    struct dot_law law = dot_law_of(&maker, &technique);
    assert_true(dot_law_look(&law, 0.0f, 0.0f, 0.0f, 0.0f).smear_mm == 0.0f);
    assert_close(dot_law_look(&law, 0.0f, 0.0f, 0.0f, 1.0f).smear_mm, 0.20, 1e-4);
}

// Check 13.
static void healing_follows_its_course(void **state)
{
    (void)state;
    assert_true(smp_pigment_left(0.0f, 0.7f) == 1.0f);
    assert_close(smp_pigment_left(28.0f, 0.7f), 0.713, 0.0005);
    assert_close(skin_state_at(3.0).redness, 0.082, 0.0005);
    assert_true(skin_state_at(0.0).redness == 1.0f);
    assert_true(skin_state_at(0.0).scab == 0.0f && skin_state_at(8.0).scab == 0.0f);
    assert_true(skin_state_at(3.0).scab == 1.0f);
    float last = 2.0f, most = 0.0f, when = 0.0f;
    for (float day = 0.0f; day < 40.0f; day += 0.25f) {
        float left = smp_pigment_left(day, 0.7f), phantom = skin_state_at((double)day).phantom;
        assert_true(left < last);
        last = left;
        when = phantom > most ? day : when;
        most = smp_max(most, phantom);
    }
    assert_close(when, 10.0, 1e-6);
    assert_close(most, 0.35, 1e-6);
}

// Depths and rates of domain.md 7.6 and 7.7, in doubles.
static void depth_tells_how_a_dot_heals_and_fades(void **state)
{
    (void)state;
    for (double days = 0.0; days < 60.0; days += 2.0)
        assert_close(smp_healing_depth_mm((float)days, 0.3f), 0.3 - 0.24 * exp(-days / 9.0), 1e-6);
    for (double depth = 0.05; depth < 0.6; depth += 0.05) {
        double ratio = depth / 0.35;
        assert_close(smp_fade_of_depth((float)depth), fmax(exp((0.20 - depth) / 0.20), 0.3), 1e-6);
        assert_close(smp_spread_mm2_per_year(0.0004f, (float)depth), 0.0004 * (1.0 + ratio * ratio), 1e-9);
    }
    assert_close(smp_fade_of_depth(-1.0f), 3.0, 1e-6);
}

static double half_life(double per_year)
{
    double years = 0.0;
    while (smp_fade((float)years, (float)per_year, 0.10f) > 0.5f)
        years += 0.01;
    return years;
}

// Check 14 and the table of 7.7.
static void fading_follows_its_table(void **state)
{
    (void)state;
    static const double half[] = {6.2, 3.5, 2.5, 1.9};
    static const double left[4][6] = {{0.89, 0.79, 0.71, 0.64, 0.57, 0.51},
                                      {0.82, 0.67, 0.55, 0.46, 0.38, 0.33},
                                      {0.75, 0.57, 0.43, 0.34, 0.27, 0.22},
                                      {0.69, 0.48, 0.35, 0.26, 0.20, 0.17}};
    struct technique technique = technique_default();
    struct course course = course_default();
    course.tone = SKIN_INTERMEDIATE;
    for (int sun = 0; sun < 4; sun++) {
        course.sun = sun;
        struct dot_maker maker = dot_maker_build(&technique, NULL, &course, 1.0, 0.0, BAND_LIKELY);
        assert_close(maker.fade_per_year, 0.13 + 0.10 * sun, 1e-12);
        assert_close(half_life(maker.fade_per_year), half[sun], 0.1);
        for (int year = 0; year < 6; year++)
            assert_close(smp_fade((float)year + 1.0f, (float)maker.fade_per_year, 0.10f), left[sun][year], 0.0061);
    }
    assert_close(smp_fade(0.0f, 0.23f, 0.1f), 1.0, 1e-7);
    assert_close(smp_fade(1000.0f, 0.23f, 0.1f), 0.1, 1e-6);
    technique.pigment = PIGMENT_BIORESORBABLE;
    course.sun = 1.0;
    struct dot_maker maker = dot_maker_build(&technique, NULL, &course, 1.0, 0.0, BAND_LIKELY);
    assert_true(maker.permanent == 0.0);
    assert_close(smp_fade(1.0f, (float)maker.fade_per_year, 0.0f), 0.36, 0.02);
    assert_close(smp_fade(2.0f, (float)maker.fade_per_year, 0.0f), 0.13, 0.02);
}

// k = (k_m + k_uv E s_F) g_s g_b of 7.7, and the drift of v.
static void rates_follow_skin_and_pigment(void **state)
{
    (void)state;
    static const double of_tone[] = {1.1, 1.1, 1.0, 0.9, 0.75, 0.6}, of_type[] = {1.0, 1.2},
                        of_pigment[] = {1.0, 1.4, 4.5};
    struct technique technique = technique_default();
    struct course course = course_default();
    course.sun = 2.0;
    for (int tone = 0; tone < SKIN_TONE_COUNT; tone++)
        for (int type = 0; type < SKIN_TYPE_COUNT; type++)
            for (int pigment = 0; pigment < PIGMENT_COUNT; pigment++) {
                course.tone = (enum skin_tone)tone;
                course.type = (enum skin_type)type;
                technique.pigment = (enum pigment_kind)pigment;
                struct dot_maker maker = dot_maker_build(&technique, NULL, &course, 1.0, 0.0, BAND_LIKELY);
                double k = (0.13 + 0.10 * 2.0 * of_tone[tone]) * of_type[type] * of_pigment[pigment];
                assert_close(maker.fade_per_year, k, 1e-12);
            }
    technique = technique_default();
    float healed_mm = median(&technique, 365.25).depth_mm;
    assert_close(median(&technique, 11.0 * 365.25).depth_mm - healed_mm, 10.0 * 0.012, 1e-5);
}

// Check 15; the radii are of the formula, without the swelling by needle depth.
static void dots_grow_with_the_years(void **state)
{
    (void)state;
    double shallow = 2.0 * (double)smp_spread_radius_mm(0.14f, smp_spread_mm2_per_year(0.0004f, 0.2f), 5.0f);
    double deep = 2.0 * (double)smp_spread_radius_mm(0.14f, smp_spread_mm2_per_year(0.0004f, 0.575f), 5.0f);
    assert_close(shallow / 0.35, 1.0, 0.02);
    assert_close(deep / 0.44, 1.0, 0.02);
}

// The reference course: tau at the middle as of a hard disc, so the change of profile is taken out.
static void the_median_dot_follows_the_reference_course(void **state)
{
    (void)state;
    static const struct {
        double days, tau, diameter_mm;
    } table[] = {{0.0, 1.40, 0.35},
                 {28.0, 1.00, 0.28},
                 {28.0 + 365.25, 0.74, 0.29},
                 {28.0 + 3 * 365.25, 0.42, 0.32},
                 {28.0 + 5 * 365.25, 0.25, 0.35}};
    struct technique technique = technique_default();
    for (int i = 0; i < 5; i++) {
        struct dot_look look = median(&technique, table[i].days);
        double disc = (double)(look.tau * smp_profile_mass(look.sharpness) / smp_profile_mass(4.0f));
        assert_close(disc / table[i].tau, 1.0, 0.03);
        assert_close(2.0 * (double)look.radius_mm, table[i].diameter_mm, 0.006);
    }
    assert_close(median(&technique, 0.0).depth_mm, 0.06, 1e-6);
    assert_close(median(&technique, 90.0).depth_mm, 0.202, 0.001);
}

// Check 10 for the law: pigment mass = tau pi a_h^2 K(4) L(t).
static void mass_falls_as_pigment_is_lost_and_only_then(void **state)
{
    (void)state;
    struct technique technique = technique_default();
    double healed = mass(median(&technique, 60.0));
    double fade = 0.23 * (double)smp_fade_of_depth(0.2f);
    for (double days = 60.0; days < 4000.0; days += 100.0) {
        float years = smp_years_healed((float)days);
        double left =
            (double)(smp_fade(years, (float)fade, 0.1f) / smp_fade(smp_years_healed(60.0f), (float)fade, 0.1f));
        assert_close(mass(median(&technique, days)) / healed / left, 1.0, 0.003);
    }
}

static void looks_move_smoothly_with_time(void **state)
{
    (void)state;
    struct technique technique = technique_default();
    struct dot_look last = median(&technique, 0.0);
    for (double days = 0.25; days < 800.0; days += 0.25) {
        struct dot_look look = median(&technique, days);
        assert_close(look.tau / last.tau, 1.0, 0.02);
        assert_close(look.depth_mm - last.depth_mm, 0.0, 0.005);
        assert_close(look.radius_mm / last.radius_mm, 1.0, 0.012);
        last = look;
    }
}

static void dots_vary_as_the_technique_says(void **state)
{
    (void)state;
    enum { N = 4000 };
    struct technique technique = technique_default();
    struct dot_maker maker = likely(&technique, 90.0);
    struct dot_law law = dot_law_of(&maker, &technique);
    double sum[3] = {0}, square[3] = {0};
    for (uint64_t i = 0; i < N; i++) {
        struct dot_look look = dot_law_look(&law, (float)rng_normal(5, i, 0), (float)rng_normal(5, i, 1),
                                            (float)rng_normal(5, i, 2), (float)rng_unit(5, i, 3));
        assert_true(look.sharpness > 2.0f && look.sharpness <= 4.0f && look.tau > 0.0f);
        double value[3] = {log((double)look.radius_mm), log((double)look.tau), (double)look.depth_mm};
        for (int k = 0; k < 3; k++) {
            sum[k] += value[k] / N;
            square[k] += value[k] * value[k] / N;
        }
    }
    assert_close(sqrt(square[0] - sum[0] * sum[0]), 0.18, 0.01); // domain.md 7.1
    assert_close(sqrt(square[1] - sum[1] * sum[1]), 0.25, 0.014);
    assert_close(sqrt(square[2] - sum[2] * sum[2]), 0.02, 0.002); // domain.md 7.2: 0.200 +- 0.021
    assert_close(sum[2], 0.202, 0.003);
}

// However far off a deviate, no dot is a speck or a hole among its neighbours.
static void no_dot_stands_out(void **state)
{
    (void)state;
    struct technique technique = technique_default();
    for (int pattern = 0; pattern < PATTERN_COUNT; pattern++) {
        technique.pattern = (enum pattern)pattern;
        struct dot_maker maker = likely(&technique, 90.0);
        struct dot_law law = dot_law_of(&maker, &technique);
        struct dot_look most = dot_law_look(&law, 3.4f, 3.4f, 0.0f, 0.0f),
                        usual = dot_law_look(&law, 0.0f, 0.0f, 0.0f, 0.0f),
                        least = dot_law_look(&law, -3.4f, -3.4f, 0.0f, 0.0f);
        assert_true(most.radius_mm < 1.65f * usual.radius_mm && most.tau < 2.2f * usual.tau);
        assert_true(least.radius_mm > usual.radius_mm / 1.65f && least.tau > usual.tau / 2.2f);
    }
}

static void the_front_edge_is_finer_and_lighter(void **state)
{
    (void)state;
    struct dot_front outermost = dot_front_at(-3.0f, 6.0f), before = outermost;
    assert_close((double)outermost.radius, 0.7, 1e-6);
    assert_true(outermost.load < 0.6f);
    for (float behind = -3.0f; behind < 14.0f; behind += 0.1f) {
        struct dot_front front = dot_front_at(behind, 6.0f);
        assert_true(front.radius >= before.radius && front.load >= before.load);
        assert_true(front.radius - before.radius < 0.02f && front.load - before.load < 0.02f);
        before = front;
    }
    assert_true(dot_front_at(12.0f, 6.0f).radius == 1.0f && dot_front_at(12.0f, 6.0f).load == 1.0f);
}

// The loop over many dots gives what one alone gives, to the bit, and leaves the others be.
static void many_dots_at_a_time_look_as_one(void **state)
{
    (void)state;
    struct technique technique = technique_default();
    technique.needle_depth_sd_mm = 0.3; // clamps at both ends
    for (double days = 0.0; days < 8000.0; days = days * 2.0 + 3.0) {
        struct dot_maker maker = likely(&technique, days);
        struct dot_law law = dot_law_of(&maker, &technique);
        struct dot_batch batch;
        memset(&batch, 0, sizeof batch);
        double depth_mm = 0.0;
        for (uint64_t i = 0; i < DOT_BATCH; i++) {
            batch.radius_z[i] = (float)rng_normal(6, i, 0);
            batch.load_z[i] = (float)rng_normal(6, i, 1);
            batch.depth_z[i] = (float)rng_normal(6, i, 2);
            batch.tilt_unit[i] = (float)rng_unit(6, i, 3);
        }
        dot_law_looks(&law, &batch, 3, DOT_BATCH - 2);
        for (int i = 3; i < DOT_BATCH - 2; i++) {
            struct dot_look look =
                dot_law_look(&law, batch.radius_z[i], batch.load_z[i], batch.depth_z[i], batch.tilt_unit[i]);
            assert_true(look.radius_mm == batch.radius_mm[i] && look.tau == batch.tau[i]);
            assert_true(look.sharpness == batch.sharpness[i] && look.depth_mm == batch.depth_mm[i]);
            assert_true(look.smear_mm == batch.smear_mm[i]);
            depth_mm += (double)look.depth_mm / (DOT_BATCH - 5);
        }
        assert_true(batch.tau[2] == 0.0f && batch.tau[DOT_BATCH - 2] == 0.0f);
        assert_close(dot_law_mean_depth_mm(&law), depth_mm, 0.015); // 3.5 of its deviations
    }
}

static void zone_pattern_and_shade_act_where_they_should(void **state)
{
    (void)state;
    struct technique technique = technique_default();
    struct course course = course_default();
    struct zone scar = {.size_scale = 1.2, .take_up = 0.8, .fade_scale = 1.7};
    struct dot_maker plain = dot_maker_build(&technique, NULL, &course, 1.0, 400.0, BAND_LIKELY);
    struct dot_maker maker = dot_maker_build(&technique, &scar, &course, 0.5, 400.0, BAND_LIKELY);
    assert_close(maker.radius_mm / plain.radius_mm, 1.2, 1e-12);
    assert_close(maker.load_scale, 0.8, 1e-12);
    assert_close(maker.fade_per_year / plain.fade_per_year, 1.7, 1e-12);
    assert_close(maker.tau_fresh / plain.tau_fresh, 0.5, 1e-12);
    technique.pattern = PATTERN_FINE;
    assert_true(dot_maker_build(&technique, NULL, &course, 1.0, 400.0, BAND_LIKELY).look_spread < plain.look_spread);
    technique.shade_tau = 50.0; // cut at 6 when healed
    assert_true(median(&technique, 28.0).tau < 6.2f);
}

static double darkness_of(const struct dot_maker *maker, const struct technique *technique)
{
    struct dot_law law = dot_law_of(maker, technique);
    struct dot_look look = dot_law_look(&law, 0.0f, 0.0f, 0.0f, 0.0f);
    double covered = 1.5 * M_PI * (double)(look.radius_mm * look.radius_mm * smp_alpha(look.tau));
    float veil = smp_veil(1, 0.0f, look.depth_mm);
    return 1.0 - (double)smp_transmittance(1, veil, (float)covered, (float)covered);
}

// The band against 4000 drawn people: their share that is lighter than each of its edges.
static void the_band_holds_the_middle_80_percent_of_people(void **state)
{
    (void)state;
    enum { PEOPLE = 4000 };
    struct technique technique = technique_default();
    struct course course = course_default();
    for (double days = 0.0; days < 3000.0; days += 600.0) {
        struct dot_maker edge[BAND_COUNT];
        double dark[BAND_COUNT], lighter[BAND_COUNT] = {0.0};
        for (int b = 0; b < BAND_COUNT; b++) {
            edge[b] = dot_maker_build(&technique, NULL, &course, 1.0, days, (enum band)b);
            dark[b] = darkness_of(&edge[b], &technique);
        }
        for (uint64_t i = 0; i < PEOPLE; i++) {
            struct dot_maker one = edge[BAND_LIKELY];
            double kept = rng_normal(9, i, 1);
            one.fade_per_year *= exp(0.35 * rng_normal(9, i, 0));
            one.kept_after_healing += (kept < 0.0 ? 0.20 : 0.10) / 1.645 * kept;
            one.load_scale *= exp(0.4 * rng_normal(9, i, 2));
            one.depth_shift_mm += 0.06 / 1.645 * rng_normal(9, i, 3);
            one.spread_mm2_per_year *= exp(0.6 * rng_normal(9, i, 4));
            double got = darkness_of(&one, &technique);
            for (int b = 0; b < BAND_COUNT; b++)
                lighter[b] += got < dark[b] ? 1.0 / PEOPLE : 0.0;
        }
        assert_close(lighter[BAND_LOW], 0.10, 0.04);
        assert_close(lighter[BAND_LIKELY], 0.50, 0.08);
        assert_close(lighter[BAND_HIGH], 0.90, 0.04);
    }
}

static void brown_drifts_to_red_and_carbon_stays(void **state)
{
    (void)state;
    float now[3], later[3];
    pigment_spectrum(PIGMENT_BROWN, 0.0, now);
    assert_close(now[0], 0.55, 0.002);
    assert_close(now[1], 1.00, 1e-6);
    assert_close(now[2], 1.45, 0.002);
    pigment_spectrum(PIGMENT_BROWN, 6.0, later);
    assert_true(later[0] < now[0] - 0.02f); // red is taken less
    // Each oxide fades at its own rate of carbon's 0.23 (domain.md 7.7): spectra and shares at first as in the code.
    static const double rgb[3][3] = {{0.95, 1.00, 1.05}, {0.20, 1.00, 1.35}, {0.10, 0.45, 1.60}};
    static const double share[] = {0.46345, 0.42817, 0.24084}, rate[] = {1.4, 0.8, 1.5};
    double sum[3] = {0.0};
    for (int i = 0; i < 3; i++)
        for (int c = 0; c < 3; c++)
            sum[c] += rgb[i][c] * share[i] * (0.1 + 0.9 * exp(-0.23 * rate[i] * 6.0));
    for (int c = 0; c < 3; c++)
        assert_close(later[c], sum[c] / sum[1], 1e-5);
    pigment_spectrum(PIGMENT_CARBON, 6.0, later);
    assert_true(later[0] == 0.89f && later[1] == 1.00f && later[2] == 1.17f);
}

static void darker_skin_has_more_veil(void **state)
{
    (void)state;
    float last[3] = {0.0f, 0.0f, 0.0f}, now[3];
    for (int tone = 0; tone < SKIN_TONE_COUNT; tone++) {
        skin_veil_floor((enum skin_tone)tone, now);
        for (int c = 0; c < 3; c++) {
            assert_true(now[c] >= last[c] && now[c] < 0.2f);
            last[c] = now[c];
        }
    }
    assert_close(last[2], 0.18, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mass_of_a_profile_is_its_integral),
        cmocka_unit_test(a_tilted_needle_smears_its_dot),
        cmocka_unit_test(healing_follows_its_course),
        cmocka_unit_test(depth_tells_how_a_dot_heals_and_fades),
        cmocka_unit_test(fading_follows_its_table),
        cmocka_unit_test(rates_follow_skin_and_pigment),
        cmocka_unit_test(dots_grow_with_the_years),
        cmocka_unit_test(the_median_dot_follows_the_reference_course),
        cmocka_unit_test(mass_falls_as_pigment_is_lost_and_only_then),
        cmocka_unit_test(looks_move_smoothly_with_time),
        cmocka_unit_test(dots_vary_as_the_technique_says),
        cmocka_unit_test(no_dot_stands_out),
        cmocka_unit_test(the_front_edge_is_finer_and_lighter),
        cmocka_unit_test(many_dots_at_a_time_look_as_one),
        cmocka_unit_test(zone_pattern_and_shade_act_where_they_should),
        cmocka_unit_test(the_band_holds_the_middle_80_percent_of_people),
        cmocka_unit_test(brown_drifts_to_red_and_carbon_stays),
        cmocka_unit_test(darker_skin_has_more_veil),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
