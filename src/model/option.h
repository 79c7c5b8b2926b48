// An option: one answer to "how shall it look?": hairline, zones, technique, pigment.
//
// Immutable once shared; options A-D of a case differ in these and share the dot field.
#pragma once

#include "model/hairline.h"
#include "model/technique.h"
#include "model/zone.h"

enum { OPTION_MOST_ZONES = 12, OPTION_NAME_BYTES = 48 };

struct option {
    char name[OPTION_NAME_BYTES];
    struct hairline hairline;
    struct technique technique;
    int zone_count;
    struct zone zone[OPTION_MOST_ZONES];
};
