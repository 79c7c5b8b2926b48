#include "scar.h"

#include "noise.h"

/* Up to 3 mm wide, it wanders, rises towards the ears and runs to a point on each side. */
static float strip_share(vec3 p)
{
    const float reach_mm = 58.0f;
    float t = fabsf(p.x) / reach_mm;
    if (t >= 1.0f)
        return 0.0f;
    float wave = 2.2f * noise_sum(v3(0.035f * p.x, 0.0f, 3.0f), 3, 0.5f, 71u);
    float middle_z = 14.0f + 0.0030f * sq(p.x) + wave;
    float wide = 1.0f + 0.6f * noise_sum(v3(0.09f * p.x, 0.0f, 8.0f), 2, 0.6f, 72u);
    float half_mm = 1.5f * wide * (1.0f - sq(t) * t);
    return ramp(half_mm + 0.35f, half_mm - 0.25f, fabsf(p.z - middle_z));
}

/* Discs of about a millimetre, denser in the middle of the donor area than at its rim. */
static float graft_share(vec3 p)
{
    const float cell_mm = 2.6f;
    vec3 warp = v3(noise_at(v_scale(p, 1.4f), 74u), 0.0f, noise_at(v_scale(p, 1.4f), 75u));
    noise_cell cell = noise_cells(v_scale(v_mad(p, warp, 0.12f), 1.0f / cell_mm), 73u);
    float donor = ramp(66.0f, 45.0f, fabsf(p.x)) * ramp(58.0f, 38.0f, p.z) * ramp(-28.0f, -14.0f, p.z);
    float radius_mm = 0.36f + 0.2f * unit_of(hash_u32(cell.id + 3u));
    if (unit_of(hash_u32(cell.id)) > 0.62f * donor)
        return 0.0f;
    return ramp(radius_mm + 0.18f, radius_mm - 0.12f, cell.nearest * cell_mm);
}

float scar_share(vec3 p)
{
    if (p.y < 20.0f)
        return 0.0f;
    return fmaxf(strip_share(p), graft_share(p));
}
