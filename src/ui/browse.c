#include "ui/browse.h"

#include "base/file.h"
#include "base/mem.h"
#include "ui/text.h"

#include <stdio.h>

void browse_open(struct workspace *w, enum browse_for purpose)
{
    static const enum browse_kind KINDS[] = {BROWSE_OPEN,   BROWSE_PHOTO, BROWSE_SAVE,
                                             BROWSE_FOLDER, BROWSE_PHOTO, BROWSE_PHOTO};
    const char *titles[] = {_("Open a case or a photo"),
                            _("Add a photo"),
                            _("Save the case"),
                            _("Where to put the pictures"),
                            _("The photo for this place"),
                            _("An old photo of this patient")};
    struct screens *s = screens_of(w);
    char *beside = session_default_path(w->session), copy[BROWSE_PATH_BYTES];
    const char *from = *session_path(w->session) ? session_path(w->session) : session_case(w->session) ? beside : "";
    if (w->is_demo && purpose != BROWSE_FOR_SAVE) // nobody's photos lie beside the demo
        from = "";
    if (purpose == BROWSE_FOR_SAVE) {
        bool wants_copy = *session_read_only(w->session);
        // words: goes between the name of a case and its suffix, so without a space or a slash
        snprintf(copy, sizeof copy, "%.*s%s%s", (int)(file_suffix(from) - from), from, wants_copy ? _("-copy") : "",
                 ".stipple");
        from = copy;
    }
    if (purpose == BROWSE_FOR_EXPORT && *s->export.folder)
        from = s->export.folder;
    s->browse_for = purpose;
    s->replaces = w->view;
    file_browser_open(s->browser, KINDS[purpose], titles[purpose], from);
    mem_free(beside);
}
