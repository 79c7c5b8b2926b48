// The hairline: template, lengths and edge; its points dragged along the head.
#include "ui/screen.h"

#include "plan/param.h"
#include "ui/draft_note.h"
#include "ui/guides.h"
#include "ui/handles.h"
#include "ui/old_photo.h"
#include "ui/tabs.h"
#include "ui/param_widget.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TRACE_POINTS = 240 };
#define FACES_LEAST 0.05

static const struct case_view *view_of(const struct workspace *w)
{
    return session_case(w->session)->view[w->view];
}

static const struct head *head_of(const struct workspace *w)
{
    return &session_case(w->session)->head;
}

static const struct hairline *hairline_of(const struct workspace *w)
{
    return &session_case(w->session)->option[w->option]->hairline;
}

static double height_mm(const struct workspace *w)
{
    const struct hairline *h = hairline_of(w);
    return head_arc_mm(head_of(w), head_of(w)->glabella, h->point[h->point_count / 2]);
}

// ---- dragging ----

struct move {
    int option, point;
    struct vec3 dir; // where the point in hand goes
    double reach_mm; // along the skin; nearer points come along
    bool mirrors;
    const struct vec3 *start; // all points as they lay when the drag began
};

static struct vec3 mirrored(struct vec3 dir)
{
    return vec3_make(-dir.x, dir.y, dir.z);
}

// The slider of the height follows its point; the other lengths stay what the template was laid with.
static void follow_height(struct hairline *hairline, const struct head *head)
{
    const struct param *param = param_in_group(PARAM_HAIRLINE, "height_mm");
    double mm = head_arc_mm(head, head->glabella, hairline->point[hairline->point_count / 2]);
    hairline->height_mm = fmin(fmax(round(10.0 * mm) / 10.0, param->least), param->most);
}

// How much of the step a point at that distance makes: all of it in hand, none from the reach on.
static double share_of_step(double distance_mm, double reach_mm)
{
    double t = reach_mm > 0.0 ? distance_mm / reach_mm : (distance_mm > 0.0 ? 1.0 : 0.0);
    return t < 1.0 ? (1.0 - t * t) * (1.0 - t * t) : 0.0;
}

static void bend(struct hairline *hairline, const struct head *head, const struct move *move)
{
    int count = hairline->point_count, middle = count / 2, side = move->point - middle;
    struct vec3 step = vec3_sub(move->dir, move->start[move->point]);
    for (int i = 0; i < count; i++) {
        bool is_mine = !move->mirrors || side == 0 || (i - middle) * side >= 0; // the far half is the mirror's
        double share = share_of_step(head_arc_mm(head, move->start[i], move->start[move->point]), move->reach_mm);
        hairline->point[i] = is_mine ? vec3_unit(vec3_add(move->start[i], vec3_scale(step, share))) : move->start[i];
    }
    for (int i = 1; move->mirrors && i <= middle; i++) {
        int from = side >= 0 ? middle + i : middle - i;
        hairline->point[2 * middle - from] = mirrored(hairline->point[from]);
    }
    if (move->mirrors)
        hairline->point[middle] = vec3_unit(vec3_make(0.0, hairline->point[middle].y, hairline->point[middle].z));
}

static bool move_point(struct case_ *case_, void *context, struct err *err)
{
    (void)err;
    const struct move *move = context;
    struct option option = *case_->option[move->option];
    bend(&option.hairline, &case_->head, move);
    follow_height(&option.hairline, &case_->head);
    case_set_option(case_, move->option, &option);
    return true;
}

static void drag(struct workspace *w, int point, struct pt_px at)
{
    static const double REACHES_MM[] = {0.0, 30.0, 70.0};
    struct screens *s = screens_of(w);
    if (s->bend_gesture != w->gesture) {
        s->bend_gesture = w->gesture;
        memcpy(s->bend_start, hairline_of(w)->point, sizeof s->bend_start);
    }
    struct move move = {.option = w->option,
                        .point = point,
                        .reach_mm = REACHES_MM[s->bend_reach],
                        .mirrors = !s->unmirrored,
                        .start = s->bend_start};
    struct err err = {0};
    if (!view_hit(&view_of(w)->view, head_of(w), at, &move.dir))
        return;
    if (!session_change_with(w->session, move_point, &move, _("Move hairline"), w->gesture, &err))
        workspace_refuse(w, &err);
}

