// The shortest way along the skin between two places of a head, as a tape lies on it.
//
// head_arc_mm is that within 1 % over 100 mm; this over any length, by letting a line of points pull itself straight.
// Deterministic. Space: directions of the head; mm. Thread: plain values.
#pragma once

#include "model/head.h"

enum { GEODESIC_POINTS = 33 }; // ends included

// The points are written evenly along the way when `out` is not NULL. Returns the length.
double geodesic_mm(const struct head *head, struct vec3 from, struct vec3 to, struct vec3 out[GEODESIC_POINTS]);

// To the nearest place of the midline (x = 0 of the head frame, over the top), which is written to `foot`.
double geodesic_from_midline_mm(const struct head *head, struct vec3 from, struct vec3 *foot);
