#include "ui/workspace.h"

#include "ui/head_seek.h"
#include "ui/match_sides.h"
#include "ui/old_photo.h"
#include "ui/refusal.h"
#include "ui/screen.h"
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

void workspace_photos(struct workspace *w)
{
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        hand_over(w, i, session_photo(w->session, i));
}

// What every new document starts from.
static void look_afresh(struct workspace *w)
{
    workspace_warn(w, session_warning(w->session));
    for (int i = 0; i < session_case(w->session)->view_count; i++)
        workspace_notice(w, session_photo(w->session, i));
    w->view = w->option = 0;
    w->zone = w->handle = -1;
    w->viewport.is_fit = true;
    if (!*session_path(w->session)) // the marks of a photo that was never saved are still a draft
        w->step = STEP_HEAD;
    for (int i = 0; i <= COMPARE_MOST; i++)
        w->pane[i].has_picture = false;
    workspace_moments(w);
    w->moment = w->moment_count > 3 ? w->moment_count - 4 : 0; // the last session, healed
}

void workspace_take(struct workspace *w, struct document *take_document)
{
    for (int i = 0; i < CASE_MOST_VIEWS; i++) // the preview must not read photos that are about to go
        hand_over(w, i, NULL);
    bool seeks_head = take_document->has_usual_marks;
    w->is_demo = false;
    match_sides_stop(w);
    head_seek_stop(w);
    session_take(w->session, take_document);
    old_photo_drop(w);
    workspace_photos(w);
    look_afresh(w);
    if (seeks_head)
        head_seek_new(w);
}

bool workspace_open(struct workspace *w, const char *path)
{
    struct err err = {0};
    struct document *document = document_load(path, &err);
    if (document)
        workspace_take(w, document);
    else
        workspace_refuse(w, &err);
    return document != NULL;
}

void workspace_recover(struct workspace *w, struct recovered *take_recovered)
{
    workspace_take(w, document_load_recovered(take_recovered)); // from here on it is kept in this session's journal
    recovered_forget(take_recovered);
}

bool workspace_save(struct workspace *w, const char *path)
{
    struct err err = {0};
    if (session_save(w->session, path, &err)) {
        toast(w->toolkit, NOTE_INFO, _("Saved"));
        return true;
    }
    workspace_refuse(w, &err);
    if (!path && err.code == ERR_INPUT) // another name is the way
        screen_browse(w, BROWSE_FOR_SAVE);
    return false;
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
    screens_pictures_lost(w);
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
