// Another photo in the place of one of the case's: the one that was pointed at, or the changed one that lies there.
//
// One of the same shape takes over the marks at once. In one of another shape the head is looked for on a thread
// (head_seek.h), while the window goes on and the case stays as it is; what is found comes with the photo as one step.
// Thread: the window's.
#pragma once

#include "ui/workspace.h"

void replace_start(struct workspace *w, int view, struct photo *take_photo, const char *path);
void replace_accept(struct workspace *w, int view); // the changed one
void replace_step(struct workspace *w);             // in every frame
void replace_drop(struct workspace *w);
