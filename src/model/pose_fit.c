#include "model/pose_fit.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "model/pose_marks.h"
#include "model/pose_start.h"

#include <string.h>

#define INTERVAL_90 1.6449 // sigmas on each side

// A start that sees a marked landmark from behind is a mirror image of the truth.
static double hidden_cost(const struct pose_problem *problem, int v)
{
    const struct view *view = &problem->now.view[v];
    struct vec3 eye = vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
    double cost = 0.0;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        if (!problem->marks[v].has_landmark[i])
            continue;
        struct vec3 at = affine_at(&problem->prior->place_mm[i], problem->now.z);
        double facing = vec3_dot(vec3_unit(vec3_sub(eye, at)), problem->prior->seen_from[i]);
        double behind = fmax(-0.3 - facing, 0.0);
        cost += 100.0 * behind * behind;
    }
    return cost;
}

static int solve(struct pose_problem *problem, int rounds, int most_steps, double *cost)
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

enum { FINALISTS = 3 };

struct finalist {
    double cost;
    struct pose_state state;
};

static bool is_same_turn(struct mat3 a, struct mat3 b) // within 15 degrees
{
    double trace = vec3_dot(a.row[0], b.row[0]) + vec3_dot(a.row[1], b.row[1]) + vec3_dot(a.row[2], b.row[2]);
    return trace > 2.93;
}

// Keeps the best few of different turns, in order of cost.
static void consider(struct finalist *list, double cost, const struct pose_state *state)
{
    int at = FINALISTS - 1; // the place that is given up
    for (int i = 0; i < FINALISTS; i++) {
        if (list[i].cost < 1e290 && is_same_turn(list[i].state.view[0].to_camera, state->view[0].to_camera)) {
            at = i;
            break;
        }
    }
    if (cost >= list[at].cost)
        return;
    for (; at > 0 && list[at - 1].cost > cost; at--)
        list[at] = list[at - 1];
    list[at] = (struct finalist){cost, *state};
}

// Rough solves from every start, thorough ones of the best few; leaves the best in problem->now.
static int solve_one_view(struct pose_problem *problem)
{
    struct view starts[POSE_MOST_STARTS];
    struct finalist list[FINALISTS];
    struct pose_state mean = problem->now, best = mean;
    double best_cost = 1e300, cost = 0.0;
    for (int i = 0; i < FINALISTS; i++)
        list[i].cost = 1e300;
    int count = pose_starts(problem, 0, starts), steps = 0;
    problem->is_rough = true;
    for (int i = 0; i < count; i++) {
        problem->now = mean;
        problem->now.view[0] = starts[i];
        steps += solve(problem, 2, 12, &cost);
        consider(list, cost + hidden_cost(problem, 0), &problem->now);
    }
    problem->is_rough = false;
    for (int i = 0; i < FINALISTS && list[i].cost < 1e290; i++) {
        problem->now = list[i].state;
        steps += solve(problem, 2, 30, &cost);
        cost += hidden_cost(problem, 0);
        if (cost < best_cost) {
            best_cost = cost;
            best = problem->now;
        }
    }
    problem->now = best;
    return steps;
}

static struct interval interval_log(double likely, double sigma_log)
{
    double k = mathd_exp(INTERVAL_90 * sigma_log);
    return (struct interval){likely / k, likely, likely * k};
}

static double near_scale(const struct pose_problem *problem, const struct pose_state *state, int v)
{
    struct head head = pose_state_head(state, problem->prior);
    struct vec3 axis = state->view[v].to_camera.row[2], s = vec3_mul(axis, head.semi_mm);
    double depth_mm = view_to_camera(&state->view[v], head.centre_mm).z - vec3_length(s);
    return state->view[v].focal_px / depth_mm;
}

// What the intervals are for: 3 axes, then each view's scale.
static double measure(const struct pose_problem *problem, const struct pose_state *state, int index)
{
    if (index >= 3)
        return near_scale(problem, state, index - 3);
    struct vec3 semi = affine_at(&problem->prior->semi_mm, state->z);
    return index == 0 ? semi.x : index == 1 ? semi.y : semi.z;
}

// Relative sigma of a measure, its slopes by central differences.
static double measure_sigma_log(struct pose_problem *problem, const struct ls_normal *factored, int index)
{
    double slopes[LEAST_SQUARES_MOST_UNKNOWNS], step[LEAST_SQUARES_MOST_UNKNOWNS] = {0};
    const double h = 1e-4;
    double here = measure(problem, &problem->now, index);
    for (int i = 0; i < factored->count; i++) {
        double side[2];
        for (int k = 0; k < 2; k++) {
            step[i] = k ? h : -h;
            problem->trial = problem->now;
            pose_state_move(&problem->trial, problem, step);
            side[k] = measure(problem, &problem->trial, index);
        }
        step[i] = 0.0;
        slopes[i] = (side[1] - side[0]) / (2.0 * h * here);
    }
    return sqrt(ls_inverse_form(factored, slopes));
}

