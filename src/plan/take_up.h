// How much pigment this skin took, measured: a photo taken after a session against one from before it.
//
// Of both photos the same places of the head are compared, treated and untreated. What changed between
// them is explained by exposure and white balance, by light from another side (first order in the way
// the skin faces), and by some multiple of the darkening that the model predicts for the sessions in
// between; that multiple is sought, and turned into the load of pigment that gives it. Shine, hair and
// masks are left out or allowed for. The interval holds what the pixels leave open and what a day or a
// millimetre more or less would change; it knows nothing of a photo's own tone mapping.
//
// The later photo is taken to be of the day of the next event, before it; after the last one, of the
// day when that has healed.
#pragma once

#include "base/pool.h"
#include "image/photo.h"
#include "plan/case.h"

struct take_up_views { // indices in the case
    int before, after;
};

struct take_up {
    struct take_up_views views;
    struct interval load; // of the usual one: what course.take_up is to be; 90 %
    double darkening;     // measured against predicted, of the light that the skin sends back
    int samples, treated; // places compared, and those of them with pigment
};

// The newest photo that shows finished events, and the one from before them that shows most of the same.
// False when there is no such pair.
bool take_up_find_views(const struct case_ *case_, struct take_up_views *out);

// `option`: of events that are not marked done. False (ERR_INPUT) when the photos have too little treated
// or untreated skin in common, or show no change that could be told from chance. The same for any pool.
bool take_up_measure(const struct case_ *case_, int option, struct take_up_views views, const struct photo *before,
                     const struct photo *after, struct pool *pool, struct take_up *out, struct err *err);
