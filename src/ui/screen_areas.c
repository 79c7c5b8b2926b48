// The areas: zones with their density and size, drawn and dragged on the head.
#include "ui/screen.h"

#include "base/mem.h"
#include "geom/curve.h"
#include "ui/brush.h"
#include "ui/draft_note.h"
#include "ui/guides.h"
#include "ui/handles.h"
#include "ui/mend.h"
#include "ui/tabs.h"
#include "ui/param_widget.h"
#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/words.h"
#include "ui/zone_paint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FACES_LEAST 0.03
#define CLOSE_PT 18.0 // a tap this near the first point closes the outline
enum { CURVE_STEPS = 8 };

static const struct case_view *view_of(const struct workspace *w)
{
    return session_case(w->session)->view[w->view];
}

static const struct head *head_of(const struct workspace *w)
{
    return &session_case(w->session)->head;
}

static const struct option *option_of(const struct workspace *w)
{
    return session_case(w->session)->option[w->option];
}

static const struct zone *zone_of(const struct workspace *w) // NULL: none is chosen
{
    return w->zone >= 0 && w->zone < option_of(w)->zone_count ? &option_of(w)->zone[w->zone] : NULL;
}

static enum zone_form form_of(const struct workspace *w, enum zone_kind kind)
{
    return zone_make(kind, head_of(w), &option_of(w)->hairline).form;
}

static int fewest_points(enum zone_form form)
{
    return form == ZONE_AREA ? 3 : form == ZONE_BAND ? 2 : 1;
}

// ---- changes ----

struct zone_edit {
    int option, zone;
    struct zone value;
};

static bool put_zone(struct case_ *case_, void *context, struct err *err)
{
    const struct zone_edit *edit = context;
    struct option option = *case_->option[edit->option];
    if (edit->zone == option.zone_count) {
        if (option.zone_count == OPTION_MOST_ZONES)
            return err_set(err, ERR_INPUT, _("There is no room for another zone."));
        option.zone_count++;
    }
    option.zone[edit->zone] = edit->value;
    case_set_option(case_, edit->option, &option);
    return true;
}

static bool take_zone(struct workspace *w, int index, const struct zone *zone, const char *label, unsigned gesture)
{
    struct zone_edit edit = {w->option, index, *zone};
    struct err err = {0};
    if (session_change_with(w->session, put_zone, &edit, label, gesture, &err))
        return true;
    workspace_refuse(w, &err);
    return false;
}

// A name that is free: "crown", "crown-2", ...
static void free_name(const struct option *option, enum zone_kind kind, char out[ZONE_NAME_BYTES])
{
    snprintf(out, ZONE_NAME_BYTES, "%s", zone_kind_name(kind));
    for (int i = 2; option_find_zone(option, out) >= 0; i++)
        snprintf(out, ZONE_NAME_BYTES, "%s-%d", zone_kind_name(kind), i);
}

static void add_zone(struct workspace *w, const struct vec3 *points, int count)
{
    enum zone_kind kind = (enum zone_kind)screens_of(w)->zone_kind;
    struct zone zone = zone_make(kind, head_of(w), &option_of(w)->hairline);
    free_name(option_of(w), kind, zone.name);
    if (count > 0) {
        memcpy(zone.point, points, (size_t)count * sizeof *points);
        zone.point_count = count;
    }
    int index = option_of(w)->zone_count;
    if (take_zone(w, index, &zone, _("Add zone"), 0))
        w->zone = index;
}

static void finish_draft(struct workspace *w)
{
    struct screens *s = screens_of(w);
    if (s->draft_count >= fewest_points(form_of(w, (enum zone_kind)s->zone_kind)))
        add_zone(w, s->draft, s->draft_count);
    s->draft_count = 0;
    w->tool = TOOL_NONE;
}

// What was painted comes to the zone at hand or goes from it; without one it is a new zone.
static void take_zone_stroke(struct workspace *w, const struct mask_stroke *stroke)
{
    struct screens *s = screens_of(w);
    const struct zone *at_hand = zone_of(w);
    struct zone zone =
        at_hand ? *at_hand : zone_make((enum zone_kind)s->zone_kind, head_of(w), &option_of(w)->hairline);
    struct err err = {0};
    zone.point_count = at_hand ? zone.point_count : 0;
    if (!zone_paint(&zone, &view_of(w)->view, head_of(w), stroke, &err))
        workspace_refuse(w, &err);
    else if (at_hand)
        take_zone(w, w->zone, &zone, stroke->erases ? _("Erase zone") : _("Paint zone"), 0);
    else
        add_zone(w, zone.point, zone.point_count);
}

