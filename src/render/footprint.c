#include "render/footprint.h"

#include "shared/smp_optics.h"
#include "shared/smp_splat.h"

#include <math.h>

// A sum of samples on a grid keeps a bell's mass within 1 % from this variance on.
#define LEAST_VARIANCE 0.3f
// Steps of the grids for the wide leg, and how far a kernel may reach along the skin.
#define COARSE_STEP_MM 0.36f
#define FINE_STEP_MM 0.17f
#define MOST_REACH_MM 2.9f
#define MOST_REDNESS_MM 4.8f
// Two legs of less different variance look like one bell once the pixel has blurred them.
#define ONE_BELL_RATIO 1.85f
#define ONE_BELL_SHAPE 0.5f
// A node's value reaches pixels up to its neighbours, in both directions.
#define GRID_BLEED 1.41421356f

int layers_of_scene(const struct scene *scene, struct layer *layers)
{
    int count = 0;
    for (int g = 0; g < scene->group_count; g++) {
        const struct group *group = &scene->group[g];
        struct layer dots = {.group = g}, scab = {.group = g, .is_scab = true};
        for (int c = 0; c < 3; c++) {
            dots.t[c] = smp_clamp(group->spectrum[c], 0.0f, 10.0f) * SMP_KAPPA;
            dots.veil[c] = smp_clamp(group->veil[c], 0.0f, 1.0f);
            dots.redness[c] = smp_clamp(group->redness[c], 0.0f, 10.0f);
            dots.has_redness |= dots.redness[c] > 0.0f;
            dots.n1[c] = smp_n1(c);
            dots.n2[c] = smp_n2(c);
            scab.t[c] = smp_scab_tau(c, smp_clamp(group->scab, 0.0f, 1.0f));
            scab.n1[c] = scab.n2[c] = 1.0f;
        }
        layers[count++] = dots;
        if (group->scab > 0.0f)
            layers[count++] = scab;
    }
    return count;
}

static bool is_within(float x, float least, float most)
{
    return x >= least && x <= most; // false for NaN
}

bool splat_is_sound(const struct scene *scene, const struct splat *s)
{
    float most_px = 2.0f * (float)IMAGE_MOST_SIDE_PX, most_scale = 1000.0f;
    return is_within(s->x, -most_px, most_px) && is_within(s->y, -most_px, most_px) &&
           is_within(s->jxx, -most_scale, most_scale) && is_within(s->jxy, -most_scale, most_scale) &&
           is_within(s->jyx, -most_scale, most_scale) && is_within(s->jyy, -most_scale, most_scale) &&
           is_within(s->radius_mm, 1e-3f, 2.0f) && is_within(s->sharpness, 0.0f, 100.0f) &&
           is_within(s->smear_a_mm, -4.0f, 4.0f) && is_within(s->smear_b_mm, -4.0f, 4.0f) &&
           is_within(s->tau, 1e-6f, 1e6f) && is_within(s->depth_mm, 0.0f, 100.0f) &&
           s->group < (uint32_t)scene->group_count;
}

// Typical pixels for each mm of this picture, 0 without dots.
static double picture_scale(const struct scene *scene)
{
    double sum = 0.0;
    int count = 0;
    for (int i = 0; i < scene->splat_count; i++) {
        const struct splat *s = &scene->splats[i];
        if (!splat_is_sound(scene, s))
            continue;
        float a = s->jxx * s->jxx + s->jyx * s->jyx, b = s->jxy * s->jxy + s->jyy * s->jyy;
        sum += sqrt((double)smp_max(a, b));
        count++;
    }
    return count ? sum / count : 0.0;
}

static int step_of(double wanted_px)
{
    return wanted_px < 1.5 ? 1 : wanted_px > 64.0 ? 64 : (int)(wanted_px + 0.5);
}

struct footprint_rules footprint_rules(const struct scene *scene, const struct profile *profile)
{
    double scale = picture_scale(scene);
    float variance = scene->camera_blur_px * scene->camera_blur_px + 1.0f / 12.0f;
    return (struct footprint_rules){
        .profile = profile,
        .pixel_variance_px2 = smp_max(variance, LEAST_VARIANCE),
        .step_px = {step_of(scale * (double)COARSE_STEP_MM), step_of(scale * (double)FINE_STEP_MM)},
    };
}

