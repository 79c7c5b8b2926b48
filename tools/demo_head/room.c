#include "room.h"

#include <stdlib.h>

static const float gloss_roughness[ROOM_GLOSS_LEVELS] = {0.10f, 0.18f, 0.26f, 0.36f, 0.48f, 0.62f};

/* Two ceiling panels, one before and one beside the chair, and a window on the
 * patient's right. */
static const room_light fixed_lights[ROOM_LIGHTS] = {
    {{-330, -820, 1350}, {300, 0, 0}, {0, 300, 0}, {29.0f, 28.2f, 26.8f}},
    {{640, -120, 1350}, {260, 0, 0}, {0, 300, 0}, {16.0f, 15.4f, 14.2f}},
    {{-1500, -1300, 260}, {300, -560, 0}, {0, 0, 620}, {4.9f, 5.15f, 5.5f}},
};

vec3 room_ambient(vec3 d)
{
    vec3 floor_light = v3(0.20f, 0.175f, 0.15f), wall = v3(0.50f, 0.49f, 0.47f);
    vec3 ceiling = v3(0.72f, 0.71f, 0.69f);
    vec3 c = v_mix(floor_light, wall, ramp(-0.55f, 0.05f, d.z));
    c = v_mix(c, ceiling, ramp(0.15f, 0.75f, d.z));
    return v_scale(c, 0.56f + 0.34f * ramp(0.6f, -0.9f, d.y));
}

/* Light panels as a far mirror ray sees them, with soft borders. */
static vec3 light_towards(const room_light *l, vec3 d)
{
    const float border = 0.06f;
    vec3 n = v_unit(v_cross(l->half_a, l->half_b));
    float facing = v_dot(d, n), reach = v_dot(l->centre, n);
    if (facing * reach <= 1e-3f)
        return v3(0, 0, 0);
    vec3 q = v_sub(v_scale(d, reach / facing), l->centre);
    float a = fabsf(v_dot(q, l->half_a)) / v_dot(l->half_a, l->half_a);
    float b = fabsf(v_dot(q, l->half_b)) / v_dot(l->half_b, l->half_b);
    return v_scale(l->radiance, ramp(1.0f + border, 1.0f - border, a) * ramp(1.0f + border, 1.0f - border, b));
}

static vec3 map_direction(float u, float v)
{
    float phi = 6.2831853f * u, theta = 3.14159265f * v;
    return v3(sinf(theta) * cosf(phi), sinf(theta) * sinf(phi), cosf(theta));
}

static void blur_into(const vec3 *sharp, vec3 *out, float roughness)
{
    float a2 = sq(roughness * roughness * 1.9f); /* half-vector lobe widened to a mirror-ray lobe */
    for (int v = 0; v < ROOM_MAP_HEIGHT; v++)
        for (int u = 0; u < ROOM_MAP_WIDTH; u++) {
            vec3 d = map_direction(((float)u + 0.5f) / ROOM_MAP_WIDTH, ((float)v + 0.5f) / ROOM_MAP_HEIGHT);
            vec3 sum = v3(0, 0, 0);
            float total = 0.0f;
            for (int y = 0; y < ROOM_MAP_HEIGHT; y++) {
                float area = sinf(3.14159265f * ((float)y + 0.5f) / ROOM_MAP_HEIGHT);
                for (int x = 0; x < ROOM_MAP_WIDTH; x++) {
                    vec3 e = map_direction(((float)x + 0.5f) / ROOM_MAP_WIDTH, ((float)y + 0.5f) / ROOM_MAP_HEIGHT);
                    float c = v_dot(d, e);
                    if (c <= 0.0f)
                        continue;
                    float half2 = 0.5f * (1.0f + c); /* squared cosine to the half vector */
                    float w = area * c * a2 / sq(half2 * (a2 - 1.0f) + 1.0f);
                    sum = v_mad(sum, sharp[y * ROOM_MAP_WIDTH + x], w);
                    total += w;
                }
            }
            out[v * ROOM_MAP_WIDTH + u] = v_scale(sum, 1.0f / total);
        }
}

