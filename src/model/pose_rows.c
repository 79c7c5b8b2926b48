#include "model/pose_rows.h"

#include "base/mathd.h"

#include <string.h>

#define IMPOSSIBLE 1e200

static const double pointing_mm = 0.6;       // of a mark set with care: 0.3 % of the head; assumed
static const double surface_mm = 1.5;        // of the skull against its best ellipsoid; assumed
static const double outline_free_points = 8; // more points than this are not independent
static const double facing_sigma = 0.35;     // of a unit vector: 20 degrees
static const double ruler_frac = 0.007;      // reading and tilt of a ruler

static double focal_sigma(const struct marks *marks)
{
    return marks->focal_35mm > 0.0 ? 0.01 : 0.3; // phone main and x2 lenses are 23 to 52 mm
}

static double focal_mean_px(const struct marks *marks)
{
    double focal_35mm = marks->focal_35mm > 0.0 ? marks->focal_35mm : 26.0;
    return view_focal_px(marks->width_px, marks->height_px, focal_35mm);
}

void pose_problem_init(struct pose_problem *problem, const struct pose_prior *prior,
                       const struct marks *marks, int view_count)
{
    memset(problem, 0, sizeof *problem);
    problem->prior = prior;
    problem->marks = marks;
    problem->view_count = view_count;
    for (int v = 0; v < view_count; v++) {
        struct view *view = &problem->now.view[v];
        view->width_px = marks[v].width_px;
        view->height_px = marks[v].height_px;
        view->centre_px = (struct pt_px){0.5 * marks[v].width_px, 0.5 * marks[v].height_px};
        view->focal_px = focal_mean_px(&marks[v]);
        problem->ruler_sigma[v] = 0.02;
    }
}

struct head pose_state_head(const struct pose_state *state, const struct pose_prior *prior)
{
    struct head head = head_canonical();
    head.semi_mm = affine_at(&prior->semi_mm, state->z);
    head.centre_mm = affine_at(&prior->centre_mm, state->z);
    return head;
}

// exp([turn]x) m: turns m by a rotation vector in camera space.
static struct mat3 turned(struct mat3 m, struct vec3 turn)
{
    double angle = vec3_length(turn);
    struct vec3 axis = vec3_unit(turn);
    double c = mathd_cos(angle), s = mathd_sin(angle);
    struct vec3 column[3];
    for (int i = 0; i < 3; i++) {
        struct vec3 v = i == 0 ? vec3_make(m.row[0].x, m.row[1].x, m.row[2].x)
                      : i == 1 ? vec3_make(m.row[0].y, m.row[1].y, m.row[2].y)
                               : vec3_make(m.row[0].z, m.row[1].z, m.row[2].z);
        column[i] = vec3_add(vec3_add(vec3_scale(v, c), vec3_scale(vec3_cross(axis, v), s)),
                             vec3_scale(axis, vec3_dot(axis, v) * (1.0 - c)));
    }
    struct vec3 x = vec3_unit(vec3_make(column[0].x, column[1].x, column[2].x));
    struct vec3 y = vec3_make(column[0].y, column[1].y, column[2].y);
    y = vec3_unit(vec3_sub(y, vec3_scale(x, vec3_dot(x, y))));
    return (struct mat3){{x, y, vec3_cross(x, y)}};
}

void pose_state_move(struct pose_state *state, const struct pose_problem *problem, const double *step)
{
    for (int i = 0; i < SHAPE_COUNT; i++)
        state->z[i] += step[i];
    for (int v = 0; v < problem->view_count; v++) {
        const double *d = step + SHAPE_COUNT + VIEW_UNKNOWNS * v;
        struct view *view = &state->view[v];
        view->to_camera = turned(view->to_camera, vec3_make(d[0], d[1], d[2]));
        view->origin_mm = vec3_add(view->origin_mm, vec3_make(d[3], d[4], d[5]));
        state->focal_z[v] += d[VIEW_FOCAL];
        const struct marks *marks = &problem->marks[v];
        view->focal_px = focal_mean_px(marks) * mathd_exp(focal_sigma(marks) * state->focal_z[v]);
    }
}

