// Writes the files that the Export screen asked for, one after the other on a thread of its own.
//
// What is written is the case as it was at the start, whatever is changed meanwhile. Thread: the window's.
#pragma once

#include "ui/workspace.h"

enum export_what {
    EXPORT_PRESENT,
    EXPORT_BEFORE,
    EXPORT_MOMENTS,
    EXPORT_OPTIONS,
    EXPORT_AS_STRIP,
    EXPORT_AS_SHEET,
    EXPORT_AS_COMPARE,
    EXPORT_AS_RANGE,
    EXPORT_AS_CLIP,
    EXPORT_AS_PAGE,
    EXPORT_AS_REPORT,
    EXPORT_AS_MARKING,
    EXPORT_WHAT_COUNT
};
enum { EXPORT_FORMATS = 4, EXPORT_WIDTHS = 4 };
extern const char *const export_suffixes[EXPORT_FORMATS];
extern const int export_widths[EXPORT_WIDTHS]; // 0: the photo's

void export_start(struct workspace *w);
void export_stop(struct workspace *w);           // after the picture at hand, which is given up where it can
void export_finish(struct workspace *w);         // waits for it
void export_step(struct workspace *w);           // in every frame; does nothing when nothing is asked for
bool export_picks_format(enum export_what what); // else it has its own, and its own size
bool export_is_layout(int what);                 // more than the picture: from the strip on
double export_share(const struct workspace *w);  // of all that is written
void export_stem(const struct workspace *w, char *out, size_t size); // what the names of all its files begin with
void export_folder(const struct workspace *w, char *out, size_t size);
