// Dots to bells, many at a time: every step is a loop over the batch that the compiler vectorises.
// Compiled once for each level of processor, like cpu_rows.c.
#include "render/footprint.h"

#include "shared/smp_optics.h"
#include "shared/smp_splat.h"

#ifndef ROWS_LEVEL
#define ROWS_LEVEL any
#endif
#define JOIN_NOW(a, b) a##b
#define JOIN(a, b) JOIN_NOW(a, b)

enum { N = FOOTPRINT_BATCH };

// No element of a batch depends on another.
#ifdef __clang__
#define INDEPENDENT
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif
#define FOR_BATCH(i) INDEPENDENT for (int i = 0; i < N; i++)

// How far a kernel may reach along the skin.
#define MOST_REACH_MM 2.9f
#define MOST_REDNESS_MM 4.8f
#define MOST_REDNESS_PEAK 8.0f
// No skin is seen at less than this for the millimetres that redness reaches: a head of 80 mm turns to the camera.
#define CURVED_COSINE 0.08f
// FOOTPRINT_LEAST_VARIANCE where a rim leaves no room for it.
#define RIM_VARIANCE 0.25f
// The same of nodes that are a small picture's pixels, where more would blur what lies close together: what so narrow a
// bell's samples sum to is made up for.
#define PIXEL_VARIANCE 0.15f
// In a picture smaller than its photo a node may be a pixel's own: what it stands for begins half a
// pixel's diagonal nearer.
#define PIXEL_BLEED -0.70710678f
// Two legs of less different variance look like one bell once the pixel has blurred them.
#define ONE_BELL_RATIO 2.4f
#define ONE_BELL_SHAPE 0.65f

// A covariance seen by the camera is alpha J J^T + gamma (J u)(J u)^T + p I: blurs and the dot's
// round part, what its tilt adds along the unit vector u, and the pixel.
struct batch {
    float x[N], y[N], jxx[N], jxy[N], jyx[N], jyy[N], radius_mm[N], sharpness[N], smear_a[N], smear_b[N];
    float tau[N], scab[N], depth_mm[N];
    float pixel_px2[N];                       // variance of all blur but the skin's
    float skin_xx[N], skin_xy[N], skin_yy[N]; // J J^T
    float tilt_x[N], tilt_y[N];               // J u
    float jacobian2[N];                       // det J squared
    float round_mm2[N], tilt_mm2[N];          // of the half-value ellipse: alpha and gamma
    float area_px2[N], shape_px2[N], skin_px2[N];
    float large_px2[N], small_px2[N]; // eigenvalues of J J^T
    float mass[3][N], variance[3][N], excess[3][N];
    float spread[3][N]; // share of the sharp leg that is blurred
    float sigma1_mm2[N], sigma2_mm2[3][N];
    float one[N]; // 1 where one bell serves both legs
};

struct ellipses {
    float x[N], y[N], xx[N], xy[N], yy[N], half_width[N], half_height[N];
};
struct legs { // of the sharp light: how much of the leg this is, and what share of it is blurred
    float weight[3][N], share[3][N];
};
struct bells {
    struct ellipses e;
    float green[4][N], red_a[N], red_b[N], blue_a[N], blue_b[N];
};
struct wides {
    struct ellipses e;
    float level[N], red_2[N], green_2[N], green_5[N], blue_2[N], blue_5[N], blue_8[N];
};

static void gather(struct batch *b, const struct splat *splats, const uint32_t *order, int count, float pixel_px2)
{
    for (int i = 0; i < N; i++) {
        const struct splat *s = &splats[order[i < count ? i : 0]];
        b->x[i] = s->x - 0.5f;
        b->y[i] = s->y - 0.5f;
        b->jxx[i] = s->jxx;
        b->jxy[i] = s->jxy;
        b->jyx[i] = s->jyx;
        b->jyy[i] = s->jyy;
        b->radius_mm[i] = s->radius_mm;
        b->sharpness[i] = s->sharpness;
        b->smear_a[i] = s->smear_a_mm;
        b->smear_b[i] = s->smear_b_mm;
        b->tau[i] = s->tau;
        b->scab[i] = smp_max(1.0f + s->scab, 0.01f); // none would be 0 / 0 of it in another channel
        b->depth_mm[i] = s->depth_mm;
        b->pixel_px2[i] = pixel_px2 + s->blur_px2;
    }
}