// Residuals larger than their sigmas widen the intervals; smaller ones do not narrow them.
static double spread_of(const struct pose_problem *problem, double cost)
{
    int free_rows = pose_mark_rows(problem) - 6 * problem->view_count;
    return free_rows > 0 && cost > free_rows ? sqrt(cost / free_rows) : 1.0;
}

static bool fill_intervals(struct pose_problem *problem, struct pose_result *out, struct err *err)
{
    struct ls_problem door = pose_problem_door(problem);
    struct ls_normal *normal = mem_alloc(sizeof *normal);
    ls_normal_clear(normal, door.count);
    double spread = spread_of(problem, door.rows(door.self, normal));
    bool is_sound = ls_factor(normal);
    for (int i = 0; i < 3 + problem->view_count && is_sound; i++) {
        double sigma = spread * measure_sigma_log(problem, normal, i);
        struct interval found = interval_log(measure(problem, &problem->now, i), sigma);
        *(i < 3 ? &out->semi_mm[i] : &out->scale_px_per_mm[i - 3]) = found;
    }
    mem_free(normal);
    return is_sound || err_set(err, ERR_INPUT, "the marks do not fix the pose; add landmarks on the other side");
}

// How far the marks lie from where this head, without the landmarks' own offsets, has them.
static void fill_residuals(const struct pose_problem *problem, struct pose_result *out, int v)
{
    const struct marks *marks = &problem->marks[v];
    double sum = 0.0;
    int count = 0;
    struct pose_state plain = problem->now;
    memset(plain.z + SHAPE_COMMON, 0, sizeof plain.z - SHAPE_COMMON * sizeof plain.z[0]);
    out->worst[v] = LANDMARK_COUNT;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        struct pt_px px;
        if (!marks->has_landmark[i] ||
            !view_project(&out->view[v], affine_at(&problem->prior->place_mm[i], plain.z), &px))
            continue;
        double x = px.x - marks->landmark[i].x, y = px.y - marks->landmark[i].y, off = sqrt(x * x + y * y);
        if (off > out->worst_px[v]) {
            out->worst_px[v] = off;
            out->worst[v] = (enum landmark)i;
        }
        sum += off * off;
        count++;
    }
    for (int i = 0; i < marks->outline_count; i++) {
        double off = 0.0;
        pose_contour_distance(&out->view[v], &out->head, marks->outline[i], &off);
        if (fabs(off) > out->worst_px[v]) {
            out->worst_px[v] = fabs(off);
            out->worst[v] = LANDMARK_COUNT;
        }
        sum += off * off;
        count++;
    }
    out->residual_px[v] = count > 0 ? sqrt(sum / count) : 0.0;
}

// Glabella and whorl: of the first view that marks and sees them, else the mean man's.
static void fill_directions(const struct pose_problem *problem, struct pose_result *out)
{
    for (int v = problem->view_count - 1; v >= 0; v--) {
        const struct marks *marks = &problem->marks[v];
        if (marks->has_landmark[LANDMARK_GLABELLA])
            view_hit(&out->view[v], &out->head, marks->landmark[LANDMARK_GLABELLA], &out->head.glabella);
        if (marks->has_landmark[LANDMARK_WHORL])
            view_hit(&out->view[v], &out->head, marks->landmark[LANDMARK_WHORL], &out->head.whorl);
    }
}

static bool fill_result(struct pose_problem *problem, struct pose_result *out, struct err *err)
{
    out->head = pose_state_head(&problem->now, problem->prior);
    memcpy(out->view, problem->now.view, sizeof out->view);
    for (int v = 0; v < problem->view_count; v++)
        fill_residuals(problem, out, v);
    fill_directions(problem, out);
    return fill_intervals(problem, out, err);
}

bool pose_fit(const struct marks *marks, int view_count, struct pose_result *out, struct err *err)
{
    memset(out, 0, sizeof *out);
    if (view_count < 1 || view_count > POSE_MOST_VIEWS)
        return err_set(err, ERR_INPUT, "%d views; 1 to %d can be fitted together", view_count, POSE_MOST_VIEWS);
    for (int v = 0; v < view_count; v++)
        if (!marks_check(&marks[v], v + 1, err))
            return false;
    struct pose_prior *prior = mem_alloc(sizeof *prior);
    struct pose_problem *single = mem_alloc(2 * sizeof *single), *all = single + 1;
    pose_prior_make(prior);
    pose_problem_init(all, prior, marks, view_count);
    for (int v = 0; v < view_count; v++) {
        pose_problem_init(single, prior, &marks[v], 1);
        out->steps += solve_one_view(single);
        all->now.view[v] = single->now.view[0];
        all->now.focal_z[v] = single->now.focal_z[0];
        for (int i = 0; i < SHAPE_COUNT; i++)
            all->now.z[i] += single->now.z[i] / view_count;
    }
    double cost = 0.0;
    out->steps += solve(all, 3, 60, &cost);
    bool is_done = fill_result(all, out, err);
    mem_free(single);
    mem_free(prior);
    return is_done;
}
