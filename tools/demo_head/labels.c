#include "labels.h"

#include "eye.h"
#include "hair.h"
#include "jobs.h"
#include "skin.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REDUCTION = 2, DEPTH_STEPS = 40 };

typedef struct {
    const field *shape;
    camera camera;
    int width, height;
    png_uint_16p depth;
    unsigned char *normal, *mask;
} label_maps;

static unsigned char byte_of(float share)
{
    return (unsigned char)(clampf(share, 0.0f, 1.0f) * 255.0f + 0.5f);
}

/* The arms run level from the hinges to above the ears (hair.c), 3 mm thick. */
static int is_under_arm(const head_model *model, vec3 p)
{
    return model->has_spectacles && fabsf(p.x) > 55.0f && p.y > -85.0f && p.y < 10.0f && fabsf(p.z - 25.5f) < 2.5f;
}

static void label_row(void *context, int v)
{
    label_maps *m = context;
    const head_model *model = m->shape->model;
    for (int u = 0; u < m->width; u++) {
        size_t at = (size_t)v * (size_t)m->width + (size_t)u;
        vec3 ray = camera_ray(&m->camera, ((float)u + 0.5f) * REDUCTION, ((float)v + 0.5f) * REDUCTION);
        field_hit hit = field_trace(m->shape, m->camera.position, ray, 1600.0f);
        if (hit.surface == SURFACE_NONE)
            continue;
        vec3 n = field_normal(model, hit.surface, hit.place, 0.5f);
        m->depth[at] = (png_uint_16)(hit.along_mm * v_dot(ray, m->camera.forward) * DEPTH_STEPS + 0.5f);
        m->normal[3 * at] = byte_of(0.5f + 0.5f * v_dot(n, m->camera.right));
        m->normal[3 * at + 1] = byte_of(0.5f + 0.5f * v_dot(n, m->camera.up));
        m->normal[3 * at + 2] = byte_of(0.5f - 0.5f * v_dot(n, m->camera.forward));
        if (hit.surface == SURFACE_SHIRT) {
            m->mask[3 * at + 1] = 255;
            continue;
        }
        int is_ear = ear_distance(&model->ear, hit.place) < 1.0f;
        m->mask[3 * at] = is_ear ? 200 : is_under_arm(model, hit.place) ? 160 : 255;
        m->mask[3 * at + 2] = is_ear ? 0 : byte_of(scalp_hair_density(model, hit.place));
    }
}

static int write_png(const char *stem, const char *ending, png_uint_32 format, int width, int height,
                     const void *pixels)
{
    char path[1100];
    png_image image = {.version = PNG_IMAGE_VERSION, .format = format};
    image.width = (png_uint_32)width;
    image.height = (png_uint_32)height;
    snprintf(path, sizeof path, "%s%s", stem, ending);
    return png_image_write_to_file(&image, path, 0, pixels, 0, NULL);
}

typedef struct {
    const char *name;
    vec3 toward; /* from the cranium's centre */
} scalp_place;

static void write_landmark(FILE *out, const label_maps *m, const char *name, vec3 p, const char *end)
{
    const camera *c = &m->camera;
    vec3 px = camera_project(c, p), n = head_normal(m->shape->model, p, 0.5f);
    float facing = v_dot(n, v_unit(v_sub(c->position, p)));
    fprintf(out,
            "    \"%s\": {\"pos_mm\": [%.3f, %.3f, %.3f], \"normal\": [%.4f, %.4f, %.4f], \"px\": [%.3f, %.3f], "
            "\"visible\": %s, \"px_per_mm_facing\": %.4f}%s\n",
            name, (double)p.x, (double)p.y, (double)p.z, (double)n.x, (double)n.y, (double)n.z, (double)px.x,
            (double)px.y, facing > 0.1f ? "true" : "false", (double)(c->focal_px / px.z), end);
}

static void write_vector(FILE *out, const char *name, vec3 v, const char *end)
{
    fprintf(out, "\"%s\": [%.6f, %.6f, %.6f]%s", name, (double)v.x, (double)v.y, (double)v.z, end);
}

static int write_json(const char *stem, const label_maps *m, const view *v)
{
    static const scalp_place places[] = {
        {"hairline_mid", {0.0f, -0.917f, 0.399f}}, {"above_ear_L", {0.96f, 0.26f, -0.09f}},
        {"above_ear_R", {-0.96f, 0.26f, -0.09f}},  {"temple_L", {0.93f, -0.36f, -0.05f}},
        {"temple_R", {-0.93f, -0.36f, -0.05f}},    {"vertex", {0.0f, 0.0f, 1.0f}},
    };
    char path[1100];
    const camera *c = &m->camera;
    const head_model *model = m->shape->model;
    snprintf(path, sizeof path, "%s.json", stem);
    FILE *out = fopen(path, "w");
    if (!out)
        return 0;
    fprintf(out, "{\n  \"size\": [%d, %d],\n  \"camera\": {\"focal_px\": %.4f, \"cx\": %.3f, \"cy\": %.3f, ",
            c->width_px, c->height_px, (double)c->focal_px, (double)c->centre_x_px, (double)c->centre_y_px);
    fprintf(out, "\"f35_equiv_mm\": %g, ", (double)v->camera.focal_35mm);
    write_vector(out, "pos_mm", c->position, ", ");
    write_vector(out, "right", c->right, ", ");
    write_vector(out, "up", c->up, ", ");
    write_vector(out, "forward", c->forward, "},\n  \"landmarks\": {\n");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        write_landmark(out, m, places[i].name, head_point_towards(m->shape->model, v_unit(places[i].toward)), ",");
    write_landmark(out, m, "tragion_left", v3(66.1f, 1.5f, 0.0f), ",");
    write_landmark(out, m, "tragion_right", v3(-66.1f, 1.5f, 0.0f), model->has_open_eyes ? "," : "");
    if (model->has_open_eyes) {
        write_landmark(out, m, "pupil_left", eye_pupil(model, 1.0f), ",");
        write_landmark(out, m, "pupil_right", eye_pupil(model, -1.0f), "");
    }
    fprintf(out, "  },\n  \"truth\": {\"reduction\": %d", REDUCTION);
    if (model->has_open_eyes)
        fprintf(out, ", \"iris_mm\": %g", (double)model->iris_mm);
    fprintf(out, "}\n}\n");
    return fclose(out) == 0;
}

int labels_write(const char *stem, const field *shape, const view *v, int divisor)
{
    camera full = camera_make(&v->camera), c = camera_scaled(&full, divisor);
    label_maps m = {shape, c, c.width_px / REDUCTION, c.height_px / REDUCTION, NULL, NULL, NULL};
    size_t count = (size_t)m.width * (size_t)m.height;
    m.depth = calloc(count, sizeof *m.depth);
    m.normal = calloc(count, 3);
    m.mask = calloc(count, 3);
    int done = m.depth && m.normal && m.mask;
    if (done)
        jobs_for_rows(m.height, 2, label_row, &m);
    done = done && write_png(stem, "_depth16.png", PNG_FORMAT_LINEAR_Y, m.width, m.height, m.depth) &&
           write_png(stem, "_normal.png", PNG_FORMAT_RGB, m.width, m.height, m.normal) &&
           write_png(stem, "_mask.png", PNG_FORMAT_RGB, m.width, m.height, m.mask) && write_json(stem, &m, v);
    free(m.depth);
    free(m.normal);
    free(m.mask);
    return done;
}
