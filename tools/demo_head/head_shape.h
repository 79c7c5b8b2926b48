/* The shape of the man: cranium, face, ears, neck, shoulders.  All of it is
 * modelled from average measures of adult men; nobody's head was scanned. */
#ifndef DEMO_HEAD_SHAPE_H
#define DEMO_HEAD_SHAPE_H

#include "curve.h"
#include "vec.h"

typedef struct {
    curve half_width, depth, axis_y; /* of the face, by height z */
} face_profile;

enum { EAR_RIM_POINTS = 40, EAR_FOLD_POINTS = 13 };

/* One ear in its own frame: u back, v up, w away from the head. */
typedef struct {
    vec3 rim[EAR_RIM_POINTS];
    float rim_radius_mm[EAR_RIM_POINTS];
    vec3 fold[EAR_FOLD_POINTS];
} ear_shape;

/* Where hair stands on the scalp: the shaved horseshoe of the demo's man, none, a receding hairline, all over it, or
 * all over with a thin top, some 8 mm long; or clipped to 2 mm all over, with a transplant's scars (scar.h). */
typedef enum { HAIR_HORSESHOE, HAIR_NONE, HAIR_RECEDING, HAIR_FULL, HAIR_THIN_TOP, HAIR_SCARRED } hair_style;

typedef struct {
    face_profile face;
    ear_shape ear;
    hair_style hair;
    int has_spectacles;
    int has_open_eyes;                /* eye.h; else closed, as his own */
    float pupil_distance_mm, iris_mm; /* of open eyes */
    vec3 tone; /* what the skin sends of the light that the man of the demo sends; 1, 1, 1: his own */
} head_model;

void head_model_init(head_model *model);

/* Distance to the bare skin (negative inside), and to the skull cap alone. */
float head_distance(const head_model *model, vec3 p);
float cranium_distance(vec3 p);
/* Distance to the shirt. */
float shirt_distance(vec3 p);

/* Where a ray from the centre of the cranium leaves the skin. */
vec3 head_point_towards(const head_model *model, vec3 direction);
vec3 cranium_centre(void);

vec3 head_normal(const head_model *model, vec3 p, float step_mm);

/* The parts; only head_shape.c and the drawing of hair need them. */
void face_profile_init(face_profile *face);
float face_mass_distance(const face_profile *face, vec3 p);
float face_with_features(const head_model *model, vec3 p, float mass_distance);
void ear_shape_init(ear_shape *ear);
float ear_distance(const ear_shape *ear, vec3 p);
float neck_distance(vec3 p);

/* Heights (z) of curves drawn on the face, for x >= 0 (patient's left). */
float lid_line_z(float x);
float lid_crease_z(float x);
float mouth_line_z(float x);
float upper_lip_edge_z(float x);
float lower_lip_edge_z(float x);
float brow_line_z(float x);

/* The face is not quite symmetric: model coordinates of a place. */
vec3 face_unwarp(vec3 p);
/* The same for a head whose open eyes stand nearer together or farther apart. */
vec3 face_place(const head_model *model, vec3 p);

#endif
