#include "plan/compose_region.h"

#include "base/mathd.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

// Points all over the head, fine enough that its outline is off by less than 0.1 mm.
enum { RINGS = 48, SPOKES = 96, POINTS = RINGS * SPOKES };

static struct vec3 point_above(const struct head *head, struct vec3 dir, double height_mm)
{
    struct vec3 normal;
    double radius_mm = head_surface(head, dir, &normal);
    struct vec3 on_skin = vec3_add(head->centre_mm, vec3_scale(dir, radius_mm));
    return vec3_add(on_skin, vec3_scale(normal, height_mm));
}

static int project_points(const struct view *view, const struct head *head, double margin_mm,
                          struct pt_px points[POINTS])
{
    int count = 0;
    for (int i = 0; i < RINGS; i++) {
        double polar = MATHD_PI * (i + 0.5) / RINGS, z = mathd_cos(polar), r = mathd_sin(polar);
        for (int k = 0; k < SPOKES; k++) {
            double turn = 2.0 * MATHD_PI * (k - 0.5 * SPOKES) / SPOKES;
            struct vec3 dir = vec3_make(r * mathd_cos(turn), r * mathd_sin(turn), z);
            count += view_project(view, point_above(head, dir, margin_mm), &points[count]);
        }
    }
    return count;
}

static int by_row(const void *a, const void *b)
{
    const struct pt_px *p = a, *q = b;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    return p->x < q->x ? -1 : p->x > q->x;
}

// Whether the middle one of three points, in order of y, is no corner of the hull on that side.
static bool is_dent(const struct pt_px *p, struct pt_px next, double side)
{
    double turn = (p[1].x - p[0].x) * (next.y - p[0].y) - (next.x - p[0].x) * (p[1].y - p[0].y);
    return side * turn <= 0.0;
}

// Andrew's monotone chain: one side of the hull (1: the right one, -1: the left one) of sorted
// points.
static int find_side(const struct pt_px *points, int count, double side, struct pt_px *chain)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        while (n >= 2 && is_dent(&chain[n - 2], points[i], side))
            n--;
        chain[n++] = points[i];
    }
    return n;
}

// Where the chain crosses y; *at is moved on to the part that does.
static double chain_x(const struct pt_px *chain, int count, double y, int *at)
{
    while (*at + 2 < count && chain[*at + 1].y < y)
        ++*at;
    const struct pt_px *a = &chain[*at], *b = a + 1;
    return b->y > a->y ? a->x + (b->x - a->x) * (y - a->y) / (b->y - a->y) : a->x;
}

static int clamp_column(double x, int width)
{
    return x > 0.0 ? (x < width ? (int)x : width) : 0;
}

uint8_t *head_region(const struct view *view, const struct head *head, double margin_mm)
{
    struct chains {
        struct pt_px points[POINTS], left[POINTS], right[POINTS];
    } *c = mem_alloc(sizeof *c);
    size_t width = (size_t)view->width_px;
    uint8_t *map = mem_try_array(width, (size_t)view->height_px);
    int count = project_points(view, head, margin_mm, c->points), at_left = 0, at_right = 0;
    qsort(c->points, (size_t)count, sizeof c->points[0], by_row);
    int lefts = find_side(c->points, count, -1.0, c->left);
    int rights = find_side(c->points, count, 1.0, c->right);
    for (int row = 0; map && count >= 3 && row < view->height_px; row++) {
        double y = row + 0.5;
        if (y < c->points[0].y || y > c->points[count - 1].y)
            continue;
        int from = clamp_column(chain_x(c->left, lefts, y, &at_left) + 0.5, view->width_px);
        int to = clamp_column(chain_x(c->right, rights, y, &at_right) + 0.5, view->width_px);
        if (from < to)
            memset(map + (size_t)row * width + from, 255, (size_t)(to - from));
    }
    mem_free(c);
    return map;
}
