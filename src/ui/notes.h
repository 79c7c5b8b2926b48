// The artist's notes of the case: a field of some lines; what is written is one step of the history.
#pragma once

#include "ui/workspace.h"

void notes_draw(struct workspace *w);
