// From where hair is seen on a head to what is to be treated: its kind, the hairline that is there, zones.
//
// A bare head gets the whole zone, and so does a shaved one that is bare in front: its dots lie between the stubble. A
// receding one with hair gets the bare part of it, run out a little into the hair, patches behind it a zone of their
// own, thin hair a fill between hairs, a head with hair all over none, one
// under a hat none. What the photo does not show goes on as the
// nearest that it shows. A draft that an artist corrects; each value says how sure it is.
#pragma once

#include "model/hair_chart.h"
#include "model/option.h"

enum scalp_kind {
    SCALP_UNSEEN,   // too little of it is in the photo
    SCALP_BARE,     // bald, or shaved so close that no hair stands out
    SCALP_RECEDING, // bare here, hair there
    SCALP_SHAVED,   // bare in front, stubble there
    SCALP_THINNING, // hair all over, thin somewhere
    SCALP_FULL,     // hair all over
    SCALP_COVERED   // a hat or other cloth lies on much of it
};

struct scalp_draft {
    enum scalp_kind kind;
    double certainty;          // 0..1
    double bare_cm2, hair_cm2; // of the usual zone behind the hairline, as far as it is seen; thin hair is hair
    double present_mm;         // hairline that is there: above the glabella on the midline; 0: none is seen
    double present_certainty;  // 0..1
    int line_count;            // its course, patient's right to left, as far as it is seen
    struct vec3 line[CHART_COLUMNS];
};

// The usual hairline of the option's shape, at the height of the one that is there where that is no lower than a
// grown man's and not far back, and the zones behind it, replacing those of the option.
void scalp_draft_lay(const struct hair_chart *chart, const struct head *head, struct option *option,
                     struct scalp_draft *out);

// Where hair begins, patient's right to left: the longest piece that is seen, smoothed. Returns how many points.
int scalp_draft_line(const struct hair_chart *chart, struct vec3 out[CHART_COLUMNS]);

// What a chart of another photo shows open and no zone of the option holds becomes drafted zones behind its own.
// Nothing else changes. Returns how many.
int scalp_draft_grow(const struct hair_chart *chart, const struct head *head, struct option *option);
