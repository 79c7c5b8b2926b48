// The patient's skin tone, read off a photo: the individual typology angle of lit, bare skin of the head.
//
// The forehead is bare on everyone and is used where the photo shows it, else the whole scalp. Hair, by
// image/skin_maps.h, is left out, and of the rest the quarters with the least and the most light, so that
// shadow and shine count little. A photo's exposure moves it: it is an estimate to start from.
#pragma once

#include "image/photo.h"
#include "model/course.h"
#include "model/view.h"

// False when too little of the head is seen.
bool skin_estimate(const struct photo *photo, const struct view *view, const struct head *head, double *ita_deg,
                   enum skin_tone *tone);
