#include "shade.h"

#include "cloth.h"
#include "eye.h"
#include "noise.h"
#include "skin.h"

typedef float relief_fn(vec3 p);

/* How a relief leans the normal n: add the result to n. */
static vec3 slope_of(relief_fn *relief, vec3 p, vec3 n, float step_mm)
{
    vec3 u, v;
    v_frame(n, &u, &v);
    float h = relief(p);
    float a = (relief(v_mad(p, u, step_mm)) - h) / step_mm, b = (relief(v_mad(p, v, step_mm)) - h) / step_mm;
    return v_scale(v_add(v_scale(u, a), v_scale(v, b)), -1.0f);
}

static float eye_film_mm(vec3 p)
{
    return 0.012f * noise_at(v_scale(p, 0.9f), 221u);
}

static float fresnel(float at_normal, float facing, float roughness)
{
    return at_normal + (fmaxf(1.0f - roughness, at_normal) - at_normal) * powf(1.0f - clampf(facing, 0, 1), 5.0f);
}

static vec3 skin_shine(const scene *s, const skin_look *look, vec3 n, vec3 to_eye, float open)
{
    float facing = fmaxf(v_dot(n, to_eye), 0.02f), sharp = look->roughness * 0.62f;
    vec3 mirror = v_reflect(to_eye, n);
    vec3 broad =
        v_scale(room_gloss(s->room, mirror, look->roughness), 0.60f * fresnel(0.028f, facing, look->roughness));
    vec3 narrow = v_scale(room_gloss(s->room, mirror, sharp), 0.40f * fresnel(0.028f, facing, sharp));
    /* rough surfaces lose some of the grazing light among their own peaks */
    float shadowed = mixf(0.55f, 1.0f, ramp(0.0f, 0.5f, facing));
    return v_scale(v_add(broad, narrow), look->gloss * open * shadowed);
}

static vec3 skin_colour(const scene *s, vec3 p, vec3 n, vec3 to_eye, const probe_light *light)
{
    skin_look look = skin_look_at(s->shape->model, p);
    vec3 slope = v_scale(slope_of(skin_relief_mm, p, n, 0.05f), look.relief);
    vec3 fine = v_unit(v_add(n, slope));
    float lean = v_dot(light->lean, slope), lo = -0.5f * light->light.y;
    vec3 arriving = v3(light->light.x + fmaxf(0.50f * lean, lo), light->light.y + fmaxf(0.75f * lean, lo),
                       light->light.z + fmaxf(0.75f * lean, lo));
    vec3 c = v_mul(look.albedo, arriving);
    return v_add(c, skin_shine(s, &look, fine, to_eye, light->shine));
}

/* Wet, under a clear dome that mirrors the room over iris and pupil. */
static vec3 eye_colour(const scene *s, vec3 p, vec3 n, vec3 to_eye, const probe_light *light)
{
    vec3 q = face_place(s->shape->model, p);
    eye_look look = eye_look_at(s->shape->model, q);
    vec3 film = slope_of(eye_film_mm, p, n, 0.1f),
         dome = v_unit(v_mad(v_mad(n, eye_outward(q), look.dome), film, 1.0f));
    vec3 mirror = v_reflect(to_eye, dome), c = v_mul(look.albedo, v_scale(light->light, look.shade));
    float facing = clampf(v_dot(dome, to_eye), 0.02f, 1.0f), strength = fresnel(0.03f, facing, 0.1f);
    return v_mad(c, room_gloss(s->room, mirror, 0.1f), strength * look.shade * (0.35f + 0.65f * light->shine));
}

static vec3 shirt_colour(vec3 p, vec3 n, vec3 to_eye, const probe_light *light)
{
    vec3 slope = slope_of(cloth_relief_mm, p, n, 0.1f);
    float lean = v_dot(light->lean, slope), facing = clampf(v_dot(n, to_eye), 0.0f, 1.0f);
    vec3 arriving = v_scale(light->light, fmaxf(1.0f + 0.7f * lean / fmaxf(light->light.y, 0.05f), 0.3f));
    vec3 c = v_mul(cloth_albedo(p), arriving);
    return v_mad(c, light->light, 0.018f * powf(1.0f - facing, 3.0f)); /* fuzz at the rim */
}

shaded shade_ray(const scene *s, float x_px, float y_px)
{
    vec3 ray = camera_ray(s->camera, x_px, y_px);
    field_hit hit = field_trace(s->shape, s->camera->position, ray, 2000.0f);
    if (hit.surface == SURFACE_NONE)
        return (shaded){room_backdrop(s->backdrop, s->camera->position, ray), SHADE_FAR, SURFACE_NONE};
    float depth = hit.along_mm * v_dot(ray, s->camera->forward);
    vec3 n = field_normal(s->shape->model, hit.surface, hit.place, 0.25f), to_eye = v_scale(ray, -1.0f);
    probe_light light = probe_map_at(s->probes, x_px, y_px, hit.surface, depth, n);
    vec3 colour = hit.surface == SURFACE_SKIN  ? skin_colour(s, hit.place, n, to_eye, &light)
                  : hit.surface == SURFACE_EYE ? eye_colour(s, hit.place, n, to_eye, &light)
                                               : shirt_colour(hit.place, n, to_eye, &light);
    return (shaded){colour, depth, hit.surface};
}
