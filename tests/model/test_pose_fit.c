// Poses from marks: exact recovery, symmetry, several views, refusals.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/pose_fit.h"
#include "model/pose_prior.h"
#include "model/pose_rows.h"

#include <string.h>

static struct pose_prior prior;

static struct mat3 turn_of(double azimuth_deg, double elevation_deg, double roll_deg)
{
    double a = azimuth_deg * MATHD_PI / 180.0, e = elevation_deg * MATHD_PI / 180.0;
    struct vec3 forward = {-sin(a) * cos(e), cos(a) * cos(e), -sin(e)};
    struct vec3 right = {cos(a), sin(a), 0.0}, down = vec3_cross(forward, right);
    double c = cos(roll_deg * MATHD_PI / 180.0), s = sin(roll_deg * MATHD_PI / 180.0);
    return (struct mat3){{vec3_sub(vec3_scale(right, c), vec3_scale(down, s)),
                          vec3_add(vec3_scale(right, s), vec3_scale(down, c)), forward}};
}

static struct view camera_at(double azimuth_deg, double elevation_deg, double roll_deg)
{
    struct view view = {.width_px = 3024, .height_px = 4032, .centre_px = {1512.0, 2016.0}};
    view.focal_px = view_focal_px(3024, 4032, 52.0);
    view.to_camera = turn_of(azimuth_deg, elevation_deg, roll_deg);
    struct vec3 target = mat3_mul(view.to_camera, vec3_make(0.0, 0.0, 40.0));
    view.origin_mm = vec3_sub(vec3_make(20.0, -30.0, 650.0), target);
    return view;
}

// The pixel of the contour at an angle round the head's middle, by bisection of view_hit.
static struct pt_px rim_pixel(const struct view *view, const struct head *head, double angle)
{
    struct pt_px middle;
    view_project(view, head->centre_mm, &middle);
    double low = 0.0, high = 2500.0;
    for (int i = 0; i < 60; i++) {
        double half = 0.5 * (low + high);
        struct vec3 dir;
        struct pt_px px = {middle.x + half * cos(angle), middle.y + half * sin(angle)};
        *(view_hit(view, head, px, &dir) ? &low : &high) = half;
    }
    return (struct pt_px){middle.x + low * cos(angle), middle.y + low * sin(angle)};
}

// Perfect marks of the head with these deviates: every landmark that faces the camera, 12 rim
// points.
static struct marks perfect_marks(const double *z, const struct view *view)
{
    struct marks marks = {.width_px = view->width_px, .height_px = view->height_px, .focal_35mm = 52.0};
    struct head head = pose_prior_head(&prior, z);
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        struct vec3 to_eye = vec3_scale(view->to_camera.row[2], -1.0);
        marks.has_landmark[i] = vec3_dot(prior.seen_from[i], to_eye) > -0.1;
        view_project(view, affine_at(&prior.place_mm[i], z), &marks.landmark[i]);
    }
    for (int i = 0; i < 12; i++)
        marks.outline[marks.outline_count++] = rim_pixel(view, &head, (190.0 + 15.0 * i) * MATHD_PI / 180.0);
    return marks;
}

static void add_ruler(struct marks *marks, const struct view *view, struct vec3 at_mm, double length_mm)
{
    struct vec3 right = vec3_scale(view->to_camera.row[0], 0.5 * length_mm);
    marks->has_ruler = true;
    marks->ruler_mm = length_mm;
    view_project(view, vec3_sub(at_mm, right), &marks->ruler[0]);
    view_project(view, vec3_add(at_mm, right), &marks->ruler[1]);
}

static double turn_error_deg(struct mat3 a, struct mat3 b)
{
    double trace = vec3_dot(a.row[0], b.row[0]) + vec3_dot(a.row[1], b.row[1]) + vec3_dot(a.row[2], b.row[2]);
    return acos(fmin(0.5 * (trace - 1.0), 1.0)) * 180.0 / MATHD_PI;
}

