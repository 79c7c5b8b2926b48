// Changes to a case by text: KEY=VALUE for every parameter, and a few verbs for what has no value.
//
//   hairline.height_mm=80        any key of param.h
//   zones.add=crown              a zone of that kind with its usual place; KIND:NAME names it
//   zones.place=NAME:X,Y         moves it there on the photo at hand; X,Y/X,Y/... shapes it anew
//   zones.remove=NAME
//   options.add=NAME             a copy of the option at hand; options.remove=NAME, options.rename=NAME
//   events.add=touch-up@365      an event of that kind on that day; events.remove=N
//   views.remove=N               a photo goes from the case; not the last one
//   drafts.confirm=hairline      what the program laid is right as it lies: marks (of the photo at hand), hairline or
//                                zones (of the option)
//   mask.add=X,Y/X,Y/X,Y         a polygon of the photo left alone; mask.erase=... takes it away again
//   mask.stroke=W:X,Y/X,Y        a stroke W pixels wide; mask.clear=all, painted or drafted
//   mask.hair=..., mask.skin=... what the maps of the photo are to hold there, as a polygon or a stroke;
//                                so too mask.shine, mask.matt, mask.blur, mask.sharp
//
// Used by the command line, the panels and the log of commands alike.
#pragma once

#include "plan/case.h"

struct edit_place {
    int option; // index: what hairline, technique and zone keys change
    int view;   // index: what mask verbs change, and where zones.place has its points
};

// One change. On failure (ERR_INPUT) the case is as before. Rules that span several values are left to
// edit_apply and case_validate.
bool edit_one(struct case_ *case_, struct edit_place *place, const char *change, struct err *err);

// All of them, one after the other, or none: a new case, or NULL. `place` follows added options.
struct case_ *edit_apply(const struct case_ *case_, struct edit_place place, const char *const *changes, int count,
                         struct err *err);

// The verbs for --help, one a line.
const char *edit_verbs_help(void);