// Adds a group of rows that stand or fall together, with Huber's loss beyond `limit` sigma (0: none).
static double add_group(struct ls_normal *normal, const struct ls_row *rows, int count, double limit)
{
    double square = 0.0, weight = 1.0;
    for (int i = 0; i < count; i++)
        square += rows[i].residual * rows[i].residual;
    double cost = square;
    if (limit > 0.0 && square > limit * limit) {
        double size = sqrt(square);
        weight = limit / size;
        cost = limit * (2.0 * size - limit);
    }
    for (int i = 0; i < count && normal; i++)
        ls_normal_add(normal, &rows[i], weight);
    return cost;
}

static double prior_rows(const struct pose_problem *problem, const struct pose_state *state,
                         struct ls_normal *normal)
{
    double cost = 0.0;
    for (int i = 0; i < SHAPE_COUNT; i++) {
        struct ls_row rows[3] = {0};
        int count = i < SHAPE_COMMON ? 1 : 3; // an offset's three go together
        for (int k = 0; k < count; k++) {
            rows[k].residual = state->z[i + k];
            ls_row_add(&rows[k], i + k, 1.0);
        }
        cost += add_group(normal, rows, count, i < SHAPE_COMMON ? 0.0 : 3.0);
        i += count - 1;
    }
    for (int v = 0; v < problem->view_count; v++) {
        struct ls_row row = {.residual = state->focal_z[v]};
        ls_row_add(&row, SHAPE_COUNT + VIEW_UNKNOWNS * v + VIEW_FOCAL, 1.0);
        cost += add_group(normal, &row, 1, 0.0);
    }
    return cost;
}

static void add_affine(struct ls_row *row, const struct affine *affine, struct vec3 slope)
{
    for (int i = 0; i < affine->count; i++)
        ls_row_add(row, affine->deviate[i], vec3_dot(affine->per_sigma[i], slope));
}

// Slopes by the turn and the shift of a residual that depends on camera-space point y through g.
static void add_motion(struct ls_row *row, int first, struct vec3 y_turned, struct vec3 g)
{
    struct vec3 turn = vec3_cross(y_turned, g);
    ls_row_add(row, first + VIEW_TURN, turn.x);
    ls_row_add(row, first + VIEW_TURN + 1, turn.y);
    ls_row_add(row, first + VIEW_TURN + 2, turn.z);
    ls_row_add(row, first + VIEW_SHIFT, g.x);
    ls_row_add(row, first + VIEW_SHIFT + 1, g.y);
    ls_row_add(row, first + VIEW_SHIFT + 2, g.z);
}

static double landmark_sigma_px(const struct pose_problem *problem, int v, enum landmark landmark)
{
    double vague = problem->prior->marking_mm[landmark];
    return problem->px_per_mm[v] * sqrt(pointing_mm * pointing_mm + vague * vague);
}

static double landmark_rows(const struct pose_problem *problem, const struct pose_state *state, int v,
                            enum landmark landmark, struct ls_normal *normal)
{
    const struct view *view = &state->view[v];
    const struct affine *place = &problem->prior->place_mm[landmark];
    struct vec3 turned_mm = mat3_mul(view->to_camera, affine_at(place, state->z));
    struct vec3 c = vec3_add(turned_mm, view->origin_mm);
    if (!(c.z > 10.0))
        return IMPOSSIBLE;
    double px_per_mm = view->focal_px / c.z, sigma = landmark_sigma_px(problem, v, landmark);
    double off[2] = {px_per_mm * c.x, px_per_mm * c.y};
    struct pt_px mark = problem->marks[v].landmark[landmark];
    double want[2] = {mark.x - view->centre_px.x, mark.y - view->centre_px.y};
    struct vec3 slope[2] = {{px_per_mm, 0.0, -off[0] / c.z}, {0.0, px_per_mm, -off[1] / c.z}};
    struct ls_row rows[2] = {0};
    int first = SHAPE_COUNT + VIEW_UNKNOWNS * v;
    for (int i = 0; i < 2; i++) {
        rows[i].residual = (off[i] - want[i]) / sigma;
        struct vec3 g = vec3_scale(slope[i], 1.0 / sigma);
        add_affine(&rows[i], place, mat3_mul_transposed(view->to_camera, g));
        add_motion(&rows[i], first, turned_mm, g);
        ls_row_add(&rows[i], first + VIEW_FOCAL, off[i] * focal_sigma(&problem->marks[v]) / sigma);
    }
    return add_group(normal, rows, 2, 2.5);
}

