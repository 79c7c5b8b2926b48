#include "model/field.h"

#include "base/mem.h"
#include "base/rng.h"
#include "geom/chart.h"
#include "model/field_places.h"
#include "model/field_stored.h"
#include "model/head.h"

#include <stdatomic.h>
#include <string.h>

enum { PLACES_A_JOB = 4096 };
enum stream { // of the field's random numbers; 1 to 15 belong to field_places.c
    STREAM_PLACE = 16,
    STREAM_WOBBLE,
};
#define GOLDEN 0x9e3779b97f4a7c15u // step of the counter, as in base/rng.h

// Lattice spacing and weight of the two octaves of the wobble.
#define WOBBLE_SLOW_MM 6.5
#define WOBBLE_FAST_MM 3.0
#define WOBBLE_SLOW 1.4
#define WOBBLE_FAST 0.7

// What callers see, and behind it what they need not.
struct shared_field {
    struct field field;
    float *block; // all arrays
    atomic_int refs;
};

// Mean 0, sigma 1, at most 3.4: the sum of four uniforms of 16 bits, each (k + 0.5) / 65536, has
// mean 2 and variance 4 / 12, so that the ends lie at 2 / sqrt(1 / 3) = 3.46; what is beyond 3.4 is
// cut.
static float deviate(uint64_t bits)
{
    uint32_t sum = (uint32_t)(bits & 0xffff) + (uint32_t)(bits >> 16 & 0xffff) + (uint32_t)(bits >> 32 & 0xffff) +
                   (uint32_t)(bits >> 48);
    double z = ((double)sum + 2.0 - 131072.0) * (1.7320508075688772 / 65536.0);
    return (float)(z < -3.4 ? -3.4 : z > 3.4 ? 3.4 : z);
}

// Gradient of the noise at a lattice point, dotted with the way from there. After Perlin (2002):
// the middles of the twelve edges of a cube, four of them twice.
static double gradient(uint64_t bits, double x, double y, double z)
{
    static const double ways[16][3] = {
        {1, 1, 0}, {-1, 1, 0}, {1, -1, 0}, {-1, -1, 0}, {1, 0, 1}, {-1, 0, 1}, {1, 0, -1}, {-1, 0, -1},
        {0, 1, 1}, {0, -1, 1}, {0, 1, -1}, {0, -1, -1}, {1, 1, 0}, {-1, 1, 0}, {0, -1, 1}, {0, -1, -1},
    };
    const double *way = ways[bits >> 60];
    return way[0] * x + way[1] * y + way[2] * z;
}

static double fade(double t) // first and second derivative are 0 at both ends
{
    return t * t * t * (t * (6.0 * t - 15.0) + 10.0);
}

static double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

// Gradient noise, smooth to the second order, on a lattice of unit spacing; no coordinate below
// -OFFSET.
static double noise(uint64_t key, struct vec3 p)
{
    enum { OFFSET = 128, BITS = 10 };
    uint64_t i = (uint64_t)(p.x + OFFSET), j = (uint64_t)(p.y + OFFSET), k = (uint64_t)(p.z + OFFSET);
    double x = p.x + OFFSET - (double)i, y = p.y + OFFSET - (double)j, z = p.z + OFFSET - (double)k;
    double corner[8];
    for (uint64_t n = 0; n < 8; n++) {
        uint64_t a = n & 1, b = n >> 1 & 1, c = n >> 2;
        uint64_t point = ((i + a) << BITS | (j + b)) << BITS | (k + c);
        corner[n] = gradient(rng_mix(key + point * GOLDEN), x - (double)a, y - (double)b, z - (double)c);
    }
    double s = fade(x), t = fade(y), r = fade(z);
    double low = mix(mix(corner[0], corner[1], s), mix(corner[2], corner[3], s), t);
    double high = mix(mix(corner[4], corner[5], s), mix(corner[6], corner[7], s), t);
    return mix(low, high, r);
}

