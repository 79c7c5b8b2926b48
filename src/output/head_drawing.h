// A line drawing of a head with a hairline on it, as seen from far away: for sheets to work from.
#pragma once

#include "output/text.h"
#include "plan/marking.h"

enum head_side { HEAD_FRONT, HEAD_LEFT, HEAD_RIGHT }; // the front from 14 degrees above

struct head_drawing {
    const struct case_ *case_;
    int option;
    const struct marking *marking;
    enum head_side side;
    double x, y, width; // of the head's outline, from the top left
};

double head_drawing_height(const struct head_drawing *drawing);
void head_drawing_show(const struct head_drawing *drawing, cairo_t *cairo);
// Where a place comes in the drawing; false: it is turned away.
bool head_drawing_place(const struct head_drawing *drawing, struct vec3 dir, struct vec3 *at);
