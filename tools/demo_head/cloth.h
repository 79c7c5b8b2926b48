/* The knitted shirt. */
#ifndef DEMO_CLOTH_H
#define DEMO_CLOTH_H

#include "vec.h"

vec3 cloth_albedo(vec3 p);
float cloth_relief_mm(vec3 p);

#endif