// Two octaves, so that wavelengths of 5 to 15 mm are there (domain.md 7.5, hairline wobble), on
// lattices that stand askew to the head, whose planes of symmetry would show them.
static double wobble(const uint64_t key[2], struct vec3 point_mm)
{
    static const struct mat3 askew = {
        {{2.0 / 3.0, -1.0 / 3.0, 2.0 / 3.0}, {2.0 / 3.0, 2.0 / 3.0, -1.0 / 3.0}, {-1.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0}}};
    struct vec3 p = mat3_mul(askew, point_mm);
    return WOBBLE_SLOW * noise(key[0], vec3_scale(p, 1.0 / WOBBLE_SLOW_MM)) +
           WOBBLE_FAST * noise(key[1], vec3_scale(p, 1.0 / WOBBLE_FAST_MM));
}

struct fill {
    struct field *field;
    struct head head;
    uint64_t wobble_key[2];
    bool has_wobble; // already
};

static void fill_place(const struct fill *fill, int i)
{
    struct field *f = fill->field;
    struct vec3 dir = chart_dir((struct pt_chart){(double)f->u[i], (double)f->v[i]});
    f->x[i] = (float)dir.x;
    f->y[i] = (float)dir.y;
    f->z[i] = (float)dir.z;
    if (!fill->has_wobble)
        f->wobble[i] = (float)wobble(fill->wobble_key, head_point_mm(&fill->head, dir));
    float *deviates[] = {f->radius_z, f->load_z, f->depth_z, f->hand_x_z, f->hand_y_z, NULL, f->azimuth_z};
    uint64_t key = rng_bits(f->seed, (uint64_t)i, STREAM_PLACE);
    for (unsigned n = 0; n < sizeof deviates / sizeof *deviates; n++, key += GOLDEN)
        if (deviates[n]) // one number is left out: in version 1 something else came before the azimuth
            deviates[n][i] = deviate(rng_mix(key + GOLDEN));
    float *units[] = {f->tilt_unit, f->zone_unit, f->cluster_unit};
    for (unsigned n = 0; n < sizeof units / sizeof *units; n++) // 24 bits, so that 1 is not reached
        units[n][i] = (float)(rng_mix(key += GOLDEN) >> 40) * 0x1p-24f;
}

static void fill_job(void *context, int job)
{
    const struct fill *fill = context;
    int first = job * PLACES_A_JOB, end = first + PLACES_A_JOB;
    for (int i = first; i < end && i < fill->field->count; i++)
        fill_place(fill, i);
}

// An artist who laid a dark dot lays the next one lighter. Chance alone would leave blotches of some millimetres, seen
// from afar as stains. In a tile each second place takes the opposite radius and depth of the one before, and the
// others its load: no dot is the whole opposite of another.
enum { EVEN_TILES = 128 }; // to a side of the chart: 2.2 mm, some 7 dots of a usual density
struct even_tile {
    int last, count;
};

static bool even_out(struct field *f)
{
    const double per_unit = EVEN_TILES / (2.0 * CHART_REACH);
    struct even_tile *tiles = mem_try_array(EVEN_TILES * EVEN_TILES, sizeof *tiles);
    for (int i = 0; tiles && i < f->count; i++) {
        int column = (int)(((double)f->u[i] + CHART_REACH) * per_unit);
        int row = (int)(((double)f->v[i] + CHART_REACH) * per_unit);
        struct even_tile *tile = &tiles[row * EVEN_TILES + column];
        if (tile->count % 2 == 1) {
            f->radius_z[i] = -f->radius_z[tile->last];
            f->depth_z[i] = -f->depth_z[tile->last];
        } else if (tile->count > 0) {
            f->load_z[i] = -f->load_z[tile->last];
        }
        tile->last = i;
        tile->count++;
    }
    bool is_done = tiles;
    mem_free(tiles);
    return is_done;
}

