#include "geom/outline.h"

#include "base/check.h"
#include "base/mem.h"
#include "geom/chart.h"

enum { PARTS_PER_BLOCK = 16 };

static const float far_mm = 1e9f;

static void store(float out[3], struct vec3 v)
{
    out[0] = (float)v.x;
    out[1] = (float)v.y;
    out[2] = (float)v.z;
}

// Whether a closed curve runs clockwise in the chart, that is, has its enclosed side on the right.
static bool is_clockwise(const struct vec3 *point_mm, int count)
{
    double twice_area = 0.0;
    struct pt_chart last = chart_of(vec3_unit(point_mm[count - 1]));
    for (int i = 0; i < count; i++) {
        struct pt_chart p = chart_of(vec3_unit(point_mm[i]));
        twice_area += last.u * p.v - p.u * last.v;
        last = p;
    }
    return twice_area < 0.0;
}

static void build_parts(struct outline *outline, const struct vec3 *p, int count, bool is_reversed)
{
    bool is_closed = outline->kind == OUTLINE_CLOSED, is_spots = outline->kind == OUTLINE_SPOTS;
    for (int i = 0; i < outline->count; i++) {
        int j = is_spots ? i : (i + 1) % count;
        struct vec3 a = p[is_reversed ? count - 1 - i : i], b = p[is_reversed ? count - 1 - j : j];
        struct vec3 d = vec3_sub(b, a);
        double length2 = vec3_dot(d, d);
        struct outline_part *part = &outline->part[i];
        store(part->a, a);
        store(part->d, d);
        part->per_length2 = length2 > 1e-12 ? (float)(1.0 / length2) : 0.0f;
        store(part->normal, vec3_unit(vec3_cross(a, b)));
        struct pt_chart start = chart_of(vec3_unit(a)), end = chart_of(vec3_unit(b));
        part->u = (float)start.u;
        part->v = (float)start.v;
        part->end_u = (float)end.u;
        part->end_v = (float)end.v;
    }
    for (int i = 0; i < outline->count; i++) {
        struct outline_part *part = &outline->part[i];
        bool is_first = i == 0 && !is_closed, is_last = i == outline->count - 1 && !is_closed;
        const struct outline_part *before =
            is_first ? part : &outline->part[(i + outline->count - 1) % outline->count];
        const struct outline_part *after = is_last ? part : &outline->part[(i + 1) % outline->count];
        for (int c = 0; c < 3; c++) {
            part->normal_start[c] = part->normal[c] + before->normal[c];
            part->normal_end[c] = part->normal[c] + after->normal[c];
        }
    }
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

void outline_build(struct outline *outline, enum outline_kind kind, const struct vec3 *point_mm, int count)
{
    *outline = (struct outline){.kind = kind};
    bool is_open = kind == OUTLINE_LINE || kind == OUTLINE_DIVIDE;
    int parts = is_open && count > 1 ? count - 1 : count;
    if (is_open && count == 1)
        outline->kind = OUTLINE_SPOTS;
    if (parts < 1)
        return;
    REQUIRE(parts <= OUTLINE_MOST_PARTS);
    outline->count = parts;
    outline->part = mem_alloc((size_t)outline->count * sizeof *outline->part);
    outline->block = mem_alloc((size_t)(outline->count / PARTS_PER_BLOCK + 1) * sizeof *outline->block);
    build_parts(outline, point_mm, count, kind == OUTLINE_CLOSED && is_clockwise(point_mm, count));
    build_blocks(outline);
}

void outline_finish(struct outline *outline)
{
    mem_free(outline->part);
    mem_free(outline->block);
    *outline = (struct outline){0};
}

static float part_distance2(const struct outline_part *part, float x, float y, float z)
{
    float px = x - part->a[0], py = y - part->a[1], pz = z - part->a[2];
    float t = (px * part->d[0] + py * part->d[1] + pz * part->d[2]) * part->per_length2;
    t = t < 0.0f ? 0.0f : t;
    t = t > 1.0f ? 1.0f : t;
    px -= t * part->d[0];
    py -= t * part->d[1];
    pz -= t * part->d[2];
    return px * px + py * py + pz * pz;
}

static float block_middle_distance(const struct outline_block *block, const float q[3])
{
    float x = q[0] - block->middle[0], y = q[1] - block->middle[1], z = q[2] - block->middle[2];
    return sqrtf(x * x + y * y + z * z);
}

bool outline_find_near(const struct outline *outline, const float middle[3], float radius, float reach_mm,
                       struct outline_near *near)
{
    float to_block[OUTLINE_MOST_PARTS / PARTS_PER_BLOCK + 1];
    float bound = far_mm, spare = 2.0f * radius + 1e-3f; // upper bound for the middle; more than rounding
    for (int b = 0; b < outline->block_count; b++) {
        to_block[b] = block_middle_distance(&outline->block[b], middle);
        float most = to_block[b] + outline->block[b].radius;
        bound = most < bound ? most : bound;
    }
    near->count = 0;
    near->middle_mm = far_mm;
    for (int b = 0; b < outline->block_count; b++) {
        const struct outline_block *block = &outline->block[b];
        if (to_block[b] - block->radius > bound + spare)
            continue;
        for (int i = block->first; i < block->first + block->count; i++) {
            float d = sqrtf(part_distance2(&outline->part[i], middle[0], middle[1], middle[2]));
            near->middle_mm = d < near->middle_mm ? d : near->middle_mm;
            near->part_mm[near->count] = d;
            near->part[near->count++] = i;
        }
    }
    bool is_within = near->middle_mm - radius <= reach_mm;
    spare = is_within ? spare : 1e-3f;
    int kept = 0;
    for (int i = 0; i < near->count; i++)
        if (near->part_mm[i] <= near->middle_mm + spare)
            near->part[kept++] = near->part[i];
    near->count = kept;
    return is_within;
}

// One part against many places: plain loops without branches, for the compiler to vectorise.
static void nearer_part(const struct outline_part *p, const float *restrict x, const float *restrict y,
                        const float *restrict z, int count, float *restrict best2, float *restrict side)
{
    for (int i = 0; i < count; i++) {
        float qx = x[i], qy = y[i], qz = z[i];
        float px = qx - p->a[0], py = qy - p->a[1], pz = qz - p->a[2];
        float t = (px * p->d[0] + py * p->d[1] + pz * p->d[2]) * p->per_length2;
        float inside = qx * p->normal[0] + qy * p->normal[1] + qz * p->normal[2];
        float start = qx * p->normal_start[0] + qy * p->normal_start[1] + qz * p->normal_start[2];
        float end = qx * p->normal_end[0] + qy * p->normal_end[1] + qz * p->normal_end[2];
        float s = t <= 0.0f ? start : inside;
        s = t >= 1.0f ? end : s;
        t = t < 0.0f ? 0.0f : t;
        t = t > 1.0f ? 1.0f : t;
        px -= t * p->d[0];
        py -= t * p->d[1];
        pz -= t * p->d[2];
        float d2 = px * px + py * py + pz * pz, b2 = best2[i], old = side[i];
        side[i] = d2 < b2 ? s : old;
        best2[i] = d2 < b2 ? d2 : b2;
    }
}

void outline_distances(const struct outline *outline, const struct outline_near *near, const float *x,
                       const float *y, const float *z, int count, float *distance_mm)
{
    float side[OUTLINE_MOST_PLACES];
    for (int i = 0; i < count; i++) {
        distance_mm[i] = far_mm * far_mm;
        side[i] = 1.0f;
    }
    for (int j = 0; j < near->count; j++)
        nearer_part(&outline->part[near->part[j]], x, y, z, count, distance_mm, side);
    bool has_side = outline->kind == OUTLINE_DIVIDE || outline->kind == OUTLINE_CLOSED;
    for (int i = 0; i < count; i++) {
        float r2 = x[i] * x[i] + y[i] * y[i] + z[i] * z[i];
        float k = distance_mm[i] / r2; // (chord / radius)^2; arc = 2 r asin(chord / 2 r)
        float arc = sqrtf(distance_mm[i]) * (1.0f + k * (1.0f / 24.0f + k * (3.0f / 640.0f)));
        distance_mm[i] = has_side && side[i] < 0.0f ? -arc : arc;
    }
}

// By the parts that a ray along +u crosses in the chart.
static bool is_enclosed(const struct outline *outline, struct pt_chart at)
{
    float u = (float)at.u, v = (float)at.v;
    bool is_in = false;
    for (int b = 0; b < outline->block_count; b++) {
        const struct outline_block *block = &outline->block[b];
        if (v < block->least_v || v > block->most_v || u > block->most_u)
            continue;
        for (int i = block->first; i < block->first + block->count; i++) {
            const struct outline_part *p = &outline->part[i];
            if ((p->v > v) != (p->end_v > v) && u < p->u + (v - p->v) / (p->end_v - p->v) * (p->end_u - p->u))
                is_in = !is_in;
        }
    }
    return is_in;
}

// The nearest part tells the side except near the place opposite to it on the head, where a small
// closed curve's parts are all about as far.
bool outline_side(const struct outline *outline, const struct outline_near *near, const float place[3])
{
    const float sure_mm = 40.0f;
    if (outline->kind == OUTLINE_CLOSED && near->middle_mm > sure_mm)
        return is_enclosed(outline, chart_of(vec3_unit(vec3_make((double)place[0], (double)place[1],
                                                                 (double)place[2]))));
    float distance_mm;
    outline_distances(outline, near, &place[0], &place[1], &place[2], 1, &distance_mm);
    return distance_mm >= 0.0f;
}

double outline_distance(const struct outline *outline, struct vec3 place_mm)
{
    struct outline_near near;
    float q[3], distance_mm;
    store(q, place_mm);
    outline_find_near(outline, q, 0.0f, far_mm, &near);
    outline_distances(outline, &near, &q[0], &q[1], &q[2], 1, &distance_mm);
    return outline_side(outline, &near, q) ? fabs((double)distance_mm) : -fabs((double)distance_mm);
}
