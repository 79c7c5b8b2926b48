#include "truth.h"

#include "eye.h"

#include <stdio.h>

typedef struct {
    const char *name;
    vec3 place;
} landmark;

enum { LANDMARKS = 15, OUTLINE_POINTS = 24, OUTLINE_TRIALS = 360 };

/* From `from` along `dir` until the skin. */
static vec3 onto_skin(const head_model *model, vec3 from, vec3 dir)
{
    vec3 d = v_unit(dir);
    for (int i = 0; i < 600; i++) {
        float gap = head_distance(model, from);
        if (gap < 0.005f)
            break;
        from = v_mad(from, d, 0.6f * gap);
    }
    return from;
}

static vec3 from_front(const head_model *m, float x, float z)
{
    return onto_skin(m, v3(x, -160, z), v3(0, 1, 0));
}

/* The place of a small patch that reaches farthest along `dir`. */
static vec3 farthest(const head_model *m, vec3 start, vec3 view_dir, vec3 dir, vec3 spread_a, vec3 spread_b)
{
    vec3 best = start;
    float most = -1e9f;
    for (int j = -30; j <= 30; j++)
        for (int i = -30; i <= 30; i++) {
            vec3 p = v_mad(v_mad(start, spread_a, (float)i / 30.0f), spread_b, (float)j / 30.0f);
            p = onto_skin(m, p, view_dir);
            if (v_dot(p, dir) > most) {
                most = v_dot(p, dir);
                best = p;
            }
        }
    return best;
}

static vec3 ear_top(const head_model *m, float side)
{
    vec3 best = {0, 0, -1e9f};
    for (int i = 0; i < 60; i++)
        for (int j = 0; j < 60; j++) {
            vec3 p = v3(side * (72.0f + 0.5f * (float)i), -5.0f + 0.8f * (float)j, 60.0f);
            while (p.z > 0.0f && ear_distance(&m->ear, p) > 0.02f)
                p.z -= 0.5f * ear_distance(&m->ear, p) + 0.005f;
            if (p.z > best.z)
                best = p;
        }
    return best;
}

static void find_landmarks(const head_model *m, landmark out[LANDMARKS])
{
    vec3 vertex = farthest(m, v3(0, 5, 180), v3(0, 0, -1), v3(0, 0, 1), v3(20, 0, 0), v3(0, 50, 0));
    vec3 menton = farthest(m, v3(0, -75, -160), v3(0, -0.25f, 1), v3(0, 0, -1), v3(4, 0, 0), v3(0, 14, 0));
    const landmark all[LANDMARKS] = {
        {"glabella", from_front(m, 0, 36.5f)},
        {"nasion", from_front(m, 0, 23.0f)},
        {"pupil_left", m->has_open_eyes ? eye_pupil(m, 1.0f) : from_front(m, 32, 17.5f)},
        {"pupil_right", m->has_open_eyes ? eye_pupil(m, -1.0f) : from_front(m, -32, 17.5f)},
        {"tragion_left", onto_skin(m, v3(110, 1.5f, 0), v3(-1, 0, 0))},
        {"tragion_right", onto_skin(m, v3(-110, 1.5f, 0), v3(1, 0, 0))},
        {"vertex", vertex},
        {"menton", menton},
        {"subnasale", from_front(m, 0, -30.0f)},
        {"canthus_left", from_front(m, 46.2f, lid_line_z(46.2f))},
        {"canthus_right", from_front(m, -46.2f, lid_line_z(46.2f))},
        {"inion", onto_skin(m, v3(0, 180, 22), v3(0, -1, 0))},
        {"crown", head_point_towards(m, v3(0, 0.68f, 0.74f))},
        {"ear_top_left", ear_top(m, 1)},
        {"ear_top_right", ear_top(m, -1)},
    };
    for (int i = 0; i < LANDMARKS; i++)
        out[i] = all[i];
}

static int is_visible(const field *shape, const camera *c, vec3 place)
{
    vec3 px = camera_project(c, place), to = v_sub(place, c->position);
    if (px.x < 0 || px.y < 0 || px.x >= (float)c->width_px || px.y >= (float)c->height_px)
        return 0;
    field_hit hit = field_trace(shape, c->position, v_unit(to), 3000.0f);
    return hit.along_mm > v_length(to) - 4.0f; /* a place on the very outline may be missed: seen */
}

