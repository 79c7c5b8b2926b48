#include "ui/canvas.h"

#include "base/check.h"
#include "ui/guides.h"
#include "ui/mend.h"
#include "ui/text.h"
#include "ui/words.h"

#include <math.h>
#include <string.h>

enum { PAN_MARGIN_PX = 96 };
#define FACE_SHARE 0.6     // of the skull in sight
#define MOST_SPARE 1.5     // of the pixels that are needed
#define MOST_HASTE_MS 80.0 // a picture that takes longer comes with a later frame

static int clamp_int(int x, int least, int most)
{
    return x < least ? least : x > most ? most : x;
}

// Width of the picture that is made for a zoom: exact when fitted, else the next of a ladder of half
// octaves, so that a pinch does not make the photo anew at every width.
static int picture_width(const struct viewport *v)
{
    if (v->zoom >= 1.0)
        return v->photo_width_px;
    if (v->is_fit)
        return clamp_int((int)lround(v->photo_width_px * v->zoom), 16, v->photo_width_px);
    double share = 1.0;
    while (share * 0.70710678 >= v->zoom && share > 0.02)
        share *= 0.70710678;
    return clamp_int((int)lround(v->photo_width_px * share), 16, v->photo_width_px);
}

// The part of that picture which the canvas shows, with a margin.
static void visible_part(const struct viewport *v, int width_px, double margin, struct preview_request *request)
{
    double scale = (double)width_px / v->photo_width_px;
    int height_px = clamp_int((int)lround(v->photo_height_px * scale), 1, 32767);
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (int i = 0; i < 4; i++) {
        struct pt_view corner = {v->canvas_x + (i & 1) * v->canvas_width, v->canvas_y + (i >> 1) * v->canvas_height};
        struct pt_px px = viewport_to_px(v, corner);
        left = fmin(left, px.x * scale);
        right = fmax(right, px.x * scale);
        top = fmin(top, px.y * scale);
        bottom = fmax(bottom, px.y * scale);
    }
    request->left = clamp_int((int)floor(left - margin) & ~15, 0, width_px - 1);
    request->top = clamp_int((int)floor(top - margin) & ~15, 0, height_px - 1);
    request->width = clamp_int((int)ceil(right + margin), request->left + 1, width_px) - request->left;
    request->height = clamp_int((int)ceil(bottom + margin), request->top + 1, height_px) - request->top;
}

static bool same_request(const struct preview_request *a, const struct preview_request *b)
{
    return a->generation == b->generation && a->left == b->left && a->top == b->top && a->width == b->width &&
           a->height == b->height && a->tint == b->tint && memcmp(&a->frame, &b->frame, sizeof a->frame) == 0;
}

static bool same_size(const struct preview_request *a, const struct preview_request *b)
{
    return a->frame.view == b->frame.view && a->frame.width_px == b->frame.width_px;
}

static bool covers(const struct preview_request *a, const struct preview_request *b)
{
    return a->left <= b->left && a->top <= b->top && a->left + a->width >= b->left + b->width &&
           a->top + a->height >= b->top + b->height;
}

// What was asked for before stays the part while it covers what is seen, and is not much more.
static void choose_part(const struct viewport *v, const struct preview_request *before, struct preview_request *request)
{
    visible_part(v, request->frame.width_px, 0.0, request);
    struct preview_request wide = *request;
    if (!v->is_fit)
        visible_part(v, request->frame.width_px, PAN_MARGIN_PX, &wide);
    bool keeps = same_size(before, request) && covers(before, request) &&
                 (double)before->width * before->height <= MOST_SPARE * (double)wide.width * wide.height;
    const struct preview_request *from = keeps ? before : &wide;
    request->left = from->left;
    request->top = from->top;
    request->width = from->width;
    request->height = from->height;
}

