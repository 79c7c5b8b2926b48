// Shade and density of dots that look like the patient's own stubble.
//
// Both decide how dark and how grainy skin looks. A flat patch of skin is treated with some of each, drawn and measured
// just as the photo's skin was (stubble.h), at the photo's scale, slant and sharpness; then those are sought whose
// darkening and contrast come nearest, weighed by how well they are known. Many pairs give much the same: of these the
// one nearest to the stubble's own density, within what follicular units are (domain.md 2), for one dot stands for a
// unit and not for a hair. Dots spread more light than hairs cut flat: a contrast that none reaches is met as near as
// can be.
#pragma once

#include "plan/stubble.h"

struct stubble_match {
    int zone;                          // of the option, whose density is meant
    double shade_tau, density_per_cm2; // rounded to the steps of their parameters
    double darkening, contrast;        // as they then come out
    double certainty;                  // the reading's confidence, less where no dots come near it; see STUBBLE_SURE
};

// `stubble` was read. ERR_INPUT when the option has no zone; ERR_MACHINE when memory runs out. Some tenth of a second.
bool stubble_match_find(const struct stubble *stubble, const struct case_ *case_, int option, struct pool *pool,
                        struct stubble_match *out, struct err *err);

// Sets both in the option. ERR_INPUT: case and option are not those that it was found for; nothing is changed.
bool stubble_match_apply(const struct stubble_match *match, struct case_ *case_, int option, struct err *err);
