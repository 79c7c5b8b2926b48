// "Match my sides": the stubble of whichever photo of the case shows it best, and the plan that looks like it.
#pragma once

#include "plan/photo_maps.h"
#include "plan/stubble_match.h"

struct sides {
    int view; // that was read best; where none was, the one that says most why
    struct stubble stubble;
    struct stubble_match match; // only when the stubble's state is STUBBLE_READ
};

// `photo`: by view, NULL where there is none; borrowed. Fails when memory runs out, the option treats nothing, or no
// photo is there (ERR_INPUT). Some tenths of a second for each photo.
bool sides_read(const struct photo *const photo[CASE_MOST_VIEWS], const struct case_ *case_, int option,
                struct pool *pool, struct sides *out, struct err *err);

// One photo alone, of that store. False when memory runs out.
bool sides_read_photo(struct map_store *store, const struct case_ *case_, int view, int option, struct pool *pool,
                      struct stubble *out, struct err *err);
