/* What the skin looks like: colour, gloss, fine relief, and where hair grows. */
#ifndef DEMO_SKIN_H
#define DEMO_SKIN_H

#include "head_shape.h"

typedef struct {
    vec3 albedo;     /* linear, diffuse */
    float roughness; /* of the broader lobe of its shine */
    float gloss;     /* strength of the shine, 1 = bare skin */
    float relief;    /* strength of pores and lines */
} skin_look;

/* Another skin tone: very-light, light (his own), intermediate, tan, brown or dark. False: no such
 * one. */
int skin_tone_find(const char *name, vec3 *tone);
const char *skin_tone_name(int index); /* from 0; NULL: no more */

/* horseshoe (his own), none, receding, full, thin-top or scarred. False: no such hair. */
int hair_style_find(const char *name, hair_style *style);

skin_look skin_look_at(const head_model *model, vec3 p);

/* Height (mm) of pores, furrows and creases over the smooth surface. */
float skin_relief_mm(vec3 p);

/* Share of full density, 0..1. */
float scalp_hair_density(const head_model *model, vec3 p);
float beard_density(vec3 p);

#endif
