// Moves the plan along when head and poses are fitted anew: what was drawn on a photo stays where it was drawn.
#pragma once

#include "plan/case.h"

// Before the case takes `fitted`. `new_marks`: the view whose marks are others than its pose was fitted to; the other
// photos say where the plan stays, but for one whose pose turns so far that it was wrong before. With none of them
// every place keeps its direction on the head.
void case_carry_plan(struct case_ *case_, const struct pose_result *fitted, int new_marks);
