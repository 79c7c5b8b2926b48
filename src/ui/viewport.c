#include "ui/viewport.h"

#include <math.h>

#define HEAD_SHARE 0.82 // of the canvas, when the head is fitted to it

static double clamp(double x, double least, double most)
{
    return x < least ? least : x > most ? most : x;
}

static double fit_zoom(const struct viewport *v)
{
    double across = v->canvas_width / v->photo_width_px, down = v->canvas_height / v->photo_height_px;
    return across < down ? across : down;
}

// Where the middle may lie so that the canvas is full, or the photo in its middle when it is smaller.
static double fill(double middle, double canvas, double zoom, int photo_px)
{
    double half = 0.5 * canvas / zoom;
    return 2.0 * half >= photo_px ? 0.5 * photo_px : clamp(middle, half, photo_px - half);
}

// As large as the head and some room have place, but not smaller than the whole photo.
static void fit_head(struct viewport *v)
{
    double across = v->canvas_width / (v->head_right - v->head_left),
           down = v->canvas_height / (v->head_bottom - v->head_top);
    v->zoom = fmax(HEAD_SHARE * fmin(across, down), fit_zoom(v));
    v->middle_px.x = fill(0.5 * (v->head_left + v->head_right), v->canvas_width, v->zoom, v->photo_width_px);
    v->middle_px.y = fill(0.5 * (v->head_top + v->head_bottom), v->canvas_height, v->zoom, v->photo_height_px);
}

void viewport_fit(struct viewport *v)
{
    v->is_fit = true;
    v->rotation_rad = 0.0;
    v->middle_px = (struct pt_px){0.5 * v->photo_width_px, 0.5 * v->photo_height_px};
    if (v->photo_width_px > 0 && v->photo_height_px > 0)
        v->zoom = fit_zoom(v);
    if (v->fits_head && v->head_right > v->head_left && v->head_bottom > v->head_top)
        fit_head(v);
}

void viewport_resize(struct viewport *v, double x, double y, double width, double height)
{
    v->canvas_x = x;
    v->canvas_y = y;
    v->canvas_width = width;
    v->canvas_height = height;
    if (v->is_fit)
        viewport_fit(v);
}

struct pt_view viewport_to_view(const struct viewport *v, struct pt_px px)
{
    double dx = (px.x - v->middle_px.x) * v->zoom, dy = (px.y - v->middle_px.y) * v->zoom;
    double c = cos(v->rotation_rad), s = sin(v->rotation_rad);
    return (struct pt_view){v->canvas_x + 0.5 * v->canvas_width + c * dx - s * dy,
                            v->canvas_y + 0.5 * v->canvas_height + s * dx + c * dy};
}

struct pt_px viewport_to_px(const struct viewport *v, struct pt_view point)
{
    double dx = point.x - v->canvas_x - 0.5 * v->canvas_width;
    double dy = point.y - v->canvas_y - 0.5 * v->canvas_height;
    double c = cos(v->rotation_rad), s = sin(v->rotation_rad);
    return (struct pt_px){v->middle_px.x + (c * dx + s * dy) / v->zoom, v->middle_px.y + (c * dy - s * dx) / v->zoom};
}

// The photo never leaves the canvas altogether.
static void keep_in_sight(struct viewport *v)
{
    v->middle_px.x = clamp(v->middle_px.x, 0.0, v->photo_width_px);
    v->middle_px.y = clamp(v->middle_px.y, 0.0, v->photo_height_px);
}

void viewport_zoom_about(struct viewport *v, struct pt_view fixed, double factor)
{
    double least = fit_zoom(v) < 1.0 ? 0.5 * fit_zoom(v) : 0.5;
    struct pt_px before = viewport_to_px(v, fixed);
    v->is_fit = false;
    v->zoom = clamp(v->zoom * factor, least, VIEWPORT_MOST_ZOOM);
    struct pt_px after = viewport_to_px(v, fixed);
    v->middle_px.x += before.x - after.x;
    v->middle_px.y += before.y - after.y;
    keep_in_sight(v);
}

void viewport_turn(struct viewport *v, double by_rad)
{
    if (by_rad == 0.0)
        return;
    double turned = clamp(v->rotation_rad + by_rad, -VIEWPORT_MOST_TURN_RAD, VIEWPORT_MOST_TURN_RAD);
    v->rotation_rad = fabs(turned) < 1e-9 ? 0.0 : turned; // back again is upright
    v->is_fit = false;
}

void viewport_pan(struct viewport *v, double dx, double dy)
{
    double c = cos(v->rotation_rad), s = sin(v->rotation_rad);
    v->is_fit = false;
    v->middle_px.x -= (c * dx + s * dy) / v->zoom;
    v->middle_px.y -= (c * dy - s * dx) / v->zoom;
    keep_in_sight(v);
}
