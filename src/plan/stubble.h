// The patient's own stubble as one photo shows it: how much it darkens the skin, its local contrast, its density.
//
// Read where hair grows at the sides and the back, outside what the option treats and what was masked, and compared
// with bare skin of the same head: forehead, treated scalp, or else its smoothest parts. Contrast and density are
// local and mean little beside a wrong pose; darkening is what is left of the light after a smooth law of light over
// the head was fitted to stubbled and bare skin together, and is known only where both are seen. What can't be read
// is said, never guessed. Pure: the same photo, maps, case and option give the same answer. Knows no plan to match:
// see stubble_match.h.
#pragma once

#include "plan/photo_maps.h"

enum stubble_state {
    STUBBLE_READ,
    STUBBLE_OUT_OF_SIGHT, // too little of the sides outside the treated zones is seen, from near enough to square
    STUBBLE_TOO_SMALL,    // so few pixels a millimetre that single hairs do not show
    STUBBLE_TOO_LONG,     // it is hair, not stubble
    STUBBLE_NONE,         // the sides look as bare as the rest: bald, grey, or too soft a photo
    STUBBLE_STATE_COUNT
};

struct stubble {
    enum stubble_state state;          // the rest only when it is STUBBLE_READ
    double area_cm2;                   // of stubbled skin that was read
    double darkening, darkening_error; // share of the light that it takes, and its standard error; error 0: unknown
    double contrast;        // standard deviation of the light within 1.5 mm, less that of bare skin, share of it
    double density_per_cm2; // of hairs that stand out from the skin: no more than there are
    double confidence;      // 0..1; below STUBBLE_SURE an artist should be asked
    double px_per_mm;       // there
    double facing;          // cosine at which it is seen, the mean
    float camera_blur_px;
};
#define STUBBLE_SURE 0.5

// `option`: whose zones are left out; NULL: none. False when memory runs out.
bool stubble_read(const struct photo_maps *maps, const struct case_view *view, const struct head *head,
                  const struct option *option, struct pool *pool, struct stubble *out, struct err *err);

// One sentence of what was read or why not, in English; the window looks it up in its language.
const char *stubble_text(enum stubble_state state);
