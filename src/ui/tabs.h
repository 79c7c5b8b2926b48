// Which photo and which option are at hand, at the head of the screens that they matter to.
#pragma once

#include "ui/workspace.h"

void view_tabs(struct workspace *w);     // nothing for a single photo
void option_tabs(struct workspace *w);   // choose, or copy as another
void option_manage(struct workspace *w); // rename, remove