// ---- canvas: zones ----

static void draw_points(struct workspace *w, const struct vec3 *points, int count, bool closed, bool is_chosen,
                        bool is_draft)
{
    enum { MOST = ZONE_MOST_POINTS * CURVE_STEPS + 1 };
    struct vec3 curve[MOST];
    int n = curve_smooth(points, count, closed && count > 2, CURVE_STEPS, curve, MOST);
    struct guide_look look = guide_look_of(w, is_chosen ? 0xffffffff : 0xffffff90, is_chosen ? 2.2 : 1.3);
    struct guide_look shade = guide_look_of(w, 0x00000060, is_chosen ? 5.0 : 3.0);
    shade.hidden.width_px = 0.0;
    if (is_draft) {
        shade = guide_dashed(w, shade);
        look = guide_dashed(w, look);
    }
    guide_curve(w, curve, n, closed, shade);
    guide_curve(w, curve, n, closed, look);
}

// Scars are as large as they are, but never too small to be found.
static void draw_spots(struct workspace *w, const struct zone *zone, bool is_chosen)
{
    double k = toolkit_scale(w->toolkit), px_per_mm = view_of(w)->scale_px_per_mm.likely * w->viewport.zoom;
    double radius = fmax(0.5 * zone->width_mm * px_per_mm, 5.0 * k);
    for (int i = 0; i < zone->point_count; i++) {
        struct pt_px px;
        double faces;
        if (!guide_place(w, zone->point[i], &px, &faces) || faces < FACES_LEAST)
            continue;
        struct pt_view v = viewport_to_view(&w->viewport, px);
        draw_disc(w->toolkit, v.x, v.y, radius, 0, (struct pen){0x00000060, 3.0 * k});
        draw_disc(w->toolkit, v.x, v.y, radius, 0, (struct pen){is_chosen ? 0xffffffff : 0xffffff90, 1.3 * k});
    }
}

static void draw_zones(struct workspace *w)
{
    for (int i = 0; i < option_of(w)->zone_count; i++) {
        const struct zone *zone = &option_of(w)->zone[i];
        bool says_something = i == w->zone || zone->kind != ZONE_FULL; // its rim lies far outside what is treated
        if (zone->form == ZONE_SPOTS)
            draw_spots(w, zone, i == w->zone);
        else if (says_something)
            draw_points(w, zone->point, zone->point_count, zone->form == ZONE_AREA, i == w->zone,
                        zone->draft_certainty > 0.0);
    }
}

static int place_points(const struct workspace *w, const struct vec3 *dirs, int count, struct pt_px *out)
{
    for (int i = 0; i < count; i++) {
        double faces;
        if (!guide_place(w, dirs[i], &out[i], &faces) || faces < FACES_LEAST)
            out[i] = AWAY;
    }
    return count;
}

static void drag_point(struct workspace *w, int point, struct pt_px at)
{
    struct zone zone = *zone_of(w);
    if (point < zone.point_count && view_hit(&view_of(w)->view, head_of(w), at, &zone.point[point]))
        take_zone(w, w->zone, &zone, _("Move outline"), w->gesture);
}

// A tap on the line between two points puts one there.
static bool insert_point(struct workspace *w, struct pt_px at)
{
    struct zone zone = *zone_of(w);
    struct pt_px points[ZONE_MOST_POINTS];
    place_points(w, zone.point, zone.point_count, points);
    int pairs = zone.form == ZONE_AREA ? zone.point_count : zone.point_count - 1, best = -1;
    double least = CLOSE_PT;
    for (int i = 0; i < pairs; i++) {
        struct pt_px a = points[i], b = points[(i + 1) % zone.point_count];
        if (a.x < -1e6 || b.x < -1e6)
            continue;
        double around = canvas_distance(w, a, at) + canvas_distance(w, at, b) - canvas_distance(w, a, b);
        if (around < least) {
            least = around;
            best = i;
        }
    }
    if (best < 0 || zone.form == ZONE_SPOTS || zone.point_count == ZONE_MOST_POINTS)
        return false;
    memmove(&zone.point[best + 2], &zone.point[best + 1], (size_t)(zone.point_count - best - 1) * sizeof zone.point[0]);
    zone.point_count++;
    if (!view_hit(&view_of(w)->view, head_of(w), at, &zone.point[best + 1]))
        return false;
    if (take_zone(w, w->zone, &zone, _("Add outline point"), 0))
        handles_select(w, best + 1);
    return true;
}