static void slopes_agree_with_differences(void **state)
{
    (void)state;
    struct view view = camera_at(25.0, 15.0, 5.0);
    double z[SHAPE_COUNT] = {0};
    struct marks marks = perfect_marks(z, &view);
    add_ruler(&marks, &view, vec3_make(0.0, -70.0, 97.0), 30.0);
    marks.facing = FACING_THREE_QUARTER_LEFT;
    marks.has_turn = true;
    marks.turn_forward = vec3_unit(vec3_make(0.3, 0.2, -0.9));
    marks.turn_up = vec3_make(0.0, -1.0, 0.0);
    marks.turn_sigma_rad = 0.1;
    marks.iris_px[0] = 40.0;
    marks.iris_px[1] = 43.0;
    marks.iris_sigma_px[0] = marks.iris_sigma_px[1] = 0.8;
    static struct pose_problem problem;
    pose_problem_init(&problem, &prior, &marks, 1);
    problem.now.view[0].to_camera = turn_of(20.0, 18.0, 3.0);
    problem.now.view[0].origin_mm = vec3_add(view.origin_mm, vec3_make(4.0, 5.0, 20.0));
    for (int i = 0; i < SHAPE_COUNT; i++)
        problem.now.z[i] = 0.3 * rng_normal(1, (uint64_t)i, 0);
    marks.outline_count = 0; // its rows hold their px for each mm while differentiating
    pose_problem_refresh(&problem);
    static struct ls_normal normal;
    struct ls_problem door = pose_problem_door(&problem);
    ls_normal_clear(&normal, door.count);
    door.rows(door.self, &normal);
    for (int i = 0; i < door.count; i++) {
        double step[LEAST_SQUARES_MOST_UNKNOWNS] = {0}, h = 1e-5;
        step[i] = h;
        double up = door.try_step(door.self, step);
        step[i] = -h;
        double down = door.try_step(door.self, step);
        double slope = (up - down) / (4.0 * h); // the cost is twice half the squares
        assert_close(normal.gradient[i], slope, 1e-4 * fabs(slope) + 1e-5);
    }
}

// Glabella, nasion and subnasale lie along one line, which any turn about it leaves in place: refused, but for the
// turn that a face's mesh has, and then the fit has it too.
static void a_drafted_turn_settles_what_marks_leave_open(void **state)
{
    (void)state;
    static const double azimuth_deg[] = {-35.0, 0.0, 30.0};
    for (int i = 0; i < 3; i++) {
        struct view view = camera_at(azimuth_deg[i], 12.0, 4.0);
        double z[SHAPE_COUNT] = {0};
        struct marks marks = perfect_marks(z, &view);
        marks.outline_count = 0;
        for (int k = 0; k < LANDMARK_COUNT; k++)
            marks.has_landmark[k] = k == LANDMARK_GLABELLA || k == LANDMARK_NASION || k == LANDMARK_SUBNASALE;
        static struct pose_result result;
        assert_false(pose_fit(&marks, 1, &result, NULL));
        marks.has_turn = true;
        marks.turn_forward = mat3_mul(view.to_camera, vec3_make(0.0, -1.0, 0.0));
        marks.turn_up = mat3_mul(view.to_camera, vec3_make(0.0, 0.0, 1.0));
        marks.turn_sigma_rad = 0.07;
        assert_true(pose_fit(&marks, 1, &result, NULL));
        assert_close(turn_error_deg(result.view[0].to_camera, view.to_camera), 0.0, 2.0);
    }
}

