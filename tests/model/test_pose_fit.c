// Poses from marks: exact recovery, symmetry, refusals.
#include "testing.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/pose_fit.h"
#include "model/pose_prior.h"
#include "model/pose_rows.h"

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

// Perfect marks of the head with these deviates: every landmark that faces the camera, 12 rim points.
static struct marks perfect_marks(const double *z, const struct view *view)
{
    struct marks marks = {.width_px = view->width_px, .height_px = view->height_px, .focal_35mm = 52.0};
    struct head head = head_canonical();
    head.semi_mm = affine_at(&prior.semi_mm, z);
    head.centre_mm = affine_at(&prior.centre_mm, z);
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

static void perfect_marks_give_the_pose_back(void **state)
{
    (void)state;
    static const double angle[][3] = {{0, 10, 0}, {35, 24, 0}, {-75, 14, 0}, {180, 25, 0}, {10, 40, 30}, {0, 80, 0}};
    for (size_t i = 0; i < sizeof angle / sizeof angle[0]; i++) {
        struct view view = camera_at(angle[i][0], angle[i][1], angle[i][2]);
        double z[SHAPE_COUNT] = {0};
        struct marks marks = perfect_marks(z, &view);
        struct pose_result result;
        struct err err = {0};
        assert_true(pose_fit(&marks, 1, &result, &err));
        assert_close(turn_error_deg(result.view[0].to_camera, view.to_camera), 0.0, 0.01);
        assert_close(result.view[0].origin_mm.z / view.origin_mm.z, 1.0, 1e-4);
        assert_close(result.head.semi_mm.x, 77.2, 0.01);
        assert_close(result.head.semi_mm.y, 99.8, 0.01);
        assert_close(result.head.semi_mm.z, 73.0, 0.01);
        assert_close(result.worst_px[0], 0.0, 0.1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slopes_agree_with_differences),
        cmocka_unit_test(perfect_marks_give_the_pose_back),
    };
    pose_prior_make(&prior);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