int room_init(room *r)
{
    enum { PIXELS = ROOM_MAP_WIDTH * ROOM_MAP_HEIGHT };
    vec3 *sharp = malloc(sizeof *sharp * PIXELS);
    vec3 *all = malloc(sizeof *all * PIXELS * ROOM_GLOSS_LEVELS);
    for (int i = 0; i < ROOM_LIGHTS; i++)
        r->lights[i] = fixed_lights[i];
    r->gloss[0] = all;
    if (!sharp || !all) {
        free(sharp);
        free(all);
        return 0;
    }
    for (int i = 0; i < PIXELS; i++) {
        vec3 d = map_direction(((float)(i % ROOM_MAP_WIDTH) + 0.5f) / ROOM_MAP_WIDTH,
                               ((float)(i / ROOM_MAP_WIDTH) + 0.5f) / ROOM_MAP_HEIGHT);
        sharp[i] = room_ambient(d);
        for (int k = 0; k < ROOM_LIGHTS; k++)
            sharp[i] = v_add(sharp[i], light_towards(&r->lights[k], d));
    }
    for (int k = 0; k < ROOM_GLOSS_LEVELS; k++) {
        r->gloss[k] = all + k * PIXELS;
        blur_into(sharp, r->gloss[k], gloss_roughness[k]);
    }
    free(sharp);
    return 1;
}

void room_free(room *r)
{
    free(r->gloss[0]);
    r->gloss[0] = 0;
}

static vec3 map_lookup(const vec3 *map, vec3 d)
{
    float u = atan2f(d.y, d.x) * 0.159154943f, v = acosf(clampf(d.z, -1.0f, 1.0f)) * 0.318309886f;
    float x = (u - floorf(u)) * ROOM_MAP_WIDTH - 0.5f, y = v * ROOM_MAP_HEIGHT - 0.5f;
    float fx = x - floorf(x), fy = y - floorf(y);
    /* smooth steps keep the grid of the map out of the highlight */
    fx = fx * fx * (3.0f - 2.0f * fx);
    fy = fy * fy * (3.0f - 2.0f * fy);
    int i = (int)floorf(x) & (ROOM_MAP_WIDTH - 1), i2 = (i + 1) & (ROOM_MAP_WIDTH - 1);
    int j = (int)floorf(y), j2 = j + 1;
    j = j < 0 ? 0 : j;
    j2 = j2 > ROOM_MAP_HEIGHT - 1 ? ROOM_MAP_HEIGHT - 1 : j2;
    const vec3 *a = map + j * ROOM_MAP_WIDTH, *b = map + j2 * ROOM_MAP_WIDTH;
    return v_mix(v_mix(a[i], a[i2], fx), v_mix(b[i], b[i2], fx), fy);
}

vec3 room_gloss(const room *r, vec3 direction, float roughness)
{
    int k = 0;
    while (k < ROOM_GLOSS_LEVELS - 2 && gloss_roughness[k + 1] < roughness)
        k++;
    float t = clampf((roughness - gloss_roughness[k]) / (gloss_roughness[k + 1] - gloss_roughness[k]), 0, 1);
    return v_mix(map_lookup(r->gloss[k], direction), map_lookup(r->gloss[k + 1], direction), t);
}

/* 1 inside lo..hi with borders `soft` wide: an edge out of focus. */
static float band(float v, float lo, float hi, float soft)
{
    return ramp(lo - soft, lo + soft, v) * ramp(hi + soft, hi - soft, v);
}

static vec3 wall_paint(float across, float up)
{
    float light = 1.0f - 0.00016f * across + 0.00010f * up;
    float uneven = 1.0f + 0.010f * noise_sum(v3(across * 0.004f, up * 0.004f, 0.0f), 2, 0.5f, 5u);
    return v_scale(v3(0.60f, 0.585f, 0.56f), light * uneven);
}

