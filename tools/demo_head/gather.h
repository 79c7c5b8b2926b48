/* Light that arrives at the surface, gathered on a coarse picture of probes. */
#ifndef DEMO_GATHER_H
#define DEMO_GATHER_H

#include "camera.h"
#include "field.h"
#include "room.h"

typedef struct {
    surface_kind surface;
    float depth_mm; /* along the view axis */
    vec3 place, normal;
    vec3 light;  /* irradiance / pi */
    vec3 lean;   /* its change as the normal leans towards a direction, grey */
    float shine; /* share of the mirrored surroundings not blocked */
} probe;

typedef struct {
    int width, height;
    int divisor; /* picture pixels per probe */
    probe *probes;
} probe_map;

typedef struct {
    const field *shape;
    const room *room;
    const camera *camera; /* of the full picture */
    int thread_count;
} gather_setup;

int gather_probes(probe_map *map, const gather_setup *setup, int divisor);
void probe_map_free(probe_map *map);

/* The light at a place on a surface seen at a picture position. */
typedef struct {
    vec3 light, lean;
    float shine;
} probe_light;
probe_light probe_map_at(const probe_map *map, float x_px, float y_px, surface_kind surface, float depth_mm,
                         vec3 normal);

#endif
