// Places on the head as a hand finds them: by lengths along the skin and by the side view.
//
// `side` is +1 for the patient's left, -1 for the right. Used to lay out hairlines and zones.
#pragma once

#include "model/head.h"

// `along_mm` up and back from the glabella on the midline, and from there `aside_mm` to one side.
struct vec3 place_above(const struct head *head, double along_mm, double aside_mm, int side);

// On one side of the head, at these coordinates of the side view: mm from the tragion toward the
// face and toward the vertex. Beyond the outline of the side view: near its rim.
struct vec3 place_beside(const struct head *head, double forward_mm, double up_mm, int side);

// On the midline of the back of the head, `down_mm` below the height of the whorl along the skin,
// and from there `aside_mm` to one side.
struct vec3 place_behind(const struct head *head, double down_mm, double aside_mm, int side);
