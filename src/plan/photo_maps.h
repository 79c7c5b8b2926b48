// What is read off a view's photo, and what was painted over it: shine, hair, blur.
//
// Made at full size on the head and close beside it, once for a head and its pose; strokes of the
// view's mask put it right and cost only themselves. Borrows the photo.
#pragma once

#include "image/photo.h"
#include "image/skin_maps.h"
#include "plan/case.h"

#define PHOTO_MAPS_MARGIN_MM 3.0 // beside the head: so far dots reach, and a head is misfitted
enum { BLUR_MAP_PX = 8 };        // a value of the blur map stands for so many photo pixels each way
#define BLUR_STEP_PX 0.03125f    // sigma for 1 of the blur map
#define CAMERA_BLUR_PX 0.8f      // of a phone at full size where nothing tells (domain.md section 6)

struct photo_maps {
    const struct photo *photo;
    int width, height;    // of the photo
    const uint8_t *shine; // width x height
    const uint8_t *hair;  // the same: share that hair hides
    const uint8_t *above; // the same: share of the pixel's light that hair sends, which no dot
                          // changes; small until hair hides nearly all, for it is dark
    const uint8_t *blur;  // what the photo is softer by than a sharp one
    int blur_width, blur_height;
    float camera_blur_px;         // standard deviation of lens, demosaicing and JPEG where it is sharp
    const struct skin_maps *skin; // as read, nothing painted
    int version;                  // from 1; another one whenever any of it has changed
};

struct map_store;
struct map_store *map_store_create(const struct photo *photo);
void map_store_free(struct map_store *store); // accepts NULL

// Borrowed until the next call. False when memory runs out.
bool map_store_get(struct map_store *store, const struct case_view *view, const struct head *head, double px_per_mm,
                   struct pool *pool, struct photo_maps *out, struct err *err);

// What the skin alone tells, nothing painted, for those who need no more; borrowed until the next call. NULL when
// memory runs out.
const struct skin_maps *map_store_skin(struct map_store *store, const struct view *view, const struct head *head,
                                       struct pool *pool);

// Share of a place's density that hair leaves: 1 on bare skin, 0 where a hair lies over it; between hairs
// the less, the thicker they grow within a millimetre.
float photo_maps_bare(const struct photo_maps *maps, float x, float y, float px_per_mm);

// Standard deviation, px of the photo, that a dot at that place is to be blurred by beyond a sharp
// photo's dot.
float photo_maps_blur_px(const struct photo_maps *maps, float x, float y);
