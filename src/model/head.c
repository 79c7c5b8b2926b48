#include "model/head.h"

#include "base/mathd.h"

struct head head_canonical(void)
{
    struct head head = {
        .semi_mm = {77.2, 99.8, 73.0},
        .centre_mm = {0.0, 13.0, 58.0},
    };
    // Glabella: about 44 mm above the tragions in the middle of the brow.
    head.glabella = vec3_unit(vec3_make(0.0, -97.0, -14.0));
    // Whorl: 15 mm right of the middle, about two thirds of the way from nasion to inion.
    head.whorl = vec3_unit(vec3_make(-15.0, 55.0, 58.0));
    return head;
}

// Real spherical harmonics of mean square 1 over the sphere, at a unit vector. Of degree 3, even in
// x: pear shape up and down, and back and front; narrow forehead above or below; narrow forehead at
// all. Of degree 2, odd in x: the skull askew against the face, seen from above and from the front. Of
// degree 4: flatter top and bottom; flatter flanks above and below; boxed, seen from above.
static const double shape_scale[HEAD_TERMS] = {
    1.3228756555322954, // sqrt(7) / 2
    1.6201851746019651, // sqrt(21 / 8)
    5.1234753829797990, // sqrt(105) / 2
    2.0916500663351890, // sqrt(35 / 8)
    3.8729833462074170, // sqrt(15)
    3.8729833462074170,
    0.3750000000000000, // 3 / 8
    1.6770509831248424, // sqrt(45) / 4
    2.2185299186623562, // sqrt(315) / 8
};

// The farthest that each comes from 0 on the sphere: -+2, 4/3 sqrt(16/15), 2/sqrt(27), 1, 1/2, 1/2, 8, 9/7, 1 times its
// scale, rounded up.
static const double shape_most[HEAD_TERMS] = {2.64576, 2.23116, 1.97203, 2.09166, 1.93650,
                                              1.93650, 3.00001, 2.15621, 2.21854};

static void shapes_at(struct vec3 w, double out[HEAD_TERMS])
{
    double x2 = w.x * w.x, y2 = w.y * w.y, z2 = w.z * w.z;
    out[0] = shape_scale[0] * w.z * (5.0 * z2 - 3.0);
    out[1] = shape_scale[1] * w.y * (5.0 * z2 - 1.0);
    out[2] = shape_scale[2] * w.z * (x2 - y2);
    out[3] = shape_scale[3] * w.y * (3.0 * x2 - y2);
    out[4] = shape_scale[4] * w.x * w.y;
    out[5] = shape_scale[5] * w.x * w.z;
    out[6] = shape_scale[6] * ((35.0 * z2 - 30.0) * z2 + 3.0);
    out[7] = shape_scale[7] * (x2 - y2) * (7.0 * z2 - 1.0);
    out[8] = shape_scale[8] * (x2 * (x2 - 6.0 * y2) + y2 * y2);
}

// Gradient of the sum of term x shape, as polynomials in x, y, z.
static struct vec3 shapes_gradient(const double term[HEAD_TERMS], struct vec3 w)
{
    double x2 = w.x * w.x, y2 = w.y * w.y, z2 = w.z * w.z;
    double a = shape_scale[0] * term[0], b = shape_scale[1] * term[1];
    double c = shape_scale[2] * term[2], d = shape_scale[3] * term[3];
    double e = shape_scale[4] * term[4], f = shape_scale[5] * term[5], g = shape_scale[6] * term[6];
    double h = 2.0 * shape_scale[7] * term[7] * (7.0 * z2 - 1.0), i = 4.0 * shape_scale[8] * term[8];
    double j = 14.0 * shape_scale[7] * term[7] * (x2 - y2);
    return vec3_make(
        2.0 * c * w.x * w.z + 6.0 * d * w.x * w.y + e * w.y + f * w.z + (h + i * (x2 - 3.0 * y2)) * w.x,
        b * (5.0 * z2 - 1.0) - 2.0 * c * w.y * w.z + 3.0 * d * (x2 - y2) + e * w.x - (h + i * (3.0 * x2 - y2)) * w.y,
        a * (15.0 * z2 - 3.0) + 10.0 * b * w.y * w.z + c * (x2 - y2) + f * w.x + (g * (140.0 * z2 - 60.0) + j) * w.z);
}

static double bulge_at(const struct head *head, struct vec3 w)
{
    double shape[HEAD_TERMS], sum = 1.0;
    shapes_at(w, shape);
    for (int i = 0; i < HEAD_TERMS; i++)
        sum += head->term[i] * shape[i];
    return sum;
}

// Into the space where the ellipsoid is the unit sphere.
static struct vec3 to_sphere(const struct head *head, struct vec3 off_mm)
{
    return vec3_make(off_mm.x / head->semi_mm.x, off_mm.y / head->semi_mm.y, off_mm.z / head->semi_mm.z);
}

double head_bend(const struct head *head)
{
    double sum = 0.0;
    for (int i = 0; i < HEAD_TERMS; i++)
        sum += fabs(head->term[i]) * shape_most[i];
    return sum;
}

double head_radius_mm(const struct head *head, struct vec3 dir)
{
    struct vec3 w = to_sphere(head, dir);
    double length = vec3_length(w);
    return bulge_at(head, vec3_scale(w, 1.0 / length)) / length;
}

