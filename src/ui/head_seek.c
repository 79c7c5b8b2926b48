#include "ui/head_seek.h"

#include "base/mem.h"
#include "plan/case_make.h"
#include "ui/canvas.h"
#include "ui/handles.h"
#include "ui/screen_state.h"
#include "ui/text.h"

struct head_seek {
    struct reading *reading; // NULL: none
    enum seek_for what;
    bool waits; // to begin, until the photo is shown
    int view;
    enum facing facing;
    const struct photo *photo; // the session's, or that which is to be added
    unsigned generation;       // of the case then
    bool is_held;              // for tests: what is found is not taken
};

static struct head_seek *seek_of(struct workspace *w)
{
    struct screens *s = screens_of(w);
    if (!s->seek)
        s->seek = mem_alloc(sizeof *s->seek);
    return s->seek;
}

static const struct head_seek *seek_if_any(const struct workspace *w)
{
    static const struct head_seek none = {0};
    return w->screens && w->screens->seek ? w->screens->seek : &none;
}

static void begin(struct workspace *w, struct head_seek new_one)
{
    struct head_seek *seek = seek_of(w);
    head_seek_stop(w);
    new_one.is_held = seek->is_held;
    *seek = new_one;
    seek->reading = reading_create();
    seek->generation = session_generation(w->session);
    w->shows_bare = seek->what == SEEK_NEW;
    if (!seek->waits)
        reading_start_marks(seek->reading, seek->photo, seek->facing);
}

void head_seek_new(struct workspace *w)
{
    const struct photo *photo = session_photo(w->session, 0);
    begin(w, (struct head_seek){.what = SEEK_NEW, .waits = true, .facing = FACING_FRONT, .photo = photo});
}

void head_seek_lay(struct workspace *w, int view, enum facing facing)
{
    const struct photo *photo = session_photo(w->session, view);
    if (photo)
        begin(w, (struct head_seek){.what = SEEK_LAY, .view = view, .facing = facing, .photo = photo});
}

void head_seek_add(struct workspace *w, const struct photo *photo, enum facing facing)
{
    begin(w, (struct head_seek){.what = SEEK_ADD, .facing = facing, .photo = photo});
}

void head_seek_replace(struct workspace *w, const struct photo *photo, enum facing facing)
{
    begin(w, (struct head_seek){.what = SEEK_REPLACE, .facing = facing, .photo = photo});
}

void head_seek_stop(struct workspace *w)
{
    struct head_seek *seek = seek_of(w);
    reading_destroy(seek->reading);
    *seek = (struct head_seek){.is_held = seek->is_held};
    w->shows_bare = false;
}

bool head_seek_is_on(const struct workspace *w, enum seek_for what)
{
    const struct head_seek *seek = seek_if_any(w);
    return seek->reading && seek->what == what;
}

bool head_seek_is_busy(const struct workspace *w)
{
    const struct head_seek *seek = seek_if_any(w);
    return seek->reading && !seek->is_held;
}

double head_seek_seconds(const struct workspace *w)
{
    const struct head_seek *seek = seek_if_any(w);
    return seek->reading ? reading_seconds(seek->reading) : 0.0;
}

bool head_seek_take(struct workspace *w, struct draft *out)
{
    struct head_seek *seek = seek_of(w);
    struct read_result result;
    if (!seek->reading || seek->is_held || !reading_take(seek->reading, &result))
        return false;
    *out = result.draft;
    head_seek_stop(w);
    return true;
}

// ---- a draft for a view of the case ----

struct found {
    int view;
    const struct draft *draft;
    bool lays_template;
};

static bool put_found(struct case_ *case_, void *context, struct err *err)
{
    const struct found *found = context;
    return case_take_draft(case_, found->view, found->draft, found->lays_template, err);
}

static void say_why(struct workspace *w)
{
    char folder[PLACE_MOST_PATH];
    bool could_see = face_nets_folder(folder);
    toast(w->toolkit, NOTE_WARNING,
          could_see ? _("No head was found in this photo. Drag the marks onto it.")
                    : _("Automatic set-up is off: its networks are not installed. Drag the marks onto the head."));
}

static void put(struct workspace *w, const struct head_seek *seek, const struct draft *draft)
{
    bool is_new = seek->what == SEEK_NEW, is_seen = draft->marks.certainty > 0.0;
    struct found found = {seek->view, draft, is_new && seek->generation == session_generation(w->session)};
    struct err err = {0};
    if (!is_seen)
        say_why(w);
    if (is_new && !is_seen) // those are there already
        return;
    if (!session_change_with(w->session, put_found, &found, is_new ? _("Find the head") : _("Lay marks anew"), 0, &err))
        workspace_refuse(w, &err);
    handles_select(w, -1);
}

void head_seek_hold(struct workspace *w, bool is_held)
{
    seek_of(w)->is_held = is_held;
}

void head_seek_step(struct workspace *w)
{
    struct head_seek *seek = seek_of(w), done = *seek;
    struct draft draft;
    if (!seek->reading || seek->what == SEEK_ADD || seek->what == SEEK_REPLACE)
        return;
    if (session_photo(w->session, seek->view) != seek->photo) {
        head_seek_stop(w);
    } else if (seek->waits && canvas_is_current(w)) {
        seek->waits = false;
        reading_start_marks(seek->reading, seek->photo, seek->facing);
    } else if (head_seek_take(w, &draft)) {
        put(w, &done, &draft);
    }
}
