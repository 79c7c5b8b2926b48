// Patient mode: the picture, large buttons for the options, the moment in words, and a quiet way out.
#include "ui/screen.h"

#include "ui/screen_state.h"
#include "ui/text.h"

#include <math.h>
#include <stdio.h>

enum { TIMELINE_PT = 132, EDGE_PT = 16, CARD_PT = 78, MOMENT_PT = 76, MOMENT_WIDTH_PT = 280, BELOW_LABEL_PT = 48,
       OPTION_PT = 124, MOST_BUTTONS = 4 };

static void enter(struct workspace *w, struct screens *s)
{
    s->is_showing = true;
    s->compare_before = w->compare;
    w->compare = COMPARE_WIPE;
}

static double cards_top(const struct workspace *w)
{
    return w->height_pt - TIMELINE_PT - CARD_PT - EDGE_PT;
}

// In the corner, below the canvas's own label: the head is in the middle.
static void draw_moment(struct workspace *w)
{
    const char *caution = _("A simulation on your photo. The result on skin will differ.");
    double height = MOMENT_PT + text_hint_height(w->toolkit, caution, MOMENT_WIDTH_PT - 2.0 * EDGE_PT);
    region_begin(w->toolkit, "show-moment", REGION_CARD, EDGE_PT, BELOW_LABEL_PT, MOMENT_WIDTH_PT, height);
    text_title(w->toolkit, w->moments[w->moment].label);
    text_hint(w->toolkit, caution);
    region_end(w->toolkit);
}

static int option_buttons(const struct case_ *case_)
{
    return case_->option_count < MOST_BUTTONS ? case_->option_count : MOST_BUTTONS;
}

struct ways {
    const char *name[3];
    int count;
    double width; // of their card: each has the room of the widest
};

static struct ways ways_of(const struct workspace *w, const struct case_ *case_)
{
    struct ways ways = {{_("Before | after"), _("After"), _("All options")}, case_->option_count > 1 ? 3 : 2, 0.0};
    for (int i = 0; i < ways.count; i++)
        ways.width = fmax(ways.width, ways.count * button_width(w->toolkit, ways.name[i], false) + 2.0 * EDGE_PT);
    return ways;
}

static double leave_width(const struct workspace *w)
{
    return fmax(120.0, button_width(w->toolkit, _("Leave"), false));
}

// Options in the middle, or as far to the right as the other cards in that row need; `stacks`: in a row above.
static double options_left(const struct workspace *w, const struct case_ *case_, bool *stacks)
{
    double width = option_buttons(case_) * OPTION_PT + 40.0, middle = 0.5 * (w->width_pt - width);
    double least = EDGE_PT + ways_of(w, case_).width + EDGE_PT;
    double most = w->width_pt - leave_width(w) - 2.0 * EDGE_PT - width;
    *stacks = most < least;
    return *stacks || middle >= least ? middle : least;
}

static void draw_options(struct workspace *w, const struct case_ *case_)
{
    int count = option_buttons(case_);
    bool stacks;
    double left = options_left(w, case_, &stacks), top = cards_top(w) - (stacks ? CARD_PT + EDGE_PT : 0);
    region_begin(w->toolkit, "show-options", REGION_CARD, left, top, count * OPTION_PT + 40.0, CARD_PT);
    layout_row(w->toolkit, count);
    for (int i = 0; i < count; i++) {
        char id[24], label[OPTION_NAME_BYTES + 16];
        snprintf(id, sizeof id, "show-option%d", i);
        snprintf(label, sizeof label, _("Option %s"), case_->option[i]->name);
        if (button(w->toolkit, id, label, i == w->option ? BUTTON_PRIMARY : BUTTON_PLAIN)) {
            w->option = i;
            w->compare = w->compare == COMPARE_SIDES ? COMPARE_NONE : w->compare;
        }
    }
    region_end(w->toolkit);
}

// Wipe, whole, side by side.
static void draw_ways(struct workspace *w, const struct case_ *case_)
{
    struct ways ways = ways_of(w, case_);
    static const enum compare_mode MODES[] = {COMPARE_WIPE, COMPARE_NONE, COMPARE_SIDES};
    int index = 0;
    while (index < ways.count - 1 && MODES[index] != w->compare)
        index++;
    region_begin(w->toolkit, "show-ways", REGION_CARD, EDGE_PT, cards_top(w), ways.width, CARD_PT);
    if (segmented(w->toolkit, "show-way", ways.name, ways.count, &index))
        w->compare = MODES[index];
    region_end(w->toolkit);
}

void screen_show(struct workspace *w)
{
    struct screens *s = screens_of(w);
    const struct case_ *case_ = session_case(w->session);
    if (!s->is_showing)
        enter(w, s);
    if (case_ && w->moment_count > 0) {
        draw_moment(w);
        draw_ways(w, case_);
    }
    if (case_ && case_->option_count > 1)
        draw_options(w, case_);
    region_begin(w->toolkit, "show-leave", REGION_CLEAR, w->width_pt - leave_width(w) - EDGE_PT,
                 cards_top(w) + 16.0, leave_width(w), 48.0);
    if (button(w->toolkit, "show-leave-button", _("Leave"), BUTTON_QUIET))
        w->step = s->before_show;
    region_end(w->toolkit);
}