// Cuts one block into the arrays, each starting on its own 64 bytes.
static bool get_arrays(struct shared_field *shared)
{
    struct field *f = &shared->field;
    float **arrays[] = {&f->x,        &f->y,         &f->z,         &f->u,         &f->v,
                        &f->wobble,   &f->radius_z,  &f->load_z,    &f->depth_z,   &f->hand_x_z,
                        &f->hand_y_z, &f->azimuth_z, &f->tilt_unit, &f->zone_unit, &f->cluster_unit};
    size_t count = sizeof arrays / sizeof *arrays, pitch = ((size_t)f->count + 15) & ~(size_t)15;
    shared->block = mem_try_array_raw(count * pitch, sizeof(float));
    for (size_t n = 0; shared->block && n < count; n++)
        *arrays[n] = shared->block + n * pitch;
    return shared->block != NULL;
}

static struct field *create(uint32_t version, uint64_t seed, int count)
{
    struct shared_field *shared = mem_alloc(sizeof *shared);
    atomic_init(&shared->refs, 1);
    shared->field.version = version;
    shared->field.seed = seed;
    shared->field.count = count;
    if (get_arrays(shared))
        return &shared->field;
    field_unref(&shared->field);
    return NULL;
}

// All that follows from the places; without memory for it, no field.
static struct field *fill_all(struct field *field, bool has_wobble, struct pool *pool)
{
    struct fill fill = {
        .field = field,
        .head = head_canonical(),
        .wobble_key = {rng_bits(field->seed, 0, STREAM_WOBBLE), rng_bits(field->seed, 1, STREAM_WOBBLE)},
        .has_wobble = has_wobble};
    pool_run(pool, (field->count + PLACES_A_JOB - 1) / PLACES_A_JOB, fill_job, &fill, NULL);
    if (field->version < 3 || even_out(field))
        return field;
    field_unref(field);
    return NULL;
}

static struct field *load(const struct field_stored *stored, uint32_t version, uint64_t seed, struct pool *pool)
{
    struct field *field = create(version, seed, stored->count);
    if (!field)
        return NULL;
    size_t bytes = (size_t)stored->count * sizeof(float);
    memcpy(field->u, stored->u, bytes);
    memcpy(field->v, stored->v, bytes);
    memcpy(field->wobble, stored->wobble, bytes);
    return fill_all(field, true, pool);
}

// The whole of it made, its places by the version's law.
static struct field *throw_places(uint32_t version, uint64_t seed, struct pool *pool)
{
    struct field_places places;
    if (!field_places_build(version, seed, FIELD_FULL_PER_CM2, pool, &places))
        return NULL;
    struct field *field = create(version, seed, places.count);
    if (field) {
        memcpy(field->u, places.u, (size_t)places.count * sizeof(float));
        memcpy(field->v, places.v, (size_t)places.count * sizeof(float));
        field = fill_all(field, false, pool);
    }
    field_places_finish(&places);
    return field;
}

static struct field *get(uint32_t version, uint64_t seed, const struct field_stored *stored, struct pool *pool,
                         struct err *err)
{
    if (version < 1 || version > FIELD_VERSION) {
        err_set(err, ERR_INPUT,
                "the case asks for version %u of the dot field, this Stipple knows %u; use a newer Stipple",
                (unsigned)version, (unsigned)FIELD_VERSION);
        return NULL;
    }
    struct field *field = stored ? load(stored, version, seed, pool) : throw_places(version, seed, pool);
    if (!field)
        err_set(err, ERR_MACHINE, "not enough memory for the dot field");
    return field;
}

struct field *field_build(uint32_t version, uint64_t seed, struct pool *pool, struct err *err)
{
    struct field_stored stored;
    return get(version, seed, field_stored_get(field_places_version(version), seed, &stored) ? &stored : NULL, pool,
               err);
}

struct field *field_build_anew(uint32_t version, uint64_t seed, struct pool *pool, struct err *err)
{
    return get(version, seed, NULL, pool, err);
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
