#include "geom/least_squares.h"

#include "base/check.h"
#include "base/mem.h"

#include <math.h>
#include <string.h>

void ls_normal_clear(struct ls_normal *normal, int count)
{
    REQUIRE(count > 0 && count <= LEAST_SQUARES_MOST_UNKNOWNS);
    normal->count = count;
    for (int i = 0; i < count; i++) {
        normal->gradient[i] = 0.0;
        memset(normal->matrix[i], 0, sizeof(double) * (size_t)count);
    }
}

void ls_normal_add(struct ls_normal *normal, const struct ls_row *row, double weight)
{
    for (int a = 0; a < row->count; a++) {
        int i = row->unknown[a];
        double w = weight * row->slope[a];
        normal->gradient[i] += w * row->residual;
        for (int b = 0; b < row->count; b++)
            if (row->unknown[b] <= i)
                normal->matrix[i][row->unknown[b]] += w * row->slope[b];
    }
}

bool ls_factor(struct ls_normal *normal)
{
    double(*m)[LEAST_SQUARES_MOST_UNKNOWNS] = normal->matrix;
    for (int i = 0; i < normal->count; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = m[i][j];
            for (int k = 0; k < j; k++)
                sum -= m[i][k] * m[j][k];
            if (j < i)
                m[i][j] = sum / m[j][j];
            else if (sum > 0.0)
                m[i][i] = sqrt(sum);
            else
                return false; // NaN too
        }
    }
    return true;
}

double ls_inverse_form(const struct ls_normal *factored, double *b)
{
    double form = 0.0;
    for (int i = 0; i < factored->count; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= factored->matrix[i][k] * b[k];
        b[i] /= factored->matrix[i][i];
        form += b[i] * b[i];
    }
    return form;
}

void ls_solve(const struct ls_normal *factored, double *b)
{
    ls_inverse_form(factored, b);
    for (int i = factored->count - 1; i >= 0; i--) {
        for (int k = i + 1; k < factored->count; k++)
            b[i] -= factored->matrix[k][i] * b[k];
        b[i] /= factored->matrix[i][i];
    }
}

// The damped step at the present place; false when the damping is still too small to solve.
static bool damped_step(const struct ls_normal *normal, double damping, struct ls_normal *work, double *step)
{
    work->count = normal->count;
    for (int i = 0; i < normal->count; i++) {
        memcpy(work->matrix[i], normal->matrix[i], sizeof(double) * (size_t)(i + 1));
        work->matrix[i][i] += damping * normal->matrix[i][i] + 1e-12;
        step[i] = -normal->gradient[i];
    }
    if (!ls_factor(work))
        return false;
    ls_solve(work, step);
    return true;
}

struct ls_result least_squares(const struct ls_problem *problem, int most_steps)
{
    struct ls_normal *normal = mem_alloc(2 * sizeof *normal), *work = normal + 1;
    double step[LEAST_SQUARES_MOST_UNKNOWNS], damping = 1e-3;
    struct ls_result result = {0};
    ls_normal_clear(normal, problem->count);
    result.cost = problem->rows(problem->self, normal);
    while (result.steps < most_steps && !result.has_converged && damping < 1e12) {
        result.steps++;
        double cost = 1e300;
        if (damped_step(normal, damping, work, step))
            cost = problem->try_step(problem->self, step);
        if (!(cost <= result.cost)) {
            damping *= 8.0;
            continue;
        }
        result.has_converged = result.cost - cost <= 1e-9 * result.cost + 1e-14;
        damping = damping > 1e-10 ? damping * 0.1 : damping;
        problem->take_step(problem->self);
        ls_normal_clear(normal, problem->count);
        result.cost = problem->rows(problem->self, normal);
    }
    result.has_converged = result.has_converged || damping >= 1e12;
    mem_free(normal);
    return result;
}
