// What a careful artist would say of a plan: warnings beside the values they concern, never bans.
//
// Rules are about what people came to regret: a hairline too low or too straight, a shade too dark, too warm or
// too faint for the skin or beside the hair that grows, dots so dense that none stands alone, skin that is not ready.
// The limits are those of domain.md and users.md, named beside each in advice.c; what they rest on is clinics'
// practice, so they are advice. Knows no photo. Thread: plain values.
#pragma once

#include "plan/param.h"

enum advice_kind {
    ADVICE_HAIRLINE_LOW,
    ADVICE_HAIRLINE_LOW_FEMALE,
    ADVICE_EDGE_SHARP,
    ADVICE_EDGE_EVEN,
    ADVICE_TEMPLES_FILLED,
    ADVICE_SHADE_DARK,
    ADVICE_SHADE_FAINT,
    ADVICE_SHADE_DARK_FOR_HAIR,
    ADVICE_SHADE_FAINT_FOR_HAIR,
    ADVICE_PIGMENT_WARM,
    ADVICE_PIGMENT_WARM_FOR_HAIR,
    ADVICE_NEEDLE_DEEP,
    ADVICE_HELMET,
    ADVICE_SCAR,
    ADVICE_PATCH,
    ADVICE_BIRTHMARK,
    ADVICE_KIND_COUNT
};

struct advice {
    enum advice_kind kind;
    char key[PARAM_KEY_BYTES]; // of the parameter that it speaks of
};

enum { ADVICE_MOST = 16 + 2 * OPTION_MOST_ZONES };

// All that there is to say of an option; returns how many.
int advice_find(const struct case_ *case_, int option, struct advice out[ADVICE_MOST]);
// One sentence or two, in English; the window looks it up in its language.
const char *advice_text(enum advice_kind kind);
// False: worth knowing, nothing to mend in the plan.
bool advice_is_warning(enum advice_kind kind);
