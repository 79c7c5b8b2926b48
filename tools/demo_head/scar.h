/* Scars of hair transplants at the back of his head: of a strip, and of single grafts above and below it. */
#ifndef DEMO_SCAR_H
#define DEMO_SCAR_H

#include "vec.h"

/* How much of the skin there is scar, 0..1. */
float scar_share(vec3 p);

#endif