// A pixel's ray in the space where the ellipsoid is the unit sphere: from + depth x along, with depth
// in mm along the camera's axis.
struct unit_ray {
    struct vec3 from, along;
    struct vec3 pixel;   // (x, y, 1) in camera space
    double nearest_mm;   // depth where it passes nearest the centre
    double miss;         // and how near: below 1 it hits
};

static bool unit_ray_make(const struct view *view, const struct head *head, struct pt_px px,
                          struct unit_ray *ray)
{
    struct vec3 s = head->semi_mm, inverse = {1.0 / s.x, 1.0 / s.y, 1.0 / s.z};
    ray->pixel = vec3_make((px.x - view->centre_px.x) / view->focal_px,
                           (px.y - view->centre_px.y) / view->focal_px, 1.0);
    struct vec3 eye = vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
    ray->from = vec3_mul(vec3_sub(eye, head->centre_mm), inverse);
    ray->along = vec3_mul(mat3_mul_transposed(view->to_camera, ray->pixel), inverse);
    ray->nearest_mm = -vec3_dot(ray->from, ray->along) / vec3_dot(ray->along, ray->along);
    struct vec3 foot = vec3_add(ray->from, vec3_scale(ray->along, ray->nearest_mm));
    ray->miss = vec3_length(foot);
    bool is_sound = s.x > 30.0 && s.y > 30.0 && s.z > 30.0;
    return is_sound && vec3_dot(ray->from, ray->from) > 1.1 && ray->nearest_mm > 10.0;
}

// Adds the slopes of k x (push . point of the ray at that depth), in the unit sphere's space.
static void add_ray_slopes(struct ls_row *row, const struct pose_problem *problem, int v,
                           const struct view *view, struct vec3 semi_mm, const struct unit_ray *ray,
                           double depth_mm, struct vec3 push, double k)
{
    struct vec3 at = vec3_add(ray->from, vec3_scale(ray->along, depth_mm));
    struct vec3 inverse = {1.0 / semi_mm.x, 1.0 / semi_mm.y, 1.0 / semi_mm.z};
    struct vec3 g = vec3_scale(vec3_mul(push, inverse), k); // slope by the point in the head frame
    add_affine(row, &problem->prior->semi_mm, vec3_scale(vec3_mul(g, at), -1.0));
    add_affine(row, &problem->prior->centre_mm, vec3_scale(g, -1.0));
    struct vec3 turned_g = mat3_mul(view->to_camera, g);
    struct vec3 y = vec3_sub(vec3_scale(ray->pixel, depth_mm), view->origin_mm);
    int first = SHAPE_COUNT + VIEW_UNKNOWNS * v;
    add_motion(row, first, y, vec3_scale(turned_g, -1.0));
    double by_focal = -depth_mm * (turned_g.x * ray->pixel.x + turned_g.y * ray->pixel.y);
    ls_row_add(row, first + VIEW_FOCAL, by_focal * focal_sigma(&problem->marks[v]));
}

// How fast `miss` grows for each px of the picture, along its steepest direction there.
static double miss_per_px(const struct view *view, struct vec3 semi_mm, const struct unit_ray *ray)
{
    struct vec3 foot = vec3_add(ray->from, vec3_scale(ray->along, ray->nearest_mm));
    struct vec3 g = vec3_unit(foot);
    g = mat3_mul(view->to_camera, vec3_make(g.x / semi_mm.x, g.y / semi_mm.y, g.z / semi_mm.z));
    return sqrt(g.x * g.x + g.y * g.y) * ray->nearest_mm / view->focal_px;
}

bool pose_contour_distance(const struct view *view, const struct head *head, struct pt_px px,
                           double *distance_px)
{
    struct unit_ray ray;
    if (!unit_ray_make(view, head, px, &ray) || ray.miss < 1e-3)
        return false;
    *distance_px = (ray.miss - 1.0) / miss_per_px(view, head->semi_mm, &ray);
    return true;
}

