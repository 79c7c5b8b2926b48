// Starting poses for one view: its drafted turn, rough turns from the facing, or a grid of them when
// neither is known, each with the place and size that the marks then ask for. Nothing is solved here.
#pragma once

#include "model/pose_rows.h"

enum { POSE_MOST_STARTS = 24 };

// Writes views with the given view's camera and some pose; returns how many, at least one.
int pose_starts(const struct pose_problem *problem, int view_index, struct view out[POSE_MOST_STARTS]);
