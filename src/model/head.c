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

double head_radius_mm(const struct head *head, struct vec3 dir)
{
    double x = dir.x / head->semi_mm.x, y = dir.y / head->semi_mm.y, z = dir.z / head->semi_mm.z;
    return 1.0 / sqrt(x * x + y * y + z * z);
}

struct vec3 head_point_mm(const struct head *head, struct vec3 dir)
{
    return vec3_add(head->centre_mm, vec3_scale(dir, head_radius_mm(head, dir)));
}

struct vec3 head_normal(const struct head *head, struct vec3 dir)
{
    struct vec3 s = head->semi_mm;
    return vec3_unit(vec3_make(dir.x / (s.x * s.x), dir.y / (s.y * s.y), dir.z / (s.z * s.z)));
}

struct vec3 head_dir_of(const struct head *head, struct vec3 point_mm)
{
    return vec3_unit(vec3_sub(point_mm, head->centre_mm));
}

double head_area_mm2_per_sr(const struct head *head, struct vec3 dir)
{
    double r = head_radius_mm(head, dir);
    return r * r / vec3_dot(dir, head_normal(head, dir));
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

struct vec3 head_walk(const struct head *head, struct vec3 dir, struct vec3 toward, double length_mm)
{
    struct vec3 side = vec3_unit(vec3_sub(toward, vec3_scale(dir, vec3_dot(dir, toward))));
    enum { STEPS = 64 };
    double angle = 0.0, step_mm = length_mm / STEPS;
    for (int i = 0; i < STEPS; i++) { // midpoint rule for d(angle)/d(length)
        double half = angle + 0.5 * step_mm / head_radius_mm(head, on_circle(dir, side, angle));
        double d = 1e-4;
        struct vec3 a = vec3_scale(on_circle(dir, side, half - d),
                                   head_radius_mm(head, on_circle(dir, side, half - d)));
        struct vec3 b = vec3_scale(on_circle(dir, side, half + d),
                                   head_radius_mm(head, on_circle(dir, side, half + d)));
        angle += step_mm * 2.0 * d / vec3_length(vec3_sub(b, a));
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
    double angle_rad = mathd_atan2(sine, cosine);
    enum { STEPS = 48 };
    double length_mm = 0.0;
    struct vec3 last = head_point_mm(head, from);
    for (int i = 1; i <= STEPS; i++) {
        struct vec3 next = head_point_mm(head, on_circle(from, side, angle_rad * i / STEPS));
        length_mm += vec3_length(vec3_sub(next, last));
        last = next;
    }
    return length_mm;
}
