/* What is known of the pictures because we made them: cameras, landmarks,
 * outlines, a ruler.  Written as JSON for tests and for the program's demo. */
#ifndef DEMO_TRUTH_H
#define DEMO_TRUTH_H

#include "field.h"
#include "render.h"

int truth_write(const char *path, const field *shape, const view *views, int view_count);

#endif
