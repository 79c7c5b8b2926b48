// A photo as if it had been taken in other light: an approximation to look at, not a measurement.
//
// The way the fitted head's skin faces is known, and how bright it is that way is fitted to the photo's
// bare skin. Skin is made as bright as the other light would make it, in first order, and shine is
// scaled; hard light adds a broad highlight of its own where it is seen. Cast shadows, wrinkles and
// everything beyond the head stay as the photo has them; so does what is clipped. Nothing moves.
#pragma once

#include "base/pool.h"
#include "image/colour.h"
#include "image/skin_maps.h"
#include "model/view.h"

enum light { LIGHT_PHOTO, LIGHT_SOFT, LIGHT_OVERHEAD, LIGHT_SUN, LIGHT_COUNT };
const char *light_name(enum light light);  // "photo", "soft", "overhead", "sun"
const char *light_words(enum light light); // "in direct sun"; "" for the photo's own

struct relight_request {
    const struct image *image; // the view's photo, perhaps smaller
    const uint8_t *shine;      // of its size, as a scene has it (render/scene.h)
    bool is_shine_rgba;
    const struct colour_space *space;
    const struct view *view;
    const struct head *head;
    const struct skin_maps *skin; // of the whole photo
    enum light light;
};
// New pixels (image_unref) and their share of shine (mem_free). False when memory runs out.
bool relight(const struct relight_request *request, struct pool *pool, struct image **out, uint8_t **out_shine);
