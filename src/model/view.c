#include "model/view.h"

struct vec3 view_to_camera(const struct view *view, struct vec3 point_mm)
{
    return vec3_add(mat3_mul(view->to_camera, point_mm), view->origin_mm);
}

// As the fitted head has it.
static struct pt_px on_picture(const struct view *view, struct vec3 c)
{
    return (struct pt_px){view->centre_px.x + view->focal_px * c.x / c.z,
                          view->centre_px.y + view->focal_px * c.y / c.z};
}

bool view_project(const struct view *view, struct vec3 point_mm, struct pt_px *px)
{
    struct vec3 c = view_to_camera(view, point_mm);
    if (c.z <= 1.0)
        return false;
    *px = view_rim_apply(&view->rim, on_picture(view, c));
    return true;
}

void view_ray(const struct view *view, struct pt_px px, struct vec3 *eye_mm, struct vec3 *along)
{
    px = view_rim_undo(&view->rim, px);
    struct vec3 c = {(px.x - view->centre_px.x) / view->focal_px, (px.y - view->centre_px.y) / view->focal_px, 1.0};
    *eye_mm = vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
    *along = vec3_unit(mat3_mul_transposed(view->to_camera, c));
}

// Depth at which a ray passes nearest the centre, in the space where the ellipsoid is a sphere, and
// half the chord there inside a sphere of that radius (0 when it misses).
static double nearest_depth(const struct head *head, struct vec3 eye, struct vec3 along, double radius,
                            double *half_chord)
{
    struct vec3 s = head->semi_mm, inverse = {1.0 / s.x, 1.0 / s.y, 1.0 / s.z};
    struct vec3 from = vec3_mul(vec3_sub(eye, head->centre_mm), inverse), step = vec3_mul(along, inverse);
    double length2 = vec3_dot(step, step), depth = -vec3_dot(from, step) / length2;
    struct vec3 foot = vec3_add(from, vec3_scale(step, depth));
    double chord2 = radius * radius - vec3_dot(foot, foot);
    *half_chord = chord2 > 0.0 ? sqrt(chord2 / length2) : 0.0;
    return depth;
}

bool view_hit(const struct view *view, const struct head *head, struct pt_px px, struct vec3 *dir)
{
    struct vec3 eye, along, gradient;
    view_ray(view, px, &eye, &along);
    double half_chord, depth = nearest_depth(head, eye, along, 1.0 + HEAD_MOST_BEND, &half_chord);
    if (half_chord == 0.0 || depth - half_chord <= 0.0) // beside it, behind the camera, or inside
        return false;
    // Newton from outside: the level falls and flattens along the ray, so no step goes past the
    // hit.
    depth -= half_chord;
    for (int i = 0; i < 60; i++) {
        struct vec3 at = vec3_add(eye, vec3_scale(along, depth));
        double over = head_level(head, at, &gradient) - 1.0, slope = vec3_dot(gradient, along);
        if (over < 1e-13) {
            *dir = head_dir_of(head, at);
            return true;
        }
        if (slope >= 0.0)
            return false;
        depth -= over / slope;
    }
    *dir = head_dir_of(head, vec3_add(eye, vec3_scale(along, depth)));
    return true;
}

double view_near_level(const struct view *view, const struct head *head, struct pt_px px, struct vec3 *near_mm)
{
    struct vec3 eye, along, gradient;
    view_ray(view, px, &eye, &along);
    double half_chord, depth = nearest_depth(head, eye, along, 1.0, &half_chord), step = 4.0;
    // The level's least value along the ray: secant steps on its slope.
    struct vec3 at = vec3_add(eye, vec3_scale(along, depth));
    head_level(head, at, &gradient);
    double last = vec3_dot(gradient, along);
    for (int i = 0; i < 4 && fabs(step) > 1e-6; i++) {
        at = vec3_add(eye, vec3_scale(along, depth + step));
        head_level(head, at, &gradient);
        double slope = vec3_dot(gradient, along), change = slope - last;
        depth += step;
        last = slope;
        step = change * step > 0.0 ? fmin(fmax(-slope * step / change, -30.0), 30.0) : 0.0;
    }
    *near_mm = vec3_add(eye, vec3_scale(along, depth));
    return head_level(head, *near_mm, &gradient);
}

double view_facing(const struct view *view, const struct head *head, struct vec3 dir)
{
    struct vec3 eye = vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
    struct vec3 to_eye = vec3_unit(vec3_sub(eye, head_point_mm(head, dir)));
    return vec3_dot(head_normal(head, dir), to_eye);
}

// Image motion for a step of one mm along a tangent.
static struct pt_px motion(const struct view *view, struct vec3 c, struct vec3 tangent)
{
    struct vec3 t = mat3_mul(view->to_camera, tangent);
    double k = view->focal_px / c.z;
    return (struct pt_px){k * (t.x - t.z * c.x / c.z), k * (t.y - t.z * c.y / c.z)};
}

struct mat2 view_jacobian(const struct view *view, struct vec3 point_mm, struct vec3 tangent_a, struct vec3 tangent_b)
{
    struct vec3 c = view_to_camera(view, point_mm);
    struct pt_px a = motion(view, c, tangent_a), b = motion(view, c, tangent_b);
    struct mat2 rim = view_rim_slopes(&view->rim, on_picture(view, c));
    return (struct mat2){rim.xx * a.x + rim.xy * a.y, rim.xx * b.x + rim.xy * b.y, rim.yx * a.x + rim.yy * a.y,
                         rim.yx * b.x + rim.yy * b.y};
}

double view_scale_px_per_mm(const struct view *view, struct vec3 point_mm)
{
    return view->focal_px / view_to_camera(view, point_mm).z;
}

double view_scale_in_front_px_per_mm(const struct view *view, const struct head *head)
{
    struct vec3 eye = vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
    return view_scale_px_per_mm(view, head_point_mm(head, head_dir_of(head, eye)));
}

double view_focal_px(int width_px, int height_px, double focal_35mm)
{
    double w = width_px, h = height_px;
    return sqrt(w * w + h * h) * focal_35mm / 43.27;
}
