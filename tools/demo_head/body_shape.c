#include "head_shape.h"
#include "noise.h"
#include "sdf.h"

/* The neck slopes forward; where its axis is at height z. */
static float neck_axis_y(float z)
{
    return 30.0f - 0.20f * (z + 80.0f);
}

float neck_distance(vec3 p)
{
    if (p.z > 40.0f)
        return p.z - 20.0f;
    vec3 q = v3(fabsf(p.x), p.y, p.z);
    float y = p.y - neck_axis_y(p.z);
    float half_width = 57.0f + 3.0f * ramp(-90.0f, -150.0f, p.z), half_depth = 56.0f;
    float rho = sqrtf(p.x * p.x + y * y);
    float e = sqrtf(sq(p.x / half_width) + sq(y / half_depth));
    float d = (e > 1e-4f ? rho * (1.0f - 1.0f / e) : -half_width) * 0.95f;
    d = sdf_common(d, p.z - 10.0f, 20.0f);
    float muscle = sdf_rod(q, v3(54, 20, -34), v3(13, 6, -176), 9.0f, 6.0f);
    d = sdf_join(d, muscle, 24.0f);
    float trapezius = sdf_rod(q, v3(18, 62, -92), v3(125, 50, -190), 20.0f, 30.0f);
    d = sdf_join(d, trapezius, 34.0f);
    float chest = sdf_ellipsoid(q, v3(0, 40, -290), v3(200, 92, 130));
    return sdf_join(d, chest, 40.0f);
}

static float torso_distance(vec3 q)
{
    float d = sdf_ellipsoid(q, v3(0, 42, -310), v3(205, 108, 150));
    d = sdf_join(d, sdf_rod(q, v3(40, 50, -182), v3(172, 44, -222), 40.0f, 54.0f), 50.0f);
    d = sdf_join(d, sdf_rod(q, v3(172, 44, -222), v3(205, 40, -420), 54.0f, 50.0f), 30.0f);
    return sdf_join(d, sdf_ellipsoid(q, v3(0, 45, -420), v3(175, 112, 260)), 40.0f);
}

/* The neck opening: all above a sheet that is low in front and high at the
 * sides and the back. */
static float opening_distance(vec3 p)
{
    float side = fminf(0.0030f * p.x * p.x, 20.0f);
    return (-138.0f + 0.34f * (p.y - 30.0f) + side - p.z) * 0.85f;
}

/* What the shirt is stretched over at the neck: simpler than the neck itself,
 * so that the collar runs smoothly. */
static float collar_distance(vec3 p)
{
    float y = p.y - neck_axis_y(p.z), rho = sqrtf(p.x * p.x + y * y);
    float e = sqrtf(sq(p.x / 68.0f) + sq(y / 66.0f));
    float tube = e > 1e-4f ? rho * (1.0f - 1.0f / e) : -66.0f;
    vec3 q = v3(fabsf(p.x), p.y, p.z);
    float slope = sdf_rod(q, v3(18, 60, -98), v3(125, 50, -190), 24.0f, 34.0f);
    return sdf_join(tube, slope, 36.0f);
}

float shirt_distance(vec3 p)
{
    if (p.z > -70.0f)
        return p.z + 70.0f + 10.0f;
    vec3 q = v3(fabsf(p.x), p.y, p.z);
    float d = sdf_join(torso_distance(q), collar_distance(p), 34.0f) - 2.0f;
    float fold = noise_sum(v3(p.x * 0.011f, p.y * 0.02f, p.z * 0.013f), 3, 0.55f, 71u);
    d -= 3.5f * fold;
    float opening = opening_distance(p);
    d -= 1.4f * ramp(20.0f, 16.0f, opening); /* the ribbed collar stands proud */
    return sdf_cut(d, opening, 4.0f) * 0.8f;
}
