// How a part of a case file is named while it is read and written, to keep unknown keys where they stood:
// "options/A/zones/crown". Parts with a name go by it, so that they may change their order.
#pragma once

#include <stdio.h>

enum { CASE_PART_BYTES = 640 };

static inline void case_part_id(char out[CASE_PART_BYTES], const char *parent, const char *key, const char *name)
{
    snprintf(out, CASE_PART_BYTES, "%.300s%s%.40s%s%.255s", parent, *parent ? "/" : "", key, *name ? "/" : "", name);
}
