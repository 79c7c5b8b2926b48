#include "geom/outline.h"

#include "base/check.h"
#include "base/mem.h"
#include "geom/chart.h"

#include <stdint.h>

enum { PARTS_PER_BLOCK = 8, PLACES_AT_ONCE = 64 };

static const float far_mm = 1e9f;

static float distance(const float a[3], const float b[3])
{
    float x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
    return sqrtf(x * x + y * y + z * z);
}

static void store(float out[3], struct vec3 v)
{
    out[0] = (float)v.x;
    out[1] = (float)v.y;
    out[2] = (float)v.z;
}

static void join_in_chart(struct outline_part *part, struct pt_chart from, struct pt_chart to)
{
    part->u = (float)from.u;
    part->v = (float)from.v;
    part->end_u = (float)to.u;
    part->end_v = (float)to.v;
}

static void build_parts(struct outline *outline, const struct vec3 *p, int count)
{
    for (int i = 0; i < outline->count; i++) {
        struct vec3 a = p[i], b = outline->kind == OUTLINE_SPOTS ? a : p[(i + 1) % count];
        struct vec3 d = vec3_sub(b, a);
        double length2 = vec3_dot(d, d);
        struct outline_part *part = &outline->part[i];
        store(part->a, a);
        store(part->d, d);
        part->per_length2 = length2 > 1e-12 ? (float)(1.0 / length2) : 0.0f;
        join_in_chart(part, chart_of(vec3_unit(a)), chart_of(vec3_unit(b)));
    }
}

// From the end of a divide straight away from the vertex, round by the left beyond the whole chart
// in quarter turns, and back to its start.
static void close_divide(struct outline *outline, struct vec3 start_mm, struct vec3 end_mm)
{
    const double out = 4.0; // a quarter turn's chord passes at out / sqrt 2, the chart ends at 2
    struct pt_chart start = chart_of(vec3_unit(start_mm)), end = chart_of(vec3_unit(end_mm));
    double to_start = sqrt(start.u * start.u + start.v * start.v) + 1e-9;
    double to_end = sqrt(end.u * end.u + end.v * end.v) + 1e-9;
    struct pt_chart last = {end.u * out / to_end, end.v * out / to_end};
    struct pt_chart goal = {start.u * out / to_start, start.v * out / to_start};
    double along = last.u * goal.u + last.v * goal.v, across = last.u * goal.v - last.v * goal.u;
    int quarters = across > 0.0 ? (along >= 0.0 ? 0 : 1) : (along < 0.0 ? 2 : 3);
    struct outline_part *part = outline->closing;
    join_in_chart(part++, end, last);
    for (int i = 0; i < quarters; i++) {
        struct pt_chart turned = {-last.v, last.u};
        join_in_chart(part++, last, turned);
        last = turned;
    }
    join_in_chart(part++, last, goal);
    join_in_chart(part++, goal, start);
    outline->closing_count = (int)(part - outline->closing);
}

static void widen(struct outline_block *block, float u, float v)
{
    block->most_u = u > block->most_u ? u : block->most_u;
    block->most_v = v > block->most_v ? v : block->most_v;
    block->least_v = v < block->least_v ? v : block->least_v;
}

static void build_blocks(struct outline *outline)
{
    for (int first = 0; first < outline->count; first += PARTS_PER_BLOCK) {
        struct outline_block *block = &outline->block[outline->block_count++];
        int left = outline->count - first;
        block->first = first;
        block->count = left < PARTS_PER_BLOCK ? left : PARTS_PER_BLOCK;
        const struct outline_part *middle = &outline->part[first + block->count / 2];
        for (int c = 0; c < 3; c++)
            block->middle[c] = middle->a[c];
        float most2 = 0.0f;
        block->most_u = block->most_v = -far_mm;
        block->least_v = far_mm;
        for (int i = first; i < first + block->count; i++) {
            widen(block, outline->part[i].u, outline->part[i].v);
            widen(block, outline->part[i].end_u, outline->part[i].end_v);
            float start2 = 0.0f, end2 = 0.0f;
            for (int c = 0; c < 3; c++) {
                float s = outline->part[i].a[c] - block->middle[c], e = s + outline->part[i].d[c];
                start2 += s * s;
                end2 += e * e;
            }
            most2 = start2 > most2 ? start2 : most2;
            most2 = end2 > most2 ? end2 : most2;
        }
        block->radius = sqrtf(most2) + 1e-3f; // more than rounding can take away
    }
}