static void ask(struct workspace *w, struct pane *pane, int slot, const struct frame *frame)
{
    struct preview_request request;
    memset(&request, 0, sizeof request);
    request.case_ = session_case(w->session);
    request.frame = *frame;
    request.tint = mend_tint(w);
    if (request.tint && frame->is_before) { // what is read off the photo can be seen before all events, too
        request.frame.is_before = 0;
        request.frame.sessions = 0;
    }
    request.frame.width_px = picture_width(&w->viewport);
    request.generation = session_generation(w->session);
    choose_part(&w->viewport, &pane->asked, &request);
    bool is_coming = pane->has_picture || preview_is_busy(w->preview, slot);
    if (is_coming && same_request(&request, &pane->asked))
        return;
    pane->asked = request;
    pane->asked.case_ = NULL;
    preview_ask(w->preview, slot, &request);
}

// Before, all bands are one.
static bool shows_spread(const struct workspace *w)
{
    return w->compare == COMPARE_SPREAD && !w->moments[w->moment].frame.is_before;
}

static bool shows_panes(const struct workspace *w)
{
    return w->compare == COMPARE_SIDES || shows_spread(w);
}

static int pane_count(const struct workspace *w)
{
    int options = session_case(w->session)->option_count;
    return w->compare == COMPARE_SIDES ? clamp_int(options, 1, COMPARE_MOST) : shows_spread(w) ? (int)BAND_COUNT : 1;
}

// Of more options than there are panes the last ones up to that at hand.
static int pane_option(const struct workspace *w, int pane)
{
    int first = w->option < COMPARE_MOST ? 0 : w->option - COMPARE_MOST + 1;
    return w->compare == COMPARE_SIDES ? first + pane : w->option;
}

static int chosen_pane(const struct workspace *w)
{
    return w->compare == COMPARE_SIDES ? w->option - pane_option(w, 0) : shows_spread(w) ? (int)w->band : 0;
}

static void choose(struct workspace *w, int pane)
{
    if (shows_spread(w))
        w->band = (enum band)pane;
    else
        w->option = pane_option(w, pane);
}

static struct frame pane_frame(const struct workspace *w, int pane)
{
    struct frame frame = workspace_frame(w, pane_option(w, pane));
    if (shows_spread(w))
        frame.band = (enum band)pane;
    return frame;
}

static const char *pane_label(const struct workspace *w, int pane)
{
    if (w->holds_before)
        return _("Before");
    return shows_spread(w) ? band_pane_words((enum band)pane)
                           : session_case(w->session)->option[pane_option(w, pane)]->name;
}

// Panes in rows and columns, so that the head, about as wide as high, is largest.
static void grid_of(int count, double width, double height, int *columns, int *rows)
{
    double best = 0.0;
    for (int across = 1; across <= count; across++) {
        int down = (count + across - 1) / across;
        double size = fmin(width / across, height / down);
        if (size > best) {
            best = size;
            *columns = across;
            *rows = down;
        }
    }
}

struct box {
    double x, y, width, height;
};

static struct box pane_box(const struct workspace *w, int pane, struct box all)
{
    int columns = 1, rows = 1;
    grid_of(pane_count(w), all.width, all.height, &columns, &rows);
    double width = all.width / columns, height = all.height / rows;
    double x = floor(all.x + pane % columns * width), y = floor(all.y + pane / columns * height);
    return (struct box){x, y, floor(width), floor(height)};
}

// Another photo may have come since the canvas was drawn.
static void follow_photo(struct workspace *w)
{
    const struct image *image = session_photo(w->session, w->view)->image;
    if (w->viewport.photo_width_px == image->width_px && w->viewport.photo_height_px == image->height_px)
        return;
    w->viewport.photo_width_px = image->width_px;
    w->viewport.photo_height_px = image->height_px;
    viewport_fit(&w->viewport);
}

void canvas_ask(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    if (!case_ || !session_photo(w->session, w->view))
        return;
    follow_photo(w);
    for (int i = 0; i < pane_count(w); i++) {
        struct frame frame = pane_frame(w, i);
        ask(w, &w->pane[i], SLOT_PANE + i, &frame);
    }
    if (w->compare == COMPARE_WIPE || w->holds_before) {
        struct frame before = workspace_frame(w, w->option);
        before.is_before = 1;
        ask(w, &w->pane[COMPARE_MOST], SLOT_BEFORE, &before);
    }
}

