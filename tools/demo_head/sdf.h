/* Signed distances (mm, negative inside) of a few solids, and smooth ways to
 * join them.  `blend_mm` is the width over which two solids melt together. */
#ifndef DEMO_SDF_H
#define DEMO_SDF_H

#include "vec.h"

static inline float sdf_join(float a, float b, float blend_mm)
{
    float h = fmaxf(blend_mm - fabsf(a - b), 0.0f) / blend_mm;
    return fminf(a, b) - h * h * h * blend_mm * (1.0f / 6.0f);
}
static inline float sdf_cut(float a, float b, float blend_mm)
{
    return -sdf_join(-a, b, blend_mm); /* a without b */
}
static inline float sdf_common(float a, float b, float blend_mm)
{
    return -sdf_join(-a, -b, blend_mm);
}

static inline float sdf_ellipsoid(vec3 p, vec3 centre, vec3 radii)
{
    vec3 q = v_sub(p, centre);
    vec3 a = v3(q.x / radii.x, q.y / radii.y, q.z / radii.z);
    vec3 b = v3(a.x / radii.x, a.y / radii.y, a.z / radii.z);
    float k = v_length(a);
    return k * (k - 1.0f) / fmaxf(v_length(b), 1e-6f);
}

static inline float sdf_sphere(vec3 p, vec3 centre, float radius_mm)
{
    return v_length(v_sub(p, centre)) - radius_mm;
}

/* A rod from a to b whose radius goes from ra to rb. */
static inline float sdf_rod(vec3 p, vec3 a, vec3 b, float ra_mm, float rb_mm)
{
    vec3 ab = v_sub(b, a), ap = v_sub(p, a);
    float t = clampf(v_dot(ap, ab) / v_dot(ab, ab), 0.0f, 1.0f);
    return v_length(v_mad(ap, ab, -t)) - mixf(ra_mm, rb_mm, t);
}

#endif
