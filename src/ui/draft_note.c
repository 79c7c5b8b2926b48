#include "ui/draft_note.h"

#include "model/draft.h"
#include "ui/text.h"

#include <math.h>

void draft_note(struct workspace *w, double certainty, const struct draft_note *note, void (*ask)(struct workspace *w))
{
    char text[32];
    bool is_sure = certainty >= DRAFT_SURE;
    if (certainty <= 0.0)
        return;
    text_note(w->toolkit, is_sure ? NOTE_INFO : NOTE_WARNING, is_sure ? note->fact : note->question);
    text_print(text, sizeof text, _("%.0f %% sure"), fmin(100.0 * certainty, 99.0));
    text_value(w->toolkit, _("Draft"), text);
    if (is_sure)
        return;
    if (ask)
        ask(w);
    if (button(w->toolkit, note->what, note->answer, BUTTON_PRIMARY))
        workspace_change(w, note->step, 0, "drafts.confirm=%s", note->what);
}

void draft_note_of_none(struct workspace *w)
{
    if (session_case(w->session)->option[w->option]->zone_count > 0)
        return;
    text_note(w->toolkit, NOTE_INFO,
              _("No area is treated, so there are no dots. Where hair grows all over, or a hat lies on the head, the "
                "program lays none. Treat the usual area all the same, or add a zone: the parting, the crown, more "
                "density."));
    if (button(w->toolkit, "usual-area", _("Treat the usual area"), BUTTON_PLAIN))
        workspace_change(w, _("Add zone"), 0, "zones.add=%s", zone_kind_name(ZONE_FULL));
}
