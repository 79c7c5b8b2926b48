#include "ui/banner.h"

#include "ui/screen.h"
#include "ui/text.h"

enum { HEIGHT_PT = 68 };

double banner_height(const struct workspace *w)
{
    return *session_read_only(w->session) ? HEIGHT_PT : 0.0;
}

void banner_draw(struct workspace *w, double x, double y, double width)
{
    if (!*session_read_only(w->session))
        return;
    const char *again = _("Try again"), *copy = _("Save a copy\xe2\x80\xa6");
    const double widths[] = {0.0, button_width(w->toolkit, again, false), button_width(w->toolkit, copy, false)};
    region_begin(w->toolkit, "banner", REGION_BAR, x, y, width, HEIGHT_PT);
    layout_widths(w->toolkit, 3, widths);
    text_note(w->toolkit, NOTE_WARNING, session_is_elsewhere(w->session)
                                            ? _("Opened elsewhere: read-only here.")
                                            : _("This folder cannot be written: read-only."));
    layout_disabled(w->toolkit, session_is_dirty(w->session)); // it would be lost
    if (button(w->toolkit, "banner-again", again, BUTTON_PLAIN))
        screen_open_again(w);
    layout_disabled(w->toolkit, false);
    if (button(w->toolkit, "banner-copy", copy, BUTTON_PRIMARY))
        screen_browse(w, BROWSE_FOR_SAVE);
    region_end(w->toolkit);
}
