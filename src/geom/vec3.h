// Three-component vectors in double precision, by value.
//
// Positions are in mm in the head frame unless a name says otherwise: origin at the middle between
// the tragions, x to the patient's left, y to the back, z up. A `dir` is a unit vector from the head
// centre. (cglm is float only and changes its layout with compiler flags; it serves the window.)
#pragma once

#include <math.h>
#include <stdbool.h>
#include <string.h>

struct vec3 {
    double x, y, z;
};

struct mat3 {
    struct vec3 row[3];
};

static inline struct vec3 vec3_make(double x, double y, double z)
{
    return (struct vec3){x, y, z};
}
static inline struct vec3 vec3_add(struct vec3 a, struct vec3 b)
{
    return vec3_make(a.x + b.x, a.y + b.y, a.z + b.z);
}
static inline struct vec3 vec3_sub(struct vec3 a, struct vec3 b)
{
    return vec3_make(a.x - b.x, a.y - b.y, a.z - b.z);
}
static inline struct vec3 vec3_scale(struct vec3 a, double k)
{
    return vec3_make(a.x * k, a.y * k, a.z * k);
}
static inline struct vec3 vec3_mul(struct vec3 a, struct vec3 b) // component by component
{
    return vec3_make(a.x * b.x, a.y * b.y, a.z * b.z);
}
static inline double vec3_dot(struct vec3 a, struct vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline struct vec3 vec3_cross(struct vec3 a, struct vec3 b)
{
    return vec3_make(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}
static inline double vec3_length(struct vec3 a)
{
    return sqrt(vec3_dot(a, a)); // sqrt is exact by IEEE 754
}
static inline struct vec3 vec3_unit(struct vec3 a) // a zero vector stays zero
{
    double length = vec3_length(a);
    return length > 0.0 ? vec3_scale(a, 1.0 / length) : a;
}
static inline struct vec3 vec3_mix(struct vec3 a, struct vec3 b, double share_of_b)
{
    return vec3_add(vec3_scale(a, 1.0 - share_of_b), vec3_scale(b, share_of_b));
}
static inline bool vec3_are_same(const struct vec3 *a, int a_count, const struct vec3 *b, int b_count) // bit for bit
{
    return a_count == b_count && memcmp(a, b, (size_t)a_count * sizeof *a) == 0;
}
static inline struct vec3 mat3_mul(struct mat3 m, struct vec3 v)
{
    return vec3_make(vec3_dot(m.row[0], v), vec3_dot(m.row[1], v), vec3_dot(m.row[2], v));
}
static inline struct vec3 mat3_mul_transposed(struct mat3 m, struct vec3 v)
{
    return vec3_add(vec3_add(vec3_scale(m.row[0], v.x), vec3_scale(m.row[1], v.y)), vec3_scale(m.row[2], v.z));
}
// m x = side, by Cramer's rule; m is symmetric and positive.
static inline struct vec3 mat3_solve(struct mat3 m, struct vec3 side)
{
    struct vec3 a = m.row[0], b = m.row[1], c = m.row[2];
    double whole = vec3_dot(a, vec3_cross(b, c));
    return vec3_scale(
        vec3_make(vec3_dot(side, vec3_cross(b, c)), vec3_dot(a, vec3_cross(side, c)), vec3_dot(a, vec3_cross(b, side))),
        1.0 / whole);
}
