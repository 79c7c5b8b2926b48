#include "ui/brush.h"

#include "base/mem.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <math.h>
#include <string.h>

#define LEAST_MM 2.0
#define MOST_MM 60.0

void brush_draw(struct workspace *w, const struct mask_stroke *stroke, uint32_t rgba)
{
    double line[CASE_STROKE_MOST_POINTS][2];
    for (int i = 0; i < stroke->point_count; i++) {
        struct pt_view v = viewport_to_view(&w->viewport, stroke->point[i]);
        line[i][0] = v.x;
        line[i][1] = v.y;
    }
    double width = stroke->width_px * w->viewport.zoom;
    if (stroke->width_px > 0.0 && stroke->point_count == 1)
        draw_disc(w->toolkit, line[0][0], line[0][1], 0.5 * width, rgba, (struct pen){0, 0.0});
    else if (stroke->width_px > 0.0) {
        int last = stroke->point_count - 1;
        draw_polyline(w->toolkit, (const double(*)[2])line, stroke->point_count, false, (struct pen){rgba, width});
        draw_disc(w->toolkit, line[0][0], line[0][1], 0.5 * width, rgba, (struct pen){0, 0.0});
        draw_disc(w->toolkit, line[last][0], line[last][1], 0.5 * width, rgba, (struct pen){0, 0.0});
    } else
        draw_polyline(w->toolkit, (const double(*)[2])line, stroke->point_count, true,
                      (struct pen){rgba | 0xffu, 2.0 * toolkit_scale(w->toolkit)});
}

static void grow_stroke(struct mask_stroke *stroke, struct pt_px at)
{
    struct pt_px last = stroke->point[stroke->point_count > 0 ? stroke->point_count - 1 : 0];
    if (stroke->point_count > 0 && hypot(at.x - last.x, at.y - last.y) < 0.15 * stroke->width_px)
        return;
    if (stroke->point_count == CASE_STROKE_MOST_POINTS) { // every other point goes
        for (int i = 0; 2 * i < CASE_STROKE_MOST_POINTS; i++)
            stroke->point[i] = stroke->point[2 * i];
        stroke->point_count /= 2;
    }
    stroke->point[stroke->point_count++] = at;
}

static void draw_ring(struct workspace *w, struct pointer p, double width_px)
{
    double k = toolkit_scale(w->toolkit), radius = 0.5 * width_px * w->viewport.zoom;
    draw_disc(w->toolkit, p.x, p.y, radius, 0, (struct pen){0x00000060, 3.5 * k});
    draw_disc(w->toolkit, p.x, p.y, radius, 0, (struct pen){0xffffffff, 1.5 * k});
}

bool brush_follow(struct workspace *w, struct pointer p, enum mask_of of, bool erases, uint32_t rgba,
                  const struct mask_stroke **done)
{
    struct screens *s = screens_of(w);
    double px_per_mm = session_case(w->session)->view[w->view]->scale_px_per_mm.likely;
    double width_px = w->brush_mm * fmax(px_per_mm, 0.1);
    *done = NULL;
    if (!s->stroke)
        s->stroke = mem_alloc(sizeof *s->stroke);
    if (p.pressed && !p.pans) {
        *s->stroke = (struct mask_stroke){.of = (int)of, .erases = erases, .width_px = width_px};
        s->is_painting = true;
    }
    if (s->is_painting && p.is_down)
        grow_stroke(s->stroke, viewport_to_px(&w->viewport, (struct pt_view){p.x, p.y}));
    if (s->is_painting)
        brush_draw(w, s->stroke, rgba);
    if (p.is_over || p.is_down)
        draw_ring(w, p, width_px);
    bool was_painting = s->is_painting;
    s->is_painting &= p.is_down;
    if (was_painting && !s->is_painting && s->stroke->point_count > 0)
        *done = s->stroke;
    return was_painting || p.double_clicked;
}

void brush_slider(struct workspace *w)
{
    slider(w->toolkit, "brush", _("Brush"), _("mm"), &w->brush_mm, LEAST_MM, MOST_MM, 1.0);
}
