/* The colour of one ray: linear light that leaves the scene towards the camera. */
#ifndef DEMO_SHADE_H
#define DEMO_SHADE_H

#include "gather.h"

typedef struct {
    const field *shape;
    const room *room;
    const camera *camera;
    const probe_map *probes;
    backdrop_kind backdrop;
} scene;

typedef struct {
    vec3 colour;
    float depth_mm; /* along the view axis; SHADE_FAR where nothing is hit */
    surface_kind surface;
} shaded;

#define SHADE_FAR 1e9f

shaded shade_ray(const scene *s, float x_px, float y_px);

#endif
