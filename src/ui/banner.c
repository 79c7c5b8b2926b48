#include "ui/banner.h"

#include "ui/browse.h"
#include "ui/screen.h"
#include "ui/screen_files.h"
#include "ui/text.h"

enum { HEIGHT_PT = 68 };

double banner_height(const struct workspace *w)
{
    return *session_read_only(w->session) ? HEIGHT_PT : 0.0;
}

static const char *said(enum case_hold_state state)
{
    return state == CASE_HOLD_ELSEWHERE ? _("Opened elsewhere: read-only here.")
           : state == CASE_HOLD_NEWER   ? _("Made by a newer Stipple: read-only here.")
                                        : _("This folder cannot be written: read-only.");
}

void banner_draw(struct workspace *w, double x, double y, double width)
{
    if (!*session_read_only(w->session))
        return;
    const char *again = _("Try again"), *copy = _("Save a copy\xe2\x80\xa6");
    const double widths[] = {0.0, button_width(w->toolkit, again, false), button_width(w->toolkit, copy, false)};
    region_begin(w->toolkit, "banner", REGION_BAR, x, y, width, HEIGHT_PT);
    layout_widths(w->toolkit, 3, widths);
    text_note(w->toolkit, NOTE_WARNING, said(session_hold_state(w->session)));
    layout_disabled(w->toolkit, session_is_dirty(w->session)); // it would be lost
    if (button(w->toolkit, "banner-again", again, BUTTON_PLAIN))
        screen_files_reopen(w);
    layout_disabled(w->toolkit, false);
    layout_disabled(w->toolkit, session_hold_state(w->session) == CASE_HOLD_NEWER); // nor can a copy be written
    if (button(w->toolkit, "banner-copy", copy, BUTTON_PRIMARY))
        browse_open(w, BROWSE_FOR_SAVE);
    layout_disabled(w->toolkit, false);
    region_end(w->toolkit);
}