// A covariance along the skin, in mm2, with its determinant.
struct tensor {
    float aa, ab, bb, determinant;
};

// The same as a camera sees it, in px2, with its eigenvalues (the small one without cancellation).
struct spread {
    float xx, xy, yy;
    float large, small;
};

static struct spread through(const struct splat *s, struct tensor t)
{
    float xa = s->jxx * t.aa + s->jxy * t.ab, xb = s->jxx * t.ab + s->jxy * t.bb;
    float ya = s->jyx * t.aa + s->jyy * t.ab, yb = s->jyx * t.ab + s->jyy * t.bb;
    struct spread v = {.xx = xa * s->jxx + xb * s->jxy, .xy = xa * s->jyx + xb * s->jyy,
                       .yy = ya * s->jyx + yb * s->jyy};
    float half = 0.5f * (v.xx + v.yy), d = 0.5f * (v.xx - v.yy);
    float jacobian = s->jxx * s->jyy - s->jxy * s->jyx;
    v.large = half + sqrtf(d * d + v.xy * v.xy);
    v.small = v.large > 0.0f ? smp_min(t.determinant * jacobian * jacobian / v.large, v.large) : 0.0f;
    return v;
}

static struct spread plus(struct spread v, float variance)
{
    return (struct spread){v.xx + variance, v.xy, v.yy + variance, v.large + variance, v.small + variance};
}

static struct spread times(struct spread v, float k)
{
    return (struct spread){v.xx * k, v.xy * k, v.yy * k, v.large * k, v.small * k};
}

static float middle_of(struct spread v)
{
    return 0.5f * (v.xx + v.yy);
}

// The ellipse of `reach2` in squared standard deviations.
static struct ellipse ellipse_of(float x, float y, struct spread v, float reach2)
{
    float determinant = v.large * v.small, k = 1.0f / (determinant * reach2);
    return (struct ellipse){
        .x = x, .y = y,
        .xx = v.yy * k, .xy = -2.0f * v.xy * k, .yy = v.xx * k,
        .chord = 1.0f / (determinant * reach2 * reach2),
        .half_width = sqrtf(v.xx * reach2), .half_height = sqrtf(v.yy * reach2),
    };
}

// What footprint_build derives from the dot before it makes bells.
struct derived {
    struct profile_moments moments[3];
    float beta[3], sigma2_mm[3], sigma1_mm;
    float across2_mm2, along2_mm2;   // squares of the half-value radii across the tilt and along it
    float along_a, along_b;          // direction of the tilt
    float area_px2;
    float shape_px2, skin_px2;       // mean variance for variance 1 of the profile; for 1 mm2 in the skin
    float skin_large, skin_small;    // px for each mm, squared
};

// The dot's own variance, times that of its profile, and a blur in the skin.
static struct tensor shape_of(const struct derived *d, float profile_variance, float blur_mm2)
{
    float across = d->across2_mm2 * profile_variance + blur_mm2;
    float along = d->along2_mm2 * profile_variance + blur_mm2, more = along - across;
    return (struct tensor){across + more * d->along_a * d->along_a, more * d->along_a * d->along_b,
                           across + more * d->along_b * d->along_b, across * along};
}

static struct derived derive(const struct footprint_rules *rules, const struct layer *layer,
                             const struct splat *s)
{
    float width = layer->is_scab ? SMP_SCAB_WIDTH : 1.0f;
    float smear = sqrtf(s->smear_a_mm * s->smear_a_mm + s->smear_b_mm * s->smear_b_mm);
    float across = width * s->radius_mm, along = width * (s->radius_mm + smear);
    float depth = layer->is_scab ? 0.0f : smp_depth_mm(s->depth_mm);
    struct spread skin = through(s, (struct tensor){1.0f, 0.0f, 1.0f, 1.0f});
    struct derived d = {
        .sigma1_mm = layer->is_scab ? 0.0f : smp_sigma1_mm(s->depth_mm),
        .across2_mm2 = across * across, .along2_mm2 = along * along,
        .along_a = smear > 0.0f ? s->smear_a_mm / smear : 1.0f,
        .along_b = smear > 0.0f ? s->smear_b_mm / smear : 0.0f,
        .area_px2 = across * along * fabsf(s->jxx * s->jyy - s->jxy * s->jyx),
        .skin_px2 = middle_of(skin),
        .skin_large = skin.large, .skin_small = skin.small,
    };
    d.shape_px2 = middle_of(through(s, shape_of(&d, 1.0f, 0.0f)));
    for (int c = 0; c < 3; c++) {
        float tau = layer->is_scab ? 1.0f : s->tau;
        float t = smp_min(tau * layer->t[c], SMP_KAPPA * SMP_TAU_MOST);
        d.moments[c] = profile_at(rules->profile, t, s->sharpness);
        d.beta[c] = layer->is_scab ? 1.0f : smp_beta(c, s->depth_mm);
        d.sigma2_mm[c] = smp_of_channel(c, 0.76f, 0.58f, 0.48f) + 0.21f * depth;
    }
    return d;
}

