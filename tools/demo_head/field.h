/* The shape baked to a grid of distances, for the many rays that gather light;
 * and rays against the exact shape. */
#ifndef DEMO_FIELD_H
#define DEMO_FIELD_H

#include "head_shape.h"

typedef enum { SURFACE_NONE, SURFACE_SKIN, SURFACE_SHIRT, SURFACE_EYE } surface_kind;

typedef struct {
    const head_model *model;
    vec3 origin; /* of sample 0 */
    float cell_mm;
    int count_x, count_y, count_z;
    float *distance_mm;
} field;

typedef struct {
    surface_kind surface;
    float along_mm; /* from the ray's start */
    vec3 place;
} field_hit;

int field_bake(field *f, const head_model *model, float cell_mm, int thread_count);
void field_free(field *f);

/* The nearest surface, refined on the exact shape. */
field_hit field_trace(const field *f, vec3 from, vec3 direction, float limit_mm);
/* Whether the ray leaves without meeting anything: 1 clear .. 0 blocked.  A
 * near miss counts in part, which stands for the size of a light. */
float field_clearance(const field *f, vec3 from, vec3 direction, float limit_mm, float softness);

surface_kind field_surface_at(const head_model *model, vec3 p);
vec3 field_normal(const head_model *model, surface_kind surface, vec3 p, float step_mm);

#endif
