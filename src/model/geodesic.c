#include "model/geodesic.h"

#include "base/mathd.h"

#include <stddef.h>

enum { MOST_SEGMENTS = GEODESIC_POINTS - 1, SWEEPS = 60, MIDLINE_STEPS = 40 };

// Every inner point goes to the middle of its neighbours as far as the skin lets it: the shortest line of even steps.
static void pull(const struct head *head, struct vec3 *dir, int segments)
{
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (int i = 1; i < segments; i++) {
            struct vec3 before = head_point_mm(head, dir[i - 1]), after = head_point_mm(head, dir[i + 1]);
            struct vec3 here = head_point_mm(head, dir[i]), normal = head_normal(head, dir[i]);
            struct vec3 step = vec3_sub(vec3_mix(before, after, 0.5), here);
            step = vec3_sub(step, vec3_scale(normal, vec3_dot(normal, step)));
            dir[i] = head_dir_of(head, vec3_add(here, step));
        }
}

static int split(struct vec3 *dir, int segments)
{
    for (int i = segments; i > 0; i--)
        dir[2 * i] = dir[i];
    for (int i = 1; i < 2 * segments; i += 2)
        dir[i] = vec3_unit(vec3_add(dir[i - 1], dir[i + 1]));
    return 2 * segments;
}

double geodesic_mm(const struct head *head, struct vec3 from, struct vec3 to, struct vec3 out[GEODESIC_POINTS])
{
    struct vec3 own[GEODESIC_POINTS], *dir = out ? out : own;
    dir[0] = from;
    dir[1] = to;
    int segments = 1;
    while (segments < MOST_SEGMENTS) { // from coarse to fine
        segments = split(dir, segments);
        pull(head, dir, segments);
    }
    double sum_mm = 0.0;
    for (int i = 0; i < segments; i++)
        sum_mm += head_arc_mm(head, dir[i], dir[i + 1]);
    return sum_mm;
}

static struct vec3 on_midline(double angle_rad) // 0 in front, a quarter turn on top
{
    return vec3_make(0.0, -mathd_cos(angle_rad), mathd_sin(angle_rad));
}

double geodesic_from_midline_mm(const struct head *head, struct vec3 from, struct vec3 *foot)
{
    const double golden = 0.61803398874989485;
    double middle = mathd_atan2(from.z, -from.y), low = middle - 0.6, high = middle + 0.6;
    for (int i = 0; i < MIDLINE_STEPS; i++) {
        double a = high - golden * (high - low), b = low + golden * (high - low);
        if (head_arc_mm(head, from, on_midline(a)) < head_arc_mm(head, from, on_midline(b)))
            high = b;
        else
            low = a;
    }
    *foot = on_midline(0.5 * (low + high));
    return geodesic_mm(head, from, *foot, NULL);
}