static void fill_bell(struct bell *bell, int channel, float peak, float h, float v1)
{
    float limited_h = smp_clamp(h, -0.1f, 0.27f), limited_v1 = smp_clamp(v1, -0.2f, 0.2f);
    bell->c[channel][0] = peak * smp_bell_0(limited_h, limited_v1);
    bell->c[channel][1] = peak * smp_bell_1(limited_h, limited_v1);
    bell->c[channel][2] = peak * smp_bell_2(limited_h, limited_v1);
    bell->c[channel][3] = peak * smp_bell_3(limited_h, limited_v1);
}

// A leg of the sharp light, or both in one: `share` of it goes through an extra blur.
static void build_bell(const struct footprint_rules *rules, const struct splat *s,
                       const struct derived *d, const float weight[3], const float share[3],
                       struct bell *out)
{
    float pixel = rules->pixel_variance_px2, sigma1_mm2 = d->sigma1_mm * d->sigma1_mm;
    struct spread v = through(s, shape_of(d, d->moments[1].variance, share[1] * sigma1_mm2));
    v = plus(v, pixel);
    float middle = middle_of(v), blur = d->skin_px2 * sigma1_mm2;
    float peak = d->area_px2 / (2.0f * SMP_PI * sqrtf(v.large * v.small));
    out->ellipse = ellipse_of(s->x - 0.5f, s->y - 0.5f, v, SMP_BELL_REACH2);
    for (int c = 0; c < 3; c++) {
        float own = d->moments[c].variance * d->shape_px2, all = pixel + own + share[c] * blur;
        float mixed = share[c] * (1.0f - share[c]) * blur * blur;
        float h = -(own * own * d->moments[c].excess + mixed) / (all * all);
        fill_bell(out, c, weight[c] * d->moments[c].mass * peak, h, all / middle - 1.0f);
    }
}

static void build_sharp(const struct footprint_rules *rules, const struct splat *s,
                        const struct derived *d, struct footprint *out)
{
    float own = d->shape_px2 * d->moments[1].variance, first = own + rules->pixel_variance_px2;
    float second = first + d->skin_px2 * d->sigma1_mm * d->sigma1_mm;
    float one[3] = {1.0f, 1.0f, 1.0f}, none[3] = {0.0f, 0.0f, 0.0f}, spread[3];
    for (int c = 0; c < 3; c++)
        spread[c] = 1.0f - d->beta[c];
    out->bell_count = 1;
    if (second <= ONE_BELL_RATIO * first && own <= ONE_BELL_SHAPE * first) {
        build_bell(rules, s, d, one, spread, &out->bell[0]);
        return;
    }
    build_bell(rules, s, d, d->beta, none, &out->bell[0]);
    if (d->sigma1_mm > 0.0f) {
        build_bell(rules, s, d, spread, one, &out->bell[1]);
        out->bell_count = 2;
    }
}

// The coarse grid serves where the ellipse of the skin's reach is wide enough for it.
static int grid_level(const struct footprint_rules *rules, const struct derived *d)
{
    float needs = sqrtf(SMP_BELL_REACH2 * LEAST_VARIANCE) + GRID_BLEED;
    return MOST_REACH_MM * sqrtf(d->skin_small) >= needs * (float)rules->step_px[0] ? 0 : 1;
}

