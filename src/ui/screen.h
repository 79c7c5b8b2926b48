// The screens: one for each step of a consultation, drawn into the side panel; some put handles on the canvas.
#pragma once

#include "ui/workspace.h"

struct screen {
    const char *name;                   // translated where it is shown
    void (*panel)(struct workspace *w); // the controls
    // Over the canvas, after the picture: handles, guides, brushes. Returns true when it took the pointer.
    bool (*overlay)(struct workspace *w, struct pointer pointer);
};

const struct screen *screen_of(enum step step);

void screen_photo(struct workspace *w);
void screen_head(struct workspace *w);
void screen_hairline(struct workspace *w);
void screen_areas(struct workspace *w);
void screen_pigment(struct workspace *w);
void screen_course(struct workspace *w);
void screen_show(struct workspace *w, double top); // patient mode: the bar below the picture
double screen_show_height(const struct workspace *w);
void screen_export(struct workspace *w);

bool overlay_head(struct workspace *w, struct pointer pointer);
bool overlay_hairline(struct workspace *w, struct pointer pointer);
bool overlay_areas(struct workspace *w, struct pointer pointer);

// What lies over everything: the file browser and its questions. After all other regions, in every frame.
void screens_above(struct workspace *w);
bool screens_are_busy(const struct workspace *w); // something is being read or written

void screens_pictures_lost(struct workspace *w);
void screens_finish(struct workspace *w); // before the session and the toolkit end
