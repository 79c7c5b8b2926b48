#include "model/dot_look.h"

#include "base/check.h"
#include "base/mathd.h"
#include "shared/smp_optics.h"
#include "shared/smp_time.h"

// Spread from dot to dot of radius and load: log-normal, cut, for a dot three times as dark as its neighbours reads as
// a speck of dirt. With the cut it is the 0.18 and 0.25 of domain.md 7.1.
static const float RADIUS_SIGMA = 0.188f, LOAD_SIGMA = 0.261f, MOST_SIGMAS = 2.0f;

struct dot_law dot_law_of(const struct dot_maker *maker, const struct technique *technique)
{
    float days = (float)maker->age_days, needle = (float)maker->needle_depth_mm;
    float kept = (float)maker->kept_after_healing, years = smp_years_healed(days);
    return (struct dot_law){
        .needle_mm = needle,
        .needle_sd_mm = (float)technique->needle_depth_sd_mm,
        .needle_least_mm = smp_min(0.25f, needle), // cut of domain.md 7.1, wider if asked for
        .needle_most_mm = smp_max(1.5f, needle),
        .depth_shift_mm = (float)maker->depth_shift_mm,
        .radius_mm = (float)maker->radius_mm,
        .radius_sigma = RADIUS_SIGMA * (float)maker->look_spread,
        .load_sigma = LOAD_SIGMA * (float)maker->look_spread,
        .tau_fresh = (float)(maker->tau_fresh * maker->load_scale),
        .tau_fresh_most = SMP_TAU_HEALED_MOST / kept,
        .tilt_most_rad = (float)(technique->tilt_most_deg * (MATHD_PI / 180.0)),
        .age_days = days,
        .swell = smp_healing_swell(days),
        .left = smp_pigment_left(days, kept),
        .years = years,
        .fade_per_year = (float)maker->fade_per_year,
        .permanent = (float)maker->permanent,
        .spread_mm2_per_year = (float)maker->spread_mm2_per_year,
        .drift_mm = (float)maker->drift_mm_per_year * years,
        .crisp_mass = smp_profile_mass(SMP_PROFILE_CRISP),
    };
}

// Without a branch or a call, so that the loop over it below works on several dots at once: the
// same bits either way.
static inline struct dot_look look_of(const struct dot_law *law, float radius_z, float load_z, float depth_z,
                                      float tilt_unit)
{
    float needle = smp_clamp(law->needle_mm + law->needle_sd_mm * depth_z, law->needle_least_mm, law->needle_most_mm);
    radius_z = smp_clamp(radius_z, -MOST_SIGMAS, MOST_SIGMAS);
    load_z = smp_clamp(load_z, -MOST_SIGMAS, MOST_SIGMAS);
    float depth = smp_depth_mm(smp_optical_depth_mm(needle) + law->depth_shift_mm);
    float healed = law->radius_mm * smp_exp(law->radius_sigma * radius_z) * smp_swell_of_depth(needle);
    float swollen = healed * law->swell;
    float rate = smp_spread_mm2_per_year(law->spread_mm2_per_year, depth);
    float radius = smp_spread_radius_mm(swollen, rate, law->years);
    float sharpness = smp_profile_exponent(healed, radius);
    float tau = smp_min(law->tau_fresh * smp_exp(law->load_sigma * load_z), law->tau_fresh_most);
    float left = smp_fade(law->years, law->fade_per_year * smp_fade_of_depth(depth), law->permanent);
    float thinned = swollen / radius; // mass is kept by spread and by the change of profile
    thinned *= thinned * law->crisp_mass / smp_profile_mass(sharpness);
    return (struct dot_look){
        .radius_mm = radius,
        .sharpness = sharpness,
        .tau = tau * law->left * left * thinned,
        .depth_mm = smp_healing_depth_mm(law->age_days, depth) + law->drift_mm,
        .smear_mm = smp_tilt_smear_mm(needle, smp_tan(law->tilt_most_rad * tilt_unit)),
    };
}

struct dot_look dot_law_look(const struct dot_law *law, float radius_z, float load_z, float depth_z, float tilt_unit)
{
    return look_of(law, radius_z, load_z, depth_z, tilt_unit);
}

