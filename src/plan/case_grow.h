// A plan that the program laid itself, when a further photo shows more of the head.
#pragma once

#include "model/draft.h"
#include "plan/case.h"

// What view `view` shows open and no zone holds becomes further drafted zones of the only option. Nothing where a
// person touched a zone, where a session is done already or was when the photo was taken, where its side is but
// guessed, or where its scale is too vague to say where on the head that lies. Returns how many: the option's last.
int case_grow_zones(struct case_ *case_, int view, const struct draft *draft);
