#include "ui/timeline.h"

#include "ui/canvas.h"
#include "ui/guides.h"
#include "ui/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CARD_WIDTH_PX = 200, CARD_HEIGHT_PX = 150 };
enum { GAP_PT = 12, EDGE_PT = 20, TOUCH_PT = 44 }; // of a bar's row
#define CARD_ASPECT ((double)CARD_WIDTH_PX / CARD_HEIGHT_PX)
#define SECONDS_A_CARD 1.1

struct span {
    double from, to;
};

// What a card shows of the photo: the skull, with some room, in the card's shape.
static void card_part(const struct workspace *w, struct preview_request *request)
{
    const struct case_ *case_ = session_case(w->session);
    const struct view *view = &case_->view[w->view]->view;
    struct span across, down;
    guide_skull(w, &across.from, &down.from, &across.to, &down.to);
    double width = fmax((across.to - across.from) * 1.12, (down.to - down.from) * 1.12 * CARD_ASPECT);
    width = fmin(fmax(width, CARD_WIDTH_PX), fmin(view->width_px, view->height_px * CARD_ASPECT));
    double card =
        fmin(width, CARD_WIDTH_PX); // a photo that is smaller than a card fills it, enlarged where it is drawn
    double scale = card / width;
    int whole_width = (int)fmax(floor(view->width_px * scale + 0.5), 1.0);
    int whole_height = (int)fmax(floor(view->height_px * scale + 0.5), 1.0);
    request->frame.width_px = whole_width;
    request->width = (int)fmin(fmax(floor(card + 0.5), 1.0), whole_width);
    request->height = (int)fmin(fmax(floor(card / CARD_ASPECT + 0.5), 1.0), whole_height);
    double left = 0.5 * (across.from + across.to) * scale - 0.5 * request->width;
    double top = 0.5 * (down.from + down.to) * scale - 0.5 * request->height;
    request->left = (int)fmin(fmax(left, 0.0), whole_width - request->width);
    request->top = (int)fmin(fmax(top, 0.0), whole_height - request->height);
}

void timeline_ask(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    if (!case_ || !session_photo(w->session, w->view) || w->shows_bare)
        return;
    for (int i = 0; i < w->moment_count; i++) {
        struct preview_request request;
        memset(&request, 0, sizeof request);
        request.case_ = case_;
        request.frame = w->moments[i].frame;
        request.frame.view = w->view;
        request.frame.option = w->option;
        request.frame.band = w->band;
        card_part(w, &request);
        request.generation = session_generation(w->session);
        struct preview_request *asked = &w->card[i].asked;
        if (asked->generation == request.generation && memcmp(&asked->frame, &request.frame, sizeof request.frame) == 0)
            continue;
        *asked = request;
        asked->case_ = NULL;
        preview_ask(w->preview, SLOT_CARD + i, &request);
    }
}

static void show_moment(struct workspace *w, int index)
{
    w->moment = index < 0 ? 0 : index < w->moment_count ? index : w->moment_count - 1;
    w->is_playing = false;
}

static void draw_card(struct workspace *w, int i)
{
    char id[16];
    snprintf(id, sizeof id, "card%d", i);
    texture_id texture = w->card[i].has_picture ? w->card[i].tiles.tile[0] : 0;
    if (picture_card(w->toolkit, id, texture, CARD_ASPECT, w->moments[i].card, w->moment == i))
        show_moment(w, i);
}

// As many cards as have room for their words, round the one that is shown, between two buttons that go on.
static void draw_some(struct workspace *w, int count, double card_width)
{
    double widths[TIMELINE_MOST + 2] = {TOUCH_PT};
    int first = w->moment - count / 2;
    first = first < 0 ? 0 : first + count > w->moment_count ? w->moment_count - count : first;
    for (int i = 1; i <= count; i++)
        widths[i] = card_width;
    widths[count + 1] = TOUCH_PT;
    layout_widths(w->toolkit, count + 2, widths);
    if (icon_button(w->toolkit, "card-before", ICON_LEFT, _("The moment before (,)"), false))
        show_moment(w, w->moment - 1);
    for (int i = 0; i < count; i++)
        draw_card(w, first + i);
    if (icon_button(w->toolkit, "card-next", ICON_RIGHT, _("The next moment (.)"), false))
        show_moment(w, w->moment + 1);
}

static double least_card_width(const struct workspace *w)
{
    double least = 0.0;
    for (int i = 0; i < w->moment_count; i++)
        least = fmax(least, text_hint_width(w->toolkit, w->moments[i].card));
    return ceil(least) + 1.0;
}

void timeline_draw(struct workspace *w, double x, double y, double width, double height)
{
    double card_width = (height - 52.0) * CARD_ASPECT; // what the height has room for
    double least = least_card_width(w);
    double all = w->moment_count * (fmax(card_width, least) + GAP_PT) + 2.0 * EDGE_PT;
    double used = fmin(width, all);
    int fit = (int)((width - 2.0 * EDGE_PT - 2.0 * (TOUCH_PT + GAP_PT)) / (least + GAP_PT));
    region_begin(w->toolkit, "timeline-ground", REGION_BAR, x, y, width, height);
    region_end(w->toolkit);
    region_begin(w->toolkit, "timeline", REGION_BAR, x + 0.5 * (width - used), y, used, height);
    if (session_photo(w->session, w->view) && w->moment_count > 0) {
        bool all_fit = w->moment_count * (least + GAP_PT) - GAP_PT <= used - 2.0 * EDGE_PT;
        if (!all_fit)
            draw_some(w, fit < 1 ? 1 : fit, least);
        else
            layout_row(w->toolkit, w->moment_count);
        for (int i = 0; all_fit && i < w->moment_count; i++)
            draw_card(w, i);
    }
    region_end(w->toolkit);
}

void timeline_play(struct workspace *w)
{
    if (!w->is_playing || w->moment_count == 0)
        return;
    if (w->now_s - w->play_since_s < SECONDS_A_CARD)
        return;
    w->play_since_s = w->now_s;
    w->moment = (w->moment + 1) % w->moment_count;
}