// A man whose eyes stand 5 sigma too close, by pupils and nose alone: his head is taken for a small one. His irises are
// like anyone's, and say how large it is; a broad iris alone is a broad iris as much as a near face.
static void irises_are_a_scale(void **state)
{
    (void)state;
    struct view view = camera_at(0.0, 10.0, 0.0);
    double z[SHAPE_COUNT] = {[SHAPE_COMMON + 3 * LANDMARK_PUPIL_LEFT] = -4.0};
    struct marks marks = perfect_marks(z, &view);
    marks.outline_count = 0;
    marks.has_turn = true; // what few marks leave open
    marks.turn_forward = mat3_mul(view.to_camera, vec3_make(0.0, -1.0, 0.0));
    marks.turn_up = mat3_mul(view.to_camera, vec3_make(0.0, 0.0, 1.0));
    marks.turn_sigma_rad = 0.05;
    for (int i = 0; i < LANDMARK_COUNT; i++)
        marks.has_landmark[i] = marks.has_landmark[i] && (i == LANDMARK_PUPIL_LEFT || i == LANDMARK_PUPIL_RIGHT ||
                                                          i == LANDMARK_NASION || i == LANDMARK_SUBNASALE);
    static struct pose_result without, with, broad;
    assert_true(pose_fit(&marks, 1, &without, NULL));
    double truth = view_scale_px_per_mm(&view, affine_at(&prior.place_mm[LANDMARK_PUPIL_LEFT], z));
    double here = view_scale_px_per_mm(&view, affine_at(&prior.centre_mm, z));
    for (int i = 0; i < 2; i++) {
        marks.iris_px[i] = IRIS_MM * truth;
        marks.iris_sigma_px[i] = 0.01 * marks.iris_px[i];
    }
    assert_true(pose_fit(&marks, 1, &with, NULL));
    double off = fabs(view_scale_px_per_mm(&without.view[0], without.head.centre_mm) / here - 1.0);
    double nearer = fabs(view_scale_px_per_mm(&with.view[0], with.head.centre_mm) / here - 1.0);
    assert_true(off > 0.03);
    assert_true(nearer < 0.7 * off);
    struct interval before = without.scale_px_per_mm[0], after = with.scale_px_per_mm[0];
    assert_true((after.high - after.low) / after.likely < 0.95 * (before.high - before.low) / before.likely);
    for (int i = 0; i < 2; i++)
        marks.iris_px[i] *= 1.10;
    assert_true(pose_fit(&marks, 1, &broad, NULL));
    double moved = broad.scale_px_per_mm[0].likely / after.likely;
    assert_true(moved > 1.01 && moved < 1.08);
}

static void perfect_marks_give_the_pose_back(void **state)
{
    (void)state;
    static const double angle[][3] = {{0, 10, 0}, {35, 24, 0}, {-75, 14, 0}, {180, 25, 0}, {10, 40, 30}, {0, 80, 0}};
    const struct vec3 semi_mm = prior.semi_mm.mean;
    for (size_t i = 0; i < sizeof angle / sizeof angle[0]; i++) {
        struct view view = camera_at(angle[i][0], angle[i][1], angle[i][2]);
        double z[SHAPE_COUNT] = {0};
        struct marks marks = perfect_marks(z, &view);
        struct pose_result result;
        struct err err = {0};
        assert_true(pose_fit(&marks, 1, &result, &err));
        assert_close(turn_error_deg(result.view[0].to_camera, view.to_camera), 0.0, 0.01);
        assert_close(result.view[0].origin_mm.z / view.origin_mm.z, 1.0, 1e-4);
        assert_close(result.head.semi_mm.x, semi_mm.x, 0.01);
        assert_close(result.head.semi_mm.y, semi_mm.y, 0.01);
        assert_close(result.head.semi_mm.z, semi_mm.z, 0.01);
        assert_close(result.worst_px[0], 0.0, 0.1);
    }
}

// Marks as people set them: each landmark 1-2 mm off in a fixed way.
static struct marks careful_marks(const struct view *view, uint64_t seed)
{
    double z[SHAPE_COUNT];
    for (int i = 0; i < SHAPE_COUNT; i++)
        z[i] = 0.7 * rng_normal(seed, (uint64_t)i, 0);
    struct marks marks = perfect_marks(z, view);
    marks.has_landmark[LANDMARK_WHORL] = false; // the one place that has no mirror image
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        marks.landmark[i].x += 10.0 * rng_normal(seed, (uint64_t)i, 1);
        marks.landmark[i].y += 10.0 * rng_normal(seed, (uint64_t)i, 2);
    }
    return marks;
}

static struct pose_result fitted(const struct marks *marks)
{
    struct pose_result result;
    struct err err = {0};
    if (!pose_fit(marks, 1, &result, &err))
        fail_msg("%s", err.text);
    return result;
}

