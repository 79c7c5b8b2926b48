// The bar along the top: file, undo, how the picture is compared, language, theme, help, patient mode; and below
// its left end the steps.
#pragma once

#include "ui/workspace.h"

enum { TOP_BAR_PT = 60, STEPS_PT = 120 };

void top_bar_draw(struct workspace *w, double width);
void steps_draw(struct workspace *w, double top, double height);