static double outline_rows(const struct pose_problem *problem, const struct pose_state *state,
                           const struct head *head, int v, struct ls_normal *normal)
{
    const struct marks *marks = &problem->marks[v];
    const struct view *view = &state->view[v];
    double crowd = marks->outline_count / outline_free_points, cost = 0.0;
    double spread = surface_mm * surface_mm * (crowd > 1.0 ? crowd : 1.0);
    double sigma = problem->px_per_mm[v] * sqrt(pointing_mm * pointing_mm + spread);
    for (int i = 0; i < marks->outline_count; i++) {
        struct unit_ray ray;
        if (!unit_ray_make(view, head, marks->outline[i], &ray) || ray.miss < 1e-3)
            return IMPOSSIBLE;
        double k = 1.0 / (miss_per_px(view, head->semi_mm, &ray) * sigma);
        struct ls_row row = {.residual = (ray.miss - 1.0) * k};
        struct vec3 foot = vec3_add(ray.from, vec3_scale(ray.along, ray.nearest_mm));
        add_ray_slopes(&row, problem, v, view, head->semi_mm, &ray, ray.nearest_mm, vec3_unit(foot), k);
        cost += add_group(normal, &row, 1, 1.5);
    }
    return cost;
}

static struct pt_px ruler_middle(const struct marks *marks)
{
    return (struct pt_px){0.5 * (marks->ruler[0].x + marks->ruler[1].x),
                          0.5 * (marks->ruler[0].y + marks->ruler[1].y)};
}

static double ruler_px(const struct marks *marks)
{
    double x = marks->ruler[1].x - marks->ruler[0].x, y = marks->ruler[1].y - marks->ruler[0].y;
    return sqrt(x * x + y * y);
}

// Half of the chord in the unit sphere: the cosine at the first hit; kept above 0 beyond the rim.
static double half_chord(const struct unit_ray *ray)
{
    double square = 1.0 - ray->miss * ray->miss;
    return square > 0.01 ? sqrt(square) : 0.1;
}

static double ruler_rows(const struct pose_problem *problem, const struct pose_state *state,
                         const struct head *head, int v, struct ls_normal *normal)
{
    const struct marks *marks = &problem->marks[v];
    const struct view *view = &state->view[v];
    struct unit_ray ray;
    if (!unit_ray_make(view, head, ruler_middle(marks), &ray))
        return IMPOSSIBLE;
    double chord = half_chord(&ray), length = vec3_length(ray.along);
    double depth_mm = ray.nearest_mm - chord / length;
    double log_scale = mathd_log(ruler_px(marks) / marks->ruler_mm * depth_mm / view->focal_px);
    double sigma = problem->ruler_sigma[v];
    struct ls_row row = {.residual = log_scale / sigma};
    struct vec3 at = vec3_add(ray.from, vec3_scale(ray.along, depth_mm));
    // The hit stays on the sphere: d(depth) = -at . d(point at fixed depth) / (at . along).
    add_ray_slopes(&row, problem, v, view, head->semi_mm, &ray, depth_mm, at,
                   1.0 / (chord * length * depth_mm * sigma));
    row.slope[row.count - 1] -= focal_sigma(marks) / sigma;
    return add_group(normal, &row, 1, 0.0);
}

struct vec3 facing_toward(enum facing facing)
{
    static const double degrees[FACING_COUNT][2] = { // azimuth toward the patient's left, elevation
        [FACING_FRONT] = {0, 15}, [FACING_LEFT] = {90, 12}, [FACING_RIGHT] = {-90, 12},
        [FACING_TOP] = {0, 90}, [FACING_BACK] = {180, 15},
        [FACING_THREE_QUARTER_LEFT] = {40, 15}, [FACING_THREE_QUARTER_RIGHT] = {-40, 15},
    };
    double azimuth = degrees[facing][0] * MATHD_PI / 180.0, elevation = degrees[facing][1] * MATHD_PI / 180.0;
    double flat = mathd_cos(elevation);
    return vec3_make(mathd_sin(azimuth) * flat, -mathd_cos(azimuth) * flat, mathd_sin(elevation));
}

struct vec3 facing_up(enum facing facing)
{
    struct vec3 toward = facing_toward(facing), up = {0.0, 0.0, 1.0};
    if (facing == FACING_TOP)
        return vec3_make(0.0, 0.0, 0.0);
    return vec3_unit(vec3_sub(up, vec3_scale(toward, toward.z)));
}

