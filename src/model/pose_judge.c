#include "model/pose_judge.h"

#include <string.h>

double pose_landmark_sigmas(const struct pose_problem *problem, int v, enum landmark landmark)
{
    const struct affine *place = &problem->prior->place_mm[landmark];
    struct pt_px px, mark = problem->marks[v].landmark[landmark];
    if (!view_project(&problem->now.view[v], affine_at(place, problem->now.z), &px))
        return 1e9;
    double sigma = pose_landmark_sigma_px(problem, v, landmark);
    double x = (px.x - mark.x) / sigma, y = (px.y - mark.y) / sigma, square = x * x + y * y;
    for (int i = 0; i < place->count; i++)
        if (place->deviate[i] >= SHAPE_COMMON)
            square += problem->now.z[place->deviate[i]] * problem->now.z[place->deviate[i]];
    return sqrt(square);
}

static void add_residual(struct pose_result *out, int v, double off_px, enum landmark landmark, int *count)
{
    if (off_px > out->worst_px[v]) {
        out->worst_px[v] = off_px;
        out->worst[v] = landmark;
    }
    out->residual_px[v] += off_px * off_px;
    (*count)++;
}

// Against where this head, without the landmarks' own offsets, has them.
static void judge_view(const struct pose_problem *problem, const double *plain_z, struct pose_result *out, int v)
{
    const struct marks *marks = &problem->marks[v];
    int count = 0;
    out->residual_px[v] = out->worst_px[v] = 0.0;
    out->worst[v] = LANDMARK_COUNT;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        struct pt_px px;
        if (!marks->has_landmark[i] ||
            !view_project(&out->view[v], affine_at(&problem->prior->place_mm[i], plain_z), &px))
            continue;
        double x = px.x - marks->landmark[i].x, y = px.y - marks->landmark[i].y;
        add_residual(out, v, sqrt(x * x + y * y), (enum landmark)i, &count);
    }
    for (int i = 0; i < marks->outline_count; i++) {
        double off_px = 0.0;
        pose_contour_distance(&out->view[v], &out->head, marks->outline[i], &off_px);
        add_residual(out, v, fabs(off_px), LANDMARK_COUNT, &count);
    }
    out->residual_px[v] = count > 0 ? sqrt(out->residual_px[v] / count) : 0.0;
}

void pose_judge_residuals(const struct pose_problem *problem, struct pose_result *out)
{
    double plain_z[SHAPE_COUNT] = {0};
    memcpy(plain_z, problem->now.z, SHAPE_COMMON * sizeof plain_z[0]);
    for (int v = 0; v < problem->view_count; v++)
        judge_view(problem, plain_z, out, v);
}

static bool judge_landmarks(const struct pose_problem *problem, int v, struct err *err)
{
    const double most_sigmas = 6.0, least_facing = -0.5;
    double worst = most_sigmas;
    int at = -1;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        if (!problem->marks[v].has_landmark[i])
            continue;
        if (pose_landmark_facing(problem, v, (enum landmark)i) < least_facing)
            return err_set(err, ERR_INPUT,
                           "view %d: %s would be on the far side of the head; left and right are "
                           "the patient's, "
                           "and only what is seen is marked",
                           v + 1, landmark_name((enum landmark)i));
        double sigmas = pose_landmark_sigmas(problem, v, (enum landmark)i);
        if (sigmas > worst) {
            worst = sigmas;
            at = i;
        }
    }
    if (at < 0)
        return true;
    return err_set(err, ERR_INPUT,
                   "view %d: the marks contradict each other, %s most; set it again (left and right are the "
                   "patient's) or leave it out",
                   v + 1, landmark_name((enum landmark)at));
}

static bool judge_outline(const struct pose_problem *problem, const struct pose_result *out, int v, struct err *err)
{
    const struct marks *marks = &problem->marks[v];
    const double most_mm = 8.0; // root mean square; skulls lie within 1.5 of the fitted head
    double square = 0.0;
    for (int i = 0; i < marks->outline_count; i++) {
        double off_px = 1e9;
        pose_contour_distance(&out->view[v], &out->head, marks->outline[i], &off_px);
        square += off_px * off_px / marks->outline_count;
    }
    double off_mm = sqrt(square) / problem->px_per_mm[v];
    if (off_mm <= most_mm)
        return true;
    return err_set(err, ERR_INPUT,
                   "view %d: the outline lies %.0f mm off any head that fits the other marks; it "
                   "goes round the "
                   "bare skull, without ears, face, neck and hair",
                   v + 1, off_mm);
}

static bool has_ruler(const struct pose_problem *problem)
{
    for (int v = 0; v < problem->view_count; v++)
        if (problem->marks[v].has_ruler)
            return true;
    return false;
}

static bool judge_shape(const struct pose_problem *problem, const struct head *head, struct err *err)
{
    const double most_sigmas = 4.5;
    for (int i = 0; i < SHAPE_TERM; i++)
        if (fabs(problem->now.z[i]) > most_sigmas)
            return err_set(err, ERR_INPUT,
                           "the marks contradict each other: they ask for a head %.0f mm wide and "
                           "%.0f mm long; "
                           "check %sthe outline (the bare skull, without ears, face and hair) and "
                           "left and right "
                           "(the patient's)",
                           2.0 * head->semi_mm.x, 2.0 * head->semi_mm.y,
                           has_ruler(problem) ? "the ruler's length, " : "");
    return true;
}

bool pose_judge_sense(const struct pose_problem *problem, const struct pose_result *out, struct err *err)
{
    if (!judge_shape(problem, &out->head, err))
        return false;
    for (int v = 0; v < problem->view_count; v++)
        if (!judge_landmarks(problem, v, err) || !judge_outline(problem, out, v, err))
            return false;
    return true;
}
