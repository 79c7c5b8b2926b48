// Any change that a person could make, by number: keys with values from their range, verbs, and what is refused.
#pragma once

#include "base/number.h"
#include "base/rng.h"
#include "plan/edit.h"
#include "plan/param.h"

#include <stdio.h>

enum { EDIT_BYTES = 256 };

static inline void random_value(const struct param *param, uint64_t seed, uint64_t index, char out[NUMBER_TEXT_BYTES])
{
    double share = rng_unit(seed, index, 11), value = param->least + share * (param->most - param->least);
    if (param->type == PARAM_CHOICE)
        snprintf(out, NUMBER_TEXT_BYTES, "%s", param->choice_name((int)(share * (param->most + 0.999))));
    else if (param->type == PARAM_SWITCH)
        snprintf(out, NUMBER_TEXT_BYTES, "%s", share < 0.5 ? "yes" : "no");
    else if (param->type == PARAM_TEXT)
        snprintf(out, NUMBER_TEXT_BYTES, "\xc3\xa4 \"%.0f\"", 1e6 * share);
    else
        number_text(param->type == PARAM_WHOLE ? (double)(long)value : value, out);
}

// One of the keys that the case has just now.
static inline void random_key(const struct case_ *case_, int option, uint64_t seed, uint64_t index,
                              char out[EDIT_BYTES])
{
    struct param_walk walk = {0};
    struct param_at chosen = {0};
    char key[PARAM_KEY_BYTES], value[NUMBER_TEXT_BYTES];
    for (uint64_t i = 1; param_next(case_, option, &walk); i++)
        if (rng_bits(seed, index, 100 + i) % i == 0)
            chosen = walk.at;
    param_key(case_, &chosen, key);
    random_value(chosen.param, seed, index, value);
    snprintf(out, EDIT_BYTES, "%s=%s", key, value);
}

static inline void random_edit(const struct case_ *case_, uint64_t seed, uint64_t index, struct edit_place *place,
                               char out[EDIT_BYTES])
{
    static const char *const VERBS[] = {"zones.add=crown",
                                        "zones.add=areata",
                                        "zones.add=strip",
                                        "zones.remove=crown",
                                        "zones.place=full:%d,%d",
                                        "options.add=C",
                                        "options.remove=B",
                                        "options.rename=D",
                                        "events.add=touch-up@%d",
                                        "events.remove=2",
                                        "mask.add=%d,10/200,%d/90,150",
                                        "mask.stroke=30:%d,%d/120,130",
                                        "mask.hair=40:%d,90/120,%d",
                                        "mask.erase=5,5/%d,%d/5,90",
                                        "mask.clear=all",
                                        "views.remove=1"};
    place->option = (int)(rng_bits(seed, index, 1) % (uint64_t)case_->option_count);
    place->view = 0;
    if (rng_bits(seed, index, 2) % 3 > 0) {
        random_key(case_, place->option, seed, index, out);
        return;
    }
    const char *verb = VERBS[rng_bits(seed, index, 3) % (sizeof VERBS / sizeof *VERBS)];
    int number[2] = {(int)(rng_bits(seed, index, 4) % 400), (int)(rng_bits(seed, index, 5) % 300)}, used = 0;
    size_t length = 0;
    for (const char *at = verb; *at && length < EDIT_BYTES - 8; at++) {
        if (*at != '%') {
            out[length++] = *at;
            continue;
        }
        length += (size_t)snprintf(out + length, 8, "%d", number[used++]);
        at++; // the d
    }
    out[length] = 0;
}