static enum landmark mirror_of(enum landmark landmark)
{
    switch (landmark) {
    case LANDMARK_PUPIL_LEFT:
    case LANDMARK_TRAGION_LEFT:
    case LANDMARK_CANTHUS_LEFT:
    case LANDMARK_EAR_TOP_LEFT:
        return (enum landmark)(landmark + 1);
    case LANDMARK_PUPIL_RIGHT:
    case LANDMARK_TRAGION_RIGHT:
    case LANDMARK_CANTHUS_RIGHT:
    case LANDMARK_EAR_TOP_RIGHT:
        return (enum landmark)(landmark - 1);
    default:
        return landmark;
    }
}

static void mirrored_marks_give_the_mirrored_pose(void **state)
{
    (void)state;
    struct view view = camera_at(35.0, 20.0, 4.0);
    struct marks marks = careful_marks(&view, 5), mirrored = marks;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        enum landmark from = mirror_of((enum landmark)i);
        mirrored.has_landmark[i] = marks.has_landmark[from];
        mirrored.landmark[i] = (struct pt_px){marks.width_px - marks.landmark[from].x, marks.landmark[from].y};
    }
    for (int i = 0; i < marks.outline_count; i++)
        mirrored.outline[i].x = marks.width_px - marks.outline[i].x;
    struct pose_result a = fitted(&marks), b = fitted(&mirrored);
    const struct vec3 *m = a.view[0].to_camera.row, *n = b.view[0].to_camera.row;
    struct vec3 flip = {-1.0, 1.0, 1.0};
    for (int i = 0; i < 3; i++) {
        struct vec3 want = vec3_scale(vec3_mul(flip, m[i]), i == 0 ? -1.0 : 1.0);
        assert_close(vec3_length(vec3_sub(n[i], want)), 0.0, 1e-4);
    }
    assert_close(b.view[0].origin_mm.x, -a.view[0].origin_mm.x, 0.02);
    assert_close(b.head.centre_mm.x, -a.head.centre_mm.x, 0.02);
    assert_close(b.head.semi_mm.y, a.head.semi_mm.y, 0.02);
    assert_close(b.scale_px_per_mm[0].high, a.scale_px_per_mm[0].high, 0.005);
}

static void scale_marks(struct marks *marks, double k)
{
    marks->width_px = (int)(marks->width_px * k);
    marks->height_px = (int)(marks->height_px * k);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        marks->landmark[i] = (struct pt_px){marks->landmark[i].x * k, marks->landmark[i].y * k};
    for (int i = 0; i < marks->outline_count; i++)
        marks->outline[i] = (struct pt_px){marks->outline[i].x * k, marks->outline[i].y * k};
}

static void the_size_of_the_picture_does_not_matter(void **state)
{
    (void)state;
    struct view view = camera_at(-30.0, 12.0, 0.0);
    struct marks marks = careful_marks(&view, 6);
    struct pose_result a = fitted(&marks);
    for (double k = 0.25; k <= 4.0; k *= 4.0) {
        struct marks other = marks;
        scale_marks(&other, k);
        struct pose_result b = fitted(&other);
        assert_close(turn_error_deg(a.view[0].to_camera, b.view[0].to_camera), 0.0, 0.01);
        assert_close(b.view[0].origin_mm.z / a.view[0].origin_mm.z, 1.0, 1e-4);
        assert_close(b.scale_px_per_mm[0].likely / a.scale_px_per_mm[0].likely, k, 1e-4 * k);
        assert_close(b.scale_px_per_mm[0].low / a.scale_px_per_mm[0].low, k, 1e-3 * k);
    }
}

static struct pt_px turned_px(struct pt_px px, double degrees)
{
    double c = cos(degrees * MATHD_PI / 180.0), s = sin(degrees * MATHD_PI / 180.0);
    double x = px.x - 1512.0, y = px.y - 2016.0;
    return (struct pt_px){1512.0 + c * x - s * y, 2016.0 + s * x + c * y};
}

