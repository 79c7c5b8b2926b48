#include "model/pose_start.h"

#include "base/mathd.h"

// Head frame -> camera for a camera toward `toward` that sees `up` upward.
static struct mat3 looking(struct vec3 toward, struct vec3 up)
{
    struct vec3 forward = vec3_scale(toward, -1.0), down = vec3_scale(up, -1.0);
    return (struct mat3){{vec3_cross(down, forward), down, forward}};
}

static struct mat3 rolled(struct mat3 m, struct pt_px unit)
{
    struct vec3 x = vec3_sub(vec3_scale(m.row[0], unit.x), vec3_scale(m.row[1], unit.y));
    struct vec3 y = vec3_add(vec3_scale(m.row[0], unit.y), vec3_scale(m.row[1], unit.x));
    return (struct mat3){{x, y, m.row[2]}};
}

// A landmark of the mean head and its mark, both seen flat: mm across the camera's axis, and px.
struct flat_pair {
    struct pt_mm head;
    struct pt_px mark;
};

static int flat_pairs(const struct pose_problem *problem, int v, struct mat3 to_camera,
                      struct flat_pair out[LANDMARK_COUNT])
{
    const struct marks *marks = &problem->marks[v];
    int count = 0;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        if (!marks->has_landmark[i])
            continue;
        struct vec3 p = mat3_mul(to_camera, problem->prior->place_mm[i].mean);
        out[count++] = (struct flat_pair){{p.x, p.y}, marks->landmark[i]};
    }
    return count;
}

// Mean of the outline points paired with the head's centre: one more pair, for place only.
static bool outline_pair(const struct pose_problem *problem, int v, struct mat3 to_camera,
                         struct flat_pair *out)
{
    const struct marks *marks = &problem->marks[v];
    struct vec3 c = mat3_mul(to_camera, problem->prior->centre_mm.mean);
    *out = (struct flat_pair){{c.x, c.y}, {0.0, 0.0}};
    for (int i = 0; i < marks->outline_count; i++) {
        out->mark.x += marks->outline[i].x / marks->outline_count;
        out->mark.y += marks->outline[i].y / marks->outline_count;
    }
    return marks->outline_count >= 5;
}

static struct flat_pair mean_pair(const struct flat_pair *pairs, int count)
{
    struct flat_pair mean = {0};
    for (int i = 0; i < count; i++) {
        mean.head.x += pairs[i].head.x / count;
        mean.head.y += pairs[i].head.y / count;
        mean.mark.x += pairs[i].mark.x / count;
        mean.mark.y += pairs[i].mark.y / count;
    }
    return mean;
}

// The turn in the picture and the px per mm that bring the pairs nearest (complex regression).
static bool similarity(const struct flat_pair *pairs, int count, struct pt_px *unit,
                       double *px_per_mm)
{
    struct flat_pair mean = mean_pair(pairs, count);
    double re = 0.0, im = 0.0, heads = 0.0, marks = 0.0;
    for (int i = 0; i < count; i++) {
        double hx = pairs[i].head.x - mean.head.x, hy = pairs[i].head.y - mean.head.y;
        double mx = pairs[i].mark.x - mean.mark.x, my = pairs[i].mark.y - mean.mark.y;
        re += hx * mx + hy * my;
        im += hx * my - hy * mx;
        heads += hx * hx + hy * hy;
        marks += mx * mx + my * my;
    }
    double size = sqrt(re * re + im * im);
    if (count < 2 || !(size > 0.0) || !(heads > 100.0))
        return false;
    *unit = (struct pt_px){re / size, im / size};
    *px_per_mm = sqrt(marks / heads);
    return true;
}

// px per mm from the outline's spread about its mean, as if it were a full turn of the mean head.
static double outline_scale(const struct marks *marks)
{
    double x = 0.0, y = 0.0, square = 0.0;
    for (int i = 0; i < marks->outline_count; i++) {
        x += marks->outline[i].x / marks->outline_count;
        y += marks->outline[i].y / marks->outline_count;
    }
    for (int i = 0; i < marks->outline_count; i++) {
        double dx = marks->outline[i].x - x, dy = marks->outline[i].y - y;
        square += dx * dx + dy * dy;
    }
    return sqrt(square / marks->outline_count) / 70.0;
}

