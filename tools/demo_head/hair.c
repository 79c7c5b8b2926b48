#include "hair.h"

#include "eye.h"
#include "noise.h"
#include "skin.h"

#include <stdlib.h>

static strand *new_strand(hair_list *hair)
{
    if (hair->count == hair->capacity) {
        int capacity = hair->capacity ? hair->capacity * 2 : 65536;
        strand *grown = realloc(hair->strands, sizeof(strand) * (size_t)capacity);
        if (!grown)
            return 0;
        hair->strands = grown;
        hair->capacity = capacity;
    }
    return &hair->strands[hair->count++];
}

void hair_free(hair_list *hair)
{
    free(hair->strands);
    *hair = (hair_list){0};
}

/* A hair that starts along `start` and bends towards `end` (both unit). */
static void lay(strand *s, vec3 root, vec3 start, vec3 end, float length_mm)
{
    float step = length_mm / (float)(STRAND_POINTS - 1);
    s->points[0] = root;
    for (int i = 1; i < STRAND_POINTS; i++) {
        float t = ((float)i - 0.5f) / (float)(STRAND_POINTS - 1);
        s->points[i] = v_mad(s->points[i - 1], v_unit(v_mix(start, end, t)), step);
    }
}

/* The way scalp hair lies: down and back at the sides and the back, forward on the top. */
static vec3 scalp_lie(vec3 p, vec3 n)
{
    vec3 down = v3(0.0f, p.y > 30.0f ? 0.1f : 0.55f, -1.0f);
    if (p.z > 85.0f && p.y < 60.0f)
        down = v3(0.01f * p.x, -1.0f, 0.1f);
    return v_unit(v_mad(down, n, -v_dot(down, n)));
}

/* Longer hair shows how it grows: out of the whorl in a turn, forward over the top, down at the sides and the back. */
static vec3 whorled_lie(vec3 p, vec3 n)
{
    const vec3 whorl = {9.0f, 62.0f, 116.0f};
    vec3 away = v_sub(p, whorl);
    float turn = 1.4f * expf(-sqrtf(v_dot(away, away)) / 40.0f);
    away = v_unit(v_mad(away, n, -v_dot(away, n)));
    vec3 turned = v_mad(v_scale(away, cosf(turn)), v_cross(n, away), sinf(turn));
    vec3 down = v3(0.0f, 0.0f, -ramp(85.0f, 25.0f, p.z));
    return v_unit(v_mad(v_add(turned, down), n, -v_dot(down, n)));
}

/* One place of a jittered grid of directions over the sphere, about evenly
 * spread; `index` runs over all rings. */
typedef struct {
    int rings;
    float spacing_rad;
} sphere_grid;

static int ring_count(const sphere_grid *g, int ring)
{
    float theta = ((float)ring + 0.5f) * g->spacing_rad;
    return (int)(6.2831853f * sinf(theta) / g->spacing_rad) + 1;
}

static vec3 grid_direction(const sphere_grid *g, int ring, int place, uint32_t seed)
{
    uint32_t h = hash_cell(ring, place, 0, seed);
    float theta = ((float)ring + 0.1f + 0.8f * hash_unit(h, 1u)) * g->spacing_rad;
    float phi = 6.2831853f * ((float)place + 0.1f + 0.8f * hash_unit(h, 2u) + 0.5f * (float)(ring & 1)) /
                (float)ring_count(g, ring);
    return v3(sinf(theta) * cosf(phi), sinf(theta) * sinf(phi), cosf(theta));
}

static sphere_grid grid_of(float spacing_mm, float radius_mm)
{
    sphere_grid g = {0, spacing_mm / radius_mm};
    g.rings = (int)(3.14159265f / g.spacing_rad);
    return g;
}