static void see_skin(struct batch *b, float width)
{
    FOR_BATCH (i) {
        float xx = b->jxx[i] * b->jxx[i] + b->jxy[i] * b->jxy[i];
        float xy = b->jxx[i] * b->jyx[i] + b->jxy[i] * b->jyy[i];
        float yy = b->jyx[i] * b->jyx[i] + b->jyy[i] * b->jyy[i];
        float jacobian = b->jxx[i] * b->jyy[i] - b->jxy[i] * b->jyx[i];
        float middle = 0.5f * (xx + yy), d = 0.5f * (xx - yy);
        float large = smp_max(middle + smp_sqrt(d * d + xy * xy), 1e-20f);
        b->skin_xx[i] = xx;
        b->skin_xy[i] = xy;
        b->skin_yy[i] = yy;
        b->jacobian2[i] = jacobian * jacobian;
        b->skin_px2[i] = middle;
        b->large_px2[i] = large;
        b->small_px2[i] = smp_min(jacobian * jacobian / large, large);
        float smear = smp_sqrt(b->smear_a[i] * b->smear_a[i] + b->smear_b[i] * b->smear_b[i]);
        float per_smear = 1.0f / smp_max(smear, 1e-6f);
        float ua = b->smear_a[i] * per_smear, ub = b->smear_b[i] * per_smear;
        float across = width * b->radius_mm[i], along = width * (b->radius_mm[i] + smear);
        b->tilt_x[i] = b->jxx[i] * ua + b->jxy[i] * ub;
        b->tilt_y[i] = b->jyx[i] * ua + b->jyy[i] * ub;
        b->round_mm2[i] = across * across;
        b->tilt_mm2[i] = along * along - across * across;
        b->area_px2[i] = across * along * smp_abs(jacobian);
        b->shape_px2[i] = b->round_mm2[i] * middle +
                          0.5f * b->tilt_mm2[i] * (b->tilt_x[i] * b->tilt_x[i] + b->tilt_y[i] * b->tilt_y[i]);
    }
}

// A dot's own blur may not carry it beyond the kernels' reach.
static void limit_blur(struct batch *b, float pixel_px2)
{
    const float most_mm2 = 0.06f * MOST_REACH_MM * MOST_REACH_MM; // the rest is the skin's
    FOR_BATCH (i)
        b->pixel_px2[i] = smp_min(b->pixel_px2[i], smp_max(pixel_px2, most_mm2 * b->small_px2[i]));
}

static void see_pigment(struct batch *b, const struct profile *profile, const struct layer *layer)
{
    float y[N], row[N];
    FOR_BATCH (i)
        row[i] = profile_row(b->sharpness[i]);
    for (int c = 0; c < 3; c++) {
        float per_tau = layer->is_scab ? 0.0f : layer->t[c], of_scab = layer->is_scab ? layer->t[c] : 0.0f;
        FOR_BATCH (i)
            y[i] = profile_y(smp_min(b->tau[i] * per_tau + b->scab[i] * of_scab, SMP_KAPPA * SMP_TAU_MOST));
        FOR_BATCH (i) {
            profile_node node = profile_node_at(profile, y[i], row[i]);
            b->mass[c][i] = y[i] * node[0];
            b->variance[c][i] = node[1];
            b->excess[c][i] = node[2];
        }
    }
}

static inline void see_channel(struct batch *b, int c, float deep)
{
    float surface_mm = smp_of_channel(c, 0.76f, 0.58f, 0.48f);
    FOR_BATCH (i) {
        float depth = smp_depth_mm(b->depth_mm[i]);
        float sigma2_mm = surface_mm + deep * (smp_sigma2_mm(c, depth) - surface_mm);
        b->spread[c][i] = deep * (1.0f - smp_beta(c, depth));
        b->sigma2_mm2[c][i] = sigma2_mm * sigma2_mm;
    }
}

// A scab lies on the surface: nothing of its sharp leg is spread.
static void see_depth(struct batch *b, bool is_scab)
{
    float deep = is_scab ? 0.0f : 1.0f;
    FOR_BATCH (i) {
        float sigma1_mm = deep * smp_sigma1_mm(b->depth_mm[i]);
        b->sigma1_mm2[i] = sigma1_mm * sigma1_mm;
    }
    see_channel(b, 0, deep);
    see_channel(b, 1, deep);
    see_channel(b, 2, deep);
}

