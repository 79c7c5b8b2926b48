#include "field.h"

#include "eye.h"
#include "jobs.h"

#include <stdlib.h>

static const vec3 box_low = {-262, -150, -330}, box_high = {262, 180, 142};

static float exact_distance(const head_model *model, vec3 p)
{
    return fminf(head_distance(model, p), shirt_distance(p));
}

static void bake_slice(void *context, int slice)
{
    field *f = context;
    float *out = f->distance_mm + (size_t)slice * (size_t)f->count_y * (size_t)f->count_x;
    for (int j = 0; j < f->count_y; j++)
        for (int i = 0; i < f->count_x; i++)
            *out++ =
                exact_distance(f->model, v3(f->origin.x + (float)i * f->cell_mm, f->origin.y + (float)j * f->cell_mm,
                                            f->origin.z + (float)slice * f->cell_mm));
}

int field_bake(field *f, const head_model *model, float cell_mm, int thread_count)
{
    f->model = model;
    f->origin = box_low;
    f->cell_mm = cell_mm;
    f->count_x = (int)((box_high.x - box_low.x) / cell_mm) + 1;
    f->count_y = (int)((box_high.y - box_low.y) / cell_mm) + 1;
    f->count_z = (int)((box_high.z - box_low.z) / cell_mm) + 1;
    f->distance_mm = malloc(sizeof(float) * (size_t)f->count_x * (size_t)f->count_y * (size_t)f->count_z);
    if (!f->distance_mm)
        return 0;
    jobs_for_rows(f->count_z, thread_count, bake_slice, f);
    return 1;
}

void field_free(field *f)
{
    free(f->distance_mm);
    f->distance_mm = 0;
}

static float baked_distance(const field *f, vec3 p)
{
    float x = (p.x - f->origin.x) / f->cell_mm, y = (p.y - f->origin.y) / f->cell_mm;
    float z = (p.z - f->origin.z) / f->cell_mm;
    int i = (int)x, j = (int)y, k = (int)z;
    if (x < 0 || y < 0 || z < 0 || i >= f->count_x - 1 || j >= f->count_y - 1 || k >= f->count_z - 1)
        return 5.0f;
    float fx = x - (float)i, fy = y - (float)j, fz = z - (float)k;
    size_t row = (size_t)f->count_x, sheet = row * (size_t)f->count_y;
    const float *d = f->distance_mm + (size_t)k * sheet + (size_t)j * row + (size_t)i;
    float a = mixf(mixf(d[0], d[1], fx), mixf(d[row], d[row + 1], fx), fy);
    d += sheet;
    float b = mixf(mixf(d[0], d[1], fx), mixf(d[row], d[row + 1], fx), fy);
    return mixf(a, b, fz);
}

/* Part of the ray inside the baked box; false if none. */
static int clip_to_box(vec3 from, vec3 dir, float *start, float *end)
{
    const float lo[3] = {box_low.x, box_low.y, box_low.z}, hi[3] = {box_high.x, box_high.y, box_high.z};
    const float o[3] = {from.x, from.y, from.z}, d[3] = {dir.x, dir.y, dir.z};
    for (int i = 0; i < 3; i++) {
        float inverse = 1.0f / (fabsf(d[i]) < 1e-9f ? 1e-9f : d[i]);
        float a = (lo[i] - o[i]) * inverse, b = (hi[i] - o[i]) * inverse;
        *start = fmaxf(*start, fminf(a, b));
        *end = fminf(*end, fmaxf(a, b));
    }
    return *start < *end;
}

surface_kind field_surface_at(const head_model *model, vec3 p)
{
    vec3 q = face_place(model, p);
    if (model->has_open_eyes && q.y < -50.0f && eye_ball_distance(v3(fabsf(q.x), q.y, q.z)) < 0.01f)
        return SURFACE_EYE;
    return shirt_distance(p) < head_distance(model, p) ? SURFACE_SHIRT : SURFACE_SKIN;
}

/* The crossing of the exact surface near t, where the baked field says it is:
 * first bracketed, then closed in on.  False if there is none after all. */
static int refine(const head_model *model, vec3 from, vec3 dir, float *at)
{
    float near_t = *at - 1.0f, far_t = *at + 0.8f;
    float near_d = exact_distance(model, v_mad(from, dir, near_t));
    for (int i = 0; i < 6 && near_d < 0.0f; i++) {
        near_t -= 1.5f;
        near_d = exact_distance(model, v_mad(from, dir, near_t));
    }
    float far_d = exact_distance(model, v_mad(from, dir, far_t));
    if (near_d < 0.0f || far_d > 0.0f)
        return 0;
    for (int i = 0; i < 12 && far_t - near_t > 0.003f; i++) {
        float t = near_t + (far_t - near_t) * clampf(near_d / (near_d - far_d), 0.05f, 0.95f);
        float d = exact_distance(model, v_mad(from, dir, t));
        *at = t;
        if (fabsf(d) < 0.003f)
            return 1;
        if (d > 0.0f) {
            near_t = t;
            near_d = d;
            far_d *= 0.6f; /* keeps one end from standing still */
        } else {
            far_t = t;
            far_d = d;
            near_d *= 0.6f;
        }
    }
    return 1;
}

field_hit field_trace(const field *f, vec3 from, vec3 direction, float limit_mm)
{
    field_hit hit = {SURFACE_NONE, limit_mm, {0, 0, 0}};
    float t = 0.0f, end = limit_mm;
    if (!clip_to_box(from, direction, &t, &end))
        return hit;
    for (int i = 0; i < 400 && t < end; i++) {
        float d = baked_distance(f, v_mad(from, direction, t));
        if (d < 0.35f) {
            float at = t;
            if (refine(f->model, from, direction, &at)) {
                vec3 p = v_mad(from, direction, at);
                return (field_hit){field_surface_at(f->model, p), at, p};
            }
            d = fmaxf(d, 0.5f); /* grazing by: go on */
        }
        t += 0.7f * d;
    }
    return hit;
}

float field_clearance(const field *f, vec3 from, vec3 direction, float limit_mm, float softness)
{
    float t = 1.0f, clear = 1.0f;
    for (int i = 0; i < 48 && t < limit_mm; i++) {
        vec3 p = v_mad(from, direction, t);
        if (p.z > box_high.z || fabsf(p.x) > box_high.x || p.y < box_low.y || p.y > box_high.y)
            break;
        float d = baked_distance(f, p);
        if (d < -0.4f)
            return 0.0f;
        clear = fminf(clear, 0.5f + 0.5f * d * softness / t);
        if (clear <= 0.02f)
            return 0.0f;
        t += fmaxf(0.8f * d, 1.0f);
    }
    return clampf(clear, 0.0f, 1.0f);
}

vec3 field_normal(const head_model *model, surface_kind surface, vec3 p, float step_mm)
{
    if (surface != SURFACE_SHIRT)
        return head_normal(model, p, step_mm);
    const float h = step_mm;
    float a = shirt_distance(v3(p.x + h, p.y - h, p.z - h));
    float b = shirt_distance(v3(p.x - h, p.y - h, p.z + h));
    float c = shirt_distance(v3(p.x - h, p.y + h, p.z - h));
    float d = shirt_distance(v3(p.x + h, p.y + h, p.z + h));
    return v_unit(v3(a - b - c + d, -a - b + c + d, -a + b - c + d));
}