static bool edit_zone(struct workspace *w, struct pointer p)
{
    struct pt_px points[ZONE_MOST_POINTS], at = {0}, tap;
    if (!zone_of(w))
        return false;
    int count = place_points(w, zone_of(w)->point, zone_of(w)->point_count, points);
    handles_thin(w, points, count);
    enum handle_act act = handles_follow(w, points, 0, count, p, &at);
    if (act == HANDLE_MOVED && (p.dx != 0.0 || p.dy != 0.0))
        drag_point(w, handles_selected(w), at);
    bool is_spots = zone_of(w)->form == ZONE_SPOTS;
    place_points(w, zone_of(w)->point, zone_of(w)->point_count, points);
    handles_thin(w, points, count);
    for (int i = 0; i < count; i++)
        if (points[i].x > -1e6)
            handle_draw(w, points[i], i, is_spots ? LOOK_QUIET : LOOK_SMALL, zone_of(w)->draft_certainty > 0.0);
    if (act == HANDLE_FREE && handles_tapped(w, p, &tap) && !insert_point(w, tap))
        handles_select(w, -1);
    return act != HANDLE_FREE;
}

// ---- canvas: a new outline ----

static bool draw_outline(struct workspace *w, struct pointer p)
{
    struct screens *s = screens_of(w);
    struct pt_px points[ZONE_MOST_POINTS], at = {0}, tap;
    int count = place_points(w, s->draft, s->draft_count, points);
    enum zone_form form = form_of(w, (enum zone_kind)s->zone_kind);
    enum handle_act act = handles_follow(w, points, 0, count, p, &at);
    if (act == HANDLE_MOVED)
        view_hit(&view_of(w)->view, head_of(w), at, &s->draft[handles_selected(w)]);
    else if (act == HANDLE_TAPPED && handles_selected(w) == 0 && count >= fewest_points(form))
        finish_draft(w);
    else if (act == HANDLE_FREE && handles_tapped(w, p, &tap) && s->draft_count < ZONE_MOST_POINTS &&
             view_hit(&view_of(w)->view, head_of(w), tap, &s->draft[s->draft_count]))
        s->draft_count++;
    if (form != ZONE_SPOTS)
        draw_points(w, s->draft, s->draft_count, false, true, false);
    for (int i = 0; i < place_points(w, s->draft, s->draft_count, points); i++)
        handle_draw(w, points[i], i, i == 0 ? LOOK_POINT : LOOK_SMALL, false);
    return act != HANDLE_FREE || p.double_clicked;
}

// ---- canvas: what is painted ----

static bool paints_zone(const struct workspace *w)
{
    return w->tool == TOOL_ZONE_PAINT || w->tool == TOOL_ZONE_ERASE;
}

static bool paint_zone(struct workspace *w, struct pointer p)
{
    const struct mask_stroke *done;
    bool is_taken = brush_follow(w, p, MASK_AWAY, w->tool == TOOL_ZONE_ERASE, 0xffffff70, &done);
    if (done)
        take_zone_stroke(w, done);
    return is_taken;
}

bool overlay_areas(struct workspace *w, struct pointer p)
{
    bool is_taken;
    handles_selected(w); // a new photo or step drops tool and choice
    if (mend_overlay(w, p, &is_taken))
        return is_taken;
    draw_zones(w);
    if (paints_zone(w))
        return paint_zone(w, p);
    return w->tool == TOOL_ZONE_DRAW ? draw_outline(w, p) : edit_zone(w, p);
}

// ---- panel ----

static void zone_figures(const struct zone *zone, const struct estimate_zone *figures, char *out, size_t size)
{
    char area[32] = "";
    if (figures)
        snprintf(area, sizeof area, _("%.0f cm\xc2\xb2  \xc2\xb7  "), figures->area_cm2.likely);
    snprintf(out, size, _("%s%.0f/cm\xc2\xb2"), area, zone->density_per_cm2);
}

