#include "model/pose_rows.h"

#include "base/mathd.h"

#include <string.h>

#define IMPOSSIBLE 1e200

static const double pointing_mm = 0.6;        // of a mark set with care: 0.3 % of the head; assumed
static const double rough_mm = 3.0;           // stands for a landmark's own offset
static const double surface_mm = 1.5;         // of the skull against its best ellipsoid; assumed
static const double outline_free_points = 12; // more points than this are not independent; assumed
static const double facing_sigma = 0.35;      // of a unit vector: 20 degrees
static const double ruler_frac = 0.005;       // tilt of a ruler: 6 degrees
static const double ruler_end_px = 1.0;       // each end
static const double ruler_depth_mm = 2.5;     // of the head under it; assumed

int pose_first_of_view(int v)
{
    return SHAPE_COMMON + VIEW_UNKNOWNS * v;
}

static int unknown_of(const struct pose_problem *problem, int deviate)
{
    return deviate < SHAPE_COMMON ? deviate : deviate + VIEW_UNKNOWNS * problem->view_count;
}

static int unknown_count(const struct pose_problem *problem)
{
    int deviates = problem->is_rough ? SHAPE_COMMON : SHAPE_COUNT;
    return deviates + VIEW_UNKNOWNS * problem->view_count;
}

static double focal_sigma(const struct marks *marks)
{
    return marks->focal_35mm > 0.0 ? 0.01 : 0.3; // phone main and x2 lenses are 23 to 52 mm
}

static double focal_mean_px(const struct marks *marks)
{
    double focal_35mm = marks->focal_35mm > 0.0 ? marks->focal_35mm : 26.0;
    return view_focal_px(marks->width_px, marks->height_px, focal_35mm);
}

void pose_problem_init(struct pose_problem *problem, const struct pose_prior *prior, const struct marks *marks,
                       int view_count)
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

