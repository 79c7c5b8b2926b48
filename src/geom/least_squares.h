// Damped least squares (Levenberg and Marquardt) for small dense problems.
//
// The problem owns its unknowns, which need not be a plain vector (rotations move on their own
// manifold): it says what rows it has at the present place, and what the cost would be after a step.
// Rows are sparse lists of (unknown, slope), so a problem of 200 unknowns with thousands of rows
// takes milliseconds. Only + - x / sqrt: same bits on every machine. Thread: no shared state.
#pragma once

#include <stdbool.h>

enum { LEAST_SQUARES_MOST_UNKNOWNS = 192, LEAST_SQUARES_MOST_SLOPES = 40 };

// One row: how the residual (in units of its standard deviation) moves with the unknowns.
struct ls_row {
    double residual;
    int count;
    int unknown[LEAST_SQUARES_MOST_SLOPES];
    double slope[LEAST_SQUARES_MOST_SLOPES];
};

static inline void ls_row_add(struct ls_row *row, int unknown, double slope)
{
    row->unknown[row->count] = unknown;
    row->slope[row->count++] = slope;
}

// The normal equations: matrix (lower triangle) = sum w J'J, gradient = sum w J'r.
struct ls_normal {
    int count;
    double gradient[LEAST_SQUARES_MOST_UNKNOWNS];
    double matrix[LEAST_SQUARES_MOST_UNKNOWNS][LEAST_SQUARES_MOST_UNKNOWNS];
};

void ls_normal_clear(struct ls_normal *normal, int count);
void ls_normal_add(struct ls_normal *normal, const struct ls_row *row, double weight);

// In place: lower triangle becomes its Cholesky factor. False when not positive definite.
bool ls_factor(struct ls_normal *normal);
// After ls_factor: solves L L' x = b in place; and half of it, L x = b, whose squared length is b' A^-1 b.
void ls_solve(const struct ls_normal *factored, double *b);
double ls_inverse_form(const struct ls_normal *factored, double *b);

struct ls_problem {
    void *self;
    int count;                                            // of unknowns
    double (*rows)(void *self, struct ls_normal *normal); // adds the rows here; returns the cost
    double (*try_step)(void *self, const double *step);   // cost after the step; huge when impossible
    void (*take_step)(void *self);                        // keeps the step tried last
};

struct ls_result {
    int steps; // linear systems solved
    double cost;
    bool has_converged;
};

// Never raises the cost.
struct ls_result least_squares(const struct ls_problem *problem, int most_steps);
