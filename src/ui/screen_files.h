// Opening, adding, replacing and saving: the browser (browse.h), what is being read, and the questions in between.
#pragma once

#include "ui/workspace.h"

void screen_files(struct workspace *w);                          // over all other regions, in every frame
bool screen_files_cover(const struct workspace *w);              // keys of the window rest
void screen_files_reopen(struct workspace *w);                   // the case at hand, from the disk
void screen_files_take(struct workspace *w, const char *path);   // dropped on the window: asks before anything is lost
int when_chooser(struct workspace *w, const char *id, int done); // how many events a photo shows: the choice; -1: none