// Factor that makes a variance end MOST_REACH_MM along the skin, the grid's own reach included.
static float shrink(float variance, float px_per_mm2, float step)
{
    float reach = smp_max(MOST_REACH_MM * sqrtf(px_per_mm2) - GRID_BLEED * step, 0.0f);
    return smp_min(reach * reach / (SMP_BELL_REACH2 * smp_max(variance, 1e-6f)), 1.0f);
}

// The wide leg of red light, in px2: never too wide for the skin's reach, never too narrow for the grid.
static struct spread fit_grid(const struct footprint_rules *rules, const struct splat *s,
                              const struct derived *d, float step)
{
    struct spread v = through(s, shape_of(d, d->moments[0].variance, d->sigma2_mm[0] * d->sigma2_mm[0]));
    float pixel = step > 1.0f ? -step * step / 6.0f : rules->pixel_variance_px2; // interpolation blurs too
    v = times(v, smp_min(shrink(v.large + pixel, d->skin_large, step),
                         shrink(v.small + pixel, d->skin_small, step)));
    return plus(v, smp_max(pixel, LEAST_VARIANCE * step * step - v.small));
}

static void build_wide(const struct footprint_rules *rules, const struct splat *s,
                       const struct derived *d, struct footprint *out)
{
    out->level = grid_level(rules, d);
    float step = (float)rules->step_px[out->level], per_step = 1.0f / step;
    struct spread v = fit_grid(rules, s, d, step);
    out->wide.ellipse = ellipse_of((s->x - 0.5f) * per_step, (s->y - 0.5f) * per_step,
                                   times(v, per_step * per_step), SMP_BELL_REACH2);
    float per_mm2 = d->skin_px2 / middle_of(v), red2 = d->sigma2_mm[0] * d->sigma2_mm[0];
    float green = 1.0f - (red2 - d->sigma2_mm[1] * d->sigma2_mm[1]) * per_mm2;
    float blue = 1.0f - (red2 - d->sigma2_mm[2] * d->sigma2_mm[2]) * per_mm2;
    float six = SMP_WIDE_VARIANCE_6, ten = SMP_WIDE_VARIANCE_10;
    float green_3 = smp_clamp((green - six) / (1.0f - six), -0.25f, 1.0f);
    float blue_6 = smp_clamp((blue - ten) / (six - ten), -0.25f, 1.5f);
    float peak = d->area_px2 / (2.0f * SMP_PI * sqrtf(v.large * v.small));
    out->wide.red_3 = d->moments[0].mass * peak * SMP_WIDE_PEAK_3;
    out->wide.green_3 = d->moments[1].mass * peak * green_3 * SMP_WIDE_PEAK_3;
    out->wide.green_6 = d->moments[1].mass * peak * (1.0f - green_3) * SMP_WIDE_PEAK_6;
    out->wide.blue_6 = d->moments[2].mass * peak * blue_6 * SMP_WIDE_PEAK_6;
    out->wide.blue_10 = d->moments[2].mass * peak * (1.0f - blue_6) * SMP_WIDE_PEAK_10;
}

static void build_red(const struct footprint_rules *rules, const struct splat *s,
                      const struct derived *d, struct footprint *out)
{
    float step = (float)rules->step_px[0], per_step = 1.0f / step;
    float bleed_mm = GRID_BLEED * step / smp_max(sqrtf(d->skin_small), 1e-3f);
    float reach = smp_max(MOST_REDNESS_MM - bleed_mm, 0.0f) * per_step, reach2 = reach * reach;
    struct spread v = plus(through(s, (struct tensor){reach2, 0.0f, reach2, reach2 * reach2}), 1e-3f);
    out->red = ellipse_of((s->x - 0.5f) * per_step, (s->y - 0.5f) * per_step, v, 1.0f);
}

bool footprint_build(const struct footprint_rules *rules, const struct layer *layer,
                     const struct splat *splat, struct footprint *out)
{
    struct derived d = derive(rules, layer, splat);
    if (!(d.area_px2 > 0.0f))
        return false;
    build_sharp(rules, splat, &d, out);
    build_wide(rules, splat, &d, out);
    if (layer->has_redness)
        build_red(rules, splat, &d, out);
    return true;
}
