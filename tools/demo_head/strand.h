/* Thin hairs drawn over the shaded picture, with the picture's depth deciding
 * what of them is hidden. */
#ifndef DEMO_STRAND_H
#define DEMO_STRAND_H

#include "camera.h"
#include "gather.h"

#include <stddef.h>

enum { STRAND_POINTS = 5 };

typedef struct {
    vec3 points[STRAND_POINTS]; /* root to tip */
    float root_radius_mm, tip_radius_mm;
    vec3 albedo;
    float opacity;
} strand;

typedef struct {
    int width, height;
    vec3 *colour;
    float *depth_mm;
} picture;

void strand_draw(picture *out, const camera *c, const probe_map *probes, const strand *hair);

#endif
