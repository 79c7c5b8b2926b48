// Which part of a photo shows the scalp: the head from the brows in front to the nape behind, and a margin.
//
// Follows from the head and its pose alone, so that every option and time of a photo has the same crop.
#pragma once

#include "plan/case.h"

struct rect_px { // half open, in pixels of the upright photo
    int left, top, right, bottom;
};

struct rect_px scalp_crop(const struct case_ *case_, int view); // at least 1 x 1 px, within the photo
