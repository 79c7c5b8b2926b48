// Case and frame become a scene: which dots are there, how each looks, where it falls on the photo.
//
// What depends on less than the frame is kept in the composer, made once and known again by its
// content: the field, its places on the head, keep levels of an option, the photo's maps. A slider
// that changes looks only costs one pass over the places. Not thread-safe; uses the pool inside.
#pragma once

#include "base/pool.h"
#include "image/photo.h"
#include "plan/case.h"
#include "plan/frame.h"
#include "plan/photo_maps.h"
#include "render/scene.h"

struct composer;

struct composer *composer_create(struct pool *pool);
void composer_destroy(struct composer *composer);

// Hands in the pixels of a view's photo (borrowed until replaced or destroyed; NULL: none).
void composer_set_photo(struct composer *composer, int view, const struct photo *photo);

// One dot as the frame shows it: the splat and what a table of dots tells of it.
struct dot {
    uint32_t place; // id = rank index in the field
    uint8_t part;   // 0.. for the second and third dot of a cluster
    uint8_t event;  // index in the course
    uint8_t zone;
    float radius_mm, depth_mm, tilt_deg, azimuth_deg, tau; // azimuth from east, toward north
    float facing;                                          // cosine to the camera
    struct vec3 point_mm, normal;
};

struct composed {
    struct scene scene;
    int dot_count;
    const struct dot *dots; // same order as scene.splats; only when asked for
    struct photo_maps maps; // of the view at full size; all NULL without a photo, and before all events
    double px_per_mm;       // mean over the dots, at the picture's size; without: in front
};

// The result is owned by the composer and valid until the next call. No photo is needed for the
// dots; without one scene.photo is NULL and sizes are those of the view. Fails when the frame names
// a view or option that is not there, when the photo is not the view's, or memory runs out.
bool composer_compose(struct composer *composer, const struct case_ *case_, const struct frame *frame, bool want_dots,
                      struct composed *out, struct err *err);

// What is read off a view's photo, as the composer uses it; borrowed until its next call. NULL: no photo, no memory.
const struct skin_maps *composer_skin(struct composer *composer, const struct case_ *case_, int view);

const struct field *composer_field(struct composer *composer, const struct case_ *case_);
