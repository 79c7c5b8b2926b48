// Points on the canvas that a finger moves: who was hit, where it goes, when it is let go.
//
// Positions are in photo pixels. One screen's points at a time; the point in hand is workspace.handle.
#pragma once

#include "ui/workspace.h"

enum handle_act {
    HANDLE_FREE,    // the pointer is not on a point
    HANDLE_HELD,    // it holds one that lies still
    HANDLE_MOVED,   // to *at
    HANDLE_DROPPED, // after it had been moved, at *at
    HANDLE_TAPPED,  // pressed and let go without moving: it is selected now
};

// `first` is the number of points[0]; several sets may be followed one after the other.
enum handle_act handles_follow(struct workspace *w, const struct pt_px *points, int first, int count,
                               struct pointer pointer, struct pt_px *at);
// A press and release in one place beside every point; call after handles_follow gave HANDLE_FREE.
bool handles_tapped(struct workspace *w, struct pointer pointer, struct pt_px *at);
// Of points that crowd a finger only some are offered: each lies CROWD_PT from those before it, or AWAY; and the
// selected one.
#define CROWD_PT 18.0
#define AWAY ((struct pt_px){-1e7, -1e7})
void handles_thin(const struct workspace *w, struct pt_px *points, int count);

// The one in hand, else the one under the pointer; -1: neither. A finger that was lifted is over nothing.
int handles_at(const struct workspace *w, const struct pt_px *points, int first, int count, struct pointer pointer);
int handles_selected(const struct workspace *w);
void handles_select(struct workspace *w, int point); // -1: none

enum handle_look { LOOK_POINT, LOOK_SMALL, LOOK_QUIET };
// Labels are laid beside their points so that none covers another; one that has no room is left out.
struct label_room {
    int count;
    double box[64][4];
};
void label_draw(struct workspace *w, struct label_room *room, struct pt_px at, const char *label, bool must);
// A draft's is a ring: the photo shows through.
void handle_draw(struct workspace *w, struct pt_px at, int point, enum handle_look look, bool is_draft);
void lens_draw(struct workspace *w, struct pt_px at); // the photo round it, three times as large, in a corner

double canvas_distance(const struct workspace *w, struct pt_px a, struct pt_px b); // points