// ---- canvas ----

static void draw_curve(struct workspace *w)
{
    struct vec3 trace[TRACE_POINTS];
    int count = hairline_trace(hairline_of(w), head_of(w), trace, TRACE_POINTS);
    struct guide_look shade = guide_look_of(w, 0x00000070, 5.0), line = guide_look_of(w, 0xffffffff, 2.2);
    shade.hidden.width_px = 0.0;
    if (hairline_of(w)->draft_certainty > 0.0) {
        shade = guide_dashed(w, shade);
        line = guide_dashed(w, line);
    }
    guide_curve(w, trace, count, false, shade);
    guide_curve(w, trace, count, false, line);
}

static void draw_readout(struct workspace *w, int point, struct pt_px at)
{
    char text[80], length[48];
    const struct hairline *h = hairline_of(w);
    struct vec3 middle = h->point[h->point_count / 2];
    bool is_middle = point == h->point_count / 2;
    double mm = is_middle ? height_mm(w) : head_arc_mm(head_of(w), middle, h->point[point]);
    guide_length_text(w, mm, length, sizeof length);
    snprintf(text, sizeof text, is_middle ? _("%s above the glabella") : _("%s from the middle"), length);
    struct pt_view v = viewport_to_view(&w->viewport, at);
    draw_label(w->toolkit, v.x, v.y - 44.0 * toolkit_scale(w->toolkit), text, theme_colour(w->toolkit, "ink"));
}

static void draw_guides(struct workspace *w)
{
    const struct screens *s = screens_of(w);
    guide_found_hairline(w);
    if (!w->shows_guides)
        return;
    if (!s->hides_midline)
        guide_midline(w);
    if (!s->hides_thirds)
        guide_thirds(w);
    if (!s->hides_scale)
        guide_scale(w, hairline_of(w)->point[hairline_of(w)->point_count / 2]);
}

// The points that can be dragged: those seen, and of a crowd the one nearest to the middle. The rest lie AWAY.
static int reachable_points(const struct workspace *w, struct pt_px out[HAIRLINE_MOST_POINTS])
{
    const struct hairline *h = hairline_of(w);
    int middle = h->point_count / 2;
    for (int i = 0; i < h->point_count; i++)
        out[i] = AWAY;
    for (int step = 0; step <= middle; step++)
        for (int side = -1; side <= (step > 0 ? 1 : -1); side += 2) {
            int i = middle + side * step;
            double faces;
            struct pt_px px;
            bool is_free =
                i >= 0 && i < h->point_count && guide_place(w, h->point[i], &px, &faces) && faces >= FACES_LEAST;
            for (int j = 0; j < h->point_count && is_free; j++)
                is_free = out[j].x < -1e6 || canvas_distance(w, px, out[j]) >= CROWD_PT;
            if (is_free)
                out[i] = px;
        }
    return h->point_count;
}

bool overlay_hairline(struct workspace *w, struct pointer p)
{
    struct pt_px points[HAIRLINE_MOST_POINTS], at = {0}, tap;
    bool is_taken = old_photo_overlay(w, p);
    if (old_photo_is_in_hand(w))
        return is_taken;
    int count = reachable_points(w, points);
    enum handle_act act = handles_follow(w, points, 0, count, p, &at);
    int point = handles_selected(w);
    if (act == HANDLE_MOVED && (p.dx != 0.0 || p.dy != 0.0))
        drag(w, point, at);
    draw_guides(w);
    draw_curve(w);
    count = reachable_points(w, points);
    for (int i = 0; i < count; i++)
        if (points[i].x > -1e6)
            handle_draw(w, points[i], i, LOOK_SMALL, hairline_of(w)->draft_certainty > 0.0);
    int read = screens_of(w)->read = handles_at(w, points, 0, count, p);
    if (read >= 0 && points[read].x > -1e6)
        draw_readout(w, read, points[read]);
    if (act == HANDLE_FREE && handles_tapped(w, p, &tap))
        handles_select(w, -1);
    return act != HANDLE_FREE;
}

