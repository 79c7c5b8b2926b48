#include "ui/old_photo.h"

#include "base/mem.h"
#include "base/pool.h"
#include "image/resize.h"
#include "ui/browse.h"
#include "ui/handles.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <math.h>

enum { MOST_WIDTH_PX = 1600, FIRST_PIN = 700 };
#define LEAST_APART_PX 8.0 // of the pins: nearer ones would blow it up
#define USUAL_OPACITY 55.0

enum old_photo_way { OLD_LOOK, OLD_PIN, OLD_ALIGN }; // what a drag does: nothing to it; puts pins on it; moves it

struct old_photo {
    texture_id texture;  // 0: none
    struct image *small; // what is in it
    int width_px, height_px;
    int view; // the photo that it lies on
    int way;
    double opacity_percent;
    struct pt_px pin[2], at[2]; // in its pixels; in those of the photo at hand
};

static struct old_photo *old_of(struct workspace *w)
{
    struct screens *s = screens_of(w);
    if (!s->old)
        s->old = mem_alloc(sizeof *s->old);
    return s->old;
}

// q = origin + (p - pin) * (re + i im), as complex numbers
struct similarity {
    struct pt_px pin, origin;
    double re, im;
};

static struct similarity similarity_of(const struct old_photo *old)
{
    double ax = old->pin[1].x - old->pin[0].x, ay = old->pin[1].y - old->pin[0].y;
    double bx = old->at[1].x - old->at[0].x, by = old->at[1].y - old->at[0].y, square = ax * ax + ay * ay;
    return (struct similarity){old->pin[0], old->at[0], (bx * ax + by * ay) / square, (by * ax - bx * ay) / square};
}

static struct pt_px onto_photo(const struct similarity *s, struct pt_px p)
{
    double x = p.x - s->pin.x, y = p.y - s->pin.y;
    return (struct pt_px){s->origin.x + x * s->re - y * s->im, s->origin.y + x * s->im + y * s->re};
}

static struct pt_px onto_old(const struct similarity *s, struct pt_px q)
{
    double x = q.x - s->origin.x, y = q.y - s->origin.y, square = s->re * s->re + s->im * s->im;
    return (struct pt_px){s->pin.x + (x * s->re + y * s->im) / square, s->pin.y + (y * s->re - x * s->im) / square};
}

// The patient's right pupil is at the left of a photo.
static void aim_at_pupils(const struct workspace *w, struct old_photo *old)
{
    const struct case_view *view = session_case(w->session)->view[w->view];
    const struct marks *marks = &view->marks;
    struct pt_px middle = {0.5 * view->view.width_px, 0.5 * view->view.height_px};
    double half = 0.1 * view->view.width_px;
    old->at[0] = (struct pt_px){middle.x - half, middle.y};
    old->at[1] = (struct pt_px){middle.x + half, middle.y};
    if (!marks->has_landmark[LANDMARK_PUPIL_LEFT] || !marks->has_landmark[LANDMARK_PUPIL_RIGHT])
        return;
    old->at[0] = marks->landmark[LANDMARK_PUPIL_RIGHT];
    old->at[1] = marks->landmark[LANDMARK_PUPIL_LEFT];
}

void old_photo_again(struct workspace *w)
{
    const struct old_photo *old = old_of(w);
    const struct image *small = old->small;
    if (small)
        texture_write(w->toolkit, old->texture, small->data, 0, 0, small->width_px, small->height_px,
                      small->pitch_bytes);
}

static bool make_texture(struct workspace *w, const struct photo *photo, struct old_photo *old, struct err *err)
{
    struct pool *pool = pool_create(pool_default_threads());
    int width = photo->image->width_px < MOST_WIDTH_PX ? photo->image->width_px : MOST_WIDTH_PX;
    struct image *small = image_reduce(photo->image, &photo->space, width, pool, err);
    pool_destroy(pool);
    if (!small)
        return false;
    image_to_8(small);
    old->texture = texture_create(w->toolkit, small->width_px, small->height_px);
    old->small = small;
    old_photo_again(w);
    return true;
}

bool old_photo_take(struct workspace *w, const struct photo *photo)
{
    struct old_photo *old = old_of(w);
    struct err err = {0};
    old_photo_drop(w);
    if (!make_texture(w, photo, old, &err)) {
        workspace_refuse(w, &err);
        return false;
    }
    old->width_px = photo->image->width_px;
    old->height_px = photo->image->height_px;
    old->view = w->view;
    old->way = OLD_PIN;
    old->opacity_percent = USUAL_OPACITY;
    old->pin[0] = (struct pt_px){0.4 * old->width_px, 0.45 * old->height_px};
    old->pin[1] = (struct pt_px){0.6 * old->width_px, 0.45 * old->height_px};
    aim_at_pupils(w, old);
    toolkit_reveal(w->toolkit, "old-way");
    return true;
}