// exp([turn]x) m: turns m by a rotation vector in camera space.
static struct mat3 turned(struct mat3 m, struct vec3 turn)
{
    double angle = vec3_length(turn);
    struct vec3 axis = vec3_unit(turn);
    double c = mathd_cos(angle), s = mathd_sin(angle);
    struct vec3 column[3];
    for (int i = 0; i < 3; i++) {
        struct vec3 v = i == 0   ? vec3_make(m.row[0].x, m.row[1].x, m.row[2].x)
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
    int deviates = problem->is_rough ? SHAPE_COMMON : SHAPE_COUNT;
    for (int i = 0; i < deviates; i++)
        state->z[i] += step[unknown_of(problem, i)];
    for (int v = 0; v < problem->view_count; v++) {
        const double *d = step + pose_first_of_view(v);
        struct view *view = &state->view[v];
        view->to_camera = turned(view->to_camera, vec3_make(d[0], d[1], d[2]));
        view->origin_mm = vec3_add(view->origin_mm, vec3_make(d[3], d[4], d[5]));
        state->focal_z[v] += d[VIEW_FOCAL];
        const struct marks *marks = &problem->marks[v];
        view->focal_px = focal_mean_px(marks) * mathd_exp(focal_sigma(marks) * state->focal_z[v]);
    }
}

// Adds a group of rows that stand or fall together, with Huber's loss beyond `limit` sigma (0:
// none).
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

static double prior_rows(const struct pose_problem *problem, const struct pose_state *state, struct ls_normal *normal)
{
    double cost = 0.0;
    int deviates = problem->is_rough ? SHAPE_COMMON : SHAPE_COUNT;
    for (int i = 0; i < deviates; i++) {
        struct ls_row rows[3] = {0};
        int count = i < SHAPE_COMMON ? 1 : 3; // an offset's three go together
        for (int k = 0; k < count; k++) {
            rows[k].residual = state->z[i + k];
            ls_row_add(&rows[k], unknown_of(problem, i + k), 1.0);
        }
        cost += add_group(normal, rows, count, i < SHAPE_COMMON ? 0.0 : 3.0);
        i += count - 1;
    }
    for (int v = 0; v < problem->view_count; v++) {
        struct ls_row row = {.residual = state->focal_z[v]};
        ls_row_add(&row, pose_first_of_view(v) + VIEW_FOCAL, 1.0);
        cost += add_group(normal, &row, 1, 0.0);
    }
    return cost;
}

static void add_affine(struct ls_row *row, const struct pose_problem *problem, const struct affine *affine,
                       struct vec3 slope)
{
    for (int i = 0; i < affine->count; i++)
        if (affine->deviate[i] < SHAPE_COMMON || !problem->is_rough)
            ls_row_add(row, unknown_of(problem, affine->deviate[i]), vec3_dot(affine->per_sigma[i], slope));
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

double pose_landmark_sigma_px(const struct pose_problem *problem, int v, enum landmark landmark)
{
    double vague = problem->prior->marking_mm[landmark] + (problem->is_rough ? rough_mm : 0.0) +
                   problem->marks[v].drafted_mm[landmark];
    return problem->px_per_mm[v] * sqrt(pointing_mm * pointing_mm + vague * vague);
}

double pose_landmark_facing(const struct pose_problem *problem, int v, enum landmark landmark)
{
    const struct view *view = &problem->now.view[v];
    struct vec3 eye = vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
    struct vec3 at = affine_at(&problem->prior->place_mm[landmark], problem->now.z);
    return vec3_dot(vec3_unit(vec3_sub(eye, at)), problem->prior->seen_from[landmark]);
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
    double px_per_mm = view->focal_px / c.z, sigma = pose_landmark_sigma_px(problem, v, landmark);
    double off[2] = {px_per_mm * c.x, px_per_mm * c.y};
    struct pt_px mark = problem->marks[v].landmark[landmark];
    double want[2] = {mark.x - view->centre_px.x, mark.y - view->centre_px.y};
    struct vec3 slope[2] = {{px_per_mm, 0.0, -off[0] / c.z}, {0.0, px_per_mm, -off[1] / c.z}};
    struct ls_row rows[2] = {0};
    int first = pose_first_of_view(v);
    for (int i = 0; i < 2; i++) {
        rows[i].residual = (off[i] - want[i]) / sigma;
        struct vec3 g = vec3_scale(slope[i], 1.0 / sigma);
        add_affine(&rows[i], problem, place, mat3_mul_transposed(view->to_camera, g));
        add_motion(&rows[i], first, turned_mm, g);
        ls_row_add(&rows[i], first + VIEW_FOCAL, off[i] * focal_sigma(&problem->marks[v]) / sigma);
    }
    return add_group(normal, rows, 2, 2.5);
}

// A head and camera that rows make sense for.
static bool is_sound(const struct view *view, const struct head *head)
{
    struct vec3 s = head->semi_mm, gradient, eye;
    eye = vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
    return s.x > 30.0 && s.y > 30.0 && s.z > 30.0 && head_bend(head) < HEAD_MOST_BEND &&
           view_to_camera(view, head->centre_mm).z > 10.0 && head_level(head, eye, &gradient) > 1.1;
}

// Adds the slopes of k x head_level at the point at of px's ray, while that point keeps its depth.
static void add_level_slopes(struct ls_row *row, const struct pose_problem *problem, int v, const struct view *view,
                             const struct head *head, struct vec3 at, double k)
{
    struct vec3 g, off = vec3_sub(at, head->centre_mm), s = head->semi_mm;
    double level = head_level(head, at, &g), shape[HEAD_TERMS];
    g = vec3_scale(g, k);
    add_affine(row, problem, &problem->prior->semi_mm,
               vec3_make(-g.x * off.x / s.x, -g.y * off.y / s.y, -g.z * off.z / s.z));
    add_affine(row, problem, &problem->prior->centre_mm, vec3_scale(g, -1.0));
    head_term_shapes(head, vec3_unit(off), shape);
    for (int i = 0; i < SHAPE_TERMS; i++)
        ls_row_add(row, SHAPE_TERM + i, -k * level * shape[i] * problem->prior->term_sigma[i]);
    struct vec3 turned_g = mat3_mul(view->to_camera, g), turned_at = mat3_mul(view->to_camera, at);
    int first = pose_first_of_view(v);
    add_motion(row, first, turned_at, vec3_scale(turned_g, -1.0));
    struct vec3 c = vec3_add(turned_at, view->origin_mm);
    double by_focal = -(turned_g.x * c.x + turned_g.y * c.y);
    ls_row_add(row, first + VIEW_FOCAL, by_focal * focal_sigma(&problem->marks[v]));
}

// How fast the least level of a ray grows for each px of the picture, in its steepest direction.
static double level_per_px(const struct view *view, const struct head *head, struct vec3 near_mm)
{
    struct vec3 g;
    head_level(head, near_mm, &g);
    g = mat3_mul(view->to_camera, g);
    return sqrt(g.x * g.x + g.y * g.y) * view_to_camera(view, near_mm).z / view->focal_px;
}

bool pose_contour_distance(const struct view *view, const struct head *head, struct pt_px px, double *distance_px)
{
    struct vec3 near_mm;
    if (!is_sound(view, head))
        return false;
    double level = view_near_level(view, head, px, &near_mm);
    *distance_px = (level - 1.0) / level_per_px(view, head, near_mm);
    return level > 1e-3;
}

static double outline_rows(const struct pose_problem *problem, const struct pose_state *state, const struct head *head,
                           int v, struct ls_normal *normal)
{
    const struct marks *marks = &problem->marks[v];
    const struct view *view = &state->view[v];
    double crowd = marks->outline_count / outline_free_points, cost = 0.0;
    double off_mm = surface_mm + marks->outline_drafted_mm;
    double spread = off_mm * off_mm * (crowd > 1.0 ? crowd : 1.0);
    double sigma = problem->px_per_mm[v] * sqrt(pointing_mm * pointing_mm + spread);
    for (int i = 0; i < marks->outline_count; i++) {
        struct vec3 near_mm;
        double level = view_near_level(view, head, marks->outline[i], &near_mm);
        if (!(level > 1e-3))
            return IMPOSSIBLE;
        double k = 1.0 / (level_per_px(view, head, near_mm) * sigma);
        struct ls_row row = {.residual = (level - 1.0) * k};
        if (normal)
            add_level_slopes(&row, problem, v, view, head, near_mm, k);
        cost += add_group(normal, &row, 1, 1.5);
    }
    return cost;
}

static struct pt_px ruler_middle(const struct marks *marks)
{
    return (struct pt_px){0.5 * (marks->ruler[0].x + marks->ruler[1].x), 0.5 * (marks->ruler[0].y + marks->ruler[1].y)};
}

static double ruler_px(const struct marks *marks)
{
    double x = marks->ruler[1].x - marks->ruler[0].x, y = marks->ruler[1].y - marks->ruler[0].y;
    return sqrt(x * x + y * y);
}

// The point of the head under the ruler's middle, the contour's nearest when it lies beside the
// head, and the cosine at which it is seen, kept above 0.
static struct vec3 ruler_point(const struct view *view, const struct head *head, const struct marks *marks,
                               double *cosine)
{
    struct vec3 dir, at;
    if (view_hit(view, head, ruler_middle(marks), &dir)) {
        *cosine = fmax(view_facing(view, head, dir), 0.1);
        return head_point_mm(head, dir);
    }
    view_near_level(view, head, ruler_middle(marks), &at);
    *cosine = 0.1;
    return at;
}

static double ruler_rows(const struct pose_problem *problem, const struct pose_state *state, const struct head *head,
                         int v, struct ls_normal *normal)
{
    const struct marks *marks = &problem->marks[v];
    const struct view *view = &state->view[v];
    double cosine, sigma = problem->ruler_sigma[v];
    struct vec3 gradient, at = ruler_point(view, head, marks, &cosine);
    struct vec3 c = view_to_camera(view, at);
    double depth_mm = c.z;
    double log_scale = mathd_log(ruler_px(marks) / marks->ruler_mm * depth_mm / view->focal_px);
    struct ls_row row = {.residual = log_scale / sigma};
    // The point stays on the surface: d(depth) = d(level at fixed depth) / (how fast it falls).
    head_level(head, at, &gradient);
    double fall = vec3_length(gradient) * cosine * vec3_length(c) / c.z;
    if (normal) {
        add_level_slopes(&row, problem, v, view, head, at, 1.0 / (fall * depth_mm * sigma));
        row.slope[row.count - 1] -= focal_sigma(marks) / sigma;
    }
    return add_group(normal, &row, 1, 0.0);
}

// The iris of an eye, at its pupil's depth.
static double iris_rows(const struct pose_problem *problem, const struct pose_state *state, int v, int eye,
                        struct ls_normal *normal)
{
    const struct marks *marks = &problem->marks[v];
    const struct view *view = &state->view[v];
    const struct affine *place = &problem->prior->place_mm[LANDMARK_PUPIL_LEFT + eye];
    struct vec3 turned_mm = mat3_mul(view->to_camera, affine_at(place, state->z));
    double depth_mm = turned_mm.z + view->origin_mm.z, sigma = marks->iris_sigma_px[eye] / marks->iris_px[eye];
    if (!(depth_mm > 10.0))
        return IMPOSSIBLE;
    double log_breadth = mathd_log(marks->iris_px[eye] / IRIS_MM * depth_mm / view->focal_px);
    struct ls_row row = {.residual = (log_breadth - IRIS_FRAC * state->z[SHAPE_IRIS]) / sigma};
    struct vec3 g = {0.0, 0.0, 1.0 / (depth_mm * sigma)};
    int first = pose_first_of_view(v);
    add_affine(&row, problem, place, mat3_mul_transposed(view->to_camera, g));
    add_motion(&row, first, turned_mm, g);
    ls_row_add(&row, first + VIEW_FOCAL, -focal_sigma(marks) / sigma);
    ls_row_add(&row, SHAPE_IRIS, -IRIS_FRAC / sigma);
    return add_group(normal, &row, 1, 2.5);
}

struct vec3 facing_toward(enum facing facing)
{
    static const double degrees[FACING_COUNT][2] = {
        // azimuth toward the patient's left, elevation
        [FACING_FRONT] = {0, 15},
        [FACING_LEFT] = {90, 12},
        [FACING_RIGHT] = {-90, 12},
        [FACING_TOP] = {0, 90},
        [FACING_BACK] = {180, 15},
        [FACING_THREE_QUARTER_LEFT] = {40, 15},
        [FACING_THREE_QUARTER_RIGHT] = {-40, 15},
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
static double direction_rows(const struct pose_state *state, int v, struct vec3 dir, struct vec3 wanted, double sigma,
                             struct ls_normal *normal)
{
    struct vec3 d = mat3_mul(state->view[v].to_camera, dir), off = vec3_sub(d, wanted);
    struct vec3 axis[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    struct ls_row rows[3] = {0};
    int first = pose_first_of_view(v);
    for (int i = 0; i < 3; i++) {
        rows[i].residual = vec3_dot(off, axis[i]) / sigma;
        struct vec3 turn = vec3_scale(vec3_cross(d, axis[i]), 1.0 / sigma);
        ls_row_add(&rows[i], first + VIEW_TURN, turn.x);
        ls_row_add(&rows[i], first + VIEW_TURN + 1, turn.y);
        ls_row_add(&rows[i], first + VIEW_TURN + 2, turn.z);
    }
    return add_group(normal, rows, 3, 0.0);
}

static double facing_rows(const struct pose_problem *problem, const struct pose_state *state, int v,
                          struct ls_normal *normal)
{
    const struct marks *marks = &problem->marks[v];
    enum facing facing = marks->facing;
    if (facing == FACING_UNKNOWN || (marks->has_turn && marks->is_facing_drafted)) // the turn says more
        return 0.0;
    struct vec3 up = facing_up(facing);
    double cost = direction_rows(state, v, facing_toward(facing), vec3_make(0.0, 0.0, -1.0), facing_sigma, normal);
    if (vec3_dot(up, up) > 0.0 && !marks->has_turn) // which says where up is
        cost += direction_rows(state, v, up, vec3_make(0.0, -1.0, 0.0), facing_sigma, normal);
    return cost;
}

static double turn_rows(const struct pose_problem *problem, const struct pose_state *state, int v,
                        struct ls_normal *normal)
{
    const struct marks *marks = &problem->marks[v];
    double sigma = marks->turn_sigma_rad;
    return direction_rows(state, v, vec3_make(0.0, -1.0, 0.0), marks->turn_forward, sigma, normal) +
           direction_rows(state, v, vec3_make(0.0, 0.0, 1.0), marks->turn_up, sigma, normal);
}

static double all_rows(const struct pose_problem *problem, const struct pose_state *state, struct ls_normal *normal)
{
    struct head head = pose_prior_head(problem->prior, state->z);
    double cost = prior_rows(problem, state, normal);
    for (int v = 0; v < problem->view_count; v++) {
        const struct marks *marks = &problem->marks[v];
        if (!is_sound(&state->view[v], &head))
            return IMPOSSIBLE;
        for (int i = 0; i < LANDMARK_COUNT; i++)
            if (marks->has_landmark[i])
                cost += landmark_rows(problem, state, v, (enum landmark)i, normal);
        cost += outline_rows(problem, state, &head, v, normal);
        if (marks->has_ruler)
            cost += ruler_rows(problem, state, &head, v, normal);
        for (int eye = 0; eye < 2; eye++)
            if (marks->iris_px[eye] > 0.0)
                cost += iris_rows(problem, state, v, eye, normal);
        cost += facing_rows(problem, state, v, normal);
        if (marks->has_turn)
            cost += turn_rows(problem, state, v, normal);
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
    return (struct ls_problem){problem, unknown_count(problem), rows_now, cost_after, keep_trial};
}

void pose_problem_refresh(struct pose_problem *problem)
{
    struct head head = pose_prior_head(problem->prior, problem->now.z);
    for (int v = 0; v < problem->view_count; v++) {
        const struct view *view = &problem->now.view[v];
        problem->px_per_mm[v] = view_scale_px_per_mm(view, head.centre_mm);
        if (!problem->marks[v].has_ruler)
            continue;
        double cosine, depth_mm = view_to_camera(view, head.centre_mm).z;
        ruler_point(view, &head, &problem->marks[v], &cosine);
        double depth_frac = ruler_depth_mm / cosine / depth_mm;
        double ends_frac = 1.4142 * ruler_end_px / ruler_px(&problem->marks[v]);
        problem->ruler_sigma[v] = sqrt(ruler_frac * ruler_frac + depth_frac * depth_frac + ends_frac * ends_frac);
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
        count += (marks->iris_px[0] > 0.0 ? 1 : 0) + (marks->iris_px[1] > 0.0 ? 1 : 0);
    }
    return count;
}
