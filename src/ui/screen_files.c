#include "ui/screen_files.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/shown.h"
#include "ui/head_seek.h"
#include "ui/old_photo.h"
#include "ui/replace.h"
#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/window_case.h"
#include "ui/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ASK_WIDTH_PT = 480, ASK_HEIGHT_PT = 500, READ_HEIGHT_PT = 180 };
#define PATIENCE_S 0.3 // before it is said that something is being read

// ---- reading ----

// What was dropped is read already, while it is asked whose it is.
static void read_file(struct workspace *w, enum browse_for purpose, const char *path)
{
    struct screens *s = screens_of(w);
    bool is_case = strcmp(file_suffix(path), ".stipple") == 0;
    s->reads_for = purpose;
    w->said[0] = 0;
    if (is_case || strcmp(reading_path(s->reading), path) != 0)
        reading_start(s->reading, is_case ? READ_DOCUMENT : READ_PHOTO, path);
}

static void open_path(struct workspace *w, const char *path)
{
    struct screens *s = screens_of(w);
    if (session_is_dirty(w->session))
        snprintf(s->open_next, sizeof s->open_next, "%s", path);
    else
        read_file(w, BROWSE_FOR_OPEN, path);
}

void screen_files_reopen(struct workspace *w)
{
    open_path(w, session_path(w->session));
}

static void add_path(struct workspace *w, const char *path)
{
    read_file(w, session_case(w->session) ? BROWSE_FOR_ADD : BROWSE_FOR_OPEN, path);
}

// The first side that no photo of the case shows, and what is done by now.
static struct new_photo usual_new_photo(const struct case_ *case_)
{
    struct new_photo what = {.facing = FACING_FRONT};
    for (int facing = FACING_COUNT - 1; facing > FACING_UNKNOWN; facing--) {
        bool is_there = false;
        for (int i = 0; i < case_->view_count; i++)
            is_there |= (int)case_->view[i]->marks.facing == facing;
        what.facing = is_there ? what.facing : (enum facing)facing;
    }
    for (int i = 0; i < case_->course.event_count; i++)
        what.done_events += case_->course.event[i].is_done;
    return what;
}

static void ask_about(struct workspace *w, struct photo *take_photo, const char *path)
{
    struct screens *s = screens_of(w);
    photo_free(s->added);
    s->added = take_photo;
    s->added_as = usual_new_photo(session_case(w->session));
    snprintf(s->added_path, sizeof s->added_path, "%s", path);
}

static void lay_over(struct workspace *w, struct photo *take_photo)
{
    old_photo_take(w, take_photo);
    photo_free(take_photo);
}

static void take_new(struct workspace *w, struct photo *take_photo, const char *path)
{
    struct err err = {0};
    struct document *document = document_of_photo(take_photo, path, &err);
    if (document)
        window_case_take(w, document);
    else
        workspace_refuse(w, &err);
}

static bool is_asked(const struct screens *s)
{
    return *s->open_next || *s->dropped;
}

static void tell_photo(struct workspace *w, const struct photo *photo)
{
    struct err warning = {0};
    if (*photo->warning)
        err_set(&warning, ERR_INPUT, "%s", photo->warning);
    workspace_warn(w, &warning);
    workspace_notice(w, photo);
}

static void take_read(struct workspace *w)
{
    struct screens *s = screens_of(w);
    struct read_result result;
    char path[BROWSE_PATH_BYTES];
    snprintf(path, sizeof path, "%s", reading_path(s->reading));
    if (is_asked(s) || !reading_take(s->reading, &result))
        return;
    if (result.photo)
        tell_photo(w, result.photo);
    if (result.document)
        window_case_take(w, result.document);
    else if (!result.photo)
        workspace_refuse(w, &result.err);
    else if (s->reads_for == BROWSE_FOR_OPEN)
        take_new(w, result.photo, path);
    else if (s->reads_for == BROWSE_FOR_REPLACE)
        replace_start(w, s->replaces, result.photo, path);
    else if (s->reads_for == BROWSE_FOR_OLD)
        lay_over(w, result.photo);
    else
        ask_about(w, result.photo, path);
}

static void middle_region(struct workspace *w, const char *id, double height)
{
    double width = fmin(ASK_WIDTH_PT, w->width_pt - 32.0), room = fmin(height, w->height_pt - 32.0);
    region_begin(w->toolkit, id, REGION_DIALOG, 0.5 * (w->width_pt - width), 0.5 * (w->height_pt - room), width, room);
}

