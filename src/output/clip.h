// A clip of the fading, or of a wipe from before to after: animated WebP.
//
// Below the photo's pixels stand the time that is shown, the option, and the disclaimer. Cells are those of
// picture.h, 8 bit. Thread: one; the pool works inside.
#pragma once

#include "output/picture.h"
#include "base/watch.h"
#include "plan/clinic.h"

enum { CLIP_LEAST_FRAMES = 2, CLIP_MOST_FRAMES = 240 };

struct clip_request {
    const struct case_ *case_;
    const struct clinic *clinic;
    struct frame frame; // photo, option, band; `wipes`: what the after is
    const char *title;  // NULL or over the option
    const char *date;
    bool wipes;
    double from_days, to_days; // of the fading, since the last session
    int frame_count, width_px; // of the picture
    bool is_cropped;
    enum face_cover cover;
    struct watch watch;
};

bool clip_make(struct picture_maker *maker, const struct clip_request *request, struct bytes *out, struct err *err);
