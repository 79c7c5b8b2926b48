/* The consultation room: where its light comes from, and what stands behind the
 * patient, out of focus. */
#ifndef DEMO_ROOM_H
#define DEMO_ROOM_H

#include "noise.h"
#include "vec.h"

enum { ROOM_LIGHTS = 3, ROOM_MAP_WIDTH = 128, ROOM_MAP_HEIGHT = 64, ROOM_GLOSS_LEVELS = 6 };

typedef struct {
    vec3 centre, half_a, half_b; /* a rectangle, mm */
    vec3 radiance;
} room_light;

typedef struct {
    room_light lights[ROOM_LIGHTS];
    /* The surroundings as seen by a rough mirror, by level of roughness. */
    vec3 *gloss[ROOM_GLOSS_LEVELS];
} room;

int room_init(room *r);
void room_free(room *r);

/* Walls, floor and ceiling, without the lights. */
vec3 room_ambient(vec3 direction);
/* Seen in a mirror of roughness 0.1 .. 0.6 */
vec3 room_gloss(const room *r, vec3 direction, float roughness);

typedef enum { BACKDROP_WALL, BACKDROP_CORNER, BACKDROP_FLOOR } backdrop_kind;
vec3 room_backdrop(backdrop_kind kind, vec3 from, vec3 direction);

#endif
