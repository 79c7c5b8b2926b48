#include "model/pose_search.h"

#include "model/pose_start.h"

enum { FINALISTS = 3 };
#define NO_COST 1e300

struct finalist {
    double cost;
    struct pose_state state;
};

int pose_solve(struct pose_problem *problem, int rounds, int most_steps, double *cost)
{
    int steps = 0;
    for (int i = 0; i < rounds; i++) {
        pose_problem_refresh(problem);
        struct ls_problem door = pose_problem_door(problem);
        struct ls_result result = least_squares(&door, most_steps);
        steps += result.steps;
        *cost = result.cost;
    }
    return steps;
}

// A solution that sees a marked landmark from behind is a mirror image of the truth.
static double hidden_cost(const struct pose_problem *problem)
{
    double cost = 0.0;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        if (!problem->marks[0].has_landmark[i])
            continue;
        double behind = fmax(-0.3 - pose_landmark_facing(problem, 0, (enum landmark)i), 0.0);
        cost += 100.0 * behind * behind;
    }
    return cost;
}

static bool is_same_turn(const struct pose_state *a,
                         const struct pose_state *b) // within 15 degrees
{
    const struct vec3 *m = a->view[0].to_camera.row, *n = b->view[0].to_camera.row;
    return vec3_dot(m[0], n[0]) + vec3_dot(m[1], n[1]) + vec3_dot(m[2], n[2]) > 2.93;
}

// Keeps the best few of different turns, in order of cost.
static void consider(struct finalist *list, double cost, const struct pose_state *state)
{
    int at = FINALISTS - 1; // the place that is given up
    for (int i = FINALISTS - 1; i >= 0; i--)
        if (list[i].cost < NO_COST && is_same_turn(&list[i].state, state))
            at = i;
    if (cost >= list[at].cost)
        return;
    for (; at > 0 && list[at - 1].cost > cost; at--)
        list[at] = list[at - 1];
    list[at] = (struct finalist){cost, *state};
}

static int rough_solves(struct pose_problem *problem, struct finalist *list)
{
    struct view starts[POSE_MOST_STARTS];
    struct pose_state mean = problem->now;
    int count = pose_starts(problem, 0, starts), steps = 0;
    problem->is_rough = true;
    for (int i = 0; i < count; i++) {
        double cost;
        problem->now = mean;
        problem->now.view[0] = starts[i];
        steps += pose_solve(problem, 2, 12, &cost);
        consider(list, cost + hidden_cost(problem), &problem->now);
    }
    problem->is_rough = false;
    return steps;
}

struct pose_found pose_search(struct pose_problem *problem)
{
    struct finalist list[FINALISTS];
    for (int i = 0; i < FINALISTS; i++)
        list[i].cost = NO_COST;
    struct pose_found found = {.steps = rough_solves(problem, list), .runner_up = NO_COST};
    int best = 0;
    for (int i = 0; i < FINALISTS && list[i].cost < NO_COST; i++) {
        double cost;
        problem->now = list[i].state;
        found.steps += pose_solve(problem, 2, 30, &cost);
        list[i] = (struct finalist){cost + hidden_cost(problem), problem->now};
        best = list[i].cost < list[best].cost ? i : best;
    }
    for (int i = 0; i < FINALISTS && list[i].cost < NO_COST; i++)
        if (!is_same_turn(&list[i].state, &list[best].state))
            found.runner_up = fmin(found.runner_up, list[i].cost - list[best].cost);
    problem->now = list[best].state;
    return found;
}