static double start_scale(const struct marks *marks, double by_landmarks)
{
    double diagonal = sqrt((double)marks->width_px * marks->width_px +
                           (double)marks->height_px * marks->height_px);
    double scale = by_landmarks;
    if (marks->has_ruler) {
        double x = marks->ruler[1].x - marks->ruler[0].x, y = marks->ruler[1].y - marks->ruler[0].y;
        scale = sqrt(x * x + y * y) / marks->ruler_mm;
    } else if (marks->outline_count >= 5) {
        scale = outline_scale(marks);
    }
    return fmin(fmax(scale, diagonal / 5000.0), diagonal / 60.0);
}

static bool put(const struct pose_problem *problem, int v, struct mat3 turn, bool with_roll,
                struct view *out)
{
    const struct marks *marks = &problem->marks[v];
    struct flat_pair pairs[LANDMARK_COUNT + 1];
    int landmarks = flat_pairs(problem, v, turn, pairs), count = landmarks;
    count += outline_pair(problem, v, turn, &pairs[count]) ? 1 : 0;
    struct pt_px unit = {1.0, 0.0};
    double scale = 0.0;
    bool has_roll = similarity(pairs, count, &unit, &scale);
    if (with_roll && !has_roll)
        return false;
    if (with_roll)
        turn = rolled(turn, unit);
    count = landmarks + (flat_pairs(problem, v, turn, pairs) >= 0 && // again, now rolled
                                 outline_pair(problem, v, turn, &pairs[landmarks])
                             ? 1
                             : 0);
    struct flat_pair mean = mean_pair(pairs, count);
    scale = start_scale(marks, scale);
    *out = problem->now.view[v];
    out->to_camera = turn;
    double depth_mm = out->focal_px / scale;
    struct vec3 centre = mat3_mul(turn, problem->prior->centre_mm.mean);
    out->origin_mm = vec3_make((mean.mark.x - out->centre_px.x) / scale - mean.head.x,
                               (mean.mark.y - out->centre_px.y) / scale - mean.head.y,
                               fmax(depth_mm, 150.0) - centre.z);
    return true;
}

static int add_both(const struct pose_problem *problem, int v, struct vec3 toward, struct vec3 up,
                    struct view *out)
{
    int count = 0;
    struct mat3 turn = looking(toward, up);
    count += put(problem, v, turn, false, &out[count]) ? 1 : 0;
    count += put(problem, v, turn, true, &out[count]) ? 1 : 0;
    return count;
}

static int add_angles(const struct pose_problem *problem, int v, double azimuth_deg,
                      double elevation_deg, struct view *out)
{
    double a = azimuth_deg * MATHD_PI / 180.0, e = elevation_deg * MATHD_PI / 180.0;
    struct vec3 toward = {mathd_sin(a) * mathd_cos(e), -mathd_cos(a) * mathd_cos(e), mathd_sin(e)};
    struct vec3 up = {-mathd_sin(a) * mathd_sin(e), mathd_cos(a) * mathd_sin(e), mathd_cos(e)};
    return add_both(problem, v, toward, up, out);
}

int pose_starts(const struct pose_problem *problem, int view_index,
                struct view out[POSE_MOST_STARTS])
{
    static const double azimuth_deg[FACING_COUNT] = {[FACING_LEFT] = 90,
                                                     [FACING_RIGHT] = -90,
                                                     [FACING_BACK] = 180,
                                                     [FACING_THREE_QUARTER_LEFT] = 40,
                                                     [FACING_THREE_QUARTER_RIGHT] = -40};
    enum facing facing = problem->marks[view_index].facing;
    int count = 0;
    if (facing == FACING_TOP || facing == FACING_UNKNOWN)
        for (int a = 0; a < 360; a += 90)
            count += add_angles(problem, view_index, a, 80.0, out + count);
    if (facing == FACING_UNKNOWN)
        for (int a = 0; a < 360; a += 45)
            for (int e = 0; e <= 40; e += 40)
                count += add_angles(problem, view_index, a, e, out + count);
    else if (facing != FACING_TOP)
        for (int e = 5; e <= 40; e += 35)
            count += add_angles(problem, view_index, azimuth_deg[facing], e, out + count);
    return count;
}
