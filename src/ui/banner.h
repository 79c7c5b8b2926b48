// A strip above the canvas that says what stands in the way of saving, with the way out.
#pragma once

#include "ui/workspace.h"

double banner_height(const struct workspace *w); // 0: nothing to say
void banner_draw(struct workspace *w, double x, double y, double width);