static inline void put_ellipse(struct ellipses *e, int i, float x, float y, float xx, float xy, float yy,
                               float determinant, float reach2)
{
    float k = 1.0f / (determinant * reach2);
    e->x[i] = x;
    e->y[i] = y;
    e->xx[i] = yy * k;
    e->xy[i] = -2.0f * xy * k;
    e->yy[i] = xx * k;
    e->half_width[i] = smp_sqrt(xx * reach2);
    e->half_height[i] = smp_sqrt(yy * reach2);
}

static void choose_bells(struct batch *b)
{
    FOR_BATCH (i) {
        float pixel = b->pixel_px2[i];
        float own = b->shape_px2[i] * b->variance[1][i], first = own + pixel;
        float second = first + b->skin_px2[i] * b->sigma1_mm2[i];
        b->one[i] = second <= ONE_BELL_RATIO * first && own <= ONE_BELL_SHAPE * first ? 1.0f : 0.0f;
    }
}

static void shape_green(const struct batch *b, const struct legs *legs, const float *peak, struct bells *out)
{
    FOR_BATCH (i) {
        float pixel = b->pixel_px2[i];
        float blur = b->skin_px2[i] * b->sigma1_mm2[i], own = b->variance[1][i] * b->shape_px2[i];
        float blurred = legs->share[1][i], per_all = 1.0f / (pixel + own + blurred * blur);
        own *= per_all;
        blur *= per_all;
        float flat = smp_clamp(-own * own * b->excess[1][i], 0.0f, 0.25f);
        float mixed = smp_min(blurred * (1.0f - blurred) * blur * blur, 0.15f);
        float amount = legs->weight[1][i] * b->mass[1][i] * peak[i];
        out->green[0][i] = amount * smp_bell_0(flat, mixed);
        out->green[1][i] = amount * smp_bell_1(flat, mixed);
        out->green[2][i] = amount * smp_bell_2(flat, mixed);
        out->green[3][i] = amount * smp_bell_3(flat, mixed);
    }
}

// Sums of a bell's samples depend on where it lies between pixels, by more than 0.5 % when the
// lens's and the pixel's own variance is less than this: in pictures that are smaller than their
// photo.
#define SHARP_PICTURE_PX2 0.6f

// How far beyond a node, square over a corner, the farthest pixel lies that its value reaches.
static inline float bleed_px(const struct footprint_rules *rules, float step)
{
    bool is_pixel = step == 1.0f && rules->pixel_variance_px2 < SHARP_PICTURE_PX2;
    return is_pixel ? PIXEL_BLEED : FOOTPRINT_GRID_BLEED * (step - 1.0f);
}

enum { SMALL_REACH_PX = 4 };

// Whole pixels that the widest of the bells up to that size reaches.
static int small_reach_px(const struct ellipses *e)
{
    float most = 0.0f;
    FOR_BATCH (i) {
        float reach = smp_max(e->half_width[i], e->half_height[i]);
        most = smp_max(most, reach <= (float)SMALL_REACH_PX ? reach : 0.0f);
    }
    return (int)most;
}

// Scales bells up to that size so that their samples sum to `mass` where they lie.
static void scale_small(const float *mass, struct bells *bells)
{
    const struct ellipses *e = &bells->e;
    float sum[N] = {0};
    int reach = small_reach_px(e), to = reach < SMALL_REACH_PX ? reach + 1 : SMALL_REACH_PX;
    for (int dy = -reach; dy <= to; dy++) // from the pixel left of the middle or at it
        for (int dx = -reach; dx <= to; dx++)
            FOR_BATCH (i) {
                float x = (float)((int)(e->x[i] + 1e6f) - 1000000 + dx) - e->x[i];
                float y = (float)((int)(e->y[i] + 1e6f) - 1000000 + dy) - e->y[i];
                float u = smp_max(1.0f - ((e->xx[i] * x + e->xy[i] * y) * x + e->yy[i] * y * y), 0.0f);
                sum[i] += smp_bell(u, bells->green[0][i], bells->green[1][i], bells->green[2][i], bells->green[3][i]);
            }
    for (int k = 0; k < 4; k++)
        FOR_BATCH (i) {
            bool is_small = smp_max(e->half_width[i], e->half_height[i]) <= (float)SMALL_REACH_PX;
            float factor = smp_min(mass[i] / smp_max(sum[i], 1e-30f), 20.0f);
            bells->green[k][i] *= is_small ? factor : 1.0f;
        }
}

