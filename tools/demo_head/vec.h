/* Small vectors and the scalar helpers that every part of the maker uses.
 * Lengths are mm, in the head frame unless a name says otherwise: origin
 * midway between the tragions, x to the patient's left, y back, z up. */
#ifndef DEMO_VEC_H
#define DEMO_VEC_H

#include <math.h>

typedef struct {
    float x, y, z;
} vec3;

static inline vec3 v3(float x, float y, float z)
{
    return (vec3){x, y, z};
}
static inline vec3 v_add(vec3 a, vec3 b)
{
    return v3(a.x + b.x, a.y + b.y, a.z + b.z);
}
static inline vec3 v_sub(vec3 a, vec3 b)
{
    return v3(a.x - b.x, a.y - b.y, a.z - b.z);
}
static inline vec3 v_mul(vec3 a, vec3 b)
{
    return v3(a.x * b.x, a.y * b.y, a.z * b.z);
}
static inline vec3 v_scale(vec3 a, float s)
{
    return v3(a.x * s, a.y * s, a.z * s);
}
static inline vec3 v_mad(vec3 a, vec3 b, float s)
{
    return v3(a.x + b.x * s, a.y + b.y * s, a.z + b.z * s);
}
static inline float v_dot(vec3 a, vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline vec3 v_cross(vec3 a, vec3 b)
{
    return v3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}
static inline float v_length(vec3 a)
{
    return sqrtf(v_dot(a, a));
}
static inline vec3 v_unit(vec3 a)
{
    return v_scale(a, 1.0f / fmaxf(v_length(a), 1e-12f));
}
static inline vec3 v_mix(vec3 a, vec3 b, float t)
{
    return v_mad(v_scale(a, 1.0f - t), b, t);
}
static inline vec3 v_reflect(vec3 to_eye, vec3 n)
{
    return v_sub(v_scale(n, 2.0f * v_dot(to_eye, n)), to_eye);
}

static inline float clampf(float v, float lo, float hi)
{
    return v < lo ? lo : v > hi ? hi : v;
}
static inline float sq(float v)
{
    return v * v;
}
static inline float mixf(float a, float b, float t)
{
    return a + (b - a) * t;
}
static inline float ramp(float lo, float hi, float v)
{
    float t = clampf((v - lo) / (hi - lo), 0.0f, 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

/* A gaussian of half-width `width`: 1 at 0, 1/e at `width`. */
static inline float bell(float v, float width)
{
    return expf(-sq(v / width));
}

/* Two axes that complete n to a right-handed frame. */
static inline void v_frame(vec3 n, vec3 *u, vec3 *v)
{
    vec3 helper = fabsf(n.z) < 0.9f ? v3(0, 0, 1) : v3(1, 0, 0);
    *u = v_unit(v_cross(helper, n));
    *v = v_cross(n, *u);
}

#endif
