/* Light that wanders under the skin before it comes out again. */
#ifndef DEMO_SCATTER_H
#define DEMO_SCATTER_H

#include "gather.h"

/* Blurs the light on skin over mm that differ by colour: red goes farthest. */
int scatter_light(probe_map *map, float focal_px, int thread_count);

#endif
