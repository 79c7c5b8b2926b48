#include "ui/hints.h"

#include "ui/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { HINTS = 3, WIDTH_PT = 304, INSET_PT = 16, EDGE_PT = 12 };

struct hint {
    const char *beside, *text; // beside: id of a widget; "card": the one that is shown
};

static const struct hint HINT[HINTS] = {
    {"hairline.height_mm", N_("Drag a point of the line on the head, or slide here: the dots follow at once.")},
    {"card", N_("Each card is a moment: before, every session fresh and healed, the years after.")},
    {"patient", N_("For the patient: nothing but the picture, with a wipe between before and after.")},
};

// Left of what stands right, below what stands at the top, else above.
static void place(const struct workspace *w, SDL_FRect at, double height, double *x, double *y)
{
    double middle_x = (double)(at.x + 0.5f * at.w), middle_y = (double)(at.y + 0.5f * at.h);
    bool is_right = middle_x > w->width_pt - 380.0 && middle_y > 120.0;
    *x = is_right ? (double)at.x - WIDTH_PT - 2.5 * EDGE_PT : middle_x - 0.5 * WIDTH_PT;
    *y = is_right           ? middle_y - 0.5 * height
         : middle_y < 120.0 ? (double)(at.y + at.h) + EDGE_PT
                            : (double)at.y - height - 2.0 * EDGE_PT;
    *x = fmax(EDGE_PT, fmin(*x, w->width_pt - WIDTH_PT - EDGE_PT));
    *y = fmax(EDGE_PT, fmin(*y, w->height_pt - height - EDGE_PT));
}

static void read_up_to(struct workspace *w, int count)
{
    w->settings.hints_read = count;
    settings_save(&w->settings);
}

void hints_draw(struct workspace *w)
{
    int now = w->settings.hints_read;
    char id[48];
    SDL_FRect at;
    if (now < 0 || now >= HINTS)
        return;
    if (strcmp(HINT[now].beside, "card") == 0)
        snprintf(id, sizeof id, "card%d", w->moment);
    else
        snprintf(id, sizeof id, "%s", HINT[now].beside);
    if (!w->shows_hints || !toolkit_where(w->toolkit, id, &at))
        return;
    char count[48];
    double x, y, words = text_hint_height(w->toolkit, _(HINT[now].text), WIDTH_PT - 2.0 * INSET_PT);
    double height = 2.0 * INSET_PT + words + 12.0 + 44.0;
    place(w, at, height, &x, &y);
    region_begin(w->toolkit, "hint", REGION_CARD, x, y, WIDTH_PT, height);
    text_hint(w->toolkit, _(HINT[now].text));
    snprintf(count, sizeof count, _("Hint %d of %d"), now + 1, HINTS);
    layout_widths(w->toolkit, 3, (const double[]){0.0, button_width(w->toolkit, _("Got it"), false), 44.0});
    text_hint_line(w->toolkit, count);
    if (button(w->toolkit, "hint-next", _("Got it"), BUTTON_PLAIN))
        read_up_to(w, now + 1);
    if (icon_button(w->toolkit, "hint-close", ICON_CLOSE, _("No more hints"), false))
        read_up_to(w, HINTS);
    region_end(w->toolkit);
}