static int grow_scalp_unit(hair_list *hair, vec3 place, vec3 n, uint32_t h, float length_mm)
{
    int hairs = 1 + (hash_unit(h, 11u) < 0.68f) + (hash_unit(h, 12u) < 0.22f);
    for (int i = 0; i < hairs; i++) {
        uint32_t own = hash_u32(h + (uint32_t)i * 7919u);
        vec3 u, v, lie = length_mm > 1.0f ? whorled_lie(place, n) : scalp_lie(place, n);
        strand *s = new_strand(hair);
        if (!s)
            return 0;
        v_frame(n, &u, &v);
        vec3 root = v_mad(v_mad(place, u, 0.16f * hash_normal(own, 1u)), v, 0.16f * hash_normal(own, 2u));
        lie = v_unit(v_mad(v_mad(lie, u, 0.40f * hash_normal(own, 3u)), v, 0.40f * hash_normal(own, 4u)));
        vec3 start = v_unit(v_mad(lie, n, 0.75f));
        vec3 end = length_mm > 2.0f ? v_unit(v_mad(lie, n, 0.15f)) : start;
        lay(s, v_mad(root, n, -0.03f), start, end, length_mm * (0.55f + 0.9f * hash_unit(own, 5u)));
        s->root_radius_mm = 0.036f + 0.014f * hash_unit(own, 6u);
        s->tip_radius_mm = 0.8f * s->root_radius_mm;
        s->albedo = v_scale(v3(0.055f, 0.040f, 0.031f), 0.7f + 0.6f * hash_unit(own, 7u));
        s->opacity = 0.60f + 0.30f * hash_unit(own, 9u);
        if (hash_unit(own, 8u) < 0.10f) /* some are grey */
            s->albedo = v3(0.26f, 0.25f, 0.24f);
    }
    return 1;
}

static int grow_scalp(hair_list *hair, const head_model *model)
{
    const float unit_spacing_mm = 0.98f;
    float length_mm = model->hair == HAIR_SCARRED ? 2.0f : model->hair > HAIR_NONE ? 8.0f : 0.36f;
    sphere_grid g = grid_of(unit_spacing_mm, 88.0f);
    for (int ring = 0; ring < g.rings; ring++)
        for (int k = 0; k < ring_count(&g, ring); k++) {
            vec3 dir = grid_direction(&g, ring, k, 101u);
            vec3 guess = v_mad(cranium_centre(), dir, 84.0f);
            if (model->hair <= HAIR_NONE && (guess.y < -60.0f || guess.z > 105.0f))
                continue;
            uint32_t h = hash_cell(ring, k, 1, 102u);
            vec3 p = head_point_towards(model, dir);
            float near_ear = ramp(0.8f, 6.0f, ear_distance(&model->ear, p));
            if (hash_unit(h, 3u) > scalp_hair_density(model, p) * near_ear)
                continue;
            if (!grow_scalp_unit(hair, p, head_normal(model, p, 0.5f), h, length_mm))
                return 0;
        }
    return 1;
}

static vec3 inward_to_skin(const head_model *model, vec3 centre, vec3 dir, float start_mm)
{
    float out = start_mm;
    for (int i = 0; i < 200 && out > 5.0f; i++) {
        float d = head_distance(model, v_mad(centre, dir, out));
        if (d < 0.02f)
            break;
        out -= 0.7f * d;
    }
    return v_mad(centre, dir, out);
}

static int beard_hair(hair_list *hair, vec3 p, vec3 n, uint32_t h)
{
    strand *s = new_strand(hair);
    if (!s)
        return 0;
    vec3 lie = v_unit(v3(p.x * 0.004f, -0.15f, -1.0f));
    lie = v_unit(v_mad(lie, n, 0.5f - v_dot(lie, n)));
    lay(s, p, lie, lie, 0.22f + 0.25f * hash_unit(h, 4u));
    s->root_radius_mm = 0.06f + 0.03f * hash_unit(h, 5u);
    s->tip_radius_mm = s->root_radius_mm * 0.8f;
    s->albedo = v3(0.10f, 0.088f, 0.085f);
    s->opacity = 0.30f + 0.35f * hash_unit(h, 6u);
    return 1;
}

/* Shaved beard: mostly seen through the skin as soft blue-grey points. */
static int grow_beard(hair_list *hair, const head_model *model)
{
    const vec3 centre = {0, -30, -55};
    sphere_grid g = grid_of(1.0f, 58.0f);
    for (int ring = 0; ring < g.rings; ring++)
        for (int k = 0; k < ring_count(&g, ring); k++) {
            vec3 dir = grid_direction(&g, ring, k, 111u);
            uint32_t h = hash_cell(ring, k, 2, 112u);
            if (dir.y > 0.55f || dir.z > 0.75f)
                continue;
            vec3 p = inward_to_skin(model, centre, dir, 120.0f);
            if (hash_unit(h, 3u) > 0.85f * beard_density(p) || ear_distance(&model->ear, p) < 1.0f)
                continue;
            if (!beard_hair(hair, p, head_normal(model, p, 0.5f), h))
                return 0;
        }
    return 1;
}

