// Changes to a case by text: KEY=VALUE for every parameter (param.h), and a few verbs for what has no value.
//
// Used by the command line, the panels and the log of commands alike.
#pragma once

#include "plan/case.h"

struct edit_place {
    int option; // index: what hairline, technique and zone keys change
    int view;   // index: what mask verbs change, and where zones.place has its points
};

// One change. On failure (ERR_INPUT) the case is as before. Rules that span several values are left to
// edit_apply and case_validate.
bool edit_one(struct case_ *case_, struct edit_place *place, const char *change, struct err *err);

// All of them, one after the other, or none: a new case, or NULL. `place` follows added options.
struct case_ *edit_apply(const struct case_ *case_, struct edit_place place, const char *const *changes, int count,
                         struct err *err);

struct edit_verb {
    const char *form; // "zones.add=KIND[:NAME]": its key up to the sign, and what it takes
    const char *help;
    bool (*run)(struct case_ *case_, struct edit_place *place, const char *value, struct err *err);
};

// All of them, by what they change.
const struct edit_verb *edit_verbs(int *count);
