// One field's places, made when the program was built and carried inside it. Private to the field.
//
// It is the field that every case begins with (seed FIELD_STORED_SEED): reading it takes a millisecond,
// building it a tenth of a second on one thread. tools/field_maker writes it with field_build_anew, so that
// both ways give the same bits.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { FIELD_STORED_SEED = 1 };

// The file: this, then three arrays of `count` floats, u, v and wobble, each on its own 64 bytes.
struct field_stored_head {
    uint64_t seed;
    uint32_t version, count;
    uint32_t spare[12];
};

struct field_stored {
    int count;
    const float *u, *v, *wobble;
};

// False when another field than this is stored.
bool field_stored_get(uint32_t version, uint64_t seed, struct field_stored *out);

static inline uint32_t field_stored_pitch(uint32_t count)
{
    return (count + 15) / 16 * 16;
}