static void bound(struct outline *outline)
{
    for (int b = 0; b < outline->block_count; b++)
        for (int c = 0; c < 3; c++)
            outline->middle[c] += outline->block[b].middle[c] / (float)outline->block_count;
    for (int b = 0; b < outline->block_count; b++) {
        float reach = distance(&outline->block[b].middle[0], outline->middle) + outline->block[b].radius + 1e-3f;
        outline->radius = reach > outline->radius ? reach : outline->radius;
    }
}

static double off_chord_mm(struct vec3 p, struct vec3 a, struct vec3 b)
{
    struct vec3 d = vec3_sub(b, a), q = vec3_sub(p, a);
    double length2 = vec3_dot(d, d), t = length2 > 0.0 ? vec3_dot(q, d) / length2 : 0.0;
    return vec3_length(vec3_sub(q, vec3_scale(d, t)));
}

// Leaves out points while the chord over them stays close to each; returns how many stay.
static int thin(struct vec3 *p, int count)
{
    int kept = 1, from = 0; // from: where the last kept point was
    for (int i = 1; i < count - 1; i++) {
        bool is_close = true;
        for (int k = from + 1; k <= i && is_close; k++)
            is_close = off_chord_mm(p[k], p[kept - 1], p[i + 1]) < OUTLINE_SLACK_MM;
        if (!is_close) {
            from = i;
            p[kept++] = p[i];
        }
    }
    if (count > 1)
        p[kept++] = p[count - 1];
    return kept;
}

void outline_build(struct outline *outline, enum outline_kind kind, struct vec3 *point_mm, int count)
{
    REQUIRE(count <= OUTLINE_MOST_PARTS);
    *outline = (struct outline){.kind = kind};
    if (kind != OUTLINE_SPOTS && count > 0)
        count = thin(point_mm, count);
    bool is_open = kind == OUTLINE_LINE || kind == OUTLINE_DIVIDE;
    if (is_open && count == 1)
        outline->kind = OUTLINE_SPOTS;
    outline->count = is_open && count > 1 ? count - 1 : count;
    if (outline->count == 0)
        return;
    outline->part = mem_alloc((size_t)outline->count * sizeof *outline->part);
    outline->block = mem_alloc((size_t)(outline->count / PARTS_PER_BLOCK + 1) * sizeof *outline->block);
    build_parts(outline, point_mm, count);
    if (outline->kind == OUTLINE_DIVIDE)
        close_divide(outline, point_mm[0], point_mm[count - 1]);
    build_blocks(outline);
    bound(outline);
}

void outline_finish(struct outline *outline)
{
    mem_free(outline->part);
    mem_free(outline->block);
    *outline = (struct outline){0};
}

static float part_distance2(const struct outline_part *p, float x, float y, float z)
{
    float qx = x - p->a[0], qy = y - p->a[1], qz = z - p->a[2];
    float t = (qx * p->d[0] + qy * p->d[1] + qz * p->d[2]) * p->per_length2;
    t = t < 0.0f ? 0.0f : t;
    t = t > 1.0f ? 1.0f : t;
    qx -= t * p->d[0];
    qy -= t * p->d[1];
    qz -= t * p->d[2];
    return qx * qx + qy * qy + qz * qz;
}

