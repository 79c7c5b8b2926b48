// What was read off a photo, laid over a picture of it in colour: for the Areas screen, never for an export.
#pragma once

#include "plan/photo_maps.h"

enum map_tint { TINT_NONE, TINT_HAIR, TINT_SHINE, TINT_BLUR };

// The picture is the part from (left, top) of the whole photo at width_px; it is 8 bit afterwards.
// `on_head`, of the photo's size, 128 and more on the head, or NULL: where shine is shown. Beside the head the map only
// says that no dot changes what is grey.
void map_tint_draw(struct image *picture, const struct photo_maps *maps, const uint8_t *on_head, enum map_tint tint,
                   int left, int top, int width_px);