static void tint(const struct batch *b, const struct legs *legs, int c, const float *per_shape,
                 const struct bells *bells, float *out_a, float *out_b)
{
    FOR_BATCH (i) {
        float pixel = b->pixel_px2[i];
        float blur = b->skin_px2[i] * b->sigma1_mm2[i];
        float green = pixel + b->variance[1][i] * b->shape_px2[i] + legs->share[1][i] * blur;
        float all = pixel + b->variance[c][i] * b->shape_px2[i] + legs->share[c][i] * blur;
        float v1 = smp_clamp(all / green - 1.0f, -0.15f, 0.15f), k = per_shape[i];
        float slope = smp_bell_b(v1, k * bells->green[0][i], k * bells->green[1][i], k * bells->green[2][i],
                                 k * bells->green[3][i]);
        float ratio = legs->weight[c][i] * b->mass[c][i] / (legs->weight[1][i] * b->mass[1][i]);
        out_a[i] = ratio * smp_bell_a(slope);
        out_b[i] = ratio * slope;
    }
}

static void build_bells(const struct batch *b, float sharpest_px2, const struct legs *legs, struct bells *out)
{
    float peak[N], per_shape[N], mass[N];
    FOR_BATCH (i) {
        float pixel = b->pixel_px2[i];
        float alpha = b->round_mm2[i] * b->variance[1][i] + legs->share[1][i] * b->sigma1_mm2[i];
        float gamma = b->tilt_mm2[i] * b->variance[1][i];
        float xx = alpha * b->skin_xx[i] + gamma * b->tilt_x[i] * b->tilt_x[i];
        float xy = alpha * b->skin_xy[i] + gamma * b->tilt_x[i] * b->tilt_y[i];
        float yy = alpha * b->skin_yy[i] + gamma * b->tilt_y[i] * b->tilt_y[i];
        float determinant = alpha * (alpha + gamma) * b->jacobian2[i] + pixel * (xx + yy + pixel);
        peak[i] = b->area_px2[i] / (2.0f * SMP_PI * smp_sqrt(determinant));
        mass[i] = legs->weight[1][i] * b->mass[1][i] * b->area_px2[i];
        per_shape[i] = 1.0f / smp_max(legs->weight[1][i] * b->mass[1][i] * peak[i], 1e-30f);
        put_ellipse(&out->e, i, b->x[i], b->y[i], xx + pixel, xy, yy + pixel, determinant, SMP_BELL_REACH2);
    }
    shape_green(b, legs, peak, out);
    tint(b, legs, 0, per_shape, out, out->red_a, out->red_b);
    tint(b, legs, 2, per_shape, out, out->blue_a, out->blue_b);
    if (sharpest_px2 < SHARP_PICTURE_PX2)
        scale_small(mass, out);
}

// False: one bell serves both legs of each dot, or there is no second, as in most small pictures.
static bool needs_second(const struct batch *b)
{
    int single = 0;
    FOR_BATCH (i)
        single += b->one[i] > 0.0f || b->sigma1_mm2[i] == 0.0f;
    return single < N;
}

static void build_sharp(const struct batch *b, float pixel, struct bells out[2])
{
    struct legs first, second;
    for (int c = 0; c < 3; c++)
        FOR_BATCH (i) {
            first.share[c][i] = b->one[i] * b->spread[c][i];
            first.weight[c][i] = 1.0f - (1.0f - b->one[i]) * b->spread[c][i];
            second.share[c][i] = 1.0f;
            second.weight[c][i] = b->spread[c][i];
        }
    build_bells(b, pixel, &first, &out[0]);
    if (needs_second(b))
        build_bells(b, pixel, &second, &out[1]);
}

// Factor that makes a variance end MOST_REACH_MM along the skin, the grid's own reach included, which is a circle on
// the picture: in the direction of `px_per_mm` where the skin is foreshortened to `narrow` square to it, the geometric
// mean of what is left in both.
static inline float shrink(float variance, float px_per_mm, float narrow, float bleed_px)
{
    float along = smp_max(MOST_REACH_MM * px_per_mm - bleed_px, 0.0f);
    float across = smp_max(MOST_REACH_MM * narrow - bleed_px, 0.0f);
    float reach2 = along * across * px_per_mm / smp_max(narrow, 1e-6f);
    return smp_min(reach2 / (SMP_WIDE_REACH2 * smp_max(variance, 1e-6f)), 1.0f);
}