struct vec3 head_point_mm(const struct head *head, struct vec3 dir)
{
    return vec3_add(head->centre_mm, vec3_scale(dir, head_radius_mm(head, dir)));
}

double head_level(const struct head *head, struct vec3 point_mm, struct vec3 *gradient)
{
    struct vec3 w = to_sphere(head, vec3_sub(point_mm, head->centre_mm));
    double length = vec3_length(w);
    struct vec3 unit = vec3_scale(w, 1.0 / length), slope = shapes_gradient(head->term, unit);
    double bulge = bulge_at(head, unit);
    struct vec3 along = vec3_sub(slope, vec3_scale(unit, vec3_dot(unit, slope)));
    struct vec3 g = vec3_scale(vec3_sub(unit, vec3_scale(along, 1.0 / bulge)), 1.0 / bulge);
    *gradient = to_sphere(head, g);
    return length / bulge;
}

void head_term_shapes(const struct head *head, struct vec3 dir, double out[HEAD_TERMS])
{
    struct vec3 unit = vec3_unit(to_sphere(head, dir));
    double bulge = bulge_at(head, unit);
    shapes_at(unit, out);
    for (int i = 0; i < HEAD_TERMS; i++)
        out[i] /= bulge;
}

double head_surface(const struct head *head, struct vec3 dir, struct vec3 *normal)
{
    double level = head_level(head, vec3_add(head->centre_mm, dir), normal);
    *normal = vec3_unit(*normal);
    return 1.0 / level;
}

struct vec3 head_normal(const struct head *head, struct vec3 dir)
{
    struct vec3 normal;
    head_surface(head, dir, &normal);
    return normal;
}

struct vec3 head_dir_of(const struct head *head, struct vec3 point_mm)
{
    return vec3_unit(vec3_sub(point_mm, head->centre_mm));
}

double head_area_mm2_per_sr(const struct head *head, struct vec3 dir)
{
    struct vec3 normal;
    double r = head_surface(head, dir, &normal);
    return r * r / vec3_dot(dir, normal);
}

void head_tangents(const struct head *head, struct vec3 dir, struct vec3 *east, struct vec3 *north)
{
    struct vec3 normal = head_normal(head, dir);
    struct vec3 across = vec3_cross(vec3_make(0.0, 0.0, 1.0), normal);
    if (vec3_dot(across, across) < 1e-12)
        across = vec3_make(1.0, 0.0, 0.0);
    *east = vec3_unit(across);
    *north = vec3_cross(normal, *east);
}

// One point of the great circle from `from` by angle_rad toward `side` (unit, square to from).
static struct vec3 on_circle(struct vec3 from, struct vec3 side, double angle_rad)
{
    return vec3_add(vec3_scale(from, mathd_cos(angle_rad)), vec3_scale(side, mathd_sin(angle_rad)));
}

// Skin above that circle, mm for each radian: r sqrt(1 + (r'/r)^2), with r' from the normal.
static double mm_per_rad(const struct head *head, struct vec3 from, struct vec3 side, double angle_rad)
{
    struct vec3 dir = on_circle(from, side, angle_rad);
    struct vec3 along = on_circle(side, vec3_scale(from, -1.0), angle_rad), normal;
    head_level(head, vec3_add(head->centre_mm, dir), &normal);
    double slope = vec3_dot(normal, along) / vec3_dot(normal, dir);
    return head_radius_mm(head, dir) * sqrt(1.0 + slope * slope);
}

struct vec3 head_walk(const struct head *head, struct vec3 dir, struct vec3 toward, double length_mm)
{
    struct vec3 side = vec3_unit(vec3_sub(toward, vec3_scale(dir, vec3_dot(dir, toward))));
    enum { STEPS = 12 };
    double angle = 0.0, step = length_mm / STEPS;
    for (int i = 0; i < STEPS; i++) { // Runge-Kutta of order 4 for d(angle)/d(length)
        double a = 1.0 / mm_per_rad(head, dir, side, angle);
        double b = 1.0 / mm_per_rad(head, dir, side, angle + 0.5 * step * a);
        double c = 1.0 / mm_per_rad(head, dir, side, angle + 0.5 * step * b);
        double d = 1.0 / mm_per_rad(head, dir, side, angle + step * c);
        angle += step * (a + 2.0 * b + 2.0 * c + d) / 6.0;
    }
    return on_circle(dir, side, angle);
}

double head_arc_mm(const struct head *head, struct vec3 from, struct vec3 to)
{
    double cosine = vec3_dot(from, to);
    struct vec3 across = vec3_sub(to, vec3_scale(from, cosine));
    double sine = vec3_length(across);
    if (sine < 1e-12)
        return 0.0;
    struct vec3 side = vec3_scale(across, 1.0 / sine);
    double angle_rad = mathd_atan2(sine, cosine), sum = 0.0;
    enum { STEPS = 16 };
    for (int i = 0; i <= STEPS; i++) { // Simpson's rule
        double weight = i == 0 || i == STEPS ? 1.0 : i % 2 ? 4.0 : 2.0;
        sum += weight * mm_per_rad(head, from, side, angle_rad * i / STEPS);
    }
    return sum * angle_rad / (3 * STEPS);
}