static vec3 backdrop_wall(vec3 from, vec3 d)
{
    float t = (d.y < 0.0f ? 1500.0f + from.y : 1150.0f - from.y) / fmaxf(fabsf(d.y), 0.05f);
    vec3 p = v_mad(from, d, t);
    const float soft = 11.0f;
    vec3 c = wall_paint(p.x, p.z);
    if (d.y < 0.0f) /* the wall that he faces is bare */
        return c;
    /* a framed print, upper left in the picture */
    float shade = band(p.x, -640.0f, -222.0f, 40.0f) * band(p.z, 150.0f, 900.0f, 40.0f);
    c = v_scale(c, 1.0f - 0.10f * shade);
    c = v_mix(c, v3(0.055f, 0.05f, 0.046f), band(p.x, -660, -235, soft) * band(p.z, 170, 900, soft));
    c = v_mix(c, v3(0.56f, 0.56f, 0.54f), band(p.x, -650, -252, soft) * band(p.z, 188, 900, soft));
    float hill = 430.0f + 60.0f * sinf(p.x * 0.009f) + 25.0f * sinf(p.x * 0.021f + 1.0f);
    vec3 print = v_mix(v3(0.17f, 0.24f, 0.27f), v3(0.36f, 0.42f, 0.43f), ramp(hill - 30, hill + 30, p.z));
    c = v_mix(c, print, band(p.x, -640, -306, soft) * band(p.z, 244, 900, soft));
    /* a low cupboard, right */
    c = v_mix(c, v3(0.30f, 0.29f, 0.27f), band(p.x, 240, 1500, soft + 4) * band(p.z, -900, -52, soft));
    c = v_mix(c, v3(0.50f, 0.485f, 0.46f), band(p.x, 256, 1500, soft) * band(p.z, -900, -72, soft));
    c = v_mix(c, v3(0.22f, 0.145f, 0.085f), band(p.x, 232, 1500, soft) * band(p.z, -72, -48, soft));
    c = v_mix(c, v3(0.34f, 0.40f, 0.36f), band(p.x, 330, 392, soft) * band(p.z, -48, 66, soft));
    c = v_mix(c, v3(0.52f, 0.51f, 0.49f), band(p.x, 340, 382, soft) * band(p.z, 66, 84, soft));
    return c;
}

static vec3 backdrop_corner(vec3 from, vec3 d)
{
    /* Two walls meeting behind the patient, a skirting board and a floor. */
    float ta = (1100.0f - from.y) / fmaxf(d.y, 1e-3f);
    float tb = d.x < -1e-3f ? (-1050.0f - from.x) / d.x : 1e9f;
    float floor_t = d.z < -1e-3f ? (-1250.0f - from.z) / d.z : 1e9f;
    const float soft = 14.0f;
    vec3 pa = v_mad(from, d, ta), pb = v_mad(from, d, fminf(tb, 1e5f));
    vec3 back = v_scale(wall_paint(pa.x, pa.z), 1.04f);
    back = v_mix(back, v3(0.62f, 0.61f, 0.59f), band(pa.x, -480, 400, soft) * band(pa.z, -1300, -120, soft));
    back = v_mix(back, v3(0.62f, 0.61f, 0.59f), band(pa.z, -1300, -1130, soft) * ramp(380, 410, pa.x));
    back = v_mix(back, v3(0.26f, 0.17f, 0.105f), band(pa.x, -420, 340, soft) * band(pa.z, -1300, -180, soft));
    vec3 side = v_scale(wall_paint(pb.y, pb.z), 0.80f);
    side = v_mix(side, v3(0.40f, 0.385f, 0.36f), band(pb.y, -1500, 350, soft) * band(pb.z, -1300, -120, soft));
    side = v_mix(side, v3(0.23f, 0.155f, 0.095f), band(pb.y, -1500, 362, soft) * band(pb.z, -146, -118, soft));
    side = v_scale(side, 1.0f - 0.25f * bell(pb.y - 1100.0f, 160.0f));
    float wall_t = fminf(ta, tb);
    vec3 c = v_mix(side, back, ramp(-16.0f, 16.0f, tb - ta));
    vec3 pf = v_mad(from, d, fminf(floor_t, 1e5f));
    vec3 boards =
        v_scale(v3(0.30f, 0.215f, 0.145f), 0.9f + 0.15f * noise_at(v3(floorf(pf.x / 190.0f), pf.y * 0.001f, 0.3f), 3u));
    return v_mix(c, boards, ramp(-20.0f, 20.0f, wall_t - floor_t));
}

