// One case's plan laid on the head of another: a clinic's template, applied to its patients.
#pragma once

#include "plan/case.h"

// Options and planned course of `from` take the place of those of `case_`, whose head is fitted. Lengths stay: what
// follows from measures on the head of `from` follows from the same measures on this one; what a hand moved keeps its
// directions. Nothing counts as done. The patient's own (head, photos, skin tone, notes) stays.
void case_take_plan(struct case_ *case_, const struct case_ *from);
