// The dot field: every place where a dot may ever lie, in one fixed order.
//
// The places are directions on the canonical head, spread over the whole hair-bearing scalp as
// progressive blue noise: every prefix of the list is itself evenly spread. The field follows from
// (version, seed), never from a photo, a hairline or a slider; all of those only select (keep.h).
// At full rank it holds FIELD_FULL_PER_CM2 places for each cm2 of the canonical head.
//
// Index = rank = id of a place. Immutable after field_build; shared by reference count.
#pragma once

#include "base/pool.h"
#include "geom/vec3.h"

#include <stdint.h>

enum { FIELD_VERSION = 1 };
#define FIELD_FULL_PER_CM2 300.0

struct field {
    uint32_t version;
    uint64_t seed;
    int count;
    float *x, *y, *z;  // unit direction of each place
    float *u, *v;      // the same in the chart of chart.h
    float *wobble;     // smooth noise over the head, about -1..1 at 5-15 mm wavelength, from the seed
};

// NULL for a version that this program does not know. `pool` may be NULL.
struct field *field_build(uint32_t version, uint64_t seed, struct pool *pool);
struct field *field_ref(struct field *field);
void field_unref(struct field *field); // accepts NULL

static inline struct vec3 field_dir(const struct field *field, int index)
{
    return vec3_make((double)field->x[index], (double)field->y[index], (double)field->z[index]);
}

// Share of the list that comes before a place, in (0, 1): the place is there when its keep level is
// above this.
static inline float field_rank_frac(const struct field *field, int index)
{
    return ((float)index + 0.5f) / (float)field->count;
}

// Streams of base/rng.h for what varies from place to place: rng_*(field->seed, index, stream).
enum field_stream {
    FIELD_STREAM_RADIUS = 8, FIELD_STREAM_LOAD, FIELD_STREAM_DEPTH, FIELD_STREAM_TILT,
    FIELD_STREAM_AZIMUTH, FIELD_STREAM_HAND_X, FIELD_STREAM_HAND_Y, FIELD_STREAM_CLUSTER,
    FIELD_STREAM_ZONE, FIELD_STREAM_COLOUR
};