static void draw_list(struct workspace *w)
{
    const struct option *option = option_of(w);
    bool is_stale;
    const struct estimate *figures = work_count_of(screens_of(w)->count, w->session, w->option, &is_stale);
    for (int i = 0; i < option->zone_count; i++) {
        char id[24], text[64];
        bool is_on = i == w->zone;
        snprintf(id, sizeof id, "zone%d", i);
        zone_figures(&option->zone[i], figures && i < figures->zone_count ? &figures->zone[i] : NULL, text,
                     sizeof text);
        if (row_toggle(w->toolkit, id, zone_word(option->zone[i].kind), text, &is_on)) {
            w->zone = is_on ? i : -1;
            handles_select(w, -1);
            w->tool = TOOL_NONE;
        }
    }
    if (option->zone_count > 1)
        text_hint(w->toolkit, _("A zone further down replaces those above where they overlap."));
}

// The least sure of those that are drafts speaks for all.
static void draw_draft(struct workspace *w)
{
    const struct draft_note note = {
        .fact = _("These areas are a draft of the program. Choose one to change it."),
        .question = _("Are these areas right? They are a draft, and not a sure one. Choose one to change it."),
        .answer = _("They are right"),
        .step = _("Areas are right"),
        .what = "zones"};
    double least = 0.0;
    for (int i = 0; i < option_of(w)->zone_count; i++) {
        double certainty = case_draft_certainty(session_case(w->session), option_of(w)->zone[i].draft_certainty);
        if (certainty > 0.0 && (least == 0.0 || certainty < least))
            least = certainty;
    }
    draft_note(w, least, &note, NULL);
}

static void draw_figures(struct workspace *w)
{
    bool is_stale;
    const struct estimate *figures = work_count_of(screens_of(w)->count, w->session, w->option, &is_stale);
    char area[64] = "\xe2\x80\xa6", dots[64] = "\xe2\x80\xa6";
    if (figures && w->zone < figures->zone_count) {
        const struct estimate_zone *zone = &figures->zone[w->zone];
        snprintf(area, sizeof area, _("%.0f cm\xc2\xb2 (%.0f\xe2\x80\x93%.0f)"), zone->area_cm2.likely,
                 zone->area_cm2.low, zone->area_cm2.high);
        count_text(zone->dots.low, zone->dots.likely, zone->dots.high, dots, sizeof dots);
    }
    text_value(w->toolkit, _("Area"), area);
    text_value(w->toolkit, _("Dots, finished"), dots);
}

static void zone_control(struct workspace *w, const char *name)
{
    char key[PARAM_KEY_BYTES];
    if (!zone_of(w))
        return;
    snprintf(key, sizeof key, "zone.%s.%s", zone_of(w)->name, name);
    param_control(w, key);
}

static void remove_point(struct workspace *w)
{
    struct zone zone = *zone_of(w);
    int point = handles_selected(w);
    if (point < 0 || point >= zone.point_count || zone.point_count <= fewest_points(zone.form) ||
        !button(w->toolkit, "zone-point-remove", _("Remove this point"), BUTTON_PLAIN))
        return;
    zone.point_count--;
    memmove(&zone.point[point], &zone.point[point + 1], (size_t)(zone.point_count - point) * sizeof zone.point[0]);
    if (take_zone(w, w->zone, &zone, _("Remove outline point"), 0))
        handles_select(w, -1);
}

static void draw_zone_tools(struct workspace *w)
{
    bool paints = w->tool == TOOL_ZONE_PAINT, erases = w->tool == TOOL_ZONE_ERASE;
    layout_row(w->toolkit, 2);
    if (button_toggle(w->toolkit, "zone-paint", _("Paint"), &paints))
        w->tool = paints ? TOOL_ZONE_PAINT : TOOL_NONE;
    if (button_toggle(w->toolkit, "zone-erase", _("Erase"), &erases))
        w->tool = erases ? TOOL_ZONE_ERASE : TOOL_NONE;
    if (paints_zone(w))
        brush_slider(w);
}

static bool is_in_photo(const struct workspace *w, struct vec3 dir)
{
    struct pt_px px;
    double faces;
    const struct view *view = &view_of(w)->view;
    return guide_place(w, dir, &px, &faces) && faces >= FACES_LEAST && px.x >= 0.0 && px.y >= 0.0 &&
           px.x < view->width_px && px.y < view->height_px;
}

// Any point of it, or its middle, which a rim may lie round out of sight.
static bool is_seen(const struct workspace *w, const struct zone *zone)
{
    struct vec3 middle = {0};
    bool is_any = false;
    for (int i = 0; i < zone->point_count; i++) {
        middle = vec3_add(middle, zone->point[i]);
        is_any |= is_in_photo(w, zone->point[i]);
    }
    return is_any || (vec3_length(middle) > 0.1 && is_in_photo(w, vec3_unit(middle)));
}