static struct marks turned_marks(const struct marks *marks, double degrees)
{
    struct marks turned = *marks;
    for (int i = 0; i < LANDMARK_COUNT; i++)
        turned.landmark[i] = turned_px(marks->landmark[i], degrees);
    for (int i = 0; i < marks->outline_count; i++)
        turned.outline[i] = turned_px(marks->outline[i], degrees);
    return turned;
}

static void a_turned_photo_gives_the_turned_pose(void **state)
{
    (void)state;
    struct view view = camera_at(20.0, 20.0, 0.0);
    struct marks marks = careful_marks(&view, 7);
    struct pose_result a = fitted(&marks);
    const struct vec3 *m = a.view[0].to_camera.row;
    for (double degrees = -150.0; degrees <= 150.0; degrees += 60.0) {
        struct marks turned = turned_marks(&marks, degrees);
        struct pose_result b = fitted(&turned);
        double c = cos(degrees * MATHD_PI / 180.0), s = sin(degrees * MATHD_PI / 180.0);
        struct vec3 x = vec3_sub(vec3_scale(m[0], c), vec3_scale(m[1], s));
        assert_close(vec3_length(vec3_sub(b.view[0].to_camera.row[0], x)), 0.0, 1e-4);
        assert_close(vec3_length(vec3_sub(b.view[0].to_camera.row[2], m[2])), 0.0, 1e-4);
        assert_close(b.head.semi_mm.y, a.head.semi_mm.y, 0.01);
    }
    struct marks turned = turned_marks(&marks, 30.0);
    turned.facing = FACING_FRONT; // said to be upright: the marks win
    struct pose_result b = fitted(&turned);
    assert_close(turn_error_deg(b.view[0].to_camera, a.view[0].to_camera), 30.0, 5.0);
}

// A head 6 % larger at 6 % more distance looks the same: only the ruler tells.
static void a_ruler_sets_the_scale(void **state)
{
    (void)state;
    struct view view = camera_at(0.0, 12.0, 0.0);
    double z[SHAPE_COUNT] = {0};
    struct marks marks = perfect_marks(z, &view);
    struct head mean = head_canonical();
    struct pose_result without = fitted(&marks);
    add_ruler(&marks, &view, head_point_mm(&mean, vec3_unit(vec3_make(0.0, -0.8, 0.6))), 50.0);
    marks.ruler_mm *= 1.06;
    struct pose_result with = fitted(&marks);
    struct interval narrow = with.scale_px_per_mm[0], wide = without.scale_px_per_mm[0];
    assert_close(narrow.likely / wide.likely * 1.06, 1.0, 0.01);
    assert_close(with.head.semi_mm.x, 1.06 * 77.2, 2.5); // the prior pulls a little
    assert_close(with.view[0].origin_mm.z, 1.06 * view.origin_mm.z, 15.0);
    assert_true(narrow.high / narrow.low < 1.0 + 0.6 * (wide.high / wide.low - 1.0));
}

// Two views of one head: the side view tells the length that the front view cannot see.
static double breadth(struct interval interval)
{
    return log(interval.high / interval.low);
}

// Marks that agree worse than marks do leave more open: the intervals say so.
static void marks_that_disagree_widen_the_intervals(void **state)
{
    (void)state;
    double z[SHAPE_COUNT] = {0};
    struct view view = camera_at(20.0, 10.0, 0.0);
    struct marks marks = perfect_marks(z, &view);
    struct pose_result sharp, vague;
    assert_true(pose_fit(&marks, 1, &sharp, NULL));
    struct pt_px middle;
    view_project(&view, sharp.head.centre_mm, &middle);
    for (int i = 0; i < marks.outline_count; i++) { // out and in by 6 %, in turn
        double k = i % 2 ? 0.94 : 1.06;
        marks.outline[i].x = middle.x + k * (marks.outline[i].x - middle.x);
        marks.outline[i].y = middle.y + k * (marks.outline[i].y - middle.y);
    }
    assert_true(pose_fit(&marks, 1, &vague, NULL));
    for (int i = 0; i < 3; i++)
        assert_true(breadth(vague.semi_mm[i]) > 1.2 * breadth(sharp.semi_mm[i]));
    assert_true(breadth(vague.scale_px_per_mm[0]) > 1.2 * breadth(sharp.scale_px_per_mm[0]));
}

