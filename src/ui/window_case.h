// The case in the window: opened, taken up after a crash, saved; and all that is in hand set back for it.
//
// Refusals are shown. Thread: the window's.
#pragma once

#include "ui/workspace.h"

bool window_case_open(struct workspace *w, const char *path); // case or photo; waits for it
void window_case_take(struct workspace *w, struct document *take_document);
void window_case_recover(struct workspace *w, struct recovered *take_recovered);
bool window_case_save(struct workspace *w, const char *path); // NULL: where it came from
