#include "output/scalp_crop.h"

#include <math.h>

static const double brow_below_glabella_mm = 14.0, nape_mm = -15.0, margin_mm = 12.0;
enum { GRID = 40 }; // points along an edge of the cube that directions are taken from

// Above a plane through the brows and the nape.
static bool is_scalp(const struct case_ *case_, struct vec3 point, struct vec3 glabella)
{
    double back = 2.0 * case_->head.semi_mm.y;
    double share = (point.y - glabella.y) / back;
    double brow = glabella.z - brow_below_glabella_mm;
    return point.z > brow + (nape_mm - brow) * fmin(fmax(share, 0.0), 1.0);
}

static struct vec3 cube_point(int face, int i, int j)
{
    double a = 2.0 * (i + 0.5) / GRID - 1.0, b = 2.0 * (j + 0.5) / GRID - 1.0, side = face % 2 ? 1.0 : -1.0;
    switch (face / 2) {
    case 0:
        return vec3_make(side, a, b);
    case 1:
        return vec3_make(a, side, b);
    default:
        return vec3_make(a, b, side);
    }
}

struct bounds {
    double left, top, right, bottom;
};

static void take_point(const struct case_ *case_, const struct view *view, struct vec3 dir, struct bounds *b)
{
    struct vec3 point = head_point_mm(&case_->head, dir);
    struct vec3 glabella = head_point_mm(&case_->head, case_->head.glabella);
    struct pt_px px;
    if (!is_scalp(case_, point, glabella) || view_facing(view, &case_->head, dir) <= 0.0 ||
        !view_project(view, point, &px))
        return;
    double margin = margin_mm * view_scale_px_per_mm(view, point);
    b->left = fmin(b->left, px.x - margin);
    b->right = fmax(b->right, px.x + margin);
    b->top = fmin(b->top, px.y - margin);
    b->bottom = fmax(b->bottom, px.y); // where the face begins
}

static int within(double value, int most)
{
    return (int)floor(fmin(fmax(value, 0.0), most) + 0.5);
}

struct rect_px scalp_crop(const struct case_ *case_, int view_index)
{
    const struct view *view = &case_->view[view_index]->view;
    struct bounds b = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (int face = 0; face < 6; face++)
        for (int i = 0; i < GRID * GRID; i++)
            take_point(case_, view, vec3_unit(cube_point(face, i % GRID, i / GRID)), &b);
    struct rect_px out = {within(b.left, view->width_px), within(b.top, view->height_px),
                          within(b.right, view->width_px), within(b.bottom, view->height_px)};
    if (out.right <= out.left || out.bottom <= out.top)
        return (struct rect_px){0, 0, view->width_px, view->height_px};
    return out;
}
