// What the program reads off a photo, shown over it and put right with the brush: parts to keep free, hair, shine,
// focus.
//
// A part of the Areas screen. Strokes belong to one photo. Thread: the window's.
#pragma once

#include "ui/workspace.h"

void mend_panel(struct workspace *w);
// Over the photo. True: it is at work, and nothing else is drawn; *is_taken: it has the pointer.
bool mend_overlay(struct workspace *w, struct pointer p, bool *is_taken);
enum map_tint mend_tint(const struct workspace *w); // that the canvas shows now