// The wide leg, on the coarse grid where the ellipse of the skin's reach is wide enough for it;
// never too wide for that reach, never too narrow for the grid. Linear interpolation between nodes
// blurs too.
static void build_wide(const struct batch *b, const struct footprint_rules *rules, struct wides *out)
{
    float needs = smp_sqrt(SMP_WIDE_REACH2 * FOOTPRINT_LEAST_VARIANCE) + FOOTPRINT_GRID_BLEED;
    float coarse = (float)rules->step_px[0], fine = (float)rules->step_px[1];
    float coarse_bleed = bleed_px(rules, coarse), fine_bleed = bleed_px(rules, fine);
    FOR_BATCH (i) {
        float narrow = smp_sqrt(b->small_px2[i]), wide = smp_sqrt(b->large_px2[i]);
        float step = MOST_REACH_MM * narrow >= needs * coarse ? coarse : fine, per_step = 1.0f / step;
        float pixel = step > 1.0f ? -step * step / 6.0f : rules->pixel_variance_px2;
        float alpha = b->round_mm2[i] * b->variance[0][i] + b->sigma2_mm2[0][i];
        float gamma = b->tilt_mm2[i] * b->variance[0][i];
        float bleed = step == coarse ? coarse_bleed : fine_bleed;
        // Toward a rim the skin is foreshortened one way only, and only that way does the grid narrow the bell:
        // narrowed all round, the last dots would stand there as beads.
        float fit = shrink((alpha + gamma) * b->large_px2[i] + pixel, wide, narrow, bleed);
        float fit_across = smp_min(shrink((alpha + gamma) * b->small_px2[i] + pixel, narrow, narrow, bleed), fit);
        float per_apart = 1.0f / smp_max(b->large_px2[i] - b->small_px2[i], 1e-3f * b->large_px2[i]);
        float along_xx = (b->skin_xx[i] - b->small_px2[i]) * per_apart, along_xy = b->skin_xy[i] * per_apart;
        float along_yy = (b->skin_yy[i] - b->small_px2[i]) * per_apart;
        float more = (fit - fit_across) * b->large_px2[i], root = smp_sqrt(fit_across), rest = smp_sqrt(fit) - root;
        float skin_xx = fit_across * b->skin_xx[i] + more * along_xx;
        float skin_xy = fit_across * b->skin_xy[i] + more * along_xy;
        float skin_yy = fit_across * b->skin_yy[i] + more * along_yy;
        float tilt_x = root * b->tilt_x[i] + rest * (along_xx * b->tilt_x[i] + along_xy * b->tilt_y[i]);
        float tilt_y = root * b->tilt_y[i] + rest * (along_xy * b->tilt_x[i] + along_yy * b->tilt_y[i]);
        float room = smp_max(MOST_REACH_MM * narrow - bleed, 0.0f), room2 = room * room * (1.0f / SMP_WIDE_REACH2);
        float room_least = smp_clamp(room2, RIM_VARIANCE * step * step, FOOTPRINT_LEAST_VARIANCE * step * step);
        float least = bleed < 0.0f ? PIXEL_VARIANCE : room_least;
        pixel = smp_max(pixel, least - alpha * fit_across * b->small_px2[i]);
        float xx = alpha * skin_xx + gamma * tilt_x * tilt_x;
        float xy = alpha * skin_xy + gamma * tilt_x * tilt_y;
        float yy = alpha * skin_yy + gamma * tilt_y * tilt_y;
        float determinant = alpha * (alpha + gamma) * fit * fit_across * b->jacobian2[i] + pixel * (xx + yy + pixel);
        determinant = smp_max(determinant, least * least);
        float k = per_step * per_step, per_middle = 0.5f * (skin_xx + skin_yy) / (0.5f * (xx + yy) + pixel);
        float green = 1.0f - (b->sigma2_mm2[0][i] - b->sigma2_mm2[1][i]) * per_middle;
        float blue = 1.0f - (b->sigma2_mm2[0][i] - b->sigma2_mm2[2][i]) * per_middle;
        float five = SMP_WIDE_VARIANCE_5, eight = SMP_WIDE_VARIANCE_8;
        float green_2 = smp_clamp((green - five) * (1.0f / (1.0f - five)), 0.0f, 1.0f);
        float blue_2 = smp_clamp((blue - five) * (1.0f / (1.0f - five)), 0.0f, 1.0f);
        float blue_8 = smp_clamp((five - blue) * (1.0f / (five - eight)), 0.0f, 1.2f);
        float peak = b->area_px2[i] / (2.0f * SMP_PI * smp_sqrt(determinant));
        out->level[i] = step == coarse ? 0.0f : 1.0f;
        out->red_2[i] = b->mass[0][i] * peak * SMP_WIDE_PEAK_2;
        out->green_2[i] = b->mass[1][i] * peak * green_2 * SMP_WIDE_PEAK_2;
        out->green_5[i] = b->mass[1][i] * peak * (1.0f - green_2) * SMP_WIDE_PEAK_5;
        out->blue_2[i] = b->mass[2][i] * peak * blue_2 * SMP_WIDE_PEAK_2;
        out->blue_5[i] = b->mass[2][i] * peak * (1.0f - blue_2 - blue_8) * SMP_WIDE_PEAK_5;
        out->blue_8[i] = b->mass[2][i] * peak * blue_8 * SMP_WIDE_PEAK_8;
        put_ellipse(&out->e, i, b->x[i] * per_step, b->y[i] * per_step, (xx + pixel) * k, xy * k, (yy + pixel) * k,
                    determinant * k * k, SMP_WIDE_REACH2);
    }
}

