// The way hair grows: direction along the skin and angle to it, over the whole scalp.
//
// A spiral round the whorl that blends to straight forward in front of the vertex and downward on the
// sides and back (domain.md 7.5 and the exit angles of section 2). Dots are tilted along it.
#pragma once

#include "model/head.h"

// Unit tangent at dir, pointing where hair tips point. `clockwise` as seen from above (84 % of people).
struct vec3 growth_direction(const struct head *head, struct vec3 dir, int clockwise);
double growth_exit_angle_deg(const struct head *head, struct vec3 dir); // hair to skin
