// The help: every key of the shortcut table, over a veil.
#pragma once

#include "ui/workspace.h"

void help_draw(struct workspace *w); // while w->shows_help