void dot_law_looks(const struct dot_law *law, struct dot_batch *batch, int from, int to)
{
    const struct dot_law same = *law; // a copy that the stores below cannot reach
    REQUIRE(from >= 0 && to <= DOT_BATCH);
    for (int i = from; i < to; i++) {
        struct dot_look look =
            look_of(&same, batch->radius_z[i], batch->load_z[i], batch->depth_z[i], batch->tilt_unit[i]);
        batch->radius_mm[i] = look.radius_mm;
        batch->sharpness[i] = look.sharpness;
        batch->tau[i] = look.tau;
        batch->depth_mm[i] = look.depth_mm;
        batch->smear_mm[i] = look.smear_mm;
    }
}

// From half a ramp before the line, where the outermost dots are. Half the shade at the outer end; assumed.
struct dot_front dot_front_at(float behind_mm, float ramp_mm)
{
    float inside = smp_smoothstep(-0.5f * ramp_mm, DOT_FRONT_RAMPS * ramp_mm, behind_mm);
    return (struct dot_front){0.7f + 0.3f * inside, 0.5f + 0.5f * inside};
}

// By the trapezoid rule over the deviates, -3.4 to 3.4 as in the field.
float dot_law_mean_depth_mm(const struct dot_law *law)
{
    enum { STEPS = 34 };
    float sum = 0.0f, weights = 0.0f;
    for (int i = -STEPS; i <= STEPS; i++) {
        float z = 3.4f * (float)i / STEPS, weight = smp_exp(-0.5f * z * z);
        sum += weight * dot_law_look(law, 0.0f, 0.0f, z, 0.0f).depth_mm;
        weights += weight;
    }
    return sum / weights;
}

struct skin_state skin_state_at(double age_days)
{
    float days = (float)age_days;
    return (struct skin_state){smp_redness(days), smp_scab(days), smp_phantom(days)};
}

// Fading rate of the years before depth counts (domain.md 7.7).
static double fade_per_year(const struct technique *technique, const struct zone *zone, const struct course *course)
{
    static const double of_tone[SKIN_TONE_COUNT] = {1.1, 1.1, 1.0, 0.9, 0.75, 0.6};
    static const double of_type[SKIN_TYPE_COUNT] = {1.0, 1.2};
    static const double of_pigment[PIGMENT_COUNT] = {1.0, 1.4, 4.5};
    double turnover = 0.13, light = 0.10 * course->sun * of_tone[course->tone];
    return (turnover + light) * of_type[course->type] * of_pigment[technique->pigment] *
           (zone ? zone->fade_scale : 1.0);
}

// 0.10, more for deep pigment (0.40 above 0.5 mm; a short ramp, so that no slider jumps), none for
// pigment that the body takes up.
static double permanent_share(const struct technique *technique, float depth_mm)
{
    if (technique->pigment == PIGMENT_BIORESORBABLE)
        return 0.0;
    return 0.10 + 0.30 * (double)smp_smoothstep(0.45f, 0.55f, depth_mm);
}

static struct dot_maker median_maker(const struct technique *technique, const struct zone *zone,
                                     const struct course *course, double shade_scale, double age_days)
{
    static const double spread_of_pattern[PATTERN_COUNT] = {0.6, 1.0, 1.3}; // of looks; assumed
    return (struct dot_maker){
        .age_days = age_days > 0.0 ? age_days : 0.0,
        .tau_fresh = technique->shade_tau * shade_scale / (double)SMP_PIGMENT_KEPT,
        .radius_mm = 0.5 * technique->dot_diameter_mm * (zone ? zone->size_scale : 1.0),
        .needle_depth_mm = technique->needle_depth_mm,
        .kept_after_healing = (double)SMP_PIGMENT_KEPT,
        .fade_per_year = fade_per_year(technique, zone, course),
        .permanent = permanent_share(technique, smp_optical_depth_mm((float)technique->needle_depth_mm)),
        .spread_mm2_per_year = 0.0004,
        .drift_mm_per_year = 0.012,
        .load_scale = course->take_up * (zone ? zone->take_up : 1.0),
        .look_spread = spread_of_pattern[technique->pattern],
    };
}

// The spread of people: standard deviates of what domain.md 7.8 lets vary.
enum { VARIES_FADE, VARIES_KEPT, VARIES_LOAD, VARIES_DEPTH, VARIES_SPREAD, VARIES_COUNT };

