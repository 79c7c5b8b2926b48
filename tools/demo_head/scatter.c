#include "scatter.h"

#include "jobs.h"

#include <stdlib.h>

/* Deviation (mm) of the wide and the narrow gaussian of each colour, and the
 * share of the wide one. */
static const vec3 wide_mm = {2.1f, 0.9f, 0.5f}, narrow_mm = {0.6f, 0.28f, 0.16f};
static const float wide_share = 0.55f;

typedef struct {
    const probe_map *map;
    const vec3 *from;
    vec3 *to;
    vec3 deviation_mm;
    float coarse_focal_px;
    int step_x, step_y;
} blur_job;

static float fall(float along, float deviation)
{
    return expf(-0.5f * sq(along / fmaxf(deviation, 1e-3f)));
}

static void blur_row(void *context, int y)
{
    blur_job *job = context;
    const probe_map *m = job->map;
    for (int x = 0; x < m->width; x++) {
        size_t at = (size_t)y * (size_t)m->width + (size_t)x;
        const probe *c = &m->probes[at];
        job->to[at] = job->from[at];
        if (c->surface != SURFACE_SKIN)
            continue;
        float px_per_mm = job->coarse_focal_px / c->depth_mm;
        int reach = (int)ceilf(2.6f * job->deviation_mm.x * px_per_mm);
        vec3 sum = v3(0, 0, 0), total = v3(1e-6f, 1e-6f, 1e-6f);
        for (int k = -reach; k <= reach; k++) {
            int i = x + k * job->step_x, j = y + k * job->step_y;
            if (i < 0 || j < 0 || i >= m->width || j >= m->height)
                continue;
            size_t other = (size_t)j * (size_t)m->width + (size_t)i;
            const probe *q = &m->probes[other];
            if (q->surface != SURFACE_SKIN)
                continue;
            /* true distance, so that the far side of a fold is far */
            float apart = v_length(v_sub(q->place, c->place));
            vec3 w = v3(fall(apart, job->deviation_mm.x), fall(apart, job->deviation_mm.y),
                        fall(apart, job->deviation_mm.z));
            sum = v_add(sum, v_mul(w, job->from[other]));
            total = v_add(total, w);
        }
        job->to[at] = v3(sum.x / total.x, sum.y / total.y, sum.z / total.z);
    }
}

static void blur_both_ways(blur_job job, const vec3 *from, vec3 *middle, vec3 *to, int thread_count)
{
    job.from = from;
    job.to = middle;
    job.step_x = 1;
    job.step_y = 0;
    jobs_for_rows(job.map->height, thread_count, blur_row, &job);
    job.from = middle;
    job.to = to;
    job.step_x = 0;
    job.step_y = 1;
    jobs_for_rows(job.map->height, thread_count, blur_row, &job);
}

int scatter_light(probe_map *map, float focal_px, int thread_count)
{
    size_t count = (size_t)map->width * (size_t)map->height;
    vec3 *planes = malloc(sizeof *planes * count * 4);
    if (!planes)
        return 0;
    vec3 *raw = planes, *middle = planes + count, *wide = planes + 2 * count, *narrow = planes + 3 * count;
    for (size_t i = 0; i < count; i++)
        raw[i] = map->probes[i].light;
    blur_job job = {.map = map, .coarse_focal_px = focal_px / (float)map->divisor};
    job.deviation_mm = wide_mm;
    blur_both_ways(job, raw, middle, wide, thread_count);
    job.deviation_mm = narrow_mm;
    blur_both_ways(job, raw, middle, narrow, thread_count);
    for (size_t i = 0; i < count; i++)
        map->probes[i].light = v_mix(narrow[i], wide[i], wide_share);
    free(planes);
    return 1;
}
