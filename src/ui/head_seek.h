// The head in a photo, looked for while the window goes on (case_make_draft, on a thread).
//
// A new case shows its bare photo meanwhile. What is found comes as a step of the history, and not at all when a person
// has laid marks by then, or another photo is in that place. Thread: the window's.
#pragma once

#include "ui/workspace.h"

enum seek_for {
    SEEK_NEW,     // the only photo of a new case: it is shown first
    SEEK_LAY,     // marks of a view anew
    SEEK_ADD,     // in a photo that is to be added (screen_files.c)
    SEEK_REPLACE, // in one that is to take another's place (replace.h)
};

void head_seek_new(struct workspace *w);
void head_seek_lay(struct workspace *w, int view, enum facing facing);
void head_seek_add(struct workspace *w, const struct photo *photo, enum facing facing);
void head_seek_replace(struct workspace *w, const struct photo *photo, enum facing facing);
void head_seek_stop(struct workspace *w); // with what there is

bool head_seek_is_on(const struct workspace *w, enum seek_for what);
bool head_seek_is_busy(const struct workspace *w);           // unless held
double head_seek_seconds(const struct workspace *w);         // since it began; 0: not on
bool head_seek_take(struct workspace *w, struct draft *out); // of the last two: true once, when it is found
void head_seek_step(struct workspace *w);                    // in every frame
void head_seek_hold(struct workspace *w, bool is_held);      // for tests: also the next ones