static void views_of_one_head_share_its_shape(void **state)
{
    (void)state;
    double z[SHAPE_COUNT] = {[SHAPE_LENGTH] = 2.5};
    struct view view[2] = {camera_at(0.0, 10.0, 0.0), camera_at(80.0, 10.0, 0.0)};
    struct marks marks[2] = {perfect_marks(z, &view[0]), perfect_marks(z, &view[1])};
    add_ruler(&marks[1], &view[1], vec3_make(76.0, 13.0, 70.0), 100.0);
    struct pose_result alone = fitted(&marks[0]), both;
    double truth = affine_at(&prior.semi_mm, z).y;
    assert_true(pose_fit(marks, 2, &both, NULL));
    assert_true(fabs(both.head.semi_mm.y - truth) < 0.5 * fabs(alone.head.semi_mm.y - truth));
    assert_true(both.semi_mm[1].high - both.semi_mm[1].low < 0.7 * (alone.semi_mm[1].high - alone.semi_mm[1].low));
    for (int v = 0; v < 2; v++)
        assert_close(turn_error_deg(both.view[v].to_camera, view[v].to_camera), 0.0, 2.0);
}

static void marked_glabella_and_whorl_become_the_heads(void **state)
{
    (void)state;
    struct view view = camera_at(0.0, 15.0, 0.0);
    double z[SHAPE_COUNT] = {0};
    struct marks marks = perfect_marks(z, &view);
    struct pose_result result = fitted(&marks);
    struct pt_px px;
    assert_true(view_project(&result.view[0], head_point_mm(&result.head, result.head.glabella), &px));
    assert_close(px.x, marks.landmark[LANDMARK_GLABELLA].x, 1e-3);
    assert_close(px.y, marks.landmark[LANDMARK_GLABELLA].y, 1e-3);
    struct head mean = head_canonical();
    assert_close(vec3_dot(result.head.whorl, mean.whorl), 1.0, 1e-12); // not seen from the front
}

// Fails, says why in a line with `word` in it, and leaves nothing to be taken for a result.
static void refuses(const struct marks *marks, const char *word)
{
    struct pose_result result;
    struct err err = {0};
    if (pose_fit(marks, 1, &result, &err))
        fail_msg("took marks that should be refused (%s)", word);
    assert_int_equal(err.code, ERR_INPUT);
    if (!strstr(err.text, word))
        fail_msg("'%s' does not speak of '%s'", err.text, word);
}

static void too_few_marks_name_the_fewest_that_do(void **state)
{
    (void)state;
    struct view view = camera_at(30.0, 15.0, 0.0);
    double z[SHAPE_COUNT] = {0};
    struct marks all = perfect_marks(z, &view), few = all;
    const char *fewest = "three landmarks far apart (best glabella and both tragions), or two and six outline";
    for (int i = 0; i < LANDMARK_COUNT; i++)
        few.has_landmark[i] = false;
    refuses(&few, fewest);
    few.has_landmark[LANDMARK_GLABELLA] = true;
    refuses(&few, fewest);
    few.has_landmark[LANDMARK_TRAGION_LEFT] = true;
    fitted(&few); // two and twelve outline points
    few.outline_count = 5;
    refuses(&few, fewest);
    few.outline_count = 0;
    few.has_landmark[LANDMARK_MENTON] = true;
    few.facing = FACING_THREE_QUARTER_LEFT;
    fitted(&few); // three far apart
}

static void marks_that_leave_the_turn_open_are_refused(void **state)
{
    (void)state;
    struct view view = camera_at(180.0, 70.0, 0.0);
    double z[SHAPE_COUNT] = {0};
    struct marks marks = perfect_marks(z, &view);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        marks.has_landmark[i] = i == LANDMARK_VERTEX || i == LANDMARK_CROWN || i == LANDMARK_WHORL;
    marks.outline_count = 0;
    refuses(&marks, "add landmarks far from them, six or more points on the skull's outline, or the facing");
}

