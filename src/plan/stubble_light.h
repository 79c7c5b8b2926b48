// How much darker stubbled skin is than bare skin under the same light.
//
// The light over a head is smooth: its logarithm is taken as a second-order law of the skin's direction and place,
// and stubble takes the same share of it everywhere. Both are fitted together by least squares that heed outliers
// little.
#pragma once

#include "geom/vec3.h"

#include <stdbool.h>

struct stubble_site {
    struct vec3 normal, place; // place in units of about the head's radius
    double log_light;
    double share; // of it that is stubbled; 1: as the stubble usually is
};

// False when the sites do not tell: no bare or no stubbled ones, or a law that explains both.
bool stubble_light_fit(const struct stubble_site *sites, int count, double *darkening, double *error);
