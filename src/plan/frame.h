// A frame: exactly what one picture shows. Whatever is shown or exported is a frame or several.
#pragma once

#include "model/dot_look.h"
#include "plan/relight.h"

enum frame_time_kind { TIME_FRESH, TIME_HEALED, TIME_DAYS };

struct frame {
    int view; // index in the case
    int option;
    int sessions; // how many have been done; 0: before; -1: all events, touch-ups too
    enum frame_time_kind time;
    double days; // TIME_DAYS: since the last event shown
    enum band band;
    int width_px;     // of the picture; 0: the photo's
    enum light light; // as if; LIGHT_PHOTO: the photo's own
    int is_before;    // only what was already in the photo: no dots
};

// "fresh", "healed" (28 days), or a number with d, w, m or y. False when it is none of these.
int frame_parse_time(const char *text, struct frame *frame);
double frame_days(const struct frame *frame); // fresh 0, healed 28
