#include "render.h"

#include "film.h"
#include "jobs.h"
#include "jpeg_out.h"
#include "scatter.h"
#include "shade.h"

#include <stdlib.h>

enum { PROBE_ROW = 756 }; /* probes across a full picture, about three to the mm */

typedef struct {
    scene scene;
    picture *out;
    surface_kind *surface;
} shade_job;

static void shade_row(void *context, int y)
{
    shade_job *job = context;
    for (int x = 0; x < job->out->width; x++) {
        size_t at = (size_t)y * (size_t)job->out->width + (size_t)x;
        shaded s = shade_ray(&job->scene, (float)x + 0.5f, (float)y + 0.5f);
        job->out->colour[at] = s.colour;
        job->out->depth_mm[at] = s.depth_mm;
        job->surface[at] = s.surface;
    }
}

/* Whether the pixel lies on an outline, where one ray a pixel would show steps. */
static int on_outline(const shade_job *job, int x, int y)
{
    const picture *p = job->out;
    size_t at = (size_t)y * (size_t)p->width + (size_t)x;
    for (int j = -1; j <= 1; j++)
        for (int i = -1; i <= 1; i++) {
            if (x + i < 0 || y + j < 0 || x + i >= p->width || y + j >= p->height)
                continue;
            size_t other = (size_t)(y + j) * (size_t)p->width + (size_t)(x + i);
            if (job->surface[other] != job->surface[at] || fabsf(p->depth_mm[other] - p->depth_mm[at]) > 1.2f)
                return 1;
        }
    return 0;
}

static void refine_row(void *context, int y)
{
    static const float dx[4] = {-0.125f, 0.375f, -0.375f, 0.125f}, dy[4] = {-0.375f, -0.125f, 0.125f, 0.375f};
    shade_job *job = context;
    for (int x = 0; x < job->out->width; x++) {
        if (!on_outline(job, x, y))
            continue;
        vec3 sum = v3(0, 0, 0);
        for (int k = 0; k < 4; k++)
            sum = v_add(sum, shade_ray(&job->scene, (float)x + 0.5f + dx[k], (float)y + 0.5f + dy[k]).colour);
        job->out->colour[(size_t)y * (size_t)job->out->width + (size_t)x] = v_scale(sum, 0.25f);
    }
}

static int shade_picture(const render_setup *setup, const scene *s, picture *out)
{
    shade_job job = {*s, out, malloc(sizeof(surface_kind) * (size_t)out->width * (size_t)out->height)};
    if (!job.surface)
        return 0;
    jobs_for_rows(out->height, setup->thread_count, shade_row, &job);
    jobs_for_rows(out->height, setup->thread_count, refine_row, &job);
    free(job.surface);
    return 1;
}

int render_light(const render_setup *setup, const view *v, probe_map *probes)
{
    camera full = camera_make(&v->camera), c = camera_scaled(&full, setup->divisor);
    gather_setup gather = {setup->shape, setup->room, &c, setup->thread_count};
    int shorter = c.width_px < c.height_px ? c.width_px : c.height_px;
    int divisor = shorter > PROBE_ROW ? (shorter + PROBE_ROW - 1) / PROBE_ROW : 1;
    return gather_probes(probes, &gather, divisor) && scatter_light(probes, c.focal_px, setup->thread_count);
}

static int draw(const render_setup *setup, const view *v, const probe_map *probes, const camera *c, picture *out)
{
    scene s = {setup->shape, setup->room, c, probes, v->backdrop};
    int done = shade_picture(setup, &s, out);
    for (int i = 0; done && i < setup->hair->count; i++)
        strand_draw(out, c, probes, &setup->hair->strands[i]);
    return done;
}

int render_view(const render_setup *setup, const view *v, const probe_map *probes, const char *jpeg_path)
{
    camera full = camera_make(&v->camera), c = camera_scaled(&full, setup->divisor);
    size_t count = (size_t)c.width_px * (size_t)c.height_px;
    picture out = {c.width_px, c.height_px, malloc(sizeof(vec3) * count), malloc(sizeof(float) * count)};
    unsigned char *rgb = malloc(count * 3);
    float small = 1.0f / (float)setup->divisor;
    film_setup film = {v->exposure, 0.8f * small, small, 0.35f, setup->thread_count};
    int done = out.colour && out.depth_mm && rgb && draw(setup, v, probes, &c, &out) &&
               film_develop(out.colour, c.width_px, c.height_px, &film, rgb) &&
               jpeg_write(jpeg_path, rgb, c.width_px, c.height_px, 90, (int)(v->camera.focal_35mm + 0.5f));
    free(out.colour);
    free(out.depth_mm);
    free(rgb);
    return done;
}
