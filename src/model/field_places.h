// Where the dots of a field may lie and in what order: its places, without what varies from dot to
// dot. Private to the field.
#pragma once

#include "base/pool.h"

#include <stdbool.h>
#include <stdint.h>

struct field_places {
    int count;
    float *u, *v; // chart of geom/chart.h, in rank order
};

// The first version with the places of this one: what came later may differ in what varies from dot to dot.
uint32_t field_places_version(uint32_t version);

// False when memory runs out. The result depends on version (1 .. FIELD_VERSION) and seed alone.
bool field_places_build(uint32_t version, uint64_t seed, double full_per_cm2, struct pool *pool,
                        struct field_places *places);
void field_places_finish(struct field_places *places);
