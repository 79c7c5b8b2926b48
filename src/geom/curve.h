// Smooth curves on the sphere of directions, through given points.
//
// A curve is a list of unit directions. It passes through its control points and is smoothed
// between them by the centripetal Catmull-Rom rule, which makes no loops or cusps however uneven
// the points lie: close pairs make sharp corners. Sizes in mm are the caller's affair.
#pragma once

#include "geom/vec3.h"

#include <stdbool.h>

// Writes per_span directions for each span between neighbouring points (and the last point of an
// open curve), at most `most`. Points that repeat their neighbour or are not directions are left
// out. Returns how many were written; a single usable point gives one.
int curve_smooth(const struct vec3 *point, int count, bool is_closed, int per_span, struct vec3 *out, int most);

// Picks `wanted` directions at even steps of the length given for each of `count` directions of a
// fine curve, ends included. length[0] is 0 and lengths do not fall. Returns how many: `wanted`, or
// 1 for a curve without length.
int curve_even(const struct vec3 *fine, const double *length, int count, struct vec3 *out, int wanted);
