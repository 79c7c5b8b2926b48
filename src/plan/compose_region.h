// Where a view's photo shows the head: where to look for the skin's own colour.
#pragma once

#include "model/view.h"

#include <stdint.h>

// A map of the view's size, 255 on the head and up to margin_mm beside it and 0 elsewhere, to be
// freed with mem_free; NULL when memory runs out. Takes the outline as convex, which heads nearly
// are.
uint8_t *head_region(const struct view *view, const struct head *head, double margin_mm);