void old_photo_drop(struct workspace *w)
{
    struct old_photo *old = old_of(w);
    texture_destroy(w->toolkit, old->texture);
    image_unref(old->small);
    *old = (struct old_photo){0};
}

// ---- canvas ----

static void draw_old(struct workspace *w, const struct old_photo *old)
{
    const struct viewport *v = &w->viewport;
    struct similarity s = similarity_of(old);
    const struct pt_px edge[4] = {
        {0.0, 0.0}, {old->width_px, 0.0}, {old->width_px, old->height_px}, {0.0, old->height_px}};
    double corners[4][2];
    for (int i = 0; i < 4; i++) {
        struct pt_view at = viewport_to_view(v, onto_photo(&s, edge[i]));
        corners[i][0] = at.x;
        corners[i][1] = at.y;
    }
    const double clip[4] = {v->canvas_x, v->canvas_y, v->canvas_x + v->canvas_width, v->canvas_y + v->canvas_height};
    double opacity = old->way == OLD_PIN ? 1.0 : 0.01 * old->opacity_percent;
    draw_texture_faint(w->toolkit, old->texture, (const double(*)[2])corners, clip, opacity);
}

static void move_pin(struct old_photo *old, int pin, struct pt_px to)
{
    struct old_photo moved = *old;
    struct similarity s = similarity_of(old);
    moved.at[pin] = to;
    if (old->way == OLD_PIN)
        moved.pin[pin] = onto_old(&s, to);
    bool is_sound = hypot(moved.pin[1].x - moved.pin[0].x, moved.pin[1].y - moved.pin[0].y) >= LEAST_APART_PX &&
                    hypot(moved.at[1].x - moved.at[0].x, moved.at[1].y - moved.at[0].y) >= LEAST_APART_PX;
    if (is_sound)
        *old = moved;
}

bool old_photo_is_laid(const struct workspace *w)
{
    return w->screens && w->screens->old && w->screens->old->texture;
}

bool old_photo_is_in_hand(const struct workspace *w)
{
    const struct old_photo *old = w->screens ? w->screens->old : NULL;
    return old && old->texture && old->view == w->view && old->way != OLD_LOOK;
}

bool old_photo_overlay(struct workspace *w, struct pointer p)
{
    struct old_photo *old = old_of(w);
    struct pt_px to = {0};
    if (!old->texture || old->view != w->view)
        return false;
    enum handle_act act = HANDLE_FREE;
    if (old->way != OLD_LOOK)
        act = handles_follow(w, old->at, FIRST_PIN, 2, p, &to);
    if (act == HANDLE_MOVED)
        move_pin(old, handles_selected(w) - FIRST_PIN, to);
    draw_old(w, old);
    for (int i = 0; i < 2 && old->way != OLD_LOOK; i++)
        handle_draw(w, old->at[i], FIRST_PIN + i, LOOK_POINT, false);
    return act != HANDLE_FREE;
}

// ---- panel ----

static void choose_way(struct workspace *w, struct old_photo *old)
{
    const char *ways[] = {_("1 Pins"), _("2 Align"), _("3 Look")};
    static const int WAYS[] = {OLD_PIN, OLD_ALIGN, OLD_LOOK};
    int index = old->way == OLD_PIN ? 0 : old->way == OLD_ALIGN ? 1 : 2;
    if (segmented(w->toolkit, "old-way", ways, 3, &index)) {
        if (old->way == OLD_PIN && WAYS[index] != OLD_PIN)
            aim_at_pupils(w, old);
        old->way = WAYS[index];
    }
    text_hint(w->toolkit, old->way == OLD_PIN     ? _("Drag the pins onto the pupils of the old photo.")
                          : old->way == OLD_ALIGN ? _("Drag the pins onto the pupils of today's photo.")
                                                  : _("The hairline can be dragged as always, over the old photo."));
}

void old_photo_panel(struct workspace *w)
{
    struct old_photo *old = old_of(w);
    text_heading(w->toolkit, _("Old photo"));
    if (!old->texture) {
        if (button(w->toolkit, "old-open", _("Lay an old photo over\xe2\x80\xa6"), BUTTON_PLAIN))
            browse_open(w, BROWSE_FOR_OLD);
        text_hint(w->toolkit, _("Shows where the hairline was. It is not stored and in no export."));
        return;
    }
    if (old->view != w->view)
        text_hint(w->toolkit, _("It lies over another photo of this case."));
    else
        choose_way(w, old);
    if (old->way != OLD_PIN)
        slider(w->toolkit, "old-opacity", _("Opacity"), "%", &old->opacity_percent, 0.0, 100.0, 5.0);
    if (button(w->toolkit, "old-drop", _("Take it away"), BUTTON_PLAIN))
        old_photo_drop(w);
}
