/* Where hair grows: scalp, beard shadow, eyebrows, lashes; and spectacles, which are drawn like hairs. */
#ifndef DEMO_HAIR_H
#define DEMO_HAIR_H

#include "head_shape.h"
#include "strand.h"

typedef struct {
    strand *strands;
    int count, capacity;
} hair_list;

int hair_grow(hair_list *hair, const head_model *model);
void hair_free(hair_list *hair);

#endif
