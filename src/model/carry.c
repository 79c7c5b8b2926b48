#include "model/carry.h"

#include "base/mathd.h"

enum { SAMPLES = 400 };
static const double least_facing = 0.25, well_facing = 0.55; // cosines: seen not at all, and well

static double ramp(double from, double to, double x)
{
    double t = (x - from) / (to - from);
    return t > 0.0 ? (t < 1.0 ? t * t * (3.0 - 2.0 * t) : 1.0) : 0.0;
}

// How well the place is seen and where on the new head its pixel lies. At the new head's rim that tells little: there
// a pixel is millimetres, and beside the rim no place at all.
static double seen_in(const struct carry *carry, int v, struct vec3 dir, struct vec3 *to)
{
    struct pt_px px;
    double share = ramp(least_facing, well_facing, view_facing(&carry->from_view[v], &carry->from, dir));
    if (share == 0.0 || !view_project(&carry->from_view[v], head_point_mm(&carry->from, dir), &px) ||
        !view_hit(&carry->to_view[v], &carry->to, px, to))
        return 0.0;
    return share * ramp(0.0, least_facing, view_facing(&carry->to_view[v], &carry->to, *to));
}

// Sum over the photos of weight x place; how much of it none of them sees well through `hidden`.
static struct vec3 seen_sum(const struct carry *carry, struct vec3 dir, double *weight, double *hidden)
{
    struct vec3 sum = {0.0, 0.0, 0.0}, to;
    *weight = 0.0;
    *hidden = 1.0;
    for (int v = 0; v < carry->view_count; v++) {
        double share = seen_in(carry, v, dir, &to);
        if (share == 0.0)
            continue;
        sum = vec3_add(sum, vec3_scale(to, share));
        *weight += share;
        *hidden *= 1.0 - share;
    }
    return sum;
}

// Evenly spread, by the golden angle.
static struct vec3 sample_dir(int i)
{
    double z = 1.0 - 2.0 * (i + 0.5) / SAMPLES, r = sqrt(1.0 - z * z), turns = 0.6180339887498949 * i;
    double angle = 2.0 * MATHD_PI * (turns - floor(turns));
    return vec3_make(r * mathd_cos(angle), r * mathd_sin(angle), z);
}

// The small turn w that brings sum |dir + w x dir - to|^2 to its least: (sum 1 - dir dir') w = sum dir x to.
void carry_make(struct carry *carry)
{
    const double held = 1.0; // keeps a turn about what is seen of a small patch from growing
    struct mat3 m = {{{held, 0.0, 0.0}, {0.0, held, 0.0}, {0.0, 0.0, held}}};
    struct vec3 side = {0.0, 0.0, 0.0};
    for (int i = 0; i < SAMPLES; i++) {
        double weight, hidden;
        struct vec3 d = sample_dir(i), to = seen_sum(carry, d, &weight, &hidden);
        m.row[0] = vec3_add(m.row[0], vec3_scale(vec3_make(1.0 - d.x * d.x, -d.x * d.y, -d.x * d.z), weight));
        m.row[1] = vec3_add(m.row[1], vec3_scale(vec3_make(-d.x * d.y, 1.0 - d.y * d.y, -d.y * d.z), weight));
        m.row[2] = vec3_add(m.row[2], vec3_scale(vec3_make(-d.x * d.z, -d.y * d.z, 1.0 - d.z * d.z), weight));
        side = vec3_add(side, vec3_cross(d, to));
    }
    carry->turn = mat3_solve(m, side);
}

struct vec3 carry_dir(const struct carry *carry, struct vec3 dir)
{
    double weight, hidden;
    struct vec3 seen = seen_sum(carry, dir, &weight, &hidden);
    struct vec3 turned = vec3_unit(vec3_add(dir, vec3_cross(carry->turn, dir)));
    return carry->view_count == 0 ? dir : vec3_unit(vec3_add(seen, vec3_scale(turned, hidden)));
}
