// Where places on the head go when head and poses are fitted anew: they stay where the photos show them.
//
// A place is a direction, so another head or pose would move it over the photo on which a person set it. A place seen
// well in one photo keeps its pixel there; in several, the mean of what each asks for; what none shows well turns with
// what they show. The map is smooth, the same for every plan, and leaves all in place when nothing was fitted anew.
// Thread: plain values; views are borrowed.
#pragma once

#include "model/view.h"

struct carry {
    struct head from, to;
    int view_count;               // of the photos whose marks stayed, none: every place keeps its direction
    const struct view *from_view; // before and
    const struct view *to_view;   // after
    struct vec3 turn;             // set by carry_make: what all places do together, a small rotation vector
};

void carry_make(struct carry *carry);
struct vec3 carry_dir(const struct carry *carry, struct vec3 dir);
