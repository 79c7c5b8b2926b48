// Opens the browser over the window: what for, its title, where it begins. What is chosen is taken by screen_files.c.
#pragma once

#include "ui/screen_state.h"

void browse_open(struct workspace *w, enum browse_for purpose);
