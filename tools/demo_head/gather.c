#include "gather.h"

#include "jobs.h"

#include <stdlib.h>

enum { SKY_SIDE = 9, LIGHT_SIDE = 4, SHINE_RAYS = 12 };

/* Light that blocked rays bring: skin and cloth, as lit on average. */
static vec3 bounce_from(vec3 place, vec3 direction)
{
    float lower = ramp(-70.0f, -125.0f, place.z + direction.z * 60.0f);
    return v_mix(v3(0.30f, 0.165f, 0.115f), v3(0.022f, 0.024f, 0.030f), lower);
}

typedef struct {
    float a, b;
} jitter;

static void add_sky(const gather_setup *s, probe *p, jitter shift)
{
    vec3 u, v, from = v_mad(p->place, p->normal, 0.6f);
    v_frame(p->normal, &u, &v);
    for (int j = 0; j < SKY_SIDE; j++)
        for (int i = 0; i < SKY_SIDE; i++) {
            float a = ((float)i + shift.a) / SKY_SIDE, b = ((float)j + shift.b) / SKY_SIDE;
            float r = sqrtf(a), c = sqrtf(1.0f - a), phi = 6.2831853f * b;
            vec3 d = v_add(v_scale(p->normal, c), v_add(v_scale(u, r * cosf(phi)), v_scale(v, r * sinf(phi))));
            float clear = field_clearance(s->shape, from, d, 420.0f, 12.0f);
            vec3 light = v_mix(bounce_from(p->place, d), room_ambient(d), clear);
            light = v_scale(light, 1.0f / (SKY_SIDE * SKY_SIDE));
            p->light = v_add(p->light, light);
            p->lean = v_mad(p->lean, d, (light.x + light.y + light.z) / 3.0f / fmaxf(c, 0.25f));
        }
}

static void add_panel(const gather_setup *s, probe *p, const room_light *l, jitter shift)
{
    vec3 out = v_cross(l->half_a, l->half_b), from = v_mad(p->place, p->normal, 0.6f);
    float area = 4.0f * v_length(out), share = 1.0f / (LIGHT_SIDE * LIGHT_SIDE);
    out = v_unit(out);
    for (int j = 0; j < LIGHT_SIDE; j++)
        for (int i = 0; i < LIGHT_SIDE; i++) {
            float a = 2.0f * ((float)i + shift.a) / LIGHT_SIDE - 1.0f;
            float b = 2.0f * ((float)j + shift.b) / LIGHT_SIDE - 1.0f;
            vec3 d = v_sub(v_mad(v_mad(l->centre, l->half_a, a), l->half_b, b), p->place);
            float far2 = v_dot(d, d);
            d = v_scale(d, 1.0f / sqrtf(far2));
            float facing = v_dot(d, p->normal), strength = fabsf(v_dot(d, out)) * area / far2 * 0.31831f * share;
            if (facing < -0.3f)
                continue;
            float clear = field_clearance(s->shape, from, d, 420.0f, 14.0f);
            float grey = (l->radiance.x + l->radiance.y + l->radiance.z) / 3.0f * strength * clear;
            p->lean = v_mad(p->lean, d, grey * ramp(-0.3f, 0.1f, facing));
            if (facing > 0.0f)
                p->light = v_mad(p->light, l->radiance, strength * facing * clear);
        }
}

static void add_shine(const gather_setup *s, probe *p, vec3 to_eye, uint32_t seed)
{
    vec3 mirror = v_reflect(to_eye, p->normal), u, v, from = v_mad(p->place, p->normal, 0.8f);
    float open = 0.0f;
    v_frame(mirror, &u, &v);
    for (uint32_t i = 0; i < SHINE_RAYS; i++) {
        float r = 0.35f * sqrtf(((float)i + hash_unit(seed, i)) / SHINE_RAYS);
        float phi = 2.399963f * (float)i + 6.28f * hash_unit(seed, 99u);
        vec3 d = v_unit(v_add(mirror, v_add(v_scale(u, r * cosf(phi)), v_scale(v, r * sinf(phi)))));
        if (v_dot(d, p->normal) > 0.0f)
            open += field_clearance(s->shape, from, d, 300.0f, 10.0f);
    }
    p->shine = open / SHINE_RAYS;
}

typedef struct {
    probe_map *map;
    const gather_setup *setup;
    camera coarse;
} gather_job;

static void gather_row(void *context, int y)
{
    gather_job *job = context;
    const gather_setup *s = job->setup;
    for (int x = 0; x < job->map->width; x++) {
        probe *p = &job->map->probes[(size_t)y * (size_t)job->map->width + (size_t)x];
        vec3 ray = camera_ray(&job->coarse, (float)x + 0.5f, (float)y + 0.5f);
        field_hit hit = field_trace(s->shape, s->camera->position, ray, 2000.0f);
        *p = (probe){.surface = hit.surface};
        if (hit.surface == SURFACE_NONE)
            continue;
        uint32_t seed = hash_cell(x, y, 0, 7u);
        jitter shift = {hash_unit(seed, 1u), hash_unit(seed, 2u)};
        p->place = hit.place;
        p->depth_mm = hit.along_mm * v_dot(ray, s->camera->forward);
        p->normal = field_normal(s->shape->model, hit.surface, hit.place, 0.8f);
        add_sky(s, p, shift);
        for (int k = 0; k < ROOM_LIGHTS; k++)
            add_panel(s, p, &s->room->lights[k], shift);
        add_shine(s, p, v_scale(ray, -1.0f), seed);
    }
}

