#include "eye.h"

#include "noise.h"
#include "sdf.h"

static const vec3 ball = {31.8f, -69.8f, 16.6f}, ball_radii = {15.3f, 12.4f, 12.6f};
static const float pupil_x = 32.0f, pupil_z = 16.6f, pupil_mm = 1.75f, limbus_half_width_mm = 0.4f;

/* The line from the inner to the outer corner, and how far across it x lies: -1 .. 1. */
static float corners_z(float x)
{
    return 15.6f + 0.07f * (x - 31.5f);
}
static float across(float x)
{
    return clampf((x - 31.6f) / 14.8f, -1.0f, 1.0f);
}

float upper_lid_z(float x)
{
    float s = across(x);
    return corners_z(x) + 5.3f * (1.0f - s * s) * (1.0f - 0.18f * s);
}

float lower_lid_z(float x)
{
    float s = across(x);
    return corners_z(x) - 4.5f * (1.0f - s * s) * (1.0f + 0.20f * s);
}

static float beyond_lids(vec3 q)
{
    float outside = fmaxf(q.z - upper_lid_z(q.x), lower_lid_z(q.x) - q.z) * 0.85f;
    return fmaxf(outside, fabsf(q.x - 31.6f) - 14.8f);
}

float eye_gap_cut(vec3 q, float skin_distance)
{
    return sdf_cut(skin_distance, fmaxf(beyond_lids(q), q.y + 62.0f), 1.1f);
}

float eye_ball_distance(vec3 q)
{
    return fmaxf(sdf_ellipsoid(q, ball, ball_radii), beyond_lids(q) - 1.0f);
}

vec3 eye_place(const head_model *model, vec3 want)
{
    vec3 p = want;
    for (int i = 0; i < 20; i++)
        p = v_add(p, v_sub(want, face_place(model, p)));
    return p;
}

vec3 eye_pupil(const head_model *model, float side)
{
    return eye_place(model, v3(side * pupil_x, ball.y - ball_radii.y, pupil_z));
}

vec3 eye_outward(vec3 q)
{
    float x = fabsf(q.x) - pupil_x, z = q.z - pupil_z, r = fmaxf(sqrtf(x * x + z * z), 1e-3f);
    return v3((q.x < 0.0f ? -x : x) / r, 0.0f, z / r);
}

/* Light eyes with light skin, dark with dark. */
static vec3 iris_colour(const head_model *model)
{
    float light = model->tone.x;
    if (light > 1.05f)
        return v3(0.105f, 0.145f, 0.175f);
    if (light > 0.95f)
        return v3(0.115f, 0.088f, 0.042f);
    return light > 0.8f ? v3(0.090f, 0.048f, 0.020f) : v3(0.042f, 0.022f, 0.012f);
}

static vec3 iris_albedo(const head_model *model, vec3 q, float r)
{
    float limbus = 0.5f * model->iris_mm, angle = atan2f(q.z - pupil_z, fabsf(q.x) - pupil_x);
    vec3 round = v3(7.0f * cosf(angle), 7.0f * sinf(angle), 0.25f * r + (q.x < 0.0f ? 40.0f : 0.0f));
    float fibres = noise_sum(round, 3, 0.7f, 201u) + 0.6f * noise_at(v3(3.0f * round.x, 3.0f * round.y, round.z), 202u);
    float collar = bell(r - (pupil_mm + 1.1f + 0.25f * noise_at(round, 203u)), 0.5f);
    vec3 c = v_scale(iris_colour(model), 1.0f + 0.45f * fibres + 0.5f * collar);
    c = v_scale(c, 1.0f - 0.55f * ramp(limbus - 1.5f, limbus - 0.2f, r));
    float open = ramp(pupil_mm - 0.12f, pupil_mm + 0.12f, r);
    return v_mix(v3(0.004f, 0.004f, 0.004f), v3(fmaxf(c.x, 0), fmaxf(c.y, 0), fmaxf(c.z, 0)), open);
}

static vec3 white_albedo(const head_model *model, vec3 q)
{
    float x = fabsf(q.x), side = ramp(6.0f, 14.0f, fabsf(x - pupil_x));
    float vessels = ramp(0.10f, 0.0f, fabsf(noise_sum(v3(q.x * 0.25f, 0.0f, q.z * 0.9f), 3, 0.6f, 211u)));
    vec3 c = v_mix(v3(0.56f, 0.52f, 0.48f), v3(0.52f, 0.30f, 0.26f), 0.25f * side * (0.6f + vessels));
    float in_corner = ramp(20.6f, 18.6f, x - 0.25f * fabsf(q.z - 14.8f)); /* the pink flesh of the inner corner */
    c = v_mix(c, v3(0.46f, 0.20f, 0.17f), 0.85f * in_corner);
    float dark = ramp(0.8f, 0.3f, model->tone.x);
    return v_mul(c, v_mix(v3(1, 1, 1), v3(0.86f, 0.80f, 0.72f), dark));
}

eye_look eye_look_at(const head_model *model, vec3 q)
{
    float x = fabsf(q.x), dx = x - pupil_x, dz = q.z - pupil_z, r = sqrtf(dx * dx + dz * dz);
    float limbus = 0.5f * model->iris_mm, soft = limbus_half_width_mm;
    float white = ramp(limbus - soft, limbus + soft, r);
    eye_look look;
    look.albedo = v_mix(iris_albedo(model, q, r), white_albedo(model, q), white);
    look.dome = 0.055f * r * ramp(limbus + 1.0f, limbus - 1.0f, r);
    float under = upper_lid_z(x) - q.z, over = q.z - lower_lid_z(x);
    look.shade = mixf(0.40f, 1.0f, ramp(-0.3f, 2.8f, under)) * mixf(0.75f, 1.0f, ramp(-0.2f, 0.8f, over));
    return look;
}
