/* One picture's truth in the form of the sample photos' files: NAME.json (camera, landmarks), NAME_depth16.png,
 * NAME_normal.png and NAME_mask.png, at half the picture's size, so that the figures can judge pictures of this man as
 * they judge those. In the mask red is 255 on the head, 200 on the ears and 160 beneath spectacles' arms; green
 * clothes; blue the hair's density. Without the hair, as there. */
#ifndef DEMO_LABELS_H
#define DEMO_LABELS_H

#include "field.h"
#include "render.h"

/* `stem`: the path without ending. */
int labels_write(const char *stem, const field *shape, const view *v, int divisor);

#endif