// Three rows that ask a head direction to point along a camera direction.
static double direction_rows(const struct pose_state *state, int v, struct vec3 dir, struct vec3 wanted,
                             struct ls_normal *normal)
{
    struct vec3 d = mat3_mul(state->view[v].to_camera, dir), off = vec3_sub(d, wanted);
    struct vec3 axis[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    struct ls_row rows[3] = {0};
    int first = SHAPE_COUNT + VIEW_UNKNOWNS * v;
    for (int i = 0; i < 3; i++) {
        rows[i].residual = vec3_dot(off, axis[i]) / facing_sigma;
        struct vec3 turn = vec3_scale(vec3_cross(d, axis[i]), 1.0 / facing_sigma);
        ls_row_add(&rows[i], first + VIEW_TURN, turn.x);
        ls_row_add(&rows[i], first + VIEW_TURN + 1, turn.y);
        ls_row_add(&rows[i], first + VIEW_TURN + 2, turn.z);
    }
    return add_group(normal, rows, 3, 0.0);
}

static double facing_rows(const struct pose_problem *problem, const struct pose_state *state, int v,
                          struct ls_normal *normal)
{
    enum facing facing = problem->marks[v].facing;
    if (facing == FACING_UNKNOWN)
        return 0.0;
    struct vec3 up = facing_up(facing);
    double cost = direction_rows(state, v, facing_toward(facing), vec3_make(0.0, 0.0, -1.0), normal);
    if (vec3_dot(up, up) > 0.0)
        cost += direction_rows(state, v, up, vec3_make(0.0, -1.0, 0.0), normal);
    return cost;
}

static double all_rows(const struct pose_problem *problem, const struct pose_state *state,
                       struct ls_normal *normal)
{
    struct head head = pose_state_head(state, problem->prior);
    double cost = prior_rows(problem, state, normal);
    for (int v = 0; v < problem->view_count; v++) {
        const struct marks *marks = &problem->marks[v];
        for (int i = 0; i < LANDMARK_COUNT; i++)
            if (marks->has_landmark[i])
                cost += landmark_rows(problem, state, v, (enum landmark)i, normal);
        cost += outline_rows(problem, state, &head, v, normal);
        if (marks->has_ruler)
            cost += ruler_rows(problem, state, &head, v, normal);
        cost += facing_rows(problem, state, v, normal);
    }
    return cost;
}

static double rows_now(void *self, struct ls_normal *normal)
{
    struct pose_problem *problem = self;
    return all_rows(problem, &problem->now, normal);
}

static double cost_after(void *self, const double *step)
{
    struct pose_problem *problem = self;
    problem->trial = problem->now;
    pose_state_move(&problem->trial, problem, step);
    return all_rows(problem, &problem->trial, NULL);
}

static void keep_trial(void *self)
{
    struct pose_problem *problem = self;
    problem->now = problem->trial;
}

struct ls_problem pose_problem_door(struct pose_problem *problem)
{
    return (struct ls_problem){problem, pose_unknowns(problem), rows_now, cost_after, keep_trial};
}

void pose_problem_refresh(struct pose_problem *problem)
{
    struct head head = pose_state_head(&problem->now, problem->prior);
    for (int v = 0; v < problem->view_count; v++) {
        const struct view *view = &problem->now.view[v];
        problem->px_per_mm[v] = view_scale_px_per_mm(view, head.centre_mm);
        struct unit_ray ray;
        if (!problem->marks[v].has_ruler ||
            !unit_ray_make(view, &head, ruler_middle(&problem->marks[v]), &ray))
            continue;
        double depth_frac = surface_mm / half_chord(&ray) / ray.nearest_mm;
        problem->ruler_sigma[v] = sqrt(ruler_frac * ruler_frac + depth_frac * depth_frac);
    }
}

int pose_mark_rows(const struct pose_problem *problem)
{
    int count = 0;
    for (int v = 0; v < problem->view_count; v++) {
        const struct marks *marks = &problem->marks[v];
        for (int i = 0; i < LANDMARK_COUNT; i++)
            count += marks->has_landmark[i] ? 2 : 0;
        count += marks->outline_count + (marks->has_ruler ? 1 : 0);
    }
    return count;
}
