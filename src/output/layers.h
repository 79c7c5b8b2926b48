// Pictures of what lies behind a frame, for looking and for checks: not for patients.
//
// `out` is 8 bit and of the scene's size; every pixel is written.
#pragma once

#include "base/pool.h"
#include "model/view.h"
#include "plan/photo_maps.h"
#include "render/scene.h"

void layer_normals(const struct head *head, const struct view *view, struct pool *pool, struct image *out);
void layer_mask(const struct scene *scene, struct image *out);
void layer_diffuse(const struct scene *scene, struct pool *pool, struct image *out);
// Of the head alone: beside it the map says of what is grey that no dot changes it, which is no shine.
void layer_shine(const struct scene *scene, const struct view *view, const struct head *head, struct image *out);
void layer_hair(const struct photo_maps *maps, struct image *out);
void layer_sharpness(const struct photo_maps *maps, struct image *out);
void layer_noise(const struct photo_maps *maps, struct image *out);
