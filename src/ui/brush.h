// A brush over the photo: a stroke grows from press to release. Thread: the window's.
#pragma once

#include "ui/workspace.h"

// Draws the brush and its stroke. True: it has the pointer. *done: the stroke that has ended in this frame, or NULL;
// valid until the next call.
bool brush_follow(struct workspace *w, struct pointer p, enum mask_of of, bool erases, uint32_t rgba,
                  const struct mask_stroke **done);
void brush_draw(struct workspace *w, const struct mask_stroke *stroke, uint32_t rgba);
void brush_slider(struct workspace *w); // how wide it is
