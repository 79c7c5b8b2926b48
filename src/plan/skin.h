// The patient's skin tone, read off a photo: the individual typology angle of lit, bare skin of the head.
//
// The forehead is bare on everyone and is used where the photo shows it, else the whole scalp. Hair, by
// image/skin_maps.h, is left out, and of the rest the quarters with the least and the most light, so that
// shadow and shine count little. One photo cannot tell a brighter light from lighter skin: the range says what
// the tone is if it was exposed by a third more or less than is usual.
#pragma once

#include "image/photo.h"
#include "image/skin_maps.h"
#include "model/course.h"
#include "model/view.h"

struct skin_reading {
    double ita_deg, darkest_deg, lightest_deg;
    enum skin_tone tone, darkest, lightest;
};

// `maps`: of the photo; NULL: hair counts as skin. False, and nothing written, when too little of the head is seen or
// the photo has no colours.
bool skin_estimate(const struct photo *photo, const struct skin_maps *maps, const struct view *view,
                   const struct head *head, struct skin_reading *out);
