// Throws darts at one tile and takes the best. Private to the field.
//
// *Room* of a dart is its distance to the nearest place so far, by the metric where it falls. The places that any dart
// at a tile could come near are gathered once; a dart is measured against all of them, eight darts at a time.
#pragma once

#include "base/check.h"
#include "model/field_tiles.h"

#include <stdbool.h>
#include <stdint.h>

enum { FIELD_THROW_STAGES = 4 };

// How a version of the field throws. Lengths are of 1 / sqrt(density so far).
struct throw_law {
    int tile_bits;                  // 2^bits tiles along u, and along v
    int darts;                      // in each stage, of which the best is taken; a multiple of eight
    float room[FIELD_THROW_STAGES]; // least that a dart must have, 0: no such stage; without one in any stage the
                                    // place waits for the next span
    float enough;                   // a dart with that is taken at once
    float recent, other; // places after that share of the density count as they lie, earlier ones as so much farther
};

struct field_place {
    float u, v, tick;
};

// Places near a tile: some 50; in forty fields 137 at most.
enum { FIELD_MOST_NEAR = 512 };
struct field_near {
    int count;
    float u[FIELD_MOST_NEAR], v[FIELD_MOST_NEAR], tick[FIELD_MOST_NEAR];
};

static inline void field_near_add(struct field_near *near, const struct field_place *place)
{
    REQUIRE(near->count < FIELD_MOST_NEAR);
    near->u[near->count] = place->u;
    near->v[near->count] = place->v;
    near->tick[near->count++] = place->tick;
}

// What a throw depends on.
struct field_throw {
    const struct throw_law *law;
    const struct field_tiles *tiles;
    int tile;
    float unit_mm; // 1 / sqrt(density so far)
    float tick;    // of this place
    uint64_t key;  // of its random numbers
};

// Where the place comes to lie; false when no dart has room.
bool field_throw(const struct field_throw *at, const struct field_near *near, struct field_place *place);