/* Scalp above ears and brows: all that may stand in the outline. */
static int is_scalp(const field *shape, vec3 p)
{
    float lowest = p.y < -60.0f ? 52.0f : 40.0f;
    return p.z > lowest && cranium_distance(p) < 2.0f && ear_distance(&shape->model->ear, p) > 6.0f;
}

/* Edge of the head on a line from `centre` outward, by halving; false where the
 * edge is not the scalp's. */
static int outline_point(const field *shape, const camera *c, vec3 centre, float angle, float px[2])
{
    float inside = 0.0f, outside = 4000.0f;
    vec3 last = {0, 0, 0};
    for (int i = 0; i < 26; i++) {
        float r = 0.5f * (inside + outside);
        vec3 ray = camera_ray(c, centre.x + r * cosf(angle), centre.y + r * sinf(angle));
        field_hit hit = field_trace(shape, c->position, ray, 3000.0f);
        if (hit.surface == SURFACE_SKIN) {
            inside = r;
            last = hit.place;
        } else if (hit.surface == SURFACE_NONE || r > 1000.0f) {
            outside = r;
        } else {
            return 0;
        }
    }
    px[0] = centre.x + inside * cosf(angle);
    px[1] = centre.y + inside * sinf(angle);
    return is_scalp(shape, last) && px[0] > 2.0f && px[1] > 2.0f && px[0] < (float)c->width_px - 2.0f &&
           px[1] < (float)c->height_px - 2.0f;
}

static void write_outline(FILE *out, const field *shape, const camera *c)
{
    float points[OUTLINE_TRIALS][2];
    int found = 0;
    vec3 centre = camera_project(c, v3(0, 2, 75));
    for (int i = 0; i < OUTLINE_TRIALS; i++) {
        float angle = 1.5707963f + 6.2831853f * (float)i / OUTLINE_TRIALS; /* starts at the bottom */
        found += outline_point(shape, c, centre, angle, points[found]);
    }
    fprintf(out, "      \"outline\": [");
    int take = found < OUTLINE_POINTS ? found : OUTLINE_POINTS;
    for (int i = 0; i < take; i++) {
        const float *p = points[i * (found - 1) / (take > 1 ? take - 1 : 1)];
        fprintf(out, "%s[%.2f, %.2f]", i ? ", " : "", (double)p[0], (double)p[1]);
    }
    fprintf(out, "],\n");
}

/* About 75 mm above the glabella along the skin. */
static const vec3 middle_of_hairline = {0.0f, -0.85f, 0.53f};

/* 60 mm square to the camera, through the middle of the hairline. */
static void write_ruler(FILE *out, const camera *c, vec3 hairline)
{
    const float length_mm = 60.0f;
    vec3 a = camera_project(c, v_mad(hairline, c->right, -0.5f * length_mm));
    vec3 b = camera_project(c, v_mad(hairline, c->right, 0.5f * length_mm));
    fprintf(out,
            "      \"ruler\": {\"from\": [%.2f, %.2f], \"to\": [%.2f, %.2f], \"mm\": %.1f, "
            "\"px_per_mm\": %.4f}\n",
            (double)a.x, (double)a.y, (double)b.x, (double)b.y, (double)length_mm, (double)(c->focal_px / a.z));
}

static void write_axis(FILE *out, const char *name, vec3 v, const char *end)
{
    fprintf(out, "        \"%s\": [%.6f, %.6f, %.6f]%s\n", name, (double)v.x, (double)v.y, (double)v.z, end);
}

static void write_camera(FILE *out, const view *v, const camera *c)
{
    fprintf(out,
            "      \"camera\": {\n        \"focal_px\": %.4f, \"cx\": %.2f, \"cy\": %.2f, "
            "\"focal_35mm\": %g,\n",
            (double)c->focal_px, (double)c->centre_x_px, (double)c->centre_y_px, (double)v->camera.focal_35mm);
    fprintf(out,
            "        \"azimuth_deg\": %g, \"elevation_deg\": %g, \"roll_deg\": %g, "
            "\"distance_mm\": %g,\n",
            (double)v->camera.azimuth_deg, (double)v->camera.elevation_deg, (double)v->camera.roll_deg,
            (double)v->camera.distance_mm);
    write_axis(out, "position_mm", c->position, ",");
    write_axis(out, "right", c->right, ",");
    write_axis(out, "up", c->up, ",");
    write_axis(out, "forward", c->forward, "");
    fprintf(out, "      },\n");
}

