// "Match my sides": the stubble is read while the window goes on (plan/sides.h); shade and density follow it.
//
// What is read surely is set at once, as one step of the history; what is not is asked about. What was found, or why
// nothing could be, stays said until the case changes. Thread: the window's.
#pragma once

#include "ui/workspace.h"

void match_sides_step(struct workspace *w); // in every frame
void match_sides_draw(struct workspace *w); // button, question and words, in a panel
void match_sides_stop(struct workspace *w); // before the session's photos end
bool match_sides_is_busy(const struct workspace *w);
