// A view's photo and what belongs to its pixels (shine, hair, mask), at the size of a frame.
#pragma once

#include "image/photo.h"
#include "plan/photo_maps.h"
#include "plan/relight.h"

struct picture; // of one view

struct picture *picture_create(const struct photo *photo); // borrowed; NULL: no photo, a mask only
void picture_free(struct picture *picture);                // accepts NULL

struct picture_at { // borrowed, until the next call for the same picture
    int width, height;
    const struct image *image; // NULL: no photo
    const uint8_t *shine;      // width x height, NULL: no photo
    bool is_shine_rgba;        // render/scene.h
    const uint8_t *keep_out;   // width x height, NULL: no mask
    const uint8_t *above;      // width x height, light of hair; NULL: no photo
    const uint8_t *covered;    // mask and hair's light together, NULL: neither
    struct photo_maps maps;    // at full size; all NULL: no photo
};

// photo_maps.h: map_store_skin; NULL without a photo, too.
const struct skin_maps *picture_skin(struct picture *picture, const struct view *view, const struct head *head,
                                     struct pool *pool);
bool picture_is_grey(const struct picture *picture);                     // black and white
const struct colour_space *picture_space(const struct picture *picture); // NULL: no photo

// width_px 0, or above the photo's: the photo's own size. Shine and hair are sought at full size, once,
// and averaged down by the photo's light; only on the head and close beside it, whose skin alone says what
// colour shine stands out from. (What a mask covers counts as head: painting one need not wait for
// the map.) head NULL: the bare photo is wanted, at once; no maps then.
bool picture_get(struct picture *picture, const struct case_view *view, const struct head *head, int width_px,
                 double px_per_mm, struct pool *pool, struct picture_at *out, struct err *err);
// Then, with a head: puts the picture and its shine in another light.
bool picture_relight(struct picture *picture, const struct case_view *view, const struct head *head, enum light light,
                     struct pool *pool, struct picture_at *at, struct err *err);
