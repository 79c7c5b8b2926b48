#include "ui/mend.h"

#include "ui/brush.h"
#include "ui/handles.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <string.h>

struct way {
    const char *name, *hint, *paint, *erase, *undo_paint, *undo_erase;
    uint32_t rgba; // of what is painted
};

static const struct way WAY[MASK_OF_COUNT] = {
    [MASK_AWAY] = {N_("Free"),
                   N_("Red: nothing changes there. Paint over ears, glasses or hair that must stay as they are."),
                   N_("Paint"), N_("Erase"), N_("Paint mask"), N_("Erase mask"), 0xff3a6a80},
    [MASK_HAIR] = {N_("Hair"), N_("Violet: taken for hair. Dots keep off it or lie below. Paint where that is wrong."),
                   N_("It is hair"), N_("It is skin"), N_("Mark hair"), N_("Mark skin"), 0xa050f080},
    [MASK_SHINE] = {N_("Shine"),
                    N_("Yellow: light that the skin mirrors. It stays over the dots. Paint where that is wrong."),
                    N_("It shines"), N_("It is matt"), N_("Mark shine"), N_("Mark matt skin"), 0xffd02880},
    [MASK_BLUR] = {N_("Focus"),
                   N_("Blue: out of focus. Dots are as soft as the photo is there. Paint where that is wrong."),
                   N_("It is blurred"), N_("It is sharp"), N_("Mark blur"), N_("Mark sharp"), 0x3090ff80},
};

static bool is_on(const struct workspace *w)
{
    return w->tool == TOOL_MASK_PAINT || w->tool == TOOL_MASK_ERASE;
}

enum map_tint mend_tint(const struct workspace *w)
{
    static const enum map_tint TINTS[MASK_OF_COUNT] = {TINT_NONE, TINT_HAIR, TINT_SHINE, TINT_BLUR};
    bool is_shown = w->screens && w->step == STEP_AREAS;
    return is_shown ? TINTS[w->screens->mends] : TINT_NONE;
}

struct stroke_edit {
    int view;
    const struct mask_stroke *stroke;
};

static bool put_stroke(struct case_ *case_, void *context, struct err *err)
{
    const struct stroke_edit *edit = context;
    if (case_->view[edit->view]->stroke_count == CASE_MOST_STROKES)
        return err_set(err, ERR_INPUT, _("This photo has no room for another stroke: take away those there are."));
    case_view_add_stroke(case_->view[edit->view], edit->stroke);
    return true;
}

static void take_stroke(struct workspace *w, const struct mask_stroke *stroke)
{
    struct stroke_edit edit = {w->view, stroke};
    struct err err = {0};
    const struct way *way = &WAY[stroke->of];
    if (!session_change_with(w->session, put_stroke, &edit, stroke->erases ? _(way->undo_erase) : _(way->undo_paint), 0,
                             &err))
        workspace_refuse(w, &err);
}

bool mend_overlay(struct workspace *w, struct pointer p, bool *is_taken)
{
    const struct case_view *view = session_case(w->session)->view[w->view];
    enum mask_of of = (enum mask_of)screens_of(w)->mends;
    bool erases = w->tool == TOOL_MASK_ERASE;
    const struct mask_stroke *done;
    // The other kinds are seen in the tint; what the program laid itself only while it is worked on.
    for (int i = 0; i < view->stroke_count && of == MASK_AWAY; i++)
        if (view->stroke[i].of == MASK_AWAY && (is_on(w) || !view->stroke[i].is_drafted))
            brush_draw(w, &view->stroke[i], view->stroke[i].erases ? 0x30d0a050 : 0xff3a6a50);
    if (!is_on(w))
        return false;
    *is_taken = brush_follow(w, p, of, erases, erases ? 0xffffff80 : WAY[of].rgba, &done);
    if (done)
        take_stroke(w, done);
    return true;
}

static bool has_strokes(const struct workspace *w, bool drafted)
{
    const struct case_view *view = session_case(w->session)->view[w->view];
    bool has = false;
    for (int i = 0; i < view->stroke_count; i++)
        has |= (view->stroke[i].is_drafted != 0) == drafted;
    return has;
}

static void draw_clear(struct workspace *w, const char *id, const char *label, const char *which)
{
    if (has_strokes(w, strcmp(which, "drafted") == 0) && button(w->toolkit, id, label, BUTTON_QUIET))
        workspace_change(w, _("Clear strokes"), 0, "mask.clear=%s", which);
}

void mend_panel(struct workspace *w)
{
    struct screens *s = screens_of(w);
    const char *names[MASK_OF_COUNT];
    for (int i = 0; i < MASK_OF_COUNT; i++)
        names[i] = _(WAY[i].name);
    text_heading(w->toolkit, _("In this photo"));
    segmented(w->toolkit, "mends", names, MASK_OF_COUNT, &s->mends);
    const struct way *way = &WAY[s->mends];
    text_hint(w->toolkit, _(way->hint));
    bool paints = w->tool == TOOL_MASK_PAINT, erases = w->tool == TOOL_MASK_ERASE;
    layout_row(w->toolkit, 2);
    if (button_toggle(w->toolkit, "mask-paint", _(way->paint), &paints))
        w->tool = paints ? TOOL_MASK_PAINT : TOOL_NONE;
    if (button_toggle(w->toolkit, "mask-erase", _(way->erase), &erases))
        w->tool = erases ? TOOL_MASK_ERASE : TOOL_NONE;
    if (is_on(w))
        brush_slider(w);
    draw_clear(w, "mask-clear", _("Take away what was painted"), "painted");
    if (s->mends == MASK_AWAY && is_on(w)) // seen only then
        draw_clear(w, "mask-clear-found", _("Take away what the program found"), "drafted");
}
