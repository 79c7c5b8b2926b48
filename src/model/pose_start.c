#include "model/pose_start.h"

#include "base/mathd.h"

// Head frame -> camera for a camera toward `toward` that sees `up` upward.
static struct mat3 looking(struct vec3 toward, struct vec3 up)
{
    struct vec3 forward = vec3_scale(toward, -1.0), down = vec3_scale(up, -1.0);
    return (struct mat3){{vec3_cross(down, forward), down, forward}};
}

// What the marks say seen flat: the middle of the points, on the mean head (mm across the camera's
// axis) and in the photo, and how far they spread in each.
struct flat {
    int count;
    double head_x, head_y, px_x, px_y; // sums until flat_finish, then means
    double head_square, px_square;     // of distances to the mean
};

static void flat_add(struct flat *flat, struct vec3 head_mm, struct pt_px px)
{
    flat->count++;
    flat->head_x += head_mm.x;
    flat->head_y += head_mm.y;
    flat->px_x += px.x;
    flat->px_y += px.y;
    flat->head_square += head_mm.x * head_mm.x + head_mm.y * head_mm.y;
    flat->px_square += px.x * px.x + px.y * px.y;
}

static void flat_finish(struct flat *flat)
{
    double n = flat->count;
    flat->head_x /= n;
    flat->head_y /= n;
    flat->px_x /= n;
    flat->px_y /= n;
    flat->head_square -= n * (flat->head_x * flat->head_x + flat->head_y * flat->head_y);
    flat->px_square -= n * (flat->px_x * flat->px_x + flat->px_y * flat->px_y);
}

static struct flat outline_flat(const struct marks *marks)
{
    struct flat flat = {0};
    for (int i = 0; i < marks->outline_count; i++)
        flat_add(&flat, vec3_make(0.0, 0.0, 0.0), marks->outline[i]);
    flat_finish(&flat);
    return flat;
}

// Landmarks, and the outline's middle as one more: it lies near the head's centre.
static struct flat marks_flat(const struct pose_problem *problem, int v, struct mat3 turn)
{
    const struct marks *marks = &problem->marks[v];
    struct flat flat = {0};
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->has_landmark[i])
            flat_add(&flat, mat3_mul(turn, problem->prior->place_mm[i].mean), marks->landmark[i]);
    if (marks->outline_count >= 5) {
        struct flat outline = outline_flat(marks);
        flat_add(&flat, mat3_mul(turn, problem->prior->centre_mm.mean), (struct pt_px){outline.px_x, outline.px_y});
    }
    flat_finish(&flat);
    return flat;
}

// px per mm by the first of: ruler, spread of the outline, spread of the landmarks; within a head's
// possible sizes in a photo.
static double start_scale(const struct marks *marks, const struct flat *flat)
{
    double w = marks->width_px, h = marks->height_px, diagonal = sqrt(w * w + h * h), scale;
    if (marks->has_ruler) {
        double x = marks->ruler[1].x - marks->ruler[0].x, y = marks->ruler[1].y - marks->ruler[0].y;
        scale = sqrt(x * x + y * y) / marks->ruler_mm;
    } else if (marks->outline_count >= 5) { // root mean square 70 mm when it goes half round or more
        struct flat outline = outline_flat(marks);
        scale = sqrt(fmax(outline.px_square, 0.0) / outline.count) / 70.0;
    } else {
        scale = sqrt(fmax(flat->px_square, 0.0) / fmax(flat->head_square, 100.0));
    }
    return fmin(fmax(scale, diagonal / 5000.0), diagonal / 60.0);
}

static struct view start_turned(const struct pose_problem *problem, int v, struct mat3 to_camera)
{
    struct view view = problem->now.view[v];
    view.to_camera = to_camera;
    struct flat flat = marks_flat(problem, v, view.to_camera);
    double scale = start_scale(&problem->marks[v], &flat);
    double depth_mm = fmax(view.focal_px / scale, 150.0);
    view.origin_mm = vec3_make((flat.px_x - view.centre_px.x) / scale - flat.head_x,
                               (flat.px_y - view.centre_px.y) / scale - flat.head_y,
                               depth_mm - mat3_mul(view.to_camera, problem->prior->centre_mm.mean).z);
    return view;
}

static struct view start_at(const struct pose_problem *problem, int v, double azimuth_deg, double elevation_deg)
{
    double a = azimuth_deg * MATHD_PI / 180.0, e = elevation_deg * MATHD_PI / 180.0;
    double sin_a = mathd_sin(a), cos_a = mathd_cos(a), sin_e = mathd_sin(e), cos_e = mathd_cos(e);
    return start_turned(
        problem, v,
        looking(vec3_make(sin_a * cos_e, -cos_a * cos_e, sin_e), vec3_make(-sin_a * sin_e, cos_a * sin_e, cos_e)));
}

// The head frame's axes in camera space are the matrix' columns.
static struct mat3 turn_of(const struct marks *marks)
{
    struct vec3 z = vec3_unit(marks->turn_up), y = vec3_scale(marks->turn_forward, -1.0);
    y = vec3_unit(vec3_sub(y, vec3_scale(z, vec3_dot(y, z))));
    struct vec3 x = vec3_cross(y, z);
    return (struct mat3){{{x.x, y.x, z.x}, {x.y, y.y, z.y}, {x.z, y.z, z.z}}};
}

int pose_starts(const struct pose_problem *problem, int view_index, struct view out[POSE_MOST_STARTS])
{
    static const double azimuth_deg[FACING_COUNT] = {[FACING_LEFT] = 90,
                                                     [FACING_RIGHT] = -90,
                                                     [FACING_BACK] = 180,
                                                     [FACING_THREE_QUARTER_LEFT] = 40,
                                                     [FACING_THREE_QUARTER_RIGHT] = -40};
    enum facing facing = problem->marks[view_index].facing;
    int count = 0;
    if (problem->marks[view_index].has_turn) {
        out[0] = start_turned(problem, view_index, turn_of(&problem->marks[view_index]));
        return 1;
    }
    if (facing == FACING_TOP || facing == FACING_UNKNOWN)
        for (int a = 0; a < 360; a += 90)
            out[count++] = start_at(problem, view_index, a, 80.0);
    if (facing == FACING_UNKNOWN)
        for (int a = 0; a < 360; a += 45)
            for (int e = 0; e <= 40; e += 40)
                out[count++] = start_at(problem, view_index, a, e);
    else if (facing != FACING_TOP)
        for (int e = 5; e <= 40; e += 35)
            out[count++] = start_at(problem, view_index, azimuth_deg[facing], e);
    return count;
}
