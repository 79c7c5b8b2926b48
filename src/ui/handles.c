#include "ui/handles.h"

#include "ui/screen_state.h"

#include <math.h>

#define REACH_PT 26.0 // half a touch target and a little: as far as the label above it
#define STIR_PT 5.0   // less is a tap
#define LENS_PT 190.0
#define LENS_FACTOR 3.0

static double scale_of(const struct workspace *w)
{
    return toolkit_scale(w->toolkit);
}

double canvas_distance(const struct workspace *w, struct pt_px a, struct pt_px b)
{
    return hypot(a.x - b.x, a.y - b.y) * w->viewport.zoom / scale_of(w);
}

// A selection belongs to one step and one photo.
static struct screens *fresh(struct workspace *w)
{
    struct screens *s = screens_of(w);
    if (s->step != w->step || s->shown_view != w->view) {
        s->step = w->step;
        s->shown_view = w->view;
        s->selected = -1;
        s->draft_count = 0;
        s->mends = MASK_AWAY;
        s->refusal[0] = 0;
        w->tool = TOOL_NONE;
    }
    return s;
}

int handles_selected(const struct workspace *w)
{
    return fresh((struct workspace *)w)->selected;
}

void handles_select(struct workspace *w, int point)
{
    fresh(w)->selected = point;
}

