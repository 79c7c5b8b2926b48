// Writes the pictures that the Export screen asked for, one in a frame, so that the window stays alive.
#pragma once

#include "ui/workspace.h"

enum export_what { EXPORT_PRESENT, EXPORT_BEFORE, EXPORT_MOMENTS, EXPORT_OPTIONS, EXPORT_WHAT_COUNT };
enum { EXPORT_FORMATS = 4, EXPORT_WIDTHS = 4 };
extern const char *const export_suffixes[EXPORT_FORMATS];
extern const int export_widths[EXPORT_WIDTHS]; // 0: the photo's

void export_start(struct workspace *w);
void export_stop(struct workspace *w);
void export_step(struct workspace *w);         // in every frame; does nothing when nothing is asked for
void export_folder(const struct workspace *w, char *out, size_t size);
