// Judges a solved pose: how far each mark is off, and whether the marks can belong together at all.
#pragma once

#include "model/pose_rows.h"

// How many sigmas a landmark's mark and the offset that it asked for are away from the mean,
// together.
double pose_landmark_sigmas(const struct pose_problem *problem, int v, enum landmark landmark);

// Fills residual_px, worst_px and worst of each view.
void pose_judge_residuals(const struct pose_problem *problem, struct pose_result *out);

// ERR_INPUT when no head looks like these marks: names the mark to look at.
bool pose_judge_sense(const struct pose_problem *problem, const struct pose_result *out, struct err *err);