static void draw_chosen(struct workspace *w)
{
    text_heading(w->toolkit, zone_word(zone_of(w)->kind));
    text_hint(w->toolkit, zone_hint(zone_of(w)->kind));
    if (!is_seen(w, zone_of(w)))
        text_note(w->toolkit, NOTE_WARNING,
                  _("This photo does not show where this zone lies. Choose another photo above, or remove it and "
                    "draw it in this one."));
    draw_figures(w);
    if (zone_of(w)->form == ZONE_AREA)
        draw_zone_tools(w);
    zone_control(w, "density_per_cm2");
    zone_control(w, "ramp_mm");
    if (zone_of(w)->form != ZONE_AREA)
        zone_control(w, "width_mm");
    zone_control(w, "size_scale");
    zone_control(w, "take_up");
    zone_control(w, "fade_scale");
    zone_control(w, "behind_hairline");
    text_hint(w->toolkit, _("Drag its points in the photo; tap the line to add one."));
    remove_point(w);
    if (button(w->toolkit, "zone-remove", _("Remove this zone"), BUTTON_PLAIN) &&
        workspace_change(w, _("Remove zone"), 0, "zones.remove=%s", zone_of(w)->name))
        w->zone = -1;
}

static void draw_drafting(struct workspace *w)
{
    struct screens *s = screens_of(w);
    enum zone_form form = form_of(w, (enum zone_kind)s->zone_kind);
    text_note(w->toolkit, NOTE_INFO,
              form == ZONE_SPOTS  ? _("Tap the middle of each scar.")
              : form == ZONE_BAND ? _("Tap along the line.")
                                  : _("Tap round the edge. Tap the first point to close it."));
    layout_row(w->toolkit, 2);
    bool is_enough = s->draft_count >= fewest_points(form);
    layout_disabled(w->toolkit, !is_enough);
    if (button(w->toolkit, "draft-done", _("Done"), BUTTON_PRIMARY))
        finish_draft(w);
    layout_disabled(w->toolkit, false);
    if (button(w->toolkit, "draft-drop", _("Cancel"), BUTTON_PLAIN)) {
        s->draft_count = 0;
        w->tool = TOOL_NONE;
    }
}

static void draw_add(struct workspace *w)
{
    const char *names[ZONE_KIND_COUNT];
    for (int i = 0; i < ZONE_KIND_COUNT; i++)
        names[i] = zone_word((enum zone_kind)i);
    text_heading(w->toolkit, _("New zone"));
    chooser(w->toolkit, "zone-kind", _("Kind"), names, ZONE_KIND_COUNT, &screens_of(w)->zone_kind);
    text_hint(w->toolkit, zone_hint((enum zone_kind)screens_of(w)->zone_kind));
    bool is_area = form_of(w, (enum zone_kind)screens_of(w)->zone_kind) == ZONE_AREA;
    if (button(w->toolkit, "zone-add", _("Usual place"), BUTTON_PLAIN))
        add_zone(w, NULL, 0);
    layout_row(w->toolkit, is_area ? 2 : 1);
    if (button(w->toolkit, "zone-draw", _("Draw it"), BUTTON_PLAIN)) {
        w->tool = TOOL_ZONE_DRAW;
        w->zone = -1;
        screens_of(w)->draft_count = 0;
    }
    bool paints = w->tool == TOOL_ZONE_PAINT && !zone_of(w);
    if (is_area && button_toggle(w->toolkit, "zone-paint-new", _("Paint it"), &paints)) {
        w->tool = paints ? TOOL_ZONE_PAINT : TOOL_NONE;
        w->zone = -1;
    }
    if (paints && !zone_of(w))
        brush_slider(w);
}

void screen_areas(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    if (!case_ || case_->option_count == 0)
        return;
    text_title(w->toolkit, _("Areas"));
    view_tabs(w);
    handles_selected(w);
    option_tabs(w);
    draw_draft(w);
    draft_note_of_none(w);
    draw_list(w);
    layout_space(w->toolkit, 8.0);
    if (w->tool == TOOL_ZONE_DRAW)
        draw_drafting(w);
    else if (zone_of(w))
        draw_chosen(w);
    layout_space(w->toolkit, 8.0);
    if (w->tool != TOOL_ZONE_DRAW) {
        draw_add(w);
        layout_space(w->toolkit, 8.0);
        mend_panel(w);
    }
}
