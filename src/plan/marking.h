// The hairline to draw on the head: stations along it, each by its lengths along the skin from points a hand can find.
//
// From the glabella, from the midline (square to it) and from the outer corner of the eye on its side: two of them fix
// a station, the third checks. Every length carries a 90 % interval: the photo's scale, and how surely each point is
// found on the skin. Thread: plain values; reads no pixels.
#pragma once

#include "plan/case.h"

enum { MARKING_MOST_STATIONS = 15 }; // on each side

struct marking_station {
    struct vec3 dir;
    struct interval glabella_mm, midline_mm, canthus_mm;
};

struct marking {
    double step_mm;                   // along the line between stations; the last one is the end of the line
    struct marking_station middle[2]; // one place, with each side's canthus
    int count[2];                     // right, left
    struct marking_station side[2][MARKING_MOST_STATIONS];
    struct vec3 glabella, canthus[2];
    bool is_canthus_marked[2]; // on a photo; else where the mean face has it
};

bool marking_make(const struct case_ *case_, int option, struct marking *out, struct err *err);
