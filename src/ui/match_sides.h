// "Match my sides": the stubble is read while the window goes on (plan/sides.h); shade and density follow it.
//
// What is read surely is set at once, as one step of the history; what is not is asked about. What was found, or why
// nothing could be, stays said until the case changes. Thread: the window's.
#pragma once

#include "plan/sides.h"
#include "ui/workspace.h"

struct match_sides {
    struct reading *reading;        // NULL: none
    char option[OPTION_NAME_BYTES]; // that it is for
    bool has_found, asks;           // what is found stands below; and waits for an answer
    struct sides found;
    unsigned generation; // of the case that it was found for
};

void match_sides_step(struct workspace *w); // in every frame
void match_sides_draw(struct workspace *w); // button, question and words, in a panel
void match_sides_stop(struct workspace *w); // before the session's photos end
