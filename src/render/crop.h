// A part of a scene as a scene of its own: what a zoomed-in canvas shows.
//
// Borrows pixels and maps of the whole; owns the moved splats, of which those are kept that can reach the
// part.
#pragma once

#include "render/scene.h"

struct scene_crop {
    struct scene scene;
    struct image photo; // a view into the whole photo's rows
    struct splat *splats;
};

// The part must lie within the photo. False when memory runs out.
bool scene_crop_init(struct scene_crop *crop, const struct scene *whole, int left, int top, int width_px,
                     int height_px);
void scene_crop_finish(struct scene_crop *crop); // accepts all zero