/* Onto the skin, from in front of the face. */
static vec3 face_point(const head_model *model, float x, float z)
{
    vec3 p = v3(x, -135.0f, z);
    for (int i = 0; i < 200 && p.y < 0.0f; i++) {
        float d = head_distance(model, p);
        if (d < 0.01f)
            break;
        p.y += 0.7f * d;
    }
    return p;
}

/* Brow hairs stand upright near the nose, then lean outward and down along the
 * arch; those above and below the line turn towards it. */
static vec3 brow_lie(uint32_t h, float side, float t, float off_line, float thick, vec3 n)
{
    float angle = mixf(1.05f, -0.45f, ramp(0.0f, 0.75f, t)) + 0.16f * hash_normal(h, 4u);
    angle -= off_line / (thick + 3.5f);
    vec3 along = v3(side * cosf(angle), 0.0f, sinf(angle));
    return v_unit(v_mad(along, n, -v_dot(along, n)));
}

static int grow_brow(hair_list *hair, const head_model *model, float side)
{
    for (uint32_t i = 0; i < 1150; i++) {
        uint32_t h = hash_u32(i * 2u + (side > 0.0f) + 5000u);
        float t = hash_unit(h, 1u), x = 9.5f + 45.0f * t; /* t runs from the nose outward */
        float share = (0.25f + 0.75f * ramp(0.0f, 0.18f, t)) * (1.0f - 0.75f * ramp(0.70f, 1.0f, t));
        if (hash_unit(h, 8u) > share)
            continue;
        float thick = 4.6f * ramp(-0.12f, 0.22f, t) * (1.0f - 0.80f * ramp(0.45f, 1.0f, t)) + 0.5f;
        float off_line = thick * (hash_unit(h, 2u) + hash_unit(h, 3u) - 1.0f);
        vec3 root = face_point(model, side * x, brow_line_z(x) + off_line);
        vec3 n = head_normal(model, root, 0.6f), along = brow_lie(h, side, t, off_line, thick, n);
        strand *s = new_strand(hair);
        if (!s)
            return 0;
        vec3 end = v_unit(v_add(along, v3(side * 0.30f, 0.12f, -0.10f)));
        end = v_unit(v_mad(end, n, 0.06f - v_dot(end, n)));
        float length = (5.0f + 4.0f * hash_unit(h, 5u)) * (0.50f + 0.50f * ramp(0.0f, 0.30f, t));
        lay(s, root, v_unit(v_mad(along, n, 0.40f)), end, length);
        s->root_radius_mm = 0.036f + 0.014f * hash_unit(h, 6u);
        s->tip_radius_mm = 0.010f;
        s->albedo = v_scale(v3(0.060f, 0.040f, 0.028f), 0.6f + 0.8f * hash_unit(h, 7u));
        s->opacity = 0.55f + 0.25f * hash_unit(h, 9u);
    }
    return 1;
}

/* Lashes of open eyes: the upper ones forward and up, the lower ones short and few. */
static int grow_open_lashes(hair_list *hair, const head_model *model, float side)
{
    for (uint32_t i = 0; i < 190; i++) {
        uint32_t h = hash_u32(i * 2u + (side > 0.0f) + 9000u);
        int is_lower = i >= 130;
        float t = (is_lower ? (float)(i - 130) / 60.0f : (float)i / 130.0f) + 0.006f * hash_unit(h, 1u);
        float x = 19.5f + 26.0f * t, up = is_lower ? -1.0f : 1.0f;
        vec3 edge = eye_place(model, v3(side * x, -84.0f, (is_lower ? lower_lid_z(x) : upper_lid_z(x)) + 0.35f * up));
        vec3 root = face_point(model, edge.x, edge.z);
        float fan = (t - 0.42f) * 1.3f + 0.18f * hash_normal(h, 2u);
        vec3 start = v_unit(v3(side * fan * 0.6f, -0.9f, -0.25f));
        strand *s = new_strand(hair);
        if (!s)
            return 0;
        float length = (2.6f + 2.6f * hash_unit(h, 3u)) * (0.55f + 0.45f * ramp(0.0f, 0.5f, t));
        lay(s, root, start, v_unit(v3(side * fan, -0.30f, 0.95f * up)), is_lower ? 0.5f * length : length);
        s->root_radius_mm = is_lower ? 0.030f : 0.055f;
        s->tip_radius_mm = 0.01f;
        s->albedo = v3(0.030f, 0.022f, 0.018f);
        s->opacity = is_lower ? 0.60f : 0.90f;
    }
    return 1;
}