// The skull's outline from above is nearly the same with the face up or down in the picture.
static void marks_that_fit_two_poses_are_refused(void **state)
{
    (void)state;
    struct view view = camera_at(0.0, 88.0, 0.0);
    double z[SHAPE_COUNT] = {0};
    struct marks marks = perfect_marks(z, &view);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        marks.has_landmark[i] = i == LANDMARK_VERTEX;
    marks.outline_count = 0;
    struct head head = head_canonical();
    for (int i = 0; i < 12; i++)
        marks.outline[marks.outline_count++] = rim_pixel(&view, &head, 30.0 * i * MATHD_PI / 180.0);
    marks.facing = FACING_TOP;
    refuses(&marks, "fit two different poses; add landmarks far from them");
    marks.has_landmark[LANDMARK_CROWN] = true;
    struct pose_result result = fitted(&marks);
    assert_close(turn_error_deg(result.view[0].to_camera, view.to_camera), 0.0, 10.0);
}

static void contradictions_are_named(void **state)
{
    (void)state;
    struct view view = camera_at(10.0, 10.0, 0.0);
    double z[SHAPE_COUNT] = {0};
    const struct marks good = perfect_marks(z, &view);
    fitted(&good);
    struct marks bad = good;
    bad.landmark[LANDMARK_SUBNASALE].y -= 900.0;
    refuses(&bad, "subnasale");
    bad = good;
    bad.landmark[LANDMARK_PUPIL_LEFT] = good.landmark[LANDMARK_PUPIL_RIGHT];
    bad.landmark[LANDMARK_PUPIL_RIGHT] = good.landmark[LANDMARK_PUPIL_LEFT];
    refuses(&bad, "left and right are the patient's");
    bad = good;
    bad.has_landmark[LANDMARK_VERTEX] = false;
    for (int i = 0; i < bad.outline_count; i++)
        bad.outline[i].x += 800.0;
    refuses(&bad, "contradict");
    bad = good;
    add_ruler(&bad, &view, vec3_make(0.0, -70.0, 97.0), 30.0);
    bad.ruler_mm = 100.0; // really 30
    refuses(&bad, "ruler");
    bad.ruler_mm = 9.0;
    refuses(&bad, "ruler");
}

static void numbers_out_of_range_are_refused(void **state)
{
    (void)state;
    struct view view = camera_at(10.0, 10.0, 0.0);
    double z[SHAPE_COUNT] = {0};
    const struct marks good = perfect_marks(z, &view);
    const double bad_number[] = {(double)NAN, HUGE_VAL, -HUGE_VAL, 1e300, -1e9, 40000.0};
    for (size_t i = 0; i < sizeof bad_number / sizeof bad_number[0]; i++) {
        struct marks bad = good;
        bad.landmark[LANDMARK_NASION].x = bad_number[i];
        refuses(&bad, "nasion");
        bad = good;
        bad.outline[3].y = bad_number[i];
        refuses(&bad, "outline point 4");
        bad = good;
        add_ruler(&bad, &view, vec3_make(0.0, -70.0, 97.0), 30.0);
        bad.ruler[1].x = bad_number[i];
        refuses(&bad, "ruler");
        bad = good;
        bad.focal_35mm = bad_number[i];
        refuses(&bad, "focal");
        bad = good;
        add_ruler(&bad, &view, vec3_make(0.0, -70.0, 97.0), 30.0);
        bad.ruler_mm = bad_number[i];
        refuses(&bad, "ruler");
    }
    struct marks bad = good;
    bad.width_px = 0;
    refuses(&bad, "photo of 0");
    bad = good;
    bad.outline_count = MARKS_MOST_OUTLINE + 1;
    refuses(&bad, "outline points");
    bad = good;
    add_ruler(&bad, &view, vec3_make(0.0, -70.0, 97.0), 30.0);
    bad.ruler[1] = bad.ruler[0];
    refuses(&bad, "apart");
    struct pose_result result;
    assert_false(pose_fit(&good, 0, &result, NULL));
    assert_false(pose_fit(&good, POSE_MOST_VIEWS + 1, &result, NULL));
}

