// The first run: three hints beside what they speak of, one after the other, until each was read.
//
// Which were read is remembered in the settings. Nothing waits for them.
#pragma once

#include "ui/workspace.h"

void hints_draw(struct workspace *w); // above the work screens, below dialogs
