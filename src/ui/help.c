#include "ui/help.h"

#include "ui/shortcuts.h"
#include "ui/text.h"

#include <math.h>

enum { MOST_ROWS = 48, MARGIN_PT = 24, ABOVE_PT = 56, BELOW_PT = 32 };

static int find_rows(const char *rows[MOST_ROWS][2])
{
    int count, shown = 0;
    const struct shortcut *table = shortcut_table(&count);
    for (int i = 0; i < count && shown < MOST_ROWS - 3; i++)
        if (table[i].keys) {
            rows[shown][0] = _(table[i].keys);
            rows[shown++][1] = _(table[i].help);
        }
    rows[shown][0] = _("Wheel, two fingers");
    rows[shown++][1] = _("Nearer and farther");
    rows[shown][0] = _("Alt and wheel");
    rows[shown++][1] = _("Turn the picture");
    rows[shown][0] = _("Tab");
    rows[shown++][1] = _("Next control; Enter presses it");
    return shown;
}

void help_draw(struct workspace *w)
{
    const char *rows[MOST_ROWS][2];
    int count = find_rows(rows);
    const char *note = _("The file of a photo is never changed, and nothing leaves this computer.");
    double width, height;
    text_keys_size(w->toolkit, (const char *const(*)[2])rows, count, &width, &height);
    width = fmin(width + 2.0 * MARGIN_PT + 1.0, w->width_pt - 32.0);
    height += 2.0 * MARGIN_PT + ABOVE_PT + text_hint_height(w->toolkit, note, width - 2.0 * MARGIN_PT) + BELOW_PT;
    height = fmin(height, w->height_pt - 32.0);
    region_begin(w->toolkit, "help-card", REGION_DIALOG, 0.5 * (w->width_pt - width), 0.5 * (w->height_pt - height),
                 width, height);
    layout_widths(w->toolkit, 2, (const double[]){0.0, 44.0});
    text_title(w->toolkit, _("Keys"));
    bool is_over = icon_button(w->toolkit, "help-close", ICON_CLOSE, _("Close"), false);
    text_keys(w->toolkit, (const char *const(*)[2])rows, count);
    layout_space(w->toolkit, 20.0);
    text_hint(w->toolkit, note);
    is_over |= key_pressed(w->toolkit, SDLK_ESCAPE, 0) || key_pressed(w->toolkit, SDLK_F1, 0);
    region_end(w->toolkit);
    if (is_over)
        w->shows_help = false;
}
