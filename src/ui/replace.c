#include "ui/replace.h"

#include "base/mem.h"
#include "plan/case_make.h"
#include "ui/head_seek.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <string.h>

struct replacing {
    bool is_on;
    struct photo *photo; // owned; NULL: the changed one beside the case
    char *path;          // owned
    int view;
};

static struct replacing *replacing_of(struct workspace *w)
{
    struct screens *s = screens_of(w);
    if (!s->replacing)
        s->replacing = mem_alloc(sizeof *s->replacing);
    return s->replacing;
}

void replace_drop(struct workspace *w)
{
    struct replacing *r = replacing_of(w);
    photo_free(r->photo);
    mem_free(r->path);
    *r = (struct replacing){0};
}

// draft NULL: the marks stay.
static void put(struct workspace *w, const struct draft *draft)
{
    struct replacing *r = replacing_of(w);
    struct photo *photo = r->photo;
    struct err err = {0};
    r->photo = NULL;
    bool is_put = photo ? session_replace_photo(w->session, r->view, photo, r->path, draft, &err)
                        : session_accept_photo(w->session, r->view, draft, &err);
    if (!is_put) {
        workspace_refuse(w, &err);
        return;
    }
    w->view = r->view;
    w->viewport.is_fit = true;
    if (!draft)
        return;
    toast(w->toolkit, NOTE_WARNING,
          _("This photo has another shape: its marks were laid anew. Drag them onto the head."));
    w->step = STEP_HEAD;
}

static void begin(struct workspace *w, const struct photo *photo)
{
    const struct case_ *case_ = session_case(w->session);
    const struct case_view *view = case_->view[replacing_of(w)->view];
    bool is_known = false; // it will be refused
    for (int i = 0; i < case_->view_count; i++)
        is_known |= strcmp(case_->view[i]->photo_sha256, photo->sha256) == 0;
    if (is_known || case_photo_is_alike(view, photo)) {
        put(w, NULL);
        replace_drop(w);
    } else {
        head_seek_replace(w, photo, view->marks.facing);
    }
}

void replace_start(struct workspace *w, int view, struct photo *take_photo, const char *path)
{
    replace_drop(w);
    if (view >= session_case(w->session)->view_count) { // an undo may have come in between
        photo_free(take_photo);
        return;
    }
    *replacing_of(w) = (struct replacing){true, take_photo, mem_strdup(path), view};
    begin(w, take_photo);
}

void replace_accept(struct workspace *w, int view)
{
    const struct photo *photo = session_changed_photo(w->session, view);
    replace_drop(w);
    if (!photo)
        return;
    *replacing_of(w) = (struct replacing){true, NULL, NULL, view};
    begin(w, photo);
}

void replace_step(struct workspace *w)
{
    const struct replacing *r = replacing_of(w);
    struct draft draft;
    bool is_off = r->is_on && (!head_seek_is_on(w, SEEK_REPLACE) || r->view >= session_case(w->session)->view_count);
    if (is_off) // another head is looked for, or its place has gone
        replace_drop(w);
    else if (r->is_on && head_seek_take(w, &draft)) {
        put(w, &draft);
        replace_drop(w);
    }
}
