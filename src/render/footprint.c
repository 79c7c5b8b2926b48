#include "render/footprint.h"

#include "shared/smp_optics.h"

#include <math.h>

// Redness decays but never ends. Less than a thirtieth of a code of 8 bits is none, some nine days after a
// session: otherwise the dots of all earlier ones would be drawn with its wide reach.
#define LEAST_REDNESS 0x1p-13f

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
            dots.has_redness |= dots.redness[c] > LEAST_REDNESS;
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
           is_within(s->blur_px2, 0.0f, 1e6f) && is_within(s->flush, -1.0f, 10.0f) &&
           is_within(s->scab, -1.0f, 10.0f) && s->group < (uint32_t)scene->group_count;
}

// Typical pixels for each mm of this picture, from some of its dots; 0 without any.
static double picture_scale(const struct scene *scene)
{
    double sum = 0.0;
    int count = 0, step = scene->splat_count / 2048 + 1;
    for (int i = 0; i < scene->splat_count; i += step) {
        const struct splat *s = &scene->splats[i];
        if (!splat_is_sound(scene, s))
            continue;
        float a = s->jxx * s->jxx + s->jyx * s->jyx, b = s->jxy * s->jxy + s->jyy * s->jyy;
        sum += sqrt((double)smp_max(a, b));
        count++;
    }
    return count ? sum / count : 0.0;
}

// Steps of the grids for the wide leg.
#define COARSE_STEP_MM 0.36
#define FINE_STEP_MM 0.17

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
        .pixel_variance_px2 = variance,
        .step_px = {step_of(scale * COARSE_STEP_MM), step_of(scale * FINE_STEP_MM)},
    };
}
