/* Open eyes: the gap between the lids, the eye behind it, and what it looks like.
 *
 * Places are those of the unwarped face (face_place) on the patient's left, x >= 0; both eyes look straight ahead. The
 * limbus, where the iris ends, is a circle of iris_mm across as seen from ahead, halfway through its own soft edge. */
#ifndef DEMO_EYE_H
#define DEMO_EYE_H

#include "head_shape.h"

/* Where the lids end. */
float upper_lid_z(float x);
float lower_lid_z(float x);

/* The skin with the gap cut out; the eye's own surface. */
float eye_gap_cut(vec3 q, float skin_distance);
float eye_ball_distance(vec3 q);

/* Where that place of the unwarped face lies, in the head's coordinates; x of either sign. */
vec3 eye_place(const head_model *model, vec3 q);
/* Middle of the pupil of that side (+1 the patient's left), head coordinates. */
vec3 eye_pupil(const head_model *model, float side);

typedef struct {
    vec3 albedo;
    float dome;  /* how far the clear dome leans outward beyond the eye's surface, a slope */
    float shade; /* share of the light that lids and lashes leave */
} eye_look;

eye_look eye_look_at(const head_model *model, vec3 q);
/* Outward from the pupil's middle, in the plane of the iris. */
vec3 eye_outward(vec3 q);

#endif