static int nearest(const struct workspace *w, const struct pt_px *points, int count, struct pointer p)
{
    int best = -1;
    double least = REACH_PT * scale_of(w);
    for (int i = 0; i < count; i++) {
        struct pt_view v = viewport_to_view(&w->viewport, points[i]);
        double distance = hypot(v.x - p.x, v.y - p.y);
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

static void grab(struct workspace *w, const struct pt_px *points, int first, int index, struct pointer p)
{
    struct screens *s = screens_of(w);
    struct pt_view v = viewport_to_view(&w->viewport, points[index]);
    w->handle = first + index;
    w->gesture++;
    s->selected = first + index;
    s->grab_x = v.x - p.x;
    s->grab_y = v.y - p.y;
    s->press_x = p.x;
    s->press_y = p.y;
    s->has_moved = false;
}

enum handle_act handles_follow(struct workspace *w, const struct pt_px *points, int first, int count, struct pointer p,
                               struct pt_px *at)
{
    struct screens *s = fresh(w);
    if (p.pressed && !p.pans && w->handle < 0) {
        int hit = nearest(w, points, count, p);
        if (hit >= 0)
            grab(w, points, first, hit, p);
    }
    if (w->handle < first || w->handle >= first + count)
        return HANDLE_FREE;
    s->has_moved |= hypot(p.x - s->press_x, p.y - s->press_y) > STIR_PT * scale_of(w);
    *at = viewport_to_px(&w->viewport, (struct pt_view){p.x + s->grab_x, p.y + s->grab_y});
    if (p.is_down)
        return s->has_moved ? HANDLE_MOVED : HANDLE_HELD;
    w->handle = -1;
    s->is_pressed = false;
    return s->has_moved && p.released ? HANDLE_DROPPED : HANDLE_TAPPED;
}

void handles_thin(const struct workspace *w, struct pt_px *points, int count)
{
    int chosen = handles_selected(w);
    for (int i = 1; i < count; i++)
        for (int j = 0; j < i && i != chosen && points[i].x > -1e6; j++)
            if (points[j].x > -1e6 && canvas_distance(w, points[i], points[j]) < CROWD_PT)
                points[i] = AWAY;
}

int handles_at(const struct workspace *w, const struct pt_px *points, int first, int count, struct pointer p)
{
    if (w->handle >= first && w->handle < first + count)
        return w->handle;
    int hit = p.is_over && w->handle < 0 ? nearest(w, points, count, p) : -1;
    return hit < 0 ? -1 : first + hit;
}

bool handles_tapped(struct workspace *w, struct pointer p, struct pt_px *at)
{
    struct screens *s = fresh(w);
    if (p.pressed && !p.pans) {
        s->is_pressed = true;
        s->press_x = p.x;
        s->press_y = p.y;
    }
    if (!p.released || !s->is_pressed)
        return false;
    s->is_pressed = false;
    *at = viewport_to_px(&w->viewport, (struct pt_view){p.x, p.y});
    return hypot(p.x - s->press_x, p.y - s->press_y) <= STIR_PT * scale_of(w);
}

void handle_draw(struct workspace *w, struct pt_px at, int point, enum handle_look look, bool is_draft)
{
    double k = scale_of(w);
    struct pt_view v = viewport_to_view(&w->viewport, at);
    uint32_t accent = theme_colour(w->toolkit, "accent");
    bool is_chosen = handles_selected(w) == point;
    double radius = (look == LOOK_POINT ? 7.0 : look == LOOK_SMALL ? 5.0 : 4.0) * k;
    struct pen edge = {is_chosen ? 0xffffffff : accent, 2.5 * k};
    if (is_draft && !is_chosen) {
        draw_disc(w->toolkit, v.x, v.y, radius, 0x00000028, (struct pen){0x00000070, 5.0 * k});
        draw_disc(w->toolkit, v.x, v.y, radius, 0, (struct pen){0xffffffff, 2.0 * k});
        return;
    }
    draw_disc(w->toolkit, v.x, v.y, radius + 2.5 * k, 0x00000050, (struct pen){0, 0.0});
    draw_disc(w->toolkit, v.x, v.y, radius, is_chosen ? accent : 0xffffffff, edge);
}

static bool overlaps(const double a[4], const double b[4])
{
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

void label_draw(struct workspace *w, struct label_room *room, struct pt_px at, const char *label, bool must)
{
    enum { MOST = sizeof room->box / sizeof room->box[0], PLACES = 6 };
    double k = scale_of(w), letters = 0.0;
    for (const char *c = label; *c; c++) // UTF-8: letters, not bytes; 7.2 points is their mean width
        letters += (*c & 0xc0) != 0x80;
    double half_x = (3.6 * letters + 9.0) * k, half_y = 13.0 * k;
    const double places[PLACES][2] = {{0.0, -24.0 * k},          {0.0, 24.0 * k},     {half_x + 12.0 * k, 0.0},
                                      {-half_x - 12.0 * k, 0.0}, {half_x, -22.0 * k}, {-half_x, -22.0 * k}};
    struct pt_view v = viewport_to_view(&w->viewport, at);
    for (int i = 0; i < PLACES && room->count < MOST; i++) {
        double x = v.x + places[i][0], y = v.y + places[i][1];
        double *box = room->box[room->count];
        box[0] = x - half_x;
        box[1] = y - half_y;
        box[2] = x + half_x;
        box[3] = y + half_y;
        bool is_free = true;
        for (int j = 0; j < room->count; j++)
            is_free &= !overlaps(box, room->box[j]);
        if (!is_free && !(must && i == PLACES - 1))
            continue;
        room->count++;
        draw_label(w->toolkit, x, y, label, theme_colour(w->toolkit, "ink"));
        return;
    }
}

// Corners of the canvas picture as the lens shows it.
static void lens_corners(const struct viewport *lens, const struct pane *pane, double corners[4][2])
{
    double to_px = (double)lens->photo_width_px / pane->shown.frame.width_px;
    double left = pane->shown.left, top = pane->shown.top;
    double right = left + pane->tiles.width_px, bottom = top + pane->tiles.height_px;
    const double at[4][2] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (int i = 0; i < 4; i++) {
        struct pt_view v = viewport_to_view(lens, (struct pt_px){at[i][0] * to_px, at[i][1] * to_px});
        corners[i][0] = v.x;
        corners[i][1] = v.y;
    }
}

void lens_draw(struct workspace *w, struct pt_px at)
{
    const struct pane *pane = &w->pane[0];
    if (!pane->has_picture || pane->shown.frame.view != w->view || pane->shown.frame.width_px <= 0)
        return;
    double k = scale_of(w), size = LENS_PT * k, gap = 14.0 * k;
    const struct viewport *canvas = &w->viewport;
    struct pt_view v = viewport_to_view(canvas, at);
    bool goes_right = v.x < canvas->canvas_x + 0.5 * canvas->canvas_width;
    double x = goes_right ? canvas->canvas_x + canvas->canvas_width - size - gap : canvas->canvas_x + gap;
    double y = canvas->canvas_y + gap, corners[4][2];
    struct viewport lens = *canvas;
    lens.canvas_x = x;
    lens.canvas_y = y;
    lens.canvas_width = lens.canvas_height = size;
    lens.zoom *= LENS_FACTOR;
    lens.middle_px = at;
    const double clip[4] = {x, y, x + size, y + size};
    lens_corners(&lens, pane, corners);
    draw_box(w->toolkit, x - 3.0 * k, y - 3.0 * k, size + 6.0 * k, size + 6.0 * k, 6.0 * k, 0xffffffff);
    tiles_draw(w->toolkit, &pane->tiles, (const double(*)[2])corners, clip);
    struct pen cross = {0xffffffd0, 1.5 * k}, shade = {0x00000080, 3.5 * k};
    double cx = x + 0.5 * size, cy = y + 0.5 * size, arm = 26.0 * k, hole = 6.0 * k;
    for (int i = 0; i < 2; i++) {
        struct pen pen = i ? cross : shade;
        draw_line(w->toolkit, cx - arm, cy, cx - hole, cy, pen);
        draw_line(w->toolkit, cx + hole, cy, cx + arm, cy, pen);
        draw_line(w->toolkit, cx, cy - arm, cx, cy - hole, pen);
        draw_line(w->toolkit, cx, cy + hole, cx, cy + arm, pen);
    }
}