// Lists all parts of the blocks that may hold one within spare_mm of the nearest; bound_mm: no
// nearest is farther.
static void list_parts(const struct outline *outline, const float *to_block, float bound_mm, float spare_mm,
                       struct outline_near *near)
{
    float least2 = far_mm * far_mm;
    near->count = 0;
    for (int b = 0; b < outline->block_count; b++) {
        const struct outline_block *block = &outline->block[b];
        if (to_block[b] - block->radius > bound_mm + spare_mm)
            continue;
        for (int i = block->first; i < block->first + block->count; i++) {
            float d2 = part_distance2(&outline->part[i], near->middle[0], near->middle[1], near->middle[2]);
            least2 = d2 < least2 ? d2 : least2;
            near->part_mm2[near->count] = d2;
            near->part[near->count++] = i;
        }
    }
    near->middle_mm = sqrtf(least2);
}

bool outline_find_near(const struct outline *outline, const float middle[3], float radius, float reach_mm,
                       struct outline_near *near)
{
    const float rounding_mm = 1e-3f; // more than rounding can amount to
    float to_block[OUTLINE_MOST_PARTS / PARTS_PER_BLOCK + 1];
    float most_mm = far_mm, least_mm = far_mm; // bounds of the middle's distance
    for (int c = 0; c < 3; c++)
        near->middle[c] = middle[c];
    if (distance(middle, outline->middle) - outline->radius - radius > reach_mm) {
        near->count = 0;
        near->is_crossed = false;
        return false;
    }
    for (int b = 0; b < outline->block_count; b++) {
        to_block[b] = distance(middle, outline->block[b].middle);
        float most = to_block[b] + outline->block[b].radius;
        float least = to_block[b] - outline->block[b].radius;
        most_mm = most < most_mm ? most : most_mm;
        least_mm = least < least_mm ? least : least_mm;
    }
    float spare_mm = least_mm - radius > reach_mm ? rounding_mm : 2.0f * radius + rounding_mm;
    list_parts(outline, to_block, most_mm, spare_mm, near);
    bool is_within = near->middle_mm - radius <= reach_mm;
    float most = near->middle_mm + (is_within ? spare_mm : rounding_mm);
    int kept = 0;
    for (int i = 0; i < near->count; i++)
        if (near->part_mm2[i] <= most * most)
            near->part[kept++] = near->part[i];
    near->count = kept;
    near->is_crossed = near->middle_mm <= radius + rounding_mm;
    return is_within;
}

// Whether a ray from (u, v) along +u crosses the part.
static bool is_crossing(const struct outline_part *p, float u, float v)
{
    return ((p->v > v) != (p->end_v > v)) & (u < p->u + (v - p->v) / (p->end_v - p->v) * (p->end_u - p->u));
}

static void cross(const struct outline_part *part, int count, const float *restrict u, const float *restrict v,
                  uint8_t *restrict is_in)
{
    const struct outline_part p = *part;
    for (int i = 0; i < count; i++)
        is_in[i] ^= is_crossing(&p, u[i], v[i]);
}

static bool has_sides(const struct outline *outline)
{
    return outline->kind == OUTLINE_DIVIDE || outline->kind == OUTLINE_CLOSED;
}

static bool is_enclosed(const struct outline *outline, float u, float v)
{
    bool is_in = false;
    for (int i = 0; i < outline->closing_count; i++)
        is_in ^= is_crossing(&outline->closing[i], u, v);
    for (int b = 0; b < outline->block_count; b++) {
        const struct outline_block *block = &outline->block[b];
        if (v < block->least_v || v > block->most_v || u > block->most_u)
            continue;
        for (int i = block->first; i < block->first + block->count; i++)
            is_in ^= is_crossing(&outline->part[i], u, v);
    }
    return is_in;
}

// The same for a few places side by side: only the parts that a ray from one of them can meet are looked at.
static void find_enclosed(const struct outline *outline, int count, const float *u, const float *v, uint8_t *is_in)
{
    float least_u = u[0], least_v = v[0], most_v = v[0];
    for (int i = 0; i < count; i++) {
        is_in[i] = 0;
        least_u = u[i] < least_u ? u[i] : least_u;
        least_v = v[i] < least_v ? v[i] : least_v;
        most_v = v[i] > most_v ? v[i] : most_v;
    }
    for (int i = 0; i < outline->closing_count; i++)
        cross(&outline->closing[i], count, u, v, is_in);
    for (int b = 0; b < outline->block_count; b++) {
        const struct outline_block *block = &outline->block[b];
        if (most_v < block->least_v || least_v > block->most_v || least_u > block->most_u)
            continue;
        for (int i = block->first; i < block->first + block->count; i++) {
            const struct outline_part *p = &outline->part[i];
            if ((most_v >= p->v || most_v >= p->end_v) && (least_v <= p->v || least_v <= p->end_v))
                cross(p, count, u, v, is_in);
        }
    }
}

