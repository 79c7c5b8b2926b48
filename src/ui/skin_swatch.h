// The patient's own skin and what a technique makes of it, as colours for swatches.
//
// A swatch is drawn as the photo is: a patch of skin of one colour, seen from straight above, goes through the same
// composer and renderer, and its mean is taken. Of the patient it knows the skin's colour and the course; shine, hair,
// the hairline's ramp and the curve of the head are not in it. Thread: any, one at a time for each patch.
#pragma once

#include "image/photo.h"
#include "plan/case.h"

// Mean colour of lit, bare scalp in the photo, in its own codes. False when too little of it is seen.
bool skin_swatch_read(const struct photo *photo, const struct view *view, const struct head *head, uint8_t rgb[3]);

// That skin, in codes of `space`, inside a zone with this technique, all sessions of the course, which no event is done
// of, over and healed. False when memory runs out.
struct skin_patch;
struct skin_patch *skin_patch_create(void);
void skin_patch_destroy(struct skin_patch *patch); // accepts NULL
bool skin_patch_treated(struct skin_patch *patch, const struct colour_space *space, const uint8_t skin[3],
                        const struct technique *technique, const struct zone *zone, const struct course *course,
                        uint8_t rgb[3]);

// The same in each of the usual shades. Made anew only when something but the technique's own shade has changed.
struct skin_shades;
struct skin_shades *skin_shades_create(void);
void skin_shades_destroy(struct skin_shades *shades); // accepts NULL
void skin_shades_make(struct skin_shades *shades, const struct colour_space *space, const uint8_t skin[3],
                      const struct technique *technique, const struct zone *zone, const struct course *course);
const uint8_t *skin_shades_rgb(const struct skin_shades *shades, int shade); // the skin's own when memory ran out
