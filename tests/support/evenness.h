// How evenly points lie on a surface: what tests and benchmarks measure of the dot field.
#pragma once

#include "geom/vec3.h"

#include <stdbool.h>

// Clark and Evans' (1954) index: the mean distance to the nearest neighbour over what chance would
// give at this density; 1 for chance, 2.15 for a triangular lattice. Neighbours are sought among
// all points, only those within radius_mm of the centre count.
struct evenness {
    int counted;
    double index;     // Clark and Evans' R
    double variation; // of the nearest distances: sigma / mean
    double least_mm;  // smallest nearest distance
};
struct evenness evenness_of(const struct vec3 *points_mm, int count, struct vec3 centre_mm, double radius_mm,
                            double per_mm2);
