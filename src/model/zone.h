// A zone: a part of the scalp with its own density and technique, as directions on the head.
//
// Zones overlap by rule (keep.h): in listed order, a later zone replaces density and technique by the
// weight of its ramp. Does not know photos; what belongs to one photo is a view's mask.
#pragma once

#include "geom/vec3.h"

#include <stdbool.h>

enum zone_kind {
    ZONE_FULL,    // full shave look: everything behind the hairline down to the fringe
    ZONE_DENSITY, // fill between existing hairs
    ZONE_CROWN,
    ZONE_PART,
    ZONE_FUT_SCAR,
    ZONE_FUE_SCARS,
    ZONE_AREATA,
    ZONE_BIRTHMARK,
    ZONE_KIND_COUNT
};

enum zone_form {
    ZONE_AREA,  // closed outline, a smooth curve through the points
    ZONE_BAND,  // open smooth line with a width and round ends: part line; a strip scar narrows to pointed ones
    ZONE_SPOTS, // discs: FUE scars
    ZONE_FORM_COUNT
};

enum { ZONE_MOST_POINTS = 96, ZONE_NAME_BYTES = 48 };

struct zone {
    char name[ZONE_NAME_BYTES];
    enum zone_kind kind;
    enum zone_form form;
    int point_count;
    struct vec3 point[ZONE_MOST_POINTS];
    double width_mm;        // band: whole width, of a strip scar its most; spots: diameter
    double density_per_cm2; // final, of the skin's surface
    double ramp_mm;         // over which its weight grows from 0 at the outline to 1 inside
    double size_scale;      // of the technique's dot diameter
    double take_up;         // pigment taken by this skin against normal skin
    double fade_scale;      // its fading rate against normal skin: 1.7 for scars
    int behind_hairline;    // nonzero: also bounded by the option's hairline and its ramp
    double draft_certainty; // 0..1, of the program, where it laid it by itself; 0: a person did
};

struct head;
struct hairline;

// A zone of that kind with its usual form, place and numbers: full = behind the hairline down to a
// fringe line above ears and nape; crown round the whorl; part along the midline; and so on.
struct zone zone_make(enum zone_kind kind, const struct head *head, const struct hairline *hairline);

// Names as in case files and on the command line; find returns false for an unknown one.
const char *zone_kind_name(enum zone_kind kind); // "full", "part", "fut-scar", ...
const char *zone_form_name(enum zone_form form); // "area", "band", "spots"
bool zone_kind_find(const char *name, enum zone_kind *out);
