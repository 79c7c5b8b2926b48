#include "head_shape.h"

#include "eye.h"
#include "sdf.h"

/* A swelling (amount > 0) or hollow of the cranium, about a direction. */
typedef struct {
    vec3 direction; /* x >= 0: the other side mirrors it */
    float sharpness, amount;
} lobe;

static const lobe cranium_lobes[] = {
    {{0.80f, -0.60f, -0.08f}, 18.0f, -0.036f},                                        /* temple */
    {{0.56f, -0.82f, 0.08f}, 18.0f, 0.042f},                                          /* corner of the forehead */
    {{0.36f, -0.88f, 0.30f}, 16.0f, 0.012f},                                          /* frontal eminence */
    {{0.00f, -0.90f, 0.42f}, 14.0f, 0.014f},                                          /* upper forehead */
    {{0.70f, 0.42f, 0.50f}, 9.0f, 0.012f},                                            /* parietal eminence */
    {{0.00f, -0.05f, 1.00f}, 10.0f, 0.014f},                                          /* vertex */
    {{0.00f, 0.98f, -0.10f}, 10.0f, 0.012f},                                          /* occiput */
    {{0.00f, 0.72f, -0.70f}, 7.0f, -0.055f},                                          /* nape, under the occiput */
    {{0.55f, 0.60f, -0.60f}, 7.0f, -0.022f},   {{0.00f, 0.55f, 0.83f}, 9.0f, 0.004f}, /* crown */
    {{0.00f, -0.50f, 0.86f}, 10.0f, -0.010f},                                         /* slope before the vertex */
};

vec3 cranium_centre(void)
{
    return v3(0.0f, 2.0f, 58.0f);
}

/* A rounded box of an ellipsoid: a real skull is fuller than an ellipsoid. */
static float cranium_radius(vec3 dir)
{
    const float power = 2.2f;
    float up = dir.z > 0.0f ? 71.9f : 88.0f;
    float sum = powf(fabsf(dir.x) / 77.2f, power) + powf(fabsf(dir.y) / 97.5f, power) + powf(fabsf(dir.z) / up, power);
    float radius = powf(sum, -1.0f / power), factor = 1.0f;
    vec3 d = v3(fabsf(dir.x), dir.y, dir.z);
    for (unsigned i = 0; i < sizeof cranium_lobes / sizeof *cranium_lobes; i++) {
        const lobe *l = &cranium_lobes[i];
        factor += l->amount * expf(l->sharpness * (v_dot(d, v_unit(l->direction)) - 1.0f));
    }
    return radius * factor;
}

float cranium_distance(vec3 p)
{
    vec3 q = v_sub(p, cranium_centre());
    float r = v_length(q);
    return (r - cranium_radius(v_scale(q, 1.0f / fmaxf(r, 1e-3f)))) * 0.92f;
}

vec3 face_unwarp(vec3 p)
{
    p.x += 0.7f * sinf(p.z * 0.021f + 0.6f) - 0.3f;
    p.z += 0.6f * sinf(p.x * 0.028f + 0.7f) - 0.35f;
    return p;
}

vec3 face_place(const head_model *model, vec3 p)
{
    vec3 q = face_unwarp(p);
    if (!model->has_open_eyes)
        return q;
    float x = fabsf(q.x), outward = 0.5f * model->pupil_distance_mm - 32.0f;
    float share = ramp(0.0f, 16.5f, x - outward) * ramp(74.0f, 48.0f, x - outward) * ramp(-24.0f, -2.0f, q.z) *
                  ramp(62.0f, 40.0f, q.z) * ramp(-30.0f, -50.0f, q.y);
    q.x = (q.x < 0.0f ? -1.0f : 1.0f) * (x - outward * share);
    return q;
}

void head_model_init(head_model *model)
{
    face_profile_init(&model->face);
    ear_shape_init(&model->ear);
}

float head_distance(const head_model *model, vec3 p)
{
    vec3 q = face_place(model, p);
    float d = cranium_distance(p);
    if (q.y < 40.0f && q.z < 75.0f)
        d = sdf_join(d, face_mass_distance(&model->face, q), 16.0f);
    d = sdf_join(d, neck_distance(p), 22.0f);
    if (q.y < 0.0f && q.z < 90.0f)
        d = face_with_features(model, q, d);
    d = sdf_join(d, ear_distance(&model->ear, p), 5.0f);
    return model->has_open_eyes ? fminf(d, eye_ball_distance(v3(fabsf(q.x), q.y, q.z))) : d;
}

vec3 head_normal(const head_model *model, vec3 p, float step_mm)
{
    const float h = step_mm;
    float a = head_distance(model, v3(p.x + h, p.y - h, p.z - h));
    float b = head_distance(model, v3(p.x - h, p.y - h, p.z + h));
    float c = head_distance(model, v3(p.x - h, p.y + h, p.z - h));
    float d = head_distance(model, v3(p.x + h, p.y + h, p.z + h));
    return v_unit(v3(a - b - c + d, -a - b + c + d, -a + b - c + d));
}

vec3 head_point_towards(const head_model *model, vec3 direction)
{
    vec3 dir = v_unit(direction);
    float outer = 175.0f;
    for (int i = 0; i < 400 && outer > 1.0f; i++) {
        float d = head_distance(model, v_mad(cranium_centre(), dir, outer));
        if (d < 0.01f)
            break;
        outer -= fmaxf(0.7f * d, 0.005f);
    }
    return v_mad(cranium_centre(), dir, outer);
}
