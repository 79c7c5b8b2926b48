#include "ui/workspace.h"

#include "ui/refusal.h"
#include "ui/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void workspace_refuse(struct workspace *w, const struct err *err)
{
    refusal_words(err, w->said, sizeof w->said);
    toast(w->toolkit, NOTE_ERROR, w->said);
}

void workspace_warn(struct workspace *w, const struct err *warning)
{
    if (!warning->code)
        return;
    refusal_words(warning, w->said, sizeof w->said);
    toast(w->toolkit, NOTE_WARNING, w->said);
}

void workspace_notice(struct workspace *w, const struct photo *photo)
{
    char text[sizeof w->said];
    if (!photo || !photo->notice.code || w->has_noticed)
        return;
    w->has_noticed = true;
    refusal_words(&photo->notice, text, sizeof text);
    toast(w->toolkit, NOTE_INFO, text);
}

bool workspace_change(struct workspace *w, const char *label, unsigned gesture, const char *format, ...)
{
    char change[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(change, sizeof change, format, args);
    va_end(args);
    struct err err = {0};
    struct edit_place place = {.option = w->option, .view = w->view};
    if (session_change(w->session, place, change, label, gesture, &err))
        return true;
    workspace_refuse(w, &err);
    return false;
}

// An undo may have taken away the photo, option or zone at hand.
static void stay_within(struct workspace *w, const struct case_ *case_)
{
    if (!case_)
        return;
    w->view = w->view < case_->view_count ? w->view : case_->view_count > 0 ? case_->view_count - 1 : 0;
    w->option = w->option < case_->option_count ? w->option : case_->option_count > 0 ? case_->option_count - 1 : 0;
    bool has_zone = w->option < case_->option_count && w->zone < case_->option[w->option]->zone_count;
    w->zone = has_zone ? w->zone : -1;
}

bool workspace_undo(struct workspace *w)
{
    bool is_done = session_undo(w->session);
    stay_within(w, session_case(w->session));
    return is_done;
}

bool workspace_redo(struct workspace *w)
{
    bool is_done = session_redo(w->session);
    stay_within(w, session_case(w->session));
    return is_done;
}

bool workspace_remove_photo(struct workspace *w)
{
    struct err err = {0};
    bool is_done = session_remove_photo(w->session, w->view, &err);
    if (!is_done)
        workspace_refuse(w, &err);
    stay_within(w, session_case(w->session));
    w->viewport.is_fit = true;
    return is_done;
}

static void hand_over(struct workspace *w, int view, const struct photo *photo)
{
    if (w->handed[view] == photo)
        return;
    preview_set_photo(w->preview, view, photo);
    w->handed[view] = photo;
    for (int i = 0; i <= COMPARE_MOST; i++)
        w->pane[i].has_picture &= w->pane[i].shown.frame.view != view;
    for (int i = 0; i < TIMELINE_MOST; i++)
        w->card[i].has_picture &= w->card[i].shown.frame.view != view;
}

void workspace_let_go(struct workspace *w)
{
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        hand_over(w, i, NULL);
}

void workspace_photos(struct workspace *w)
{
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        hand_over(w, i, session_photo(w->session, i));
}

// The next card, if there is room; its words are short: NULL, the moment's own.
static void add_moment(struct workspace *w, int sessions, enum frame_time_kind time, double days, const char *state)
{
    if (w->moment_count == TIMELINE_MOST)
        return;
    struct moment *moment = &w->moments[w->moment_count++];
    memset(moment, 0, sizeof *moment);
    moment->frame.sessions = sessions;
    moment->frame.time = time;
    moment->frame.days = days;
    moment->frame.is_before = sessions == 0;
    moment_words(&moment->frame, moment->label);
    if (state)
        snprintf(moment->card, sizeof moment->card, "%d %s", sessions, state);
    else
        memcpy(moment->card, moment->label, sizeof moment->card);
}

void workspace_moments(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    w->moment_count = 0;
    if (!case_)
        return;
    stay_within(w, case_);
    int sessions = course_sessions(&case_->course);
    add_moment(w, 0, TIME_HEALED, 0.0, NULL);
    for (int i = 1; i <= sessions; i++) {
        if (2 * sessions + 4 <= TIMELINE_MOST)
            add_moment(w, i, TIME_FRESH, 0.0, _("fresh"));
        add_moment(w, i, TIME_HEALED, 0.0, _("healed"));
    }
    static const int YEARS[] = {1, 3, 5};
    for (size_t i = 0; i < sizeof YEARS / sizeof *YEARS; i++)
        add_moment(w, -1, TIME_DAYS, 365.25 * YEARS[i], NULL);
    if (w->moment >= w->moment_count)
        w->moment = w->moment_count - 1;
}

static void forget(struct pane *pane)
{
    pane->has_picture = false;
    memset(&pane->asked, 0, sizeof pane->asked);
}

void workspace_pictures_lost(struct workspace *w)
{
    for (int i = 0; i <= COMPARE_MOST; i++)
        forget(&w->pane[i]);
    for (int i = 0; i < TIMELINE_MOST; i++)
        forget(&w->card[i]);
}

void workspace_fit(struct workspace *w)
{
    struct viewport *v = &w->viewport;
    bool is_fitted = v->is_fit && v->rotation_rad == 0.0;
    if (is_fitted)
        w->prefers_head = !w->prefers_head;
    viewport_fit(v);
}

struct frame workspace_frame(const struct workspace *w, int option)
{
    struct frame frame = w->moments[w->moment].frame;
    frame.view = w->view;
    frame.option = option;
    frame.band = w->band;
    frame.light = w->light;
    frame.is_before |= w->shows_bare;
    return frame;
}