/* Seat and lap of the patient, far enough below the head to be out of focus. */
static vec3 seated_over(vec3 c, vec3 from, vec3 d)
{
    const float soft = 7.0f;
    vec3 seat = v_mad(from, d, (-690.0f - from.z) / fminf(d.z, -0.05f));
    vec3 lap = v_mad(from, d, (-600.0f - from.z) / fminf(d.z, -0.05f));
    c = v_mix(c, v3(0.050f, 0.050f, 0.053f), band(seat.x, -290, 290, soft) * band(seat.y, -430, 360, soft));
    for (int side = -1; side <= 1; side += 2) {
        float middle = (float)side * (88.0f - 0.06f * (lap.y + 150.0f)), wide = 80.0f + 0.03f * (lap.y + 150.0f);
        float u = (lap.x - middle) / wide, folds = noise_sum(v3(lap.x * 0.018f, lap.y * 0.010f, 0.5f), 3, 0.55f, 15u);
        float round = sqrtf(fmaxf(1.0f - u * u, 0.0f));
        vec3 denim = v_scale(v3(0.098f, 0.118f, 0.165f), (0.45f + 0.55f * round) * (1.0f + 0.22f * folds));
        denim = v_scale(denim, 0.55f + 0.45f * ramp(-120.0f, -330.0f, lap.y)); /* shaded by the chest */
        float knee = -590.0f + 40.0f * u * u;
        c = v_mix(c, denim, ramp(1.0f + 0.07f, 1.0f - 0.07f, fabsf(u)) * band(lap.y, knee, 200.0f, soft + 6.0f));
    }
    return c;
}

static vec3 backdrop_floor(vec3 from, vec3 d)
{
    float t = (-1220.0f - from.z) / fminf(d.z, -0.05f);
    vec3 p = v_mad(from, d, t);
    const float board_mm = 190.0f;
    float column = p.x / board_mm, in_board = (column - floorf(column)) * board_mm;
    float joint = bell(fminf(in_board, board_mm - in_board), 8.0f);
    uint32_t board = (uint32_t)((int)floorf(column) + 1000);
    float length = p.y + 900.0f * hash_unit(board, 1u);
    uint32_t piece = board * 64u + (uint32_t)((int)floorf(length / 1200.0f) + 32);
    float tone = 0.86f + 0.20f * hash_unit(piece, 2u) +
                 0.06f * noise_sum(v3(p.x * 0.03f, p.y * 0.002f, (float)(piece & 1023u)), 2, 0.5f, 9u);
    vec3 c = v_scale(v3(0.43f, 0.315f, 0.215f), tone * (1.0f - 0.22f * joint));
    c = v_scale(c, 1.0f - 0.50f * band(p.x, -420, 420, 130) * band(p.y, -640, 500, 130)); /* shade under the chair */
    return seated_over(c, from, d);
}

vec3 room_backdrop(backdrop_kind kind, vec3 from, vec3 direction)
{
    switch (kind) {
    case BACKDROP_WALL:
        return backdrop_wall(from, direction);
    case BACKDROP_CORNER:
        return backdrop_corner(from, direction);
    case BACKDROP_FLOOR:
        return backdrop_floor(from, direction);
    }
    return v3(0, 0, 0);
}