/* One pass of an edge-keeping blur along rows or columns: the sampling noise
 * goes, borders of surfaces and sharp bends stay. */
typedef struct {
    const probe_map *from;
    probe_map *to;
    int step_x, step_y;
} smooth_job;

static void smooth_row(void *context, int y)
{
    smooth_job *job = context;
    const probe_map *m = job->from;
    for (int x = 0; x < m->width; x++) {
        size_t at = (size_t)y * (size_t)m->width + (size_t)x;
        const probe *c = &m->probes[at];
        probe *out = &job->to->probes[at];
        *out = *c;
        if (c->surface == SURFACE_NONE)
            continue;
        vec3 light = v3(0, 0, 0), lean = v3(0, 0, 0);
        float shine = 0.0f, total = 0.0f;
        for (int k = -3; k <= 3; k++) {
            int i = x + k * job->step_x, j = y + k * job->step_y;
            if (i < 0 || j < 0 || i >= m->width || j >= m->height)
                continue;
            const probe *q = &m->probes[(size_t)j * (size_t)m->width + (size_t)i];
            if (q->surface != c->surface)
                continue;
            float bend = 1.0f - v_dot(q->normal, c->normal);
            float off = v_dot(v_sub(q->place, c->place), c->normal);
            float w = expf(-0.18f * (float)(k * k) - bend * 60.0f - sq(off / 0.8f));
            light = v_mad(light, q->light, w);
            lean = v_mad(lean, q->lean, w);
            shine += w * q->shine;
            total += w;
        }
        out->light = v_scale(light, 1.0f / total);
        out->lean = v_scale(lean, 1.0f / total);
        out->shine = shine / total;
    }
}

static int smooth_probes(probe_map *map, int thread_count)
{
    probe_map other = *map;
    other.probes = malloc(sizeof(probe) * (size_t)map->width * (size_t)map->height);
    if (!other.probes)
        return 0;
    for (int pass = 0; pass < 2; pass++) {
        smooth_job across = {map, &other, 1, 0}, down = {&other, map, 0, 1};
        jobs_for_rows(map->height, thread_count, smooth_row, &across);
        jobs_for_rows(map->height, thread_count, smooth_row, &down);
    }
    free(other.probes);
    return 1;
}

int gather_probes(probe_map *map, const gather_setup *setup, int divisor)
{
    gather_job job = {map, setup, camera_scaled(setup->camera, divisor)};
    map->divisor = divisor;
    map->width = job.coarse.width_px;
    map->height = job.coarse.height_px;
    map->probes = malloc(sizeof(probe) * (size_t)map->width * (size_t)map->height);
    if (!map->probes)
        return 0;
    jobs_for_rows(map->height, setup->thread_count, gather_row, &job);
    return smooth_probes(map, setup->thread_count);
}

void probe_map_free(probe_map *map)
{
    free(map->probes);
    map->probes = 0;
}

probe_light probe_map_at(const probe_map *map, float x_px, float y_px, surface_kind surface, float depth_mm,
                         vec3 normal)
{
    float x = x_px / (float)map->divisor - 0.5f, y = y_px / (float)map->divisor - 0.5f;
    int i0 = (int)floorf(x), j0 = (int)floorf(y);
    probe_light sum = {{0, 0, 0}, {0, 0, 0}, 0};
    float total = 1e-6f;
    /* The nearest 16, weighted by closeness in the picture, in depth and in bend. */
    for (int j = j0 - 1; j <= j0 + 2; j++)
        for (int i = i0 - 1; i <= i0 + 2; i++) {
            if (i < 0 || j < 0 || i >= map->width || j >= map->height)
                continue;
            const probe *p = &map->probes[(size_t)j * (size_t)map->width + (size_t)i];
            if (p->surface != surface)
                continue;
            float away = sq(x - (float)i) + sq(y - (float)j);
            float gap = fabsf(p->depth_mm - depth_mm), bend = 1.0f - v_dot(p->normal, normal);
            float w = expf(-0.9f * away) / (1.0f + sq(gap / 2.0f)) * expf(-8.0f * bend) + 1e-7f;
            sum.light = v_mad(sum.light, p->light, w);
            sum.lean = v_mad(sum.lean, p->lean, w);
            sum.shine += w * p->shine;
            total += w;
        }
    sum.light = v_scale(sum.light, 1.0f / total);
    sum.lean = v_scale(sum.lean, 1.0f / total);
    sum.shine /= total;
    return sum;
}
