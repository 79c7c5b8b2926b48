// The dot field: every place where a dot may ever lie, in one fixed order.
//
// The places are directions on the canonical head, spread over the whole hair-bearing scalp as
// progressive blue noise: every prefix of the list is itself evenly spread. The field follows from
// (version, seed), never from a photo, a hairline or a slider; all of those only select (keep.h).
// At full rank it holds FIELD_FULL_PER_CM2 places for each cm2 of the canonical head: 193 000.
//
// Other seeds are other throws of the same kind; the one that cases begin with is carried inside the
// program (field_stored.h), any other is built in a tenth of a second.
//
// Index = rank = id of a place. Immutable after field_build; shared by reference count.
#pragma once

#include "base/err.h"
#include "base/pool.h"
#include "geom/vec3.h"

#include <stdint.h>

enum { FIELD_VERSION = 3 }; // the newest; a case keeps its own
#define FIELD_FULL_PER_CM2 300.0

struct field {
    uint32_t version;
    uint64_t seed;
    int count;
    float *x, *y, *z; // unit direction of each place
    float *u, *v;     // the same in the chart of chart.h
    float *wobble;    // smooth noise of 5-15 mm wavelength: sigma 0.42, 98 % within -1..1
    // What varies from dot to dot, fixed for each place: deviates of mean 0 and sigma 1, cut at 3.4. From version 3 on
    // neighbours make up for each other in radius, load and depth: over some millimetres the field is even.
    float *radius_z, *load_z, *depth_z, *hand_x_z, *hand_y_z, *azimuth_z;
    float *tilt_unit, *zone_unit, *cluster_unit; // uniform in [0, 1)
};

// NULL for a version that this program does not know (ERR_INPUT), or when memory runs out (ERR_MACHINE). `pool` and
// `err` may be NULL.
struct field *field_build(uint32_t version, uint64_t seed, struct pool *pool, struct err *err);
// The same, never from what is stored.
struct field *field_build_anew(uint32_t version, uint64_t seed, struct pool *pool, struct err *err);
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