static bool is_current(const struct pane *pane)
{
    return pane->has_picture && same_request(&pane->shown, &pane->asked);
}

bool canvas_is_current(const struct workspace *w)
{
    bool is_current_all = session_case(w->session) && session_photo(w->session, w->view);
    for (int i = 0; is_current_all && i < pane_count(w); i++)
        is_current_all = is_current(&w->pane[i]);
    if (w->compare == COMPARE_WIPE || w->holds_before)
        is_current_all = is_current_all && is_current(&w->pane[COMPARE_MOST]);
    return is_current_all;
}

void canvas_receive(struct workspace *w, int slot)
{
    struct pane *pane = slot < SLOT_CARD ? &w->pane[slot] : &w->card[slot - SLOT_CARD];
    struct preview_request shown;
    struct image *image = preview_take(w->preview, slot, &shown);
    if (!image)
        return;
    pane->has_picture = tiles_write(w->toolkit, &pane->tiles, image);
    image_unref(image);
    pane->shown = shown;
}

static void hasten(struct workspace *w, struct pane *pane, int slot, double *left_ms)
{
    const struct preview_request *a = &pane->asked, *b = &pane->shown;
    bool lies_there = pane->has_picture && same_size(a, b) && covers(a, b) && covers(b, a);
    if (!lies_there || is_current(pane) || *left_ms <= 0.0)
        return;
    Uint64 since = SDL_GetTicks64();
    preview_wait(w->preview, slot, *left_ms);
    *left_ms -= (double)(SDL_GetTicks64() - since);
    canvas_receive(w, slot);
}

void canvas_hasten(struct workspace *w)
{
    double left_ms = preview_last_ms(w->preview) < MOST_HASTE_MS ? MOST_HASTE_MS : 0.0;
    if (!session_case(w->session) || !session_photo(w->session, w->view))
        return;
    for (int i = 0; i < pane_count(w); i++)
        hasten(w, &w->pane[i], SLOT_PANE + i, &left_ms);
}

// A picture within a pixel of its own size lies on whole pixels at that: as crisp as it was made, and copied.
static void snap_to_pixels(const struct tiles *tiles, double corners[4][2])
{
    double left = floor(corners[0][0] + 0.5), top = floor(corners[0][1] + 0.5);
    const double x[4] = {left, left + tiles->width_px, left + tiles->width_px, left};
    const double y[4] = {top, top, top + tiles->height_px, top + tiles->height_px};
    for (int i = 0; i < 4; i++)
        if (fabs(corners[i][0] - x[i]) >= 1.0 || fabs(corners[i][1] - y[i]) >= 1.0)
            return;
    for (int i = 0; i < 4; i++) {
        corners[i][0] = x[i];
        corners[i][1] = y[i];
    }
}

// Corners of the pane's picture on the canvas.
static void pane_corners(const struct viewport *v, const struct pane *pane, double corners[4][2])
{
    double scale = (double)pane->shown.frame.width_px / v->photo_width_px;
    double left = pane->shown.left, top = pane->shown.top;
    double right = left + pane->tiles.width_px, bottom = top + pane->tiles.height_px;
    const double at[4][2] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (int i = 0; i < 4; i++) {
        struct pt_view p = viewport_to_view(v, (struct pt_px){at[i][0] / scale, at[i][1] / scale});
        corners[i][0] = p.x;
        corners[i][1] = p.y;
    }
    snap_to_pixels(&pane->tiles, corners);
}

static void draw_pane(struct workspace *w, const struct viewport *v, const struct pane *pane, double from, double to)
{
    if (!pane->has_picture || pane->shown.frame.view != w->view)
        return;
    double corners[4][2];
    const double clip[4] = {v->canvas_x + from * v->canvas_width, v->canvas_y, v->canvas_x + to * v->canvas_width,
                            v->canvas_y + v->canvas_height};
    pane_corners(v, pane, corners);
    tiles_draw(w->toolkit, &pane->tiles, (const double(*)[2])corners, clip);
}