enum { WIDE_REACH_PX = 6 };

// Whether the skin is so foreshortened somewhere that a bell of a small picture's pixels is narrow in them.
static bool needs_scaling(const struct batch *b, const struct footprint_rules *rules)
{
    int narrow = 0;
    FOR_BATCH (i)
        narrow += b->sigma2_mm2[2][i] * b->small_px2[i] + rules->pixel_variance_px2 < FOOTPRINT_LEAST_VARIANCE;
    return narrow > 0 && bleed_px(rules, (float)rules->step_px[1]) < 0.0f;
}

// Scales wide bells that are narrow in pixels so that the samples of each power sum to its integral.
static void scale_wide(struct wides *w)
{
    const struct ellipses *e = &w->e;
    float two[N] = {0}, five[N] = {0}, eight[N] = {0}, widest = 0.0f;
    FOR_BATCH (i)
        widest = smp_max(widest, smp_max(e->half_width[i], e->half_height[i]));
    int reach = (int)smp_min((float)WIDE_REACH_PX, widest);
    for (int dy = -reach; dy <= reach + 1; dy++)
        for (int dx = -reach; dx <= reach + 1; dx++)
            FOR_BATCH (i) {
                float x = (float)((int)(e->x[i] + 1e6f) - 1000000 + dx) - e->x[i];
                float y = (float)((int)(e->y[i] + 1e6f) - 1000000 + dy) - e->y[i];
                float u = smp_max(1.0f - ((e->xx[i] * x + e->xy[i] * y) * x + e->yy[i] * y * y), 0.0f);
                float u2 = u * u, u3 = u2 * u;
                two[i] += u2;
                five[i] += u2 * u3;
                eight[i] += u2 * u3 * u3;
            }
    FOR_BATCH (i) {
        bool is_small = smp_max(e->half_width[i], e->half_height[i]) <= (float)WIDE_REACH_PX;
        float area = SMP_PI / smp_sqrt(e->xx[i] * e->yy[i] - 0.25f * e->xy[i] * e->xy[i]);
        float of_2 = is_small ? area * (1.0f / 3.0f) / smp_max(two[i], 1e-3f) : 1.0f;
        float of_5 = is_small ? area * (1.0f / 6.0f) / smp_max(five[i], 1e-3f) : 1.0f;
        float of_8 = is_small ? area * (1.0f / 9.0f) / smp_max(eight[i], 1e-3f) : 1.0f;
        w->red_2[i] *= of_2;
        w->green_2[i] *= of_2;
        w->blue_2[i] *= of_2;
        w->green_5[i] *= of_5;
        w->blue_5[i] *= of_5;
        w->blue_8[i] *= of_8;
    }
}

