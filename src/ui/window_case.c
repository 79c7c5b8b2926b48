#include "ui/window_case.h"

#include "ui/browse.h"
#include "ui/head_seek.h"
#include "ui/match_sides.h"
#include "ui/old_photo.h"
#include "ui/text.h"

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

void window_case_take(struct workspace *w, struct document *take_document)
{
    workspace_let_go(w);
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

bool window_case_open(struct workspace *w, const char *path)
{
    struct err err = {0};
    struct document *document = document_load(path, &err);
    if (document)
        window_case_take(w, document);
    else
        workspace_refuse(w, &err);
    return document != NULL;
}

void window_case_recover(struct workspace *w, struct recovered *take_recovered)
{
    window_case_take(w, document_load_recovered(take_recovered)); // from here on it is kept in this session's journal
    recovered_forget(take_recovered);
}

bool window_case_save(struct workspace *w, const char *path)
{
    struct err err = {0};
    if (session_save(w->session, path, &err)) {
        toast(w->toolkit, NOTE_INFO, _("Saved"));
        return true;
    }
    workspace_refuse(w, &err);
    if (!path && err.code == ERR_INPUT) // another name is the way
        browse_open(w, BROWSE_FOR_SAVE);
    return false;
}