static struct dot_maker person(const struct dot_maker *median, const double z[VARIES_COUNT])
{
    struct dot_maker maker = *median;
    // Ranges (0.50-0.80 kept, +-0.06 mm) are taken as 5th to 95th percentile, 1.645 sigma.
    double kept_step = z[VARIES_KEPT] < 0.0 ? 0.20 / 1.645 : 0.10 / 1.645;
    maker.fade_per_year *= mathd_exp(0.35 * z[VARIES_FADE]);
    maker.kept_after_healing += kept_step * z[VARIES_KEPT];
    maker.load_scale *= mathd_exp(0.4 * z[VARIES_LOAD]);
    maker.depth_shift_mm += 0.06 / 1.645 * z[VARIES_DEPTH];
    maker.spread_mm2_per_year *= mathd_exp(0.6 * z[VARIES_SPREAD]);
    return maker;
}

// Logarithm of what 150 median dots per cm2 take from green light, as hard discs.
static double darkness(const struct dot_maker *maker, const struct technique *technique)
{
    struct dot_law law = dot_law_of(maker, technique);
    struct dot_look look = dot_law_look(&law, 0.0f, 0.0f, 0.0f, 0.0f);
    float covered = 1.5f * SMP_PI * look.radius_mm * look.radius_mm * smp_alpha(look.tau);
    float light = smp_transmittance(1, smp_veil(1, 0.0f, look.depth_mm), covered, covered);
    return (double)smp_log(smp_max(1.0f - light, 1e-6f));
}

// The person at the 10th or 90th percentile of darkness who is least unlike the median one: a step
// of 1.2816 sigma along the gradient. Exact where darkness is linear in the deviates; moves
// smoothly with time, which a percentile of drawn people would not.
static struct dot_maker at_band(const struct dot_maker *median, const struct technique *technique, enum band band)
{
    double slope[VARIES_COUNT], z[VARIES_COUNT] = {0}, square = 0.0;
    for (int i = 0; i < VARIES_COUNT; i++) {
        z[i] = 0.5;
        struct dot_maker above = person(median, z);
        z[i] = -0.5;
        struct dot_maker below = person(median, z);
        z[i] = 0.0;
        slope[i] = darkness(&above, technique) - darkness(&below, technique);
        square += slope[i] * slope[i];
    }
    double step = square > 0.0 ? (band == BAND_HIGH ? 1.2816 : -1.2816) / sqrt(square) : 0.0;
    for (int i = 0; i < VARIES_COUNT; i++)
        z[i] = step * slope[i];
    return person(median, z);
}

struct dot_maker dot_maker_build(const struct technique *technique, const struct zone *zone,
                                 const struct course *course, double shade_scale, double age_days, enum band band)
{
    struct dot_maker median = median_maker(technique, zone, course, shade_scale, age_days);
    return band == BAND_LIKELY ? median : at_band(&median, technique, band);
}

// The parts of a brown mix: black, red and yellow oxide. Spectra assumed; weights solve their sum
// for the (0.55, 1.00, 1.45) of domain.md 7.1; rates against carbon's from 7.7.
static const struct oxide {
    float rgb[3], weight, fade_scale;
} BROWN[3] = {
    {{0.95f, 1.00f, 1.05f}, 0.46345f, 1.4f},
    {{0.20f, 1.00f, 1.35f}, 0.42817f, 0.8f},
    {{0.10f, 0.45f, 1.60f}, 0.24084f, 1.5f},
};

void pigment_spectrum(enum pigment_kind pigment, double age_years, float out_rgb[3])
{
    static const float carbon[3] = {0.89f, 1.00f, 1.17f};
    float sum[3] = {0.0f, 0.0f, 0.0f}, years = smp_max((float)age_years, 0.0f);
    for (int c = 0; c < 3; c++)
        for (int i = 0; i < 3; i++)
            sum[c] +=
                BROWN[i].rgb[c] * BROWN[i].weight * smp_fade(years, 0.23f * BROWN[i].fade_scale, 0.10f); // average sun
    for (int c = 0; c < 3; c++)
        out_rgb[c] = pigment == PIGMENT_BROWN ? sum[c] / sum[1] : carbon[c];
}

void skin_veil_floor(enum skin_tone tone, float out_rgb[3])
{
    static const float floor_of[SKIN_TONE_COUNT][3] = {
        {0.0f, 0.0f, 0.0f},    {0.0f, 0.0f, 0.0f},     {0.01f, 0.02f, 0.03f},
        {0.02f, 0.03f, 0.05f}, {0.03f, 0.045f, 0.08f}, {0.04f, 0.07f, 0.18f},
    };
    for (int c = 0; c < 3; c++)
        out_rgb[c] = floor_of[tone][c];
}