// On the fine grid: the coarse one's own reach would leave the skin near a rim pale. A dot's redness sums to as much
// where the grid narrows it, and where a node's own size (a pixel's, in a small picture) widens it.
static void build_red(const struct batch *b, const struct footprint_rules *rules, struct ellipses *out, float *peak)
{
    float step = (float)rules->step_px[1], per_step = 1.0f / step, bleed = bleed_px(rules, step);
    float ends_px = smp_max(bleed, 0.0f), node = bleed < 0.0f ? bleed * bleed : 1e-3f;
    FOR_BATCH (i) {
        float narrow_px2 = smp_max(b->small_px2[i], CURVED_COSINE * CURVED_COSINE * b->large_px2[i]);
        float most_mm = MOST_REDNESS_MM - ends_px / smp_max(smp_sqrt(narrow_px2), 1e-3f);
        float reach_mm = smp_clamp(most_mm, 0.05f, SMP_REDNESS_REACH_MM), narrowed = SMP_REDNESS_REACH_MM / reach_mm;
        float reach = reach_mm * per_step, k = reach * reach, more = (narrow_px2 - b->small_px2[i]) * k + node;
        float xx = b->skin_xx[i] * k, xy = b->skin_xy[i] * k, yy = b->skin_yy[i] * k;
        float flat = k * k * b->jacobian2[i], determinant = flat + more * (xx + yy + more);
        peak[i] = smp_min(narrowed * narrowed, MOST_REDNESS_PEAK) * smp_sqrt(smp_max(flat, 1e-6f) / determinant);
        put_ellipse(out, i, b->x[i] * per_step, b->y[i] * per_step, xx + more, xy, yy + more, determinant, 1.0f);
    }
}

static struct ellipse ellipse_at(const struct ellipses *e, int i)
{
    return (struct ellipse){e->x[i], e->y[i], e->xx[i], e->xy[i], e->yy[i], e->half_width[i], e->half_height[i]};
}

static void put_bell(struct bell *out, const struct bells *bells, int i)
{
    out->ellipse = ellipse_at(&bells->e, i);
    for (int k = 0; k < 4; k++)
        out->green[k] = bells->green[k][i];
    out->red_a = bells->red_a[i];
    out->red_b = bells->red_b[i];
    out->blue_a = bells->blue_a[i];
    out->blue_b = bells->blue_b[i];
}

void JOIN(footprints_build_, ROWS_LEVEL)(const struct footprint_rules *rules, const struct layer *layer,
                                         const struct splat *splats, const uint32_t *order, int count,
                                         struct footprint out[FOOTPRINT_BATCH])
{
    struct batch b;
    struct bells bells[2];
    struct wides wides;
    struct ellipses red;
    float red_peak[N];
    gather(&b, splats, order, count, rules->pixel_variance_px2);
    see_skin(&b, layer->is_scab ? SMP_SCAB_WIDTH : 1.0f);
    see_pigment(&b, rules->profile, layer);
    see_depth(&b, layer->is_scab);
    limit_blur(&b, rules->pixel_variance_px2);
    choose_bells(&b);
    build_sharp(&b, rules->pixel_variance_px2, bells);
    build_wide(&b, rules, &wides);
    if (needs_scaling(&b, rules))
        scale_wide(&wides);
    if (layer->has_redness)
        build_red(&b, rules, &red, red_peak);
    for (int i = 0; i < count && layer->has_redness; i++)
        red_peak[i] *= 1.0f + splats[order[i]].flush;
    for (int i = 0; i < count; i++) {
        bool is_single = b.one[i] > 0.0f || b.sigma1_mm2[i] == 0.0f;
        out[i].bell_count = b.area_px2[i] > 0.0f ? (is_single ? 1 : 2) : 0;
        put_bell(&out[i].bell[0], &bells[0], i);
        if (!is_single)
            put_bell(&out[i].bell[1], &bells[1], i);
        out[i].level = (int)wides.level[i];
        out[i].wide = (struct wide_bell){ellipse_at(&wides.e, i), wides.red_2[i],  wides.green_2[i], wides.green_5[i],
                                         wides.blue_2[i],         wides.blue_5[i], wides.blue_8[i]};
        if (layer->has_redness)
            out[i].red = (struct flush){ellipse_at(&red, i), red_peak[i]};
    }
}