static bool waits_for_reading(const struct screens *s)
{
    return !is_asked(s) && reading_is_on(s->reading) && reading_seconds(s->reading) >= PATIENCE_S;
}

// A new case is at hand meanwhile; the rest waits.
static bool waits_for_head(const struct workspace *w)
{
    return !head_seek_is_on(w, SEEK_NEW) && head_seek_seconds(w) >= PATIENCE_S;
}

static void drop_added(struct screens *s)
{
    photo_free(s->added);
    s->added = NULL;
}

static void stop_seeking(struct workspace *w)
{
    head_seek_stop(w);
    replace_drop(w);
    drop_added(screens_of(w));
}

static void draw_waiting(struct workspace *w)
{
    struct screens *s = screens_of(w);
    bool reads = waits_for_reading(s);
    if (!reads && !waits_for_head(w))
        return;
    middle_region(w, "reading", READ_HEIGHT_PT);
    text_title(w->toolkit, reads ? _("Reading\xe2\x80\xa6") : _("Looking for the head\xe2\x80\xa6"));
    char name[SHOWN_BYTES];
    text_hint(w->toolkit, reads ? shown(file_base_name(reading_path(s->reading)), name, sizeof name) : "");
    layout_space(w->toolkit, 8.0);
    bool stops =
        button(w->toolkit, "reading-stop", _("Cancel"), BUTTON_PLAIN) || key_pressed(w->toolkit, SDLK_ESCAPE, 0);
    region_end(w->toolkit);
    if (stops && reads)
        reading_give_up(s->reading);
    else if (stops)
        stop_seeking(w);
}

// ---- questions ----

int when_chooser(struct workspace *w, const char *id, int done)
{
    const struct course *course = &session_case(w->session)->course;
    char labels[COURSE_MOST_EVENTS + 1][48];
    const char *names[COURSE_MOST_EVENTS + 1];
    int sessions = 0;
    for (int i = 0; i <= course->event_count; i++) {
        const struct event *event = i > 0 ? &course->event[i - 1] : NULL;
        if (!event)
            snprintf(labels[i], sizeof labels[i], "%s", _("Before all"));
        else if (event->kind == EVENT_SESSION)
            snprintf(labels[i], sizeof labels[i], _("After session %d"), ++sessions);
        else
            snprintf(labels[i], sizeof labels[i], _("After touch-up, day %.0f"), event->day);
        names[i] = labels[i];
    }
    return chooser(w->toolkit, id, _("Taken"), names, course->event_count + 1, &done) ? done : -1;
}

static int first_zones(const struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    return case_->option_count > 0 ? case_->option[0]->zone_count : 0;
}

// The answer is there; the marks are looked for.
static void take_added(struct workspace *w)
{
    struct screens *s = screens_of(w);
    struct photo *photo = s->added;
    struct draft draft;
    struct err err = {0};
    if (!head_seek_take(w, &draft))
        return;
    s->added_as.draft = &draft;
    s->added = NULL;
    int zones = first_zones(w);
    if (!session_add_photo(w->session, photo, s->added_path, s->added_as, &err)) {
        workspace_refuse(w, &err);
        return;
    }
    if (first_zones(w) > zones)
        toast(w->toolkit, NOTE_INFO,
              _("This photo shows bare or thin scalp that no area held: it was added, as a draft."));
    w->view = session_case(w->session)->view_count - 1;
    w->viewport.is_fit = true;
    w->step = STEP_HEAD;
}

static void draw_sides(struct workspace *w)
{
    struct screens *s = screens_of(w);
    for (int i = 1; i < FACING_COUNT; i++) {
        char id[24];
        bool is_on = (int)s->added_as.facing == i;
        snprintf(id, sizeof id, "added-side%d", i);
        if (i % 2 == 1)
            layout_row(w->toolkit, 2);
        if (button_toggle(w->toolkit, id, facing_word((enum facing)i), &is_on))
            s->added_as.facing = (enum facing)i;
    }
    layout_row(w->toolkit, 1);
}

