// What a person's marks on one photo must be before pose_fit looks at them.
#pragma once

#include "model/pose_fit.h"

// ERR_INPUT with one line that says which mark, and what to do; `number` counts views from 1.
bool marks_check(const struct marks *marks, int number, struct err *err);
