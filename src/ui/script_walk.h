// Tab from control to control, as a script's verb: every control of the screen is reached once, its ring in sight.
#pragma once

#include "ui/workspace.h"

enum { WALK_MOST = 160, WALK_NAME_BYTES = 64 };
struct walk {
    bool is_on;
    int frames, count;
    char seen[WALK_MOST][WALK_NAME_BYTES];
};

void walk_begin(struct walk *walk);
// In every frame while it is on. False: a control that shows no ring, comes twice, or is not reached.
bool walk_frame(struct walk *walk, const struct workspace *w, struct err *err);