static void ask_added(struct workspace *w)
{
    struct screens *s = screens_of(w);
    middle_region(w, "added", ASK_HEIGHT_PT);
    text_title(w->toolkit, _("What does this photo show?"));
    char name[SHOWN_BYTES];
    text_hint(w->toolkit, shown(file_base_name(s->added_path), name, sizeof name));
    draw_sides(w);
    text_hint(w->toolkit, _("Left and right are the patient's."));
    int done = when_chooser(w, "added-when", s->added_as.done_events);
    s->added_as.done_events = done >= 0 ? done : s->added_as.done_events;
    layout_space(w->toolkit, 8.0);
    layout_row(w->toolkit, 2);
    bool is_dropped = button(w->toolkit, "added-cancel", _("Cancel"), BUTTON_PLAIN);
    bool is_added =
        button(w->toolkit, "added-go", _("Add photo"), BUTTON_PRIMARY) || key_pressed(w->toolkit, SDLK_RETURN, 0);
    is_dropped |= key_pressed(w->toolkit, SDLK_ESCAPE, 0);
    region_end(w->toolkit);
    if (is_added) {
        head_seek_add(w, s->added, s->added_as.facing);
    } else if (is_dropped) {
        drop_added(s);
    }
}

static void ask_open(struct workspace *w)
{
    struct screens *s = screens_of(w);
    const char *answers[] = {_("Save first"), _("Do not save"), _("Go back")};
    int answer = dialog(w->toolkit, _("Leave this case?"), _("It has changes that are not saved."), answers, 3);
    if (answer < 0)
        return;
    if (answer == 1 || (answer == 0 && window_case_save(w, NULL)))
        read_file(w, BROWSE_FOR_OPEN, s->open_next);
    else
        reading_give_up(s->reading);
    s->open_next[0] = 0;
}

// A photo came from outside while a case is open. What is none needs no answer.
static void ask_photo(struct workspace *w)
{
    struct screens *s = screens_of(w);
    if (reading_has_failed(s->reading)) {
        s->dropped[0] = 0;
        return;
    }
    char path[BROWSE_PATH_BYTES], name[SHOWN_BYTES];
    const char *answers[] = {_("Same patient"), _("New patient"), _("Go back")};
    snprintf(path, sizeof path, "%s", s->dropped);
    int answer =
        dialog(w->toolkit, _("Whose photo is this?"), shown(file_base_name(path), name, sizeof name), answers, 3);
    if (answer >= 0)
        s->dropped[0] = 0;
    if (answer == 0)
        add_path(w, path);
    else if (answer == 1)
        open_path(w, path);
    else if (answer == 2)
        reading_give_up(s->reading);
}

void screen_files_take(struct workspace *w, const char *path)
{
    struct screens *s = screens_of(w);
    if (session_case(w->session) && !w->is_demo && strcmp(file_suffix(path), ".stipple") != 0) {
        snprintf(s->dropped, sizeof s->dropped, "%s", path);
        reading_start(s->reading, READ_PHOTO, path);
    } else {
        open_path(w, path);
    }
}

static void take_path(struct workspace *w, const char *path)
{
    struct screens *s = screens_of(w);
    switch (s->browse_for) {
    case BROWSE_FOR_OPEN:
        open_path(w, path);
        break;
    case BROWSE_FOR_ADD:
        add_path(w, path);
        break;
    case BROWSE_FOR_REPLACE:
    case BROWSE_FOR_OLD:
        read_file(w, s->browse_for, path);
        break;
    case BROWSE_FOR_SAVE:
        window_case_save(w, path);
        break;
    case BROWSE_FOR_EXPORT:
        snprintf(s->export.folder, sizeof s->export.folder, "%s", path);
        break;
    }
}

void screen_files(struct workspace *w)
{
    struct screens *s = screens_of(w);
    char path[BROWSE_PATH_BYTES];
    if (file_browser_draw(s->browser, w->toolkit, w->width_pt, w->height_pt, path))
        take_path(w, path);
    take_read(w);
    draw_waiting(w);
    replace_step(w);
    if (head_seek_is_on(w, SEEK_ADD))
        take_added(w);
    else if (*s->open_next)
        ask_open(w);
    else if (*s->dropped)
        ask_photo(w);
    else if (s->added)
        ask_added(w);
}

bool screen_files_cover(const struct workspace *w)
{
    const struct screens *s = w->screens;
    return s &&
           (file_browser_is_open(s->browser) || is_asked(s) || s->added || waits_for_reading(s) || waits_for_head(w));
}
