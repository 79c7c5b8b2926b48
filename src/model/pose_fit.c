#include "model/pose_fit.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "model/pose_judge.h"
#include "model/pose_marks.h"
#include "model/pose_search.h"
#include "model/rim_fit.h"

#include <string.h>

#define INTERVAL_90 1.6449 // sigmas on each side

static struct interval interval_log(double likely, double sigma_log)
{
    double k = mathd_exp(INTERVAL_90 * sigma_log);
    return (struct interval){likely / k, likely, likely * k};
}

// Where the ellipsoid comes nearest to the camera; the terms shift that place, but hardly its
// depth.
static double near_scale(const struct pose_problem *problem, const struct pose_state *state, int v)
{
    struct head head = pose_prior_head(problem->prior, state->z);
    struct vec3 toward = vec3_scale(state->view[v].to_camera.row[2], -1.0), s = head.semi_mm;
    struct vec3 dir = vec3_unit(vec3_mul(vec3_mul(s, s), toward));
    return view_scale_px_per_mm(&state->view[v], head_point_mm(&head, dir));
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

// The vaguest of a view's three turns.
static double turn_sigma_rad(const struct ls_normal *factored, int v)
{
    double most = 0.0;
    for (int i = 0; i < 3; i++) {
        double unit[LEAST_SQUARES_MOST_UNKNOWNS] = {0};
        unit[pose_first_of_view(v) + VIEW_TURN + i] = 1.0;
        most = fmax(most, ls_inverse_form(factored, unit));
    }
    return sqrt(most);
}

// Residuals larger than their sigmas widen the intervals; smaller ones do not narrow them.
static double spread_of(const struct pose_problem *problem, double cost)
{
    int free_rows = pose_mark_rows(problem) - 6 * problem->view_count;
    return free_rows > 0 && cost > free_rows ? sqrt(cost / free_rows) : 1.0;
}

static bool fill_intervals(struct pose_problem *problem, struct pose_result *out, struct err *err)
{
    const double most_turn_rad = 0.25; // 14 degrees
    struct ls_problem door = pose_problem_door(problem);
    struct ls_normal *normal = mem_alloc(sizeof *normal);
    ls_normal_clear(normal, door.count);
    double spread = spread_of(problem, door.rows(door.self, normal));
    bool is_done = ls_factor(normal) || marks_refuse_vague(problem->marks, 1, "do not fix the pose", err);
    for (int v = 0; v < problem->view_count && is_done; v++)
        if (problem->marks[v].outline_drafted_mm == 0.0 && spread * turn_sigma_rad(normal, v) > most_turn_rad)
            is_done = marks_refuse_vague(&problem->marks[v], v + 1, "leave open which way the head is turned", err);
    for (int i = 0; i < 3 + problem->view_count && is_done; i++) {
        double sigma = spread * measure_sigma_log(problem, normal, i);
        struct interval found = interval_log(measure(problem, &problem->now, i), sigma);
        *(i < 3 ? &out->semi_mm[i] : &out->scale_px_per_mm[i - 3]) = found;
    }
    mem_free(normal);
    return is_done;
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

static void fill_rims(const struct pose_problem *problem, struct pose_result *out)
{
    for (int v = 0; v < problem->view_count; v++) {
        const struct marks *marks = &problem->marks[v];
        rim_fit(&out->view[v], &out->head, marks->outline, marks->outline_count, marks->outline_drafted_mm);
    }
}

static bool fill_result(struct pose_problem *problem, struct pose_result *out, struct err *err)
{
    out->head = pose_prior_head(problem->prior, problem->now.z);
    memcpy(out->view, problem->now.view, sizeof out->view);
    pose_judge_residuals(problem, out);
    if (!pose_judge_sense(problem, out, err)) // before the marks on the outline have their way
        return false;
    fill_rims(problem, out);
    fill_directions(problem, out);
    return fill_intervals(problem, out, err);
}

// Each view alone, then all together from there; steps are counted in out.
static bool solve_all(struct pose_problem *all, struct pose_result *out, struct err *err)
{
    const double least_gap = 6.0; // in chi squared: simulated fits with less were wrong as often as right
    struct pose_problem *single = mem_alloc(sizeof *single);
    bool is_done = true;
    for (int v = 0; v < all->view_count && is_done; v++) {
        pose_problem_init(single, all->prior, &all->marks[v], 1);
        struct pose_found found = pose_search(single);
        if (found.runner_up < least_gap && all->marks[v].outline_drafted_mm == 0.0)
            is_done = marks_refuse_vague(&all->marks[v], v + 1, "fit two different poses", err);
        out->steps += found.steps;
        all->now.view[v] = single->now.view[0];
        all->now.focal_z[v] = single->now.focal_z[0];
        for (int i = 0; i < SHAPE_COUNT; i++)
            all->now.z[i] += single->now.z[i] / all->view_count;
    }
    mem_free(single);
    double cost;
    if (is_done)
        out->steps += pose_solve(all, 3, 60, &cost);
    return is_done;
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
    struct pose_problem *all = mem_alloc(sizeof *all);
    pose_prior_make(prior);
    pose_problem_init(all, prior, marks, view_count);
    bool is_done = solve_all(all, out, err) && fill_result(all, out, err);
    mem_free(all);
    mem_free(prior);
    return is_done;
}
