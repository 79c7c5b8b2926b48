// What the marks say of a guess: residuals and slopes of one least-squares problem over all views.
//
// Unknowns: the common deviates of pose_prior.h, then seven for each view (turn, shift, focal
// length), then the landmarks' own offsets, which a rough solve leaves out. Each kind of mark has
// its own rows: a landmark's two pixels, an outline point's distance to the head's exact
// perspective contour, a ruler's logarithm, that of an iris, a facing's two directions. Landmarks, offsets and
// outline points lose weight when they are far off (Huber).
#pragma once

#include "geom/least_squares.h"
#include "model/pose_prior.h"

enum { VIEW_TURN = 0, VIEW_SHIFT = 3, VIEW_FOCAL = 6, VIEW_UNKNOWNS = 7 };

struct pose_state {
    double z[SHAPE_COUNT];
    struct view view[POSE_MOST_VIEWS];
    double focal_z[POSE_MOST_VIEWS]; // deviate of the focal length's logarithm
};

struct pose_problem {
    const struct pose_prior *prior;
    const struct marks *marks;
    int view_count;
    bool is_rough;                     // no own offsets: landmarks are vaguer instead
    double px_per_mm[POSE_MOST_VIEWS]; // for the sigmas only; held while a solve runs
    double ruler_sigma[POSE_MOST_VIEWS];
    struct pose_state now, trial;
};

int pose_first_of_view(int v); // its first unknown

// Mean head, cameras of the marks' focal lengths; poses are left for the caller.
void pose_problem_init(struct pose_problem *problem, const struct pose_prior *prior, const struct marks *marks,
                       int view_count);
// Takes the sigmas' scale from the present guess.
void pose_problem_refresh(struct pose_problem *problem);
struct ls_problem pose_problem_door(struct pose_problem *problem);

void pose_state_move(struct pose_state *state, const struct pose_problem *problem, const double *step);

// Number of rows that the marks give (prior rows not counted), for judging the size of the cost.
int pose_mark_rows(const struct pose_problem *problem);

double pose_landmark_sigma_px(const struct pose_problem *problem, int v, enum landmark landmark);
// Cosine between the way the landmark looks and the way to the camera; well below 0: hidden.
double pose_landmark_facing(const struct pose_problem *problem, int v, enum landmark landmark);

// Distance in px from the head's contour, positive outside it. False when that has no meaning
// (the camera inside the head or the head behind it).
bool pose_contour_distance(const struct view *view, const struct head *head, struct pt_px px, double *distance_px);

// The direction toward the camera that a facing stands for, in the head frame, and the direction
// that is then up on the photo (zero where any is).
struct vec3 facing_toward(enum facing facing);
struct vec3 facing_up(enum facing facing);