static int grow_lashes(hair_list *hair, const head_model *model, float side)
{
    if (model->has_open_eyes)
        return grow_open_lashes(hair, model, side);
    for (uint32_t i = 0; i < 125; i++) {
        uint32_t h = hash_u32(i * 2u + (side > 0.0f) + 9000u);
        float t = ((float)i + hash_unit(h, 1u)) / 125.0f, x = 19.0f + 26.5f * t;
        vec3 root = face_point(model, side * x, lid_line_z(x) + 0.5f);
        float fan = (t - 0.42f) * 1.3f + 0.15f * hash_normal(h, 2u);
        vec3 start = v_unit(v3(side * fan * 0.7f, -0.75f, -0.55f));
        vec3 end = v_unit(v3(side * fan, -0.85f, -0.10f));
        strand *s = new_strand(hair);
        if (!s)
            return 0;
        lay(s, root, start, end, (2.4f + 2.6f * hash_unit(h, 3u)) * (0.55f + 0.45f * ramp(0.0f, 0.5f, t)));
        s->root_radius_mm = 0.045f;
        s->tip_radius_mm = 0.01f;
        s->albedo = v3(0.030f, 0.022f, 0.018f);
        s->opacity = 0.80f;
    }
    return 1;
}

/* A length of dark wire, as a hair that is thick and hides what is behind it. */
static int lay_wire(hair_list *hair, vec3 from, vec3 to, float radius_mm)
{
    strand *s = new_strand(hair);
    if (!s)
        return 0;
    for (int i = 0; i < STRAND_POINTS; i++)
        s->points[i] = v_mix(from, to, (float)i / (float)(STRAND_POINTS - 1));
    s->root_radius_mm = s->tip_radius_mm = radius_mm;
    s->albedo = v3(0.035f, 0.033f, 0.032f);
    s->opacity = 1.0f;
    return 1;
}

/* Rim, half of the bridge, and the arm to above the ear, which runs outside the skin. */
static int lay_spectacles(hair_list *hair, float side)
{
    enum { PARTS = 24, ARM_PARTS = 12 };
    const vec3 hinge = {side * 64.0f, -96.0f, 24.0f};
    vec3 before = {0, 0, 0};
    for (int i = 0; i <= PARTS; i++) {
        float a = 6.2831853f * (float)i / PARTS;
        vec3 at = v3(side * (35.0f + 25.0f * cosf(a)), -113.0f + 6.0f * sq(cosf(a)), 13.0f + 19.0f * sinf(a));
        if (i > 0 && !lay_wire(hair, before, at, 1.1f))
            return 0;
        before = at;
    }
    if (!lay_wire(hair, v3(0, -116, 20), v3(side * 11.0f, -113.0f, 18.0f), 1.2f) ||
        !lay_wire(hair, v3(side * 58.0f, -110.0f, 20.0f), hinge, 1.4f))
        return 0;
    before = hinge;
    for (int i = 1; i <= ARM_PARTS; i++) {
        float t = (float)i / ARM_PARTS;
        vec3 at = v3(side * (64.0f + 14.0f * t), hinge.y + (4.0f - hinge.y) * t, hinge.z + 3.0f * t);
        while (fabsf(at.x) > 60.0f && cranium_distance(at) > 2.5f)
            at.x -= side * 0.3f;
        at.x = side * fmaxf(fabsf(at.x), 64.0f + 5.0f * t);
        if (!lay_wire(hair, before, at, 1.4f))
            return 0;
        before = at;
    }
    return 1;
}

int hair_grow(hair_list *hair, const head_model *model)
{
    *hair = (hair_list){0};
    if (model->has_spectacles && (!lay_spectacles(hair, 1.0f) || !lay_spectacles(hair, -1.0f)))
        return 0;
    return grow_scalp(hair, model) && grow_beard(hair, model) && grow_brow(hair, model, 1.0f) &&
           grow_brow(hair, model, -1.0f) && grow_lashes(hair, model, 1.0f) && grow_lashes(hair, model, -1.0f);
}
