#include "model/field.h"

#include "base/mem.h"
#include "base/rng.h"
#include "geom/chart.h"
#include "model/field_places.h"
#include "model/head.h"

#include <stdatomic.h>
#include <string.h>

enum { PLACES_A_JOB = 4096 };
enum stream { // of the field's random numbers; 1 to 15 belong to field_places.c
    STREAM_DEVIATE = 16, // and the following, one for each kind
    STREAM_UNIT = 32,
    STREAM_WOBBLE = 40,
};

// What callers see, and behind it what they need not.
struct shared_field {
    struct field field;
    float *block; // all arrays
    atomic_int refs;
};

// Mean 0, sigma 1, at most 3.4: the sum of four uniforms of 16 bits, each (k + 0.5) / 65536, has mean 2
// and variance 4 / 12, so that the ends lie at 2 / sqrt(1 / 3) = 3.46; what is beyond 3.4 is cut.
static float deviate(uint64_t bits)
{
    uint32_t sum = (uint32_t)(bits & 0xffff) + (uint32_t)(bits >> 16 & 0xffff) +
                   (uint32_t)(bits >> 32 & 0xffff) + (uint32_t)(bits >> 48);
    double z = ((double)sum + 2.0 - 131072.0) * (1.7320508075688772 / 65536.0);
    return (float)(z < -3.4 ? -3.4 : z > 3.4 ? 3.4 : z);
}

// Gradient of the noise at a lattice point, dotted with the way from there. The twelve directions are
// the middles of the edges of a cube.
static double gradient(uint64_t seed, int64_t i, int64_t j, int64_t k, double x, double y, double z)
{
    uint64_t bits = rng_bits(seed, (uint64_t)(i + 512) << 20 | (uint64_t)(j + 512) << 10 |
                                       (uint64_t)(k + 512), STREAM_WOBBLE);
    double a = bits & 1 ? 1.0 : -1.0, b = bits & 2 ? 1.0 : -1.0;
    switch ((bits >> 2) % 3) {
    case 0:
        return a * x + b * y;
    case 1:
        return a * y + b * z;
    default:
        return a * z + b * x;
    }
}

static double fade(double t) // first and second derivative are 0 at both ends
{
    return t * t * t * (t * (6.0 * t - 15.0) + 10.0);
}

static double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

// Gradient noise after Perlin (2002), smooth to the second order, on a lattice of unit spacing.
static double noise(uint64_t seed, struct vec3 p)
{
    double fx = floor(p.x), fy = floor(p.y), fz = floor(p.z);
    double x = p.x - fx, y = p.y - fy, z = p.z - fz;
    int64_t i = (int64_t)fx, j = (int64_t)fy, k = (int64_t)fz;
    double corner[8];
    for (int n = 0; n < 8; n++) {
        int a = n & 1, b = n >> 1 & 1, c = n >> 2;
        corner[n] = gradient(seed, i + a, j + b, k + c, x - a, y - b, z - c);
    }
    double s = fade(x), t = fade(y), r = fade(z);
    double low = mix(mix(corner[0], corner[1], s), mix(corner[2], corner[3], s), t);
    double high = mix(mix(corner[4], corner[5], s), mix(corner[6], corner[7], s), t);
    return mix(low, high, r);
}

// Two octaves, so that wavelengths of 5 to 15 mm are there (domain.md 7.5, hairline wobble).
static double wobble(uint64_t seed, struct vec3 point_mm)
{
    double slow = noise(seed, vec3_scale(point_mm, 1.0 / 12.0));
    double fast = noise(seed + 1, vec3_scale(point_mm, 1.0 / 6.0));
    return 1.2 * slow + 0.6 * fast;
}

struct fill {
    struct field *field;
    struct head head;
};

static void fill_place(const struct fill *fill, int i)
{
    struct field *f = fill->field;
    uint64_t seed = f->seed, index = (uint64_t)i;
    struct vec3 dir = chart_dir((struct pt_chart){(double)f->u[i], (double)f->v[i]});
    f->x[i] = (float)dir.x;
    f->y[i] = (float)dir.y;
    f->z[i] = (float)dir.z;
    f->wobble[i] = (float)wobble(seed, head_point_mm(&fill->head, dir));
    float *deviates[] = {f->radius_z, f->load_z,   f->depth_z,  f->hand_x_z,
                         f->hand_y_z, f->colour_z, f->azimuth_z};
    for (unsigned n = 0; n < sizeof deviates / sizeof *deviates; n++)
        deviates[n][i] = deviate(rng_bits(seed, index, STREAM_DEVIATE + n));
    float *units[] = {f->tilt_unit, f->zone_unit, f->cluster_unit};
    for (unsigned n = 0; n < sizeof units / sizeof *units; n++) // 24 bits, so that 1 is not reached
        units[n][i] = (float)(rng_bits(seed, index, STREAM_UNIT + n) >> 40) * 0x1p-24f;
}

static void fill_job(void *context, int job)
{
    const struct fill *fill = context;
    int first = job * PLACES_A_JOB, end = first + PLACES_A_JOB;
    for (int i = first; i < end && i < fill->field->count; i++)
        fill_place(fill, i);
}

// Cuts one block into the arrays, each starting on its own 64 bytes.
static bool get_arrays(struct shared_field *shared)
{
    struct field *f = &shared->field;
    float **arrays[] = {&f->x,        &f->y,         &f->z,        &f->u,         &f->v,
                        &f->wobble,   &f->radius_z,  &f->load_z,   &f->depth_z,   &f->hand_x_z,
                        &f->hand_y_z, &f->colour_z,  &f->azimuth_z, &f->tilt_unit, &f->zone_unit,
                        &f->cluster_unit};
    size_t count = sizeof arrays / sizeof *arrays, pitch = ((size_t)f->count + 15) & ~(size_t)15;
    shared->block = mem_try_array_raw(count * pitch, sizeof(float));
    for (size_t n = 0; shared->block && n < count; n++)
        *arrays[n] = shared->block + n * pitch;
    return shared->block != NULL;
}

struct field *field_build(uint32_t version, uint64_t seed, struct pool *pool)
{
    struct field_places places;
    if (version != FIELD_VERSION || !field_places_build(seed, FIELD_FULL_PER_CM2, pool, &places))
        return NULL;
    struct shared_field *shared = mem_alloc(sizeof *shared);
    struct field *field = &shared->field;
    atomic_init(&shared->refs, 1);
    field->version = version;
    field->seed = seed;
    field->count = places.count;
    bool ok = get_arrays(shared);
    if (ok) {
        memcpy(field->u, places.u, (size_t)places.count * sizeof(float));
        memcpy(field->v, places.v, (size_t)places.count * sizeof(float));
        struct fill fill = {field, head_canonical()};
        pool_run(pool, (field->count + PLACES_A_JOB - 1) / PLACES_A_JOB, fill_job, &fill, NULL);
    }
    field_places_finish(&places);
    if (ok)
        return field;
    field_unref(field);
    return NULL;
}

struct field *field_ref(struct field *field)
{
    atomic_fetch_add_explicit(&((struct shared_field *)field)->refs, 1, memory_order_relaxed);
    return field;
}

void field_unref(struct field *field)
{
    struct shared_field *shared = (struct shared_field *)field;
    if (!field || atomic_fetch_sub_explicit(&shared->refs, 1, memory_order_acq_rel) > 1)
        return;
    mem_free(shared->block);
    mem_free(shared);
}
