// The pass from places to splats: which hold a dot, how it looks, where it falls on the picture.
//
// Works on chunks of places in parallel; the result is in order of rank and does not depend on the
// number of threads. A dot's place follows from the field, the head and the technique alone, never
// from time.
#pragma once

#include "base/pool.h"
#include "plan/compose.h"
#include "plan/compose_groups.h"
#include "plan/compose_stages.h"
#include "plan/photo_maps.h"

struct pass_event {
    bool is_drawn;
    enum pattern pattern;
    const struct keep *keep; // of the option that this event is done with
    struct dot_law law[OPTION_MOST_ZONES];
    float front_mm[OPTION_MOST_ZONES]; // width of the soft edge before each zone; 0: the hairline does not bound it
};

struct pass {
    const struct field *field;
    const struct course *course;
    struct sights *sights;         // those not yet found are
    int width, height;             // of the picture
    const uint8_t *keep_out;       // of the same size, or NULL
    const struct photo_maps *maps; // hair that takes places, and blur; NULL: no photo
    int event_count;               // those that the frame looks at, in order of day
    struct pass_event event[COURSE_MOST_EVENTS];
    bool want_dots;
};

// Memory that is used again from frame to frame.
struct splat_store;
struct splat_store *splat_store_create(void);
void splat_store_free(struct splat_store *store); // accepts NULL

// Finds which places hold pigment and are seen, and sets the count of each of `laws` (event x
// OPTION_MOST_ZONES + zone).
void splats_choose(struct splat_store *store, const struct pass *pass, struct pool *pool,
                   struct law_sum laws[COMPOSE_LAWS]);
// Then, the groups being known, writes them; several events' pigment of one group in one dot
// becomes one splat. Fills splats, dots, px_per_mm and their counts in `out`.
void splats_write(struct splat_store *store, const struct pass *pass, const uint8_t group_of[COMPOSE_LAWS],
                  struct pool *pool, struct composed *out);
