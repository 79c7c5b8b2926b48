#include "ui/timeline.h"

#include "ui/canvas.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CARD_WIDTH_PX = 200, CARD_HEIGHT_PX = 150 };
#define CARD_ASPECT ((double)CARD_WIDTH_PX / CARD_HEIGHT_PX)
#define SECONDS_A_CARD 1.1

struct span {
    double from, to;
};

static void take_in(struct span *span, double x)
{
    span->from = fmin(span->from, x);
    span->to = fmax(span->to, x);
}

// What a card shows of the photo: the skull, with some room, in the card's shape.
static void card_part(const struct workspace *w, struct preview_request *request)
{
    const struct case_ *case_ = session_case(w->session);
    const struct view *view = &case_->view[w->view]->view;
    struct span across = {1e9, -1e9}, down = {1e9, -1e9};
    for (int i = 0; i < 12; i++)
        for (int j = 0; j < 5; j++) { // from the vertex down to the ears
            double turn = i * 0.5236, tilt = 0.4 * j;
            struct vec3 dir = vec3_make(sin(tilt) * sin(turn), -sin(tilt) * cos(turn), cos(tilt));
            struct pt_px px;
            if (view_project(view, head_point_mm(&case_->head, dir), &px)) {
                take_in(&across, px.x);
                take_in(&down, px.y);
            }
        }
    double width = fmax((across.to - across.from) * 1.12, (down.to - down.from) * 1.12 * CARD_ASPECT);
    width = fmin(fmax(width, CARD_WIDTH_PX), fmin(view->width_px, view->height_px * CARD_ASPECT));
    double scale = CARD_WIDTH_PX / width;
    int whole_width = (int)fmax(floor(view->width_px * scale + 0.5), CARD_WIDTH_PX);
    int whole_height = (int)fmax(floor(view->height_px * scale + 0.5), 1.0);
    double left = 0.5 * (across.from + across.to) * scale - 0.5 * CARD_WIDTH_PX;
    double top = 0.5 * (down.from + down.to) * scale - 0.5 * CARD_HEIGHT_PX;
    request->frame.width_px = whole_width;
    request->width = CARD_WIDTH_PX;
    request->height = whole_height < CARD_HEIGHT_PX ? whole_height : CARD_HEIGHT_PX;
    request->left = (int)fmin(fmax(left, 0.0), whole_width - request->width);
    request->top = (int)fmin(fmax(top, 0.0), whole_height - request->height);
}

void timeline_ask(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    if (!case_ || !session_photo(w->session, w->view))
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

void timeline_draw(struct workspace *w, double x, double y, double width, double height)
{
    double card_width = (height - 52.0) * CARD_ASPECT; // what the height has room for
    double used = fmin(width, w->moment_count * (card_width + 10.0) + 24.0);
    region_begin(w->toolkit, "timeline-ground", REGION_BAR, x, y, width, height);
    region_end(w->toolkit);
    region_begin(w->toolkit, "timeline", REGION_BAR, x + 0.5 * (width - used), y, used, height);
    if (session_photo(w->session, w->view) && w->moment_count > 0) {
        layout_row(w->toolkit, w->moment_count);
        for (int i = 0; i < w->moment_count; i++) {
            char id[16];
            snprintf(id, sizeof id, "card%d", i);
            texture_id texture = w->card[i].has_picture ? w->card[i].texture : 0;
            if (picture_card(w->toolkit, id, texture, CARD_ASPECT,
                             w->moments[i].card, w->moment == i)) {
                w->moment = i;
                w->is_playing = false;
            }
        }
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