bool outline_side(const struct outline *outline, const struct outline_near *near)
{
    if (!has_sides(outline))
        return true;
    const float *m = near->middle;
    struct pt_chart at = chart_of(vec3_unit(vec3_make((double)m[0], (double)m[1], (double)m[2])));
    return is_enclosed(outline, (float)at.u, (float)at.v);
}

// One part against many places: a plain loop without branches, for the compiler to vectorise.
static inline __attribute__((always_inline)) void nearer(const struct outline_part *part, const float *restrict x,
                                                         const float *restrict y, const float *restrict z, int count,
                                                         float *restrict least2)
{
    const struct outline_part p = *part; // nothing stored below can change it
    for (int i = 0; i < count; i++) {
        float d2 = part_distance2(&p, x[i], y[i], z[i]);
        least2[i] = d2 < least2[i] ? d2 : least2[i];
    }
}

typedef void nearer_fn(const struct outline_part *part, const float *x, const float *y, const float *z, int count,
                       float *least2);

static void nearer_any(const struct outline_part *part, const float *x, const float *y, const float *z, int count,
                       float *least2)
{
    nearer(part, x, y, z, count, least2);
}

// Twice as many at once; the same operations, so the same bits.
__attribute__((target("avx2"))) static void nearer_avx2(const struct outline_part *part, const float *x, const float *y,
                                                        const float *z, int count, float *least2)
{
    nearer(part, x, y, z, count, least2);
}

void outline_distances(const struct outline *outline, const struct outline_near *near,
                       const struct outline_places *places, float *distance_mm)
{
    const float *x = places->x, *y = places->y, *z = places->z;
    int count = places->count;
    for (int i = 0; i < count; i++)
        distance_mm[i] = far_mm * far_mm;
    nearer_fn *nearer_part = __builtin_cpu_supports("avx2") ? nearer_avx2 : nearer_any;
    for (int j = 0; j < near->count; j++)
        nearer_part(&outline->part[near->part[j]], x, y, z, count, distance_mm);
    float sign = near->is_crossed || outline_side(outline, near) ? 1.0f : -1.0f;
    for (int i = 0; i < count; i++) {
        float r2 = x[i] * x[i] + y[i] * y[i] + z[i] * z[i];
        float k = distance_mm[i] / r2; // (chord / radius)^2; arc = 2 r asin(chord / 2 r)
        distance_mm[i] = sign * sqrtf(distance_mm[i]) * (1.0f + k * (1.0f / 24.0f + k * (3.0f / 640.0f)));
    }
    if (!near->is_crossed || !has_sides(outline))
        return;
    for (int first = 0; first < count; first += PLACES_AT_ONCE) {
        uint8_t is_in[PLACES_AT_ONCE];
        int few = count - first < PLACES_AT_ONCE ? count - first : PLACES_AT_ONCE;
        find_enclosed(outline, few, places->u + first, places->v + first, is_in);
        for (int i = 0; i < few; i++)
            distance_mm[first + i] = is_in[i] ? distance_mm[first + i] : -distance_mm[first + i];
    }
}

double outline_distance(const struct outline *outline, struct vec3 place_mm)
{
    struct outline_near near;
    float q[3], distance_mm;
    store(q, place_mm);
    struct pt_chart at = chart_of(vec3_unit(place_mm));
    float u = (float)at.u, v = (float)at.v;
    struct outline_places place = {1, &q[0], &q[1], &q[2], &u, &v};
    outline_find_near(outline, q, 0.0f, far_mm, &near);
    outline_distances(outline, &near, &place, &distance_mm);
    return (double)distance_mm;
}