// Whatever the marks, no crash, no NaN in what is called a result.
static void random_marks_end_in_a_sound_result_or_a_line(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 60; i++) {
        struct marks marks = {.width_px = 1600, .height_px = 1200};
        for (int k = 0; k < LANDMARK_COUNT; k++) {
            marks.has_landmark[k] = rng_unit(2, i, (uint64_t)k) < 0.3;
            marks.landmark[k] =
                (struct pt_px){1600.0 * rng_unit(2, i, 20 + (uint64_t)k), 1200.0 * rng_unit(2, i, 40 + (uint64_t)k)};
        }
        marks.outline_count = (int)(12.0 * rng_unit(2, i, 60));
        for (int k = 0; k < marks.outline_count; k++)
            marks.outline[k] = i % 3 ? (struct pt_px){1600.0 * rng_unit(2, i, 70 + (uint64_t)k),
                                                      1200.0 * rng_unit(2, i, 90 + (uint64_t)k)}
                                     : (struct pt_px){800.0, 600.0};
        struct pose_result result;
        struct err err = {0};
        if (!pose_fit(&marks, 1, &result, &err)) {
            assert_int_equal(err.code, ERR_INPUT);
            assert_true(err.text[0] != 0 && !strchr(err.text, '\n'));
            continue;
        }
        assert_true(result.scale_px_per_mm[0].low > 0.0 && isfinite(result.scale_px_per_mm[0].high));
        assert_true(result.head.semi_mm.x > 50.0 && result.head.semi_mm.x < 110.0);
    }
}

// The bits of several fits, for comparison between machines.
static void print_bits(FILE *to)
{
    for (int i = 0; i < 4; i++) {
        struct view view = camera_at(-60.0 + 40.0 * i, 10.0 + 8.0 * i, 3.0 * i);
        struct marks marks = careful_marks(&view, 11);
        struct pose_result r = fitted(&marks);
        fprintf(to, "%a %a %a %a %a\n", r.head.semi_mm.x, r.head.term[1], r.view[0].to_camera.row[0].x,
                r.view[0].origin_mm.z, r.scale_px_per_mm[0].high);
    }
}

static void bits_are_the_same_on_an_older_processor(void **state)
{
    const char *program = *state;
    char command[4200], here[2048] = {0}, old[2048] = {0};
    FILE *memory = fmemopen(here, sizeof here, "w");
    print_bits(memory);
    fclose(memory);
    snprintf(command, sizeof command, "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA '%s' --bits", program);
    FILE *pipe = popen(command, "r");
    size_t size = fread(old, 1, sizeof old - 1, pipe);
    assert_int_equal(pclose(pipe), 0);
    assert_true(size > 100);
    assert_string_equal(here, old);
}

int main(int argc, char **argv)
{
    pose_prior_make(&prior);
    if (argc > 1 && strcmp(argv[1], "--bits") == 0) {
        print_bits(stdout);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slopes_agree_with_differences),
        cmocka_unit_test(irises_are_a_scale),
        cmocka_unit_test(a_drafted_turn_settles_what_marks_leave_open),
        cmocka_unit_test(perfect_marks_give_the_pose_back),
        cmocka_unit_test(mirrored_marks_give_the_mirrored_pose),
        cmocka_unit_test(the_size_of_the_picture_does_not_matter),
        cmocka_unit_test(a_turned_photo_gives_the_turned_pose),
        cmocka_unit_test(a_ruler_sets_the_scale),
        cmocka_unit_test(marks_that_disagree_widen_the_intervals),
        cmocka_unit_test(views_of_one_head_share_its_shape),
        cmocka_unit_test(marked_glabella_and_whorl_become_the_heads),
        cmocka_unit_test(too_few_marks_name_the_fewest_that_do),
        cmocka_unit_test(marks_that_leave_the_turn_open_are_refused),
        cmocka_unit_test(marks_that_fit_two_poses_are_refused),
        cmocka_unit_test(contradictions_are_named),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(random_marks_end_in_a_sound_result_or_a_line),
        cmocka_unit_test_prestate(bits_are_the_same_on_an_older_processor, argv[0]),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
