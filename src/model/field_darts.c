#include "model/field_darts.h"

#include "base/rng.h"
#include "shared/smp_math.h"

#include <string.h>

enum { AT_ONCE = 8 };
typedef float eight __attribute__((vector_size(4 * AT_ONCE)));
typedef int32_t eight_ints __attribute__((vector_size(4 * AT_ONCE)));

struct darts {
    eight u, v, uu, uv, vv; // places and metric there
};

// A place in the tile's part of the region, uniform over the skin. Of 65536 steps each way the middles, so that
// rounding carries none into the next tile.
static void aim(const struct field_throw *at, uint64_t *key, struct darts *darts, int i)
{
    const struct field_tiles *tiles = at->tiles;
    const struct field_tile *tile = &tiles->tile[at->tile];
    float u0 = (float)field_tiles_edge(tiles, at->tile % tiles->side);
    float v0 = (float)field_tiles_edge(tiles, at->tile / tiles->side), width = (float)field_tiles_width(tiles);
    for (;;) { // ends: a tile without a share in the region has no tick
        uint64_t bits = rng_mix(*key += 0x9e3779b97f4a7c15u);
        float s = ((float)(bits >> 48) + 0.5f) * 0x1p-16f, t = ((float)(bits >> 32 & 0xffff) + 0.5f) * 0x1p-16f;
        struct field_metric metric = field_tiles_metric(tiles, at->tile, s, t);
        if ((float)(bits & 0xffffff) * 0x1p-24f * tile->most_area > metric.area)
            continue;
        float u = u0 + s * width, v = v0 + t * width;
        if (!tile->is_whole && !field_region_has((double)u, (double)v))
            continue;
        darts->u[i] = u, darts->v[i] = v;
        darts->uu[i] = metric.uu, darts->uv[i] = metric.uv, darts->vv[i] = metric.vv;
        return;
    }
}

// Squared room round each dart, no more than `most_mm2` of it.
static inline __attribute__((always_inline)) void measure(const struct field_near *near, const float *weight,
                                                          const struct darts *darts, float most_mm2, float *room_mm2)
{
    const struct darts d = *darts;
    eight least = most_mm2 - (eight){0};
    for (int k = 0; k < near->count; k++) {
        eight x = near->u[k] - d.u, y = near->v[k] - d.v;
        eight far_mm2 = (d.uu * x * x + 2.0f * d.uv * x * y + d.vv * y * y) * weight[k];
        eight_ints is_less = far_mm2 < least;
        least = (eight)(((eight_ints)far_mm2 & is_less) | ((eight_ints)least & ~is_less));
    }
    memcpy(room_mm2, &least, sizeof least);
}

typedef void measure_fn(const struct field_near *near, const float *weight, const struct darts *darts, float most_mm2,
                        float *room_mm2);

static void measure_any(const struct field_near *near, const float *weight, const struct darts *darts, float most_mm2,
                        float *room_mm2)
{
    measure(near, weight, darts, most_mm2, room_mm2);
}

// Twice as many at once; the same operations, so the same bits.
__attribute__((target("avx2"))) static void measure_avx2(const struct field_near *near, const float *weight,
                                                         const struct darts *darts, float most_mm2, float *room_mm2)
{
    measure(near, weight, darts, most_mm2, room_mm2);
}

bool field_throw(const struct field_throw *at, const struct field_near *near, struct field_place *place)
{
    const struct throw_law *law = at->law;
    measure_fn *measure_now = __builtin_cpu_supports("avx2") ? measure_avx2 : measure_any;
    uint64_t key = at->key;
    float weight[FIELD_MOST_NEAR];
    for (int k = 0; k < near->count; k++)
        weight[k] = near->tick[k] > law->recent * at->tick ? 1.0f : law->other * law->other;
    bool is_found = false;
    for (int stage = 0; stage < FIELD_THROW_STAGES && law->room[stage] > 0.0f && !is_found; stage++) {
        float least_mm = law->room[stage] * at->unit_mm;
        float most_mm = smp_max(law->room[stage], law->enough) * at->unit_mm;
        float least_mm2 = least_mm * least_mm, most_mm2 = most_mm * most_mm;
        for (int i = 0; i < law->darts; i += AT_ONCE) {
            struct darts darts;
            float room_mm2[AT_ONCE];
            for (int k = 0; k < AT_ONCE; k++)
                aim(at, &key, &darts, k);
            measure_now(near, weight, &darts, most_mm2, room_mm2);
            for (int k = 0; k < AT_ONCE; k++) {
                if (room_mm2[k] < least_mm2)
                    continue;
                least_mm2 = room_mm2[k];
                *place = (struct field_place){darts.u[k], darts.v[k], at->tick};
                is_found = true;
                if (room_mm2[k] >= most_mm2)
                    return true;
            }
        }
    }
    return is_found;
}
