#include "ui/notes.h"

#include "base/mem.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <stdio.h>
#include <string.h>

enum { LINES = 5 };

static void take_notes(struct workspace *w, struct screens *s)
{
    size_t size = sizeof "notes=" + strlen(s->notes);
    char *change = mem_alloc(size);
    struct err err = {0};
    struct edit_place place = {.option = w->option, .view = w->view};
    snprintf(change, size, "notes=%s", s->notes);
    if (session_change(w->session, place, change, _("Notes"), w->gesture, &err))
        snprintf(s->notes_as, sizeof s->notes_as, "%s", s->notes);
    else
        workspace_refuse(w, &err);
    mem_free(change);
}

void notes_draw(struct workspace *w)
{
    struct screens *s = screens_of(w);
    const char *now = session_case(w->session)->notes;
    if (strcmp(now, s->notes_as) != 0) { // another case, or an undo
        snprintf(s->notes, sizeof s->notes, "%s", now);
        snprintf(s->notes_as, sizeof s->notes_as, "%s", now);
        w->gesture++;
    }
    layout_space(w->toolkit, 8.0);
    if (text_area(w->toolkit, "notes", _("Notes"), s->notes, sizeof s->notes, LINES))
        take_notes(w, s);
    text_hint(w->toolkit, _("Kept in the case, never in a picture."));
}
