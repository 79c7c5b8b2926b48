// Where an iris ends in a picture: a circle through the edge between dark and white on both sides of it, which lids do
// not cover.
//
// Starts from a guess (that of a network) and refuses what is no such edge: a closed eye, one too small or blurred, one
// whose sides do not agree. Pixels as in the picture, whatever its size. Says nothing of mm. Deterministic.
#pragma once

#include "geom/space.h"
#include "image/pixels.h"

#define LIMBUS_LEAST_PX 14.0 // across; below it the edge is as wide as the white beside it

struct limbus {
    struct pt_px centre;
    double diameter_px, sigma_px; // of the diameter
};

// `turn_rad`: of the eye's line, from corner to corner, against the picture's rows, clockwise. False: no iris is seen.
bool limbus_find(const struct image *image, struct pt_px centre, double diameter_px, double turn_rad,
                 struct limbus *out);