// Beside the line at its top, while there is photo enough on that side.
static void wipe_label(struct workspace *w, double x, int side, const char *text)
{
    const struct viewport *v = &w->viewport;
    double s = toolkit_scale(w->toolkit), half = 0.5 * text_hint_width(w->toolkit, text) + 8.0;
    double left = v->canvas_x, right = v->canvas_x + v->canvas_width, middle = x + side * (half + 12.0) * s;
    if (v->rotation_rad == 0.0) {
        left = fmax(left, viewport_to_view(v, (struct pt_px){0.0, 0.0}).x);
        right = fmin(right, viewport_to_view(v, (struct pt_px){v->photo_width_px, 0.0}).x);
    }
    if (middle - half * s > left && middle + half * s < right)
        draw_label(w->toolkit, middle, v->canvas_y + 24.0 * s, text, theme_colour(w->toolkit, "ink"));
}

static void draw_wipe(struct workspace *w)
{
    const struct viewport *v = &w->viewport;
    double x = v->canvas_x + w->wipe * v->canvas_width, middle = v->canvas_y + 0.5 * v->canvas_height;
    double s = toolkit_scale(w->toolkit);
    struct pen white = {0xffffffe0, 2.0 * s};
    draw_line(w->toolkit, x, v->canvas_y, x, v->canvas_y + v->canvas_height, white);
    draw_disc(w->toolkit, x, middle, 24.0 * s, 0xffffffe8, (struct pen){0x00000030, 1.5 * s});
    struct pen arrow = {theme_colour(w->toolkit, "accent"), 3.0 * s};
    for (int side = -1; side <= 1; side += 2) {
        double tip = x + side * 13.0 * s, tail = x + side * 7.0 * s;
        draw_line(w->toolkit, tip, middle, tail, middle - 6.0 * s, arrow);
        draw_line(w->toolkit, tip, middle, tail, middle + 6.0 * s, arrow);
    }
    wipe_label(w, x, -1, _("Before"));
    wipe_label(w, x, 1, _("Simulation"));
}

// Linked views: the same part of the photo in every pane.
static void draw_sides(struct workspace *w, struct box all)
{
    double s = toolkit_scale(w->toolkit);
    for (int i = 0; i < pane_count(w); i++) {
        struct viewport pane = w->viewport;
        struct box box = pane_box(w, i, all);
        pane.canvas_x = box.x;
        pane.canvas_y = box.y;
        draw_pane(w, &pane, &w->pane[w->holds_before ? COMPARE_MOST : i], 0.0, 1.0);
        double left = box.x + 1.5 * s, top = box.y + 1.5 * s, right = box.x + box.width - 1.5 * s;
        double bottom = box.y + box.height - 1.5 * s;
        const double frame[4][2] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
        bool is_chosen = i == chosen_pane(w) && w->step != STEP_SHOW;
        const char *role = is_chosen ? "accent" : "panel";
        draw_polyline(w->toolkit, frame, 4, true, (struct pen){theme_colour(w->toolkit, role), 3.0 * s});
        draw_label(w->toolkit, box.x + 0.5 * box.width, box.y + 24.0 * s, pane_label(w, i),
                   theme_colour(w->toolkit, "ink"));
    }
}

static void draw_pictures(struct workspace *w, struct box all)
{
    if (shows_panes(w)) {
        draw_sides(w, all);
        return;
    }
    draw_pane(w, &w->viewport, &w->pane[0], 0.0, 1.0);
    if (w->holds_before)
        draw_pane(w, &w->viewport, &w->pane[COMPARE_MOST], 0.0, 1.0);
    else if (w->compare == COMPARE_WIPE)
        draw_pane(w, &w->viewport, &w->pane[COMPARE_MOST], 0.0, w->wipe);
}

