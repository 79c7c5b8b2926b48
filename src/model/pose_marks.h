// What a person's marks on one photo must be before pose_fit looks at them.
#pragma once

#include "model/pose_fit.h"

// ERR_INPUT with one line that says which mark, and what to do; `number` counts views from 1.
bool marks_check(const struct marks *marks, int number, struct err *err);

// Whether these suffice for a fit (which may still find them vague).
bool marks_are_enough(const struct marks *marks);

bool marks_are_any(const struct marks *marks); // a landmark, an outline or a ruler

// Always false, ERR_INPUT: too few marks, with the fewest that would do; or enough of them, but so
// placed that they do not settle the pose ("these marks WHY").
bool marks_refuse_few(const struct marks *marks, int number, struct err *err);
bool marks_refuse_vague(const struct marks *marks, int number, const char *why, struct err *err);
