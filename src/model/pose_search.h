// Finds one view's pose from nothing: many rough solves, then thorough ones of the best few.
#pragma once

#include "model/pose_rows.h"

// Solves with the sigmas' scale taken anew before each round. Returns the steps, the last cost
// through `cost`.
int pose_solve(struct pose_problem *problem, int rounds, int most_steps, double *cost);

struct pose_found {
    int steps;
    double runner_up; // by how much more another turn costs; small: the marks fit both
};

// For a problem of one view; leaves the best pose in problem->now.
struct pose_found pose_search(struct pose_problem *problem);