// A press chooses the option, or the band, of its pane. What the pointer then does is meant for the pane it is over;
// without a press it counts as over the one at hand, since all show the same.
static void choose_pane(struct workspace *w, struct box all, struct pointer *p)
{
    for (int i = 0; i < pane_count(w); i++) {
        struct box box = pane_box(w, i, all);
        if (w->handle >= 0 || p->is_down != p->pressed || p->x < box.x || p->x >= box.x + box.width || p->y < box.y ||
            p->y >= box.y + box.height)
            continue;
        if (p->pressed && !p->pans) {
            choose(w, i);
            w->viewport.canvas_x = box.x;
            w->viewport.canvas_y = box.y;
        }
        p->x += w->viewport.canvas_x - box.x;
        p->y += w->viewport.canvas_y - box.y;
        return;
    }
}

static bool wipe_takes(struct workspace *w, struct pointer p)
{
    enum { HANDLE_WIPE = 900 };
    if (w->compare != COMPARE_WIPE)
        return false;
    double x = w->viewport.canvas_x + w->wipe * w->viewport.canvas_width;
    if (p.pressed && !p.pans && fabs(p.x - x) < 28.0 * toolkit_scale(w->toolkit))
        w->handle = HANDLE_WIPE;
    if (w->handle != HANDLE_WIPE)
        return false;
    w->wipe = fmin(fmax((p.x - w->viewport.canvas_x) / w->viewport.canvas_width, 0.0), 1.0);
    if (p.released || !p.is_down)
        w->handle = -1;
    return true;
}

static void navigate(struct workspace *w, struct pointer p, bool is_taken)
{
    struct pt_view at = {p.x, p.y};
    if (p.is_over && p.wheel != 0.0)
        viewport_zoom_about(&w->viewport, at, pow(1.2, p.wheel));
    if (p.is_over && p.pinch != 1.0)
        viewport_zoom_about(&w->viewport, at, p.pinch);
    if (p.is_over)
        viewport_turn(&w->viewport, p.turn_rad);
    if (p.is_down && (!is_taken || p.pans) && (p.dx != 0.0 || p.dy != 0.0))
        viewport_pan(&w->viewport, p.dx, p.dy);
    if (p.double_clicked && !is_taken) {
        if (w->viewport.is_fit)
            viewport_zoom_about(&w->viewport, at, 1.0 / w->viewport.zoom);
        else
            viewport_fit(&w->viewport);
    }
}

static void draw_photo(struct workspace *w, struct box all, bool (*overlay)(struct workspace *, struct pointer))
{
    struct box box = pane_box(w, chosen_pane(w), all);
    follow_photo(w);
    w->viewport.fits_head = w->prefers_head || (shows_panes(w) && pane_count(w) > 1);
    guide_skull(w, &w->viewport.head_left, &w->viewport.head_top, &w->viewport.head_right, &w->viewport.head_bottom);
    if (w->step == STEP_SHOW && !shows_panes(w)) // a hairline is seen with the face below it
        w->viewport.head_bottom += FACE_SHARE * (w->viewport.head_bottom - w->viewport.head_top);
    viewport_resize(&w->viewport, box.x, box.y, box.width, box.height);
    struct pointer pointer = region_pointer(w->toolkit);
    draw_pictures(w, all);
    if (shows_panes(w))
        choose_pane(w, all, &pointer);
    bool is_taken = wipe_takes(w, pointer);
    if (!is_taken && overlay && !w->holds_before && !w->shows_bare) { // nothing over what is compared
        draw_clip(w->toolkit, w->viewport.canvas_x, w->viewport.canvas_y, box.width, box.height);
        is_taken = overlay(w, pointer);
        draw_clip_end(w->toolkit);
    }
    if (w->compare == COMPARE_WIPE && !w->holds_before)
        draw_wipe(w);
    navigate(w, pointer, is_taken);
}

void canvas_draw(struct workspace *w, double x, double y, double width, double height,
                 bool (*overlay)(struct workspace *w, struct pointer pointer))
{
    double s = toolkit_scale(w->toolkit);
    region_begin(w->toolkit, "canvas", REGION_CLEAR, x, y, width, height);
    if (session_case(w->session) && session_photo(w->session, w->view))
        draw_photo(w, (struct box){x * s, y * s, width * s, height * s}, overlay);
    region_end(w->toolkit);
}