static void write_view(FILE *out, const field *shape, const view *v, const landmark *marks)
{
    camera c = camera_make(&v->camera);
    fprintf(out, "    {\n      \"picture\": \"%s.jpg\",\n      \"size\": [%d, %d],\n", v->name, c.width_px,
            c.height_px);
    write_camera(out, v, &c);
    fprintf(out, "      \"landmarks\": {\n");
    for (int i = 0; i < LANDMARKS; i++) {
        vec3 px = camera_project(&c, marks[i].place);
        fprintf(out, "        \"%s\": {\"px\": [%.2f, %.2f], \"visible\": %s}%s\n", marks[i].name, (double)px.x,
                (double)px.y, is_visible(shape, &c, marks[i].place) ? "true" : "false", i + 1 < LANDMARKS ? "," : "");
    }
    fprintf(out, "      },\n");
    write_outline(out, shape, &c);
    write_ruler(out, &c, head_point_towards(shape->model, middle_of_hairline));
    fprintf(out, "    }");
}

/* Greatest breadth and length of the cranium, as calipers would find them. */
static void write_measures(FILE *out, const head_model *m, vec3 vertex)
{
    float breadth = 0.0f, front = 0.0f, back = 0.0f, tragion;
    for (int z = 20; z <= 100; z++) {
        for (int y = -60; y <= 90; y += 2) {
            vec3 p = onto_skin(m, v3(140, (float)y, (float)z), v3(-1, 0, 0));
            if (ear_distance(&m->ear, p) > 2.0f)
                breadth = fmaxf(breadth, 2.0f * p.x);
        }
        if (z < 50)
            front = fminf(front, onto_skin(m, v3(0, -180, (float)z), v3(0, 1, 0)).y);
        back = fmaxf(back, onto_skin(m, v3(0, 180, (float)z), v3(0, -1, 0)).y);
    }
    tragion = onto_skin(m, v3(110, 1.5f, 0), v3(-1, 0, 0)).x - onto_skin(m, v3(-110, 1.5f, 0), v3(1, 0, 0)).x;
    fprintf(out,
            "  \"head\": {\"breadth_mm\": %.1f, \"length_mm\": %.1f, \"vertex_above_tragion_mm\": "
            "%.1f,\n",
            (double)breadth, (double)(back - front), (double)vertex.z);
    fprintf(out, "    \"tragion_breadth_mm\": %.1f, \"pupil_distance_mm\": %.1f},\n", (double)tragion,
            m->has_open_eyes ? (double)m->pupil_distance_mm : 64.0);
}

int truth_write(const char *path, const field *shape, const view *views, int view_count)
{
    FILE *out = fopen(path, "w");
    landmark marks[LANDMARKS];
    if (!out)
        return 0;
    find_landmarks(shape->model, marks);
    fprintf(out, "{\n  \"what\": \"A fictional man, modelled and rendered by tools/demo_head; no "
                 "real person.\",\n");
    fprintf(out, "  \"frame\": \"mm; origin midway between the tragions, x to the patient's left, "
                 "y back, z up\",\n");
    write_measures(out, shape->model, marks[6].place);
    fprintf(out, "  \"landmarks_mm\": {\n");
    for (int i = 0; i < LANDMARKS; i++)
        fprintf(out, "    \"%s\": [%.2f, %.2f, %.2f]%s\n", marks[i].name, (double)marks[i].place.x,
                (double)marks[i].place.y, (double)marks[i].place.z, i + 1 < LANDMARKS ? "," : "");
    fprintf(out, "  },\n  \"views\": [\n");
    for (int i = 0; i < view_count; i++) {
        write_view(out, shape, &views[i], marks);
        fprintf(out, i + 1 < view_count ? ",\n" : "\n");
    }
    fprintf(out, "  ]\n}\n");
    return fclose(out) == 0;
}
