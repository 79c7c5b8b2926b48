// Patient mode: the picture, and below it the moment in words, ways to compare, large buttons for the options, a way
// out.
#include "ui/screen.h"

#include "ui/screen_state.h"
#include "ui/text.h"

#include <math.h>
#include <stdio.h>

enum { EDGE_PT = 20, ROW_PT = 44, GAP_PT = 12, OPTION_PT = 116, MOST_BUTTONS = 4 };

static void enter(struct workspace *w, struct screens *s)
{
    s->is_showing = true;
    s->compare_before = w->compare;
    s->prefers_head_before = w->prefers_head;
    s->band_before = w->band;
    w->compare = COMPARE_WIPE;
    w->prefers_head = true; // the scalp is what it is about
}

static int option_buttons(const struct case_ *case_)
{
    return case_->option_count < MOST_BUTTONS ? case_->option_count : MOST_BUTTONS;
}

// What stands in the bar below the picture, and how much room each part needs.
struct bar {
    const char *way[4];
    int ways, options;
    double title, way_width, option_width, leave; // points
    bool stacks;                                  // title and leave in a row of their own
};

static struct bar bar_of(const struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    bool has_options = case_ && case_->option_count > 1;
    struct bar bar = {.way = {_("Before | after"), _("After"), _("How it lasts"), _("All options")},
                      .ways = has_options ? 4 : 3};
    for (int i = 0; i < bar.ways; i++)
        bar.way_width = fmax(bar.way_width, bar.ways * button_width(w->toolkit, bar.way[i], false));
    for (int i = 0; i < w->moment_count; i++) // nothing moves when the moment is another
        bar.title = fmax(bar.title, ceil(text_title_width(w->toolkit, w->moments[i].label)) + 1.0);
    bar.options = has_options ? option_buttons(case_) : 0;
    bar.option_width = bar.options > 0 ? bar.options * (OPTION_PT + GAP_PT) : 0.0;
    bar.leave = fmax(120.0, button_width(w->toolkit, _("Leave"), false));
    bar.stacks = bar.title + bar.way_width + bar.option_width + bar.leave + 2.0 * EDGE_PT + 4.0 * GAP_PT > w->width_pt;
    return bar;
}

double screen_show_height(const struct workspace *w)
{
    return bar_of(w).stacks ? 2.0 * ROW_PT + 3.0 * GAP_PT : ROW_PT + 2.0 * GAP_PT;
}

static void draw_ways(struct workspace *w, const struct bar *bar)
{
    static const enum compare_mode MODES[] = {COMPARE_WIPE, COMPARE_NONE, COMPARE_SPREAD, COMPARE_SIDES};
    int index = 0;
    while (index < bar->ways - 1 && MODES[index] != w->compare)
        index++;
    if (segmented(w->toolkit, "show-way", (const char *const *)bar->way, bar->ways, &index))
        w->compare = MODES[index];
}

static void draw_options(struct workspace *w, const struct bar *bar)
{
    const struct case_ *case_ = session_case(w->session);
    for (int i = 0; i < bar->options; i++) {
        char id[24], label[OPTION_NAME_BYTES + 16];
        snprintf(id, sizeof id, "show-option%d", i);
        snprintf(label, sizeof label, _("Option %s"), case_->option[i]->name);
        if (button(w->toolkit, id, label, i == w->option ? BUTTON_PRIMARY : BUTTON_PLAIN)) {
            w->option = i;
            w->compare = w->compare == COMPARE_SIDES ? COMPARE_NONE : w->compare;
        }
    }
}

static void draw_leave(struct workspace *w)
{
    if (button(w->toolkit, "show-leave-button", _("Leave"), BUTTON_PLAIN))
        w->step = screens_of(w)->before_show;
}

static void draw_title(struct workspace *w)
{
    text_title(w->toolkit, w->moment_count > 0 ? w->moments[w->moment].label : "");
}

static void draw_row(struct workspace *w, const struct bar *bar)
{
    double widths[3 + MOST_BUTTONS + 2] = {bar->title, 0.0, bar->way_width};
    int count = 3;
    for (int i = 0; i < bar->options; i++)
        widths[count++] = OPTION_PT;
    widths[count++] = 0.0;
    widths[count++] = bar->leave;
    layout_widths(w->toolkit, count, widths);
    draw_title(w);
    layout_skip(w->toolkit);
    draw_ways(w, bar);
    draw_options(w, bar);
    layout_skip(w->toolkit);
    draw_leave(w);
}

static void draw_rows(struct workspace *w, const struct bar *bar)
{
    double widths[MOST_BUTTONS + 1] = {0.0};
    layout_widths(w->toolkit, 2, (const double[]){0.0, bar->leave});
    draw_title(w);
    draw_leave(w);
    for (int i = 1; i <= bar->options; i++)
        widths[i] = OPTION_PT;
    layout_widths(w->toolkit, 1 + bar->options, widths);
    draw_ways(w, bar);
    draw_options(w, bar);
}

// What is not certain of the picture that is shown.
static const char *caution(const struct workspace *w)
{
    static const char *const IN[LIGHT_COUNT] = {
        N_("A simulation on your photo. The result on skin will differ."),
        N_("A simulation, as if in soft light: an approximation. The result on skin will differ."),
        N_("A simulation, as if under a lamp: an approximation. The result on skin will differ."),
        N_("A simulation, as if in the sun: an approximation. The result on skin will differ.")};
    static const char *const FOR[BAND_COUNT] = {
        N_("A simulation, for someone who keeps little of the pigment. The result on skin will differ."),
        N_("A simulation of what is most likely. Some skins keep less, some more."),
        N_("A simulation, for someone who keeps much of the pigment. The result on skin will differ.")};
    const struct frame *frame = &w->moments[w->moment].frame;
    if (frame->is_before && w->light == LIGHT_PHOTO)
        return _("Your photo, as it is.");
    if (frame->is_before || w->light != LIGHT_PHOTO)
        return _(IN[w->light]);
    if (w->compare == COMPARE_SPREAD)
        return _("A simulation. Of ten people one keeps less than in the first picture, one more than in the last.");
    return _(frame->time == TIME_DAYS || w->band != BAND_LIKELY ? FOR[w->band] : IN[LIGHT_PHOTO]);
}

// On the picture itself, always.
static void draw_caution(struct workspace *w, double below)
{
    double s = toolkit_scale(w->toolkit);
    region_begin(w->toolkit, "show-caution", REGION_CLEAR, 0.0, below - 44.0, w->width_pt, 44.0);
    draw_label(w->toolkit, 0.5 * w->width_pt * s, (below - 20.0) * s, caution(w), theme_colour(w->toolkit, "ink"));
    region_end(w->toolkit);
}

void screen_show(struct workspace *w, double top)
{
    struct screens *s = screens_of(w);
    struct bar bar = bar_of(w);
    if (!s->is_showing)
        enter(w, s);
    if (session_case(w->session))
        draw_caution(w, top);
    region_begin(w->toolkit, "show", REGION_BAR, 0.0, top, w->width_pt, screen_show_height(w));
    if (bar.stacks)
        draw_rows(w, &bar);
    else
        draw_row(w, &bar);
    region_end(w->toolkit);
}