// ---- panel ----

static void draw_height(struct workspace *w)
{
    char length[48], text[160];
    double mm = height_mm(w);
    guide_length_text(w, mm, length, sizeof length);
    param_control_named(w, "hairline.height_mm", _("Height above glabella"));
    if (fabs(mm - hairline_of(w)->height_mm) < 1.0)
        snprintf(text, sizeof text, _("With the scale's uncertainty: %s."), length);
    else
        snprintf(text, sizeof text, _("As its points lie now: %s. Any slider here lays them anew."), length);
    text_hint(w->toolkit, text);
}

static void draw_draft(struct workspace *w)
{
    const struct draft_note note = {
        .fact = _("This hairline is a draft of the program. Drag it to where it should be."),
        .question = _("Is this hairline right? It is a draft, and not a sure one. Drag it to where it should be."),
        .answer = _("It is right"),
        .step = _("Hairline is right"),
        .what = "hairline"};
    draft_note(w, case_draft_certainty(session_case(w->session), hairline_of(w)->draft_certainty), &note, NULL);
}

static void draw_guide_switches(struct workspace *w)
{
    struct screens *s = screens_of(w);
    switch_row(w->toolkit, "guides", _("Guides"), &w->shows_guides);
    if (!w->shows_guides)
        return;
    bool midline = !s->hides_midline, thirds = !s->hides_thirds, scale = !s->hides_scale;
    layout_row(w->toolkit, 3);
    button_toggle(w->toolkit, "guide-midline", _("Midline"), &midline);
    button_toggle(w->toolkit, "guide-thirds", _("Thirds"), &thirds);
    button_toggle(w->toolkit, "guide-scale", _("cm"), &scale);
    s->hides_midline = !midline;
    s->hides_thirds = !thirds;
    s->hides_scale = !scale;
}

void screen_hairline(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    if (!case_ || case_->option_count == 0)
        return;
    bool mirrors = !screens_of(w)->unmirrored;
    text_title(w->toolkit, _("Hairline"));
    view_tabs(w);
    option_tabs(w);
    draw_draft(w);
    draft_note_of_none(w);
    if (old_photo_is_laid(w)) { // at hand while it is worked with
        old_photo_panel(w);
        layout_space(w->toolkit, 8.0);
    }
    param_control(w, "hairline.shape");
    draw_height(w);
    param_control(w, "hairline.frontotemporal_mm");
    param_control(w, "hairline.recession_mm");
    param_control(w, "hairline.temple_mm");
    if (view_of(w)->marks.hairline_count > 0)
        text_hint(w->toolkit, _("Dotted in green: where hair begins in this photo, as the program sees it."));
    const char *reaches[] = {_("One point"), _("Near"), _("Wide")};
    text_hint(w->toolkit, _("Or drag the line in the photo. What moves along:"));
    segmented(w->toolkit, "reach", reaches, 3, &screens_of(w)->bend_reach);
    if (switch_row(w->toolkit, "mirror", _("Both sides alike"), &mirrors))
        screens_of(w)->unmirrored = !mirrors;
    draw_guide_switches(w);
    layout_space(w->toolkit, 8.0);
    text_heading(w->toolkit, _("Edge"));
    param_control(w, "hairline.diffusion");
    param_help(w, "hairline.diffusion");
    param_control(w, "hairline.edge");
    param_control(w, "hairline.macro_mm");
    param_control(w, "hairline.micro_mm");
    layout_space(w->toolkit, 8.0);
    if (!old_photo_is_laid(w)) {
        old_photo_panel(w);
        layout_space(w->toolkit, 8.0);
    }
    text_heading(w->toolkit, _("This option"));
    option_manage(w);
}
