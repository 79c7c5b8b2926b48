// The head: marks on the photo, and how well the fitted head agrees with them.
#include "ui/screen.h"

#include "base/number.h"
#include "plan/case_make.h"
#include "ui/draft_note.h"
#include "ui/guides.h"
#include "ui/handles.h"
#include "ui/head_seek.h"
#include "ui/notes.h"
#include "ui/refusal.h"
#include "ui/screen_state.h"
#include "ui/tabs.h"
#include "ui/text.h"
#include "ui/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_OUTLINE = 100, FIRST_RULER = 400 }; // numbers of the handles, after the landmarks'
enum head_tool { HEAD_MARKS, HEAD_OUTLINE, HEAD_RULER };
#define POOR_FIT_SHARE 0.012 // residual over the photo's longer side from which marks deserve a second look

static const struct case_view *view_of(const struct workspace *w)
{
    return session_case(w->session)->view[w->view];
}

static enum head_tool tool_of(const struct workspace *w)
{
    return w->tool == TOOL_OUTLINE ? HEAD_OUTLINE : w->tool == TOOL_RULER ? HEAD_RULER : HEAD_MARKS;
}

// ---- changes: new marks and a new fit in one step ----

struct new_marks {
    int view;
    const struct marks *marks;
};

static bool put_marks(struct case_ *case_, void *context, struct err *err)
{
    const struct new_marks *new_marks = context;
    return case_take_marks(case_, new_marks->view, new_marks->marks, err);
}

static bool take_marks(struct workspace *w, const struct marks *marks, const char *label)
{
    struct new_marks new_marks = {w->view, marks};
    struct err err = {0};
    struct screens *s = screens_of(w);
    head_seek_stop(w); // a person knows better
    bool is_done = session_change_with(w->session, put_marks, &new_marks, label, 0, &err);
    refusal_words(&err, s->refusal, sizeof s->refusal); // "" when it was done
    return is_done;
}

static struct pt_px middle_of_canvas(const struct workspace *w)
{
    const struct viewport *v = &w->viewport;
    return viewport_to_px(v,
                          (struct pt_view){v->canvas_x + 0.5 * v->canvas_width, v->canvas_y + 0.5 * v->canvas_height});
}

// The place on the rim, between the two neighbours that it lies nearest to.
static int outline_slot(const struct marks *marks, struct pt_px at)
{
    int best = marks->outline_count;
    double least = 1e30;
    for (int i = 0; i + 1 < marks->outline_count; i++) {
        struct pt_px a = marks->outline[i], b = marks->outline[i + 1];
        double detour = hypot(at.x - a.x, at.y - a.y) + hypot(at.x - b.x, at.y - b.y) - hypot(a.x - b.x, a.y - b.y);
        if (detour < least) {
            least = detour;
            best = i + 1;
        }
    }
    if (marks->outline_count > 1) {
        struct pt_px first = marks->outline[0], last = marks->outline[marks->outline_count - 1];
        double to_first = hypot(at.x - first.x, at.y - first.y), to_last = hypot(at.x - last.x, at.y - last.y);
        if (to_first < least && to_first <= to_last)
            best = 0;
        else if (to_last < least)
            best = marks->outline_count;
    }
    return best;
}

static void add_outline(struct workspace *w, struct pt_px at)
{
    struct marks marks = view_of(w)->marks;
    if (marks.outline_count == MARKS_MOST_OUTLINE)
        return;
    int slot = outline_slot(&marks, at);
    memmove(&marks.outline[slot + 1], &marks.outline[slot],
            (size_t)(marks.outline_count - slot) * sizeof marks.outline[0]);
    marks.outline[slot] = at;
    marks.outline_count++;
    if (take_marks(w, &marks, _("Add outline point")))
        handles_select(w, FIRST_OUTLINE + slot);
}

static void remove_chosen(struct workspace *w, int point)
{
    struct marks marks = view_of(w)->marks;
    if (point >= FIRST_OUTLINE) {
        int slot = point - FIRST_OUTLINE;
        marks.outline_count--;
        memmove(&marks.outline[slot], &marks.outline[slot + 1],
                (size_t)(marks.outline_count - slot) * sizeof marks.outline[0]);
    } else {
        marks.has_landmark[point] = false;
        marks.drafted_mm[point] = 0.0;
    }
    if (take_marks(w, &marks, point >= FIRST_OUTLINE ? _("Remove outline point") : _("Remove mark")))
        handles_select(w, -1);
}

// ---- canvas ----

static void move_mark(struct marks *marks, int point, struct pt_px at)
{
    if (point >= FIRST_RULER)
        marks->ruler[point - FIRST_RULER] = at;
    else if (point >= FIRST_OUTLINE)
        marks->outline[point - FIRST_OUTLINE] = at;
    else {
        marks->landmark[point] = at;
        marks->drafted_mm[point] = 0.0; // a person's now
    }
}

static enum handle_act follow(struct workspace *w, const struct marks *marks, struct pointer p, int *point,
                              struct pt_px *at)
{
    *point = w->handle;
    enum handle_act act = HANDLE_FREE;
    switch (tool_of(w)) {
    case HEAD_OUTLINE:
        act = handles_follow(w, marks->outline, FIRST_OUTLINE, marks->outline_count, p, at);
        break;
    case HEAD_RULER:
        act = marks->has_ruler ? handles_follow(w, marks->ruler, FIRST_RULER, 2, p, at) : HANDLE_FREE;
        break;
    case HEAD_MARKS: {
        struct pt_px points[LANDMARK_COUNT];
        for (int i = 0; i < LANDMARK_COUNT; i++) // a mark that is not there is out of reach
            points[i] = marks->has_landmark[i] ? marks->landmark[i] : (struct pt_px){-1e7, -1e7};
        act = handles_follow(w, points, 0, LANDMARK_COUNT, p, at);
        break;
    }
    }
    *point = w->handle >= 0 ? w->handle : *point;
    return act;
}

static void draw_ruler(struct workspace *w, const struct marks *marks)
{
    char label[48];
    double k = toolkit_scale(w->toolkit);
    struct pt_view a = viewport_to_view(&w->viewport, marks->ruler[0]),
                   b = viewport_to_view(&w->viewport, marks->ruler[1]);
    draw_line(w->toolkit, a.x, a.y, b.x, b.y, (struct pen){0x00000080, 4.5 * k});
    draw_line(w->toolkit, a.x, a.y, b.x, b.y, (struct pen){0xffd75aff, 2.5 * k});
    text_print(label, sizeof label, _("%.1f mm"), marks->ruler_mm);
    draw_label(w->toolkit, 0.5 * (a.x + b.x), 0.5 * (a.y + b.y) - 16.0 * k, label, theme_colour(w->toolkit, "ink"));
    handle_draw(w, marks->ruler[0], FIRST_RULER, LOOK_POINT, false);
    handle_draw(w, marks->ruler[1], FIRST_RULER + 1, LOOK_POINT, false);
}

// The chosen mark first, so that it always has its name; no label lies on a mark.
static void draw_labels(struct workspace *w, const struct marks *marks)
{
    struct label_room room = {0};
    double half = 8.0 * toolkit_scale(w->toolkit);
    int chosen = handles_selected(w);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->has_landmark[i]) {
            struct pt_view v = viewport_to_view(&w->viewport, marks->landmark[i]);
            const double box[4] = {v.x - half, v.y - half, v.x + half, v.y + half};
            memcpy(room.box[room.count++], box, sizeof box);
        }
    if (chosen >= 0 && chosen < LANDMARK_COUNT && marks->has_landmark[chosen])
        label_draw(w, &room, marks->landmark[chosen], landmark_word((enum landmark)chosen), true);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->has_landmark[i] && i != chosen)
            label_draw(w, &room, marks->landmark[i], landmark_word((enum landmark)i), false);
}

static void draw_marks(struct workspace *w, const struct marks *marks)
{
    enum head_tool tool = tool_of(w);
    for (int i = 0; i < marks->outline_count; i++)
        handle_draw(w, marks->outline[i], FIRST_OUTLINE + i, tool == HEAD_OUTLINE ? LOOK_SMALL : LOOK_QUIET,
                    marks->outline_drafted_mm > 0.0);
    if (marks->has_ruler && tool != HEAD_OUTLINE)
        draw_ruler(w, marks);
    for (int i = 0; i < LANDMARK_COUNT && tool == HEAD_MARKS; i++)
        if (marks->has_landmark[i])
            handle_draw(w, marks->landmark[i], i, LOOK_POINT, marks->drafted_mm[i] > 0.0);
    if (tool == HEAD_MARKS)
        draw_labels(w, marks);
}

bool overlay_head(struct workspace *w, struct pointer p)
{
    struct marks marks = view_of(w)->marks;
    struct pt_px at = {0}, tap;
    int point;
    enum handle_act act = follow(w, &marks, p, &point, &at);
    if (act == HANDLE_MOVED || act == HANDLE_DROPPED)
        move_mark(&marks, point, at);
    guide_wire(w);
    draw_marks(w, &marks);
    if (act == HANDLE_MOVED)
        lens_draw(w, at);
    if (act == HANDLE_DROPPED)
        take_marks(w, &marks,
                   point >= FIRST_RULER     ? _("Move ruler")
                   : point >= FIRST_OUTLINE ? _("Move outline point")
                                            : _("Move mark"));
    bool taps = act == HANDLE_FREE && handles_tapped(w, p, &tap);
    if (taps && tool_of(w) == HEAD_OUTLINE)
        add_outline(w, tap);
    else if (taps)
        handles_select(w, -1);
    return act != HANDLE_FREE || (p.double_clicked && tool_of(w) == HEAD_OUTLINE);
}

// ---- panel ----

static void draw_add_mark(struct workspace *w, const struct marks *marks)
{
    const char *names[LANDMARK_COUNT];
    enum landmark which[LANDMARK_COUNT];
    int count = 0, index = -1;
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (!marks->has_landmark[i]) {
            which[count] = (enum landmark)i;
            names[count++] = landmark_word((enum landmark)i);
        }
    if (count == 0 || !chooser(w->toolkit, "add-mark", _("Add a mark"), names, count, &index))
        return;
    struct marks more = *marks;
    more.has_landmark[which[index]] = true;
    more.landmark[which[index]] = middle_of_canvas(w);
    if (take_marks(w, &more, _("Add mark")))
        handles_select(w, (int)which[index]);
}

static void draw_mark_tools(struct workspace *w, const struct marks *marks)
{
    int point = handles_selected(w);
    if (point >= 0 && point < LANDMARK_COUNT && marks->has_landmark[point]) {
        char text[160];
        snprintf(text, sizeof text, "%s: %s", landmark_word((enum landmark)point), landmark_hint((enum landmark)point));
        text_note(w->toolkit, NOTE_INFO, text);
        if (button(w->toolkit, "remove-mark", _("Remove this mark"), BUTTON_PLAIN))
            remove_chosen(w, point);
    } else {
        text_hint(w->toolkit, _("Drag each mark onto its place. Remove a mark that the photo does not show."));
    }
    draw_add_mark(w, marks);
}

static void draw_outline_tools(struct workspace *w, const struct marks *marks)
{
    int slot = handles_selected(w) - FIRST_OUTLINE;
    text_hint(w->toolkit, _("Points on the rim of the bare skull, not on ears, face or hair. Tap the rim to add one."));
    if (slot >= 0 && slot < marks->outline_count &&
        button(w->toolkit, "remove-outline", _("Remove this point"), BUTTON_PLAIN))
        remove_chosen(w, FIRST_OUTLINE + slot);
    if (marks->outline_count > 0 && button(w->toolkit, "clear-outline", _("Remove the outline"), BUTTON_QUIET)) {
        struct marks less = *marks;
        less.outline_count = 0;
        less.outline_drafted_mm = 0.0;
        take_marks(w, &less, _("Remove outline"));
    }
}

static void add_ruler(struct workspace *w, const struct marks *marks)
{
    struct marks more = *marks;
    struct pt_px middle = middle_of_canvas(w);
    double half_px = 25.0 * fmax(view_of(w)->scale_px_per_mm.likely, 0.1);
    more.has_ruler = true;
    more.ruler_mm = 50.0;
    more.ruler[0] = (struct pt_px){middle.x - half_px, middle.y};
    more.ruler[1] = (struct pt_px){middle.x + half_px, middle.y};
    take_marks(w, &more, _("Add ruler"));
}

static void set_ruler_mm(struct workspace *w, const struct marks *marks, double mm)
{
    struct marks other = *marks;
    other.ruler_mm = mm;
    take_marks(w, &other, _("Length of ruler"));
}

static void draw_ruler_tools(struct workspace *w, const struct marks *marks)
{
    struct screens *s = screens_of(w);
    text_hint(w->toolkit, _("Lay it on something of known length that lies on the head, square to the camera."));
    if (!marks->has_ruler) {
        if (button(w->toolkit, "add-ruler", _("Lay a ruler"), BUTTON_PLAIN))
            add_ruler(w, marks);
        return;
    }
    if (!*s->ruler_text)
        number_text(marks->ruler_mm, s->ruler_text);
    text_field(w->toolkit, "ruler-mm", _("Its length, mm"), "", s->ruler_text, sizeof s->ruler_text);
    double mm = 0.0;
    bool is_number = number_parse(s->ruler_text, &mm);
    if (is_number && mm != marks->ruler_mm && button(w->toolkit, "ruler-set", _("Use this length"), BUTTON_PRIMARY))
        set_ruler_mm(w, marks, mm);
    static const struct {
        const char *label;
        double mm;
    } USUAL[] = {{N_("Bank card"), 85.6}, {N_("5 cm"), 50.0}, {N_("10 cm"), 100.0}};
    layout_row(w->toolkit, 3);
    for (int i = 0; i < 3; i++)
        if (button(w->toolkit, USUAL[i].label, _(USUAL[i].label), BUTTON_PLAIN)) {
            number_text(USUAL[i].mm, s->ruler_text);
            set_ruler_mm(w, marks, USUAL[i].mm);
        }
    if (button(w->toolkit, "remove-ruler", _("Remove the ruler"), BUTTON_QUIET)) {
        struct marks less = *marks;
        less.has_ruler = false;
        take_marks(w, &less, _("Remove ruler"));
    }
}

// Marks that nobody has moved yet say nothing of the photo. True: all are such.
static bool draw_unmoved(struct workspace *w, const struct marks *marks)
{
    const struct photo *photo = session_photo(w->session, w->view);
    if (marks->certainty > 0.0 || !photo)
        return false;
    int count = 0, left = case_usual_marks_left(photo, marks);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        count += marks->has_landmark[i];
    if (left > 0)
        text_note(
            w->toolkit, NOTE_WARNING,
            left == count
                ? _("No head was found: these marks only stand in the middle of the photo. Drag each onto its "
                    "place, or remove it.")
                : _("Some marks still stand where the program put them. Drag each onto its place, or remove it."));
    return left > 0 && left == count;
}

static void draw_fit(struct workspace *w, const struct case_view *view)
{
    char text[96];
    struct interval scale = view->scale_px_per_mm;
    text_heading(w->toolkit, _("Fit"));
    text_print(text, sizeof text, _("%.1f px/mm (%.1f\xe2\x80\x93%.1f)"), scale.likely, scale.low, scale.high);
    text_value(w->toolkit, _("Scale"), text);
    double mm = scale.likely > 0.0 ? view->residual_px / scale.likely : 0.0;
    text_print(text, sizeof text, _("%.0f px, %.1f mm"), view->residual_px, mm);
    text_value(w->toolkit, _("Marks off by"), text);
    const struct interval *semi = session_case(w->session)->semi_mm;
    snprintf(text, sizeof text, _("%.0f \xc3\x97 %.0f mm"), 2.0 * semi[0].likely, 2.0 * semi[1].likely);
    text_value(w->toolkit, _("Head, wide \xc3\x97 long"), text);
    double longer = fmax(view->view.width_px, view->view.height_px);
    if (view->residual_px > POOR_FIT_SHARE * longer)
        text_note(w->toolkit, NOTE_WARNING,
                  _("The marks do not agree well with one head. Look at each of them again."));
}

static void draw_facing(struct workspace *w, const struct marks *marks)
{
    const char *names[FACING_COUNT];
    int index = (int)marks->facing;
    for (int i = 0; i < FACING_COUNT; i++)
        names[i] = facing_word((enum facing)i);
    if (!chooser(w->toolkit, "facing", _("Photo shows"), names, FACING_COUNT, &index))
        return;
    struct marks other = *marks;
    other.facing = (enum facing)index;
    other.is_facing_drafted = false;
    take_marks(w, &other, _("Side of the head"));
}

// From above, a head looks nearly alike from before and from behind.
static const char *ask_forehead(struct vec3 forward)
{
    if (fabs(forward.y) >= fabs(forward.x))
        return forward.y < 0.0 ? _("Does the forehead lie at the top of the photo?")
                               : _("Does the forehead lie at the bottom of the photo?");
    return forward.x < 0.0 ? _("Does the forehead lie at the left of the photo?")
                           : _("Does the forehead lie at the right of the photo?");
}

static void ask_turn(struct workspace *w)
{
    const struct marks *marks = &view_of(w)->marks;
    if (!marks->has_turn || marks->facing != FACING_TOP)
        return;
    text_note(w->toolkit, NOTE_WARNING, ask_forehead(marks->turn_forward));
    if (!button(w->toolkit, "draft-round", _("No, the other way round"), BUTTON_PLAIN))
        return;
    struct marks other = *marks;
    other.turn_forward = vec3_scale(marks->turn_forward, -1.0);
    take_marks(w, &other, _("Turn the head round"));
}

static void draw_draft(struct workspace *w, const struct marks *marks)
{
    const struct draft_note note = {
        .fact = _("These marks were found in the photo. Drag what is off."),
        .question = _("Are these marks right? They were found in the photo, but not surely. Drag what is off."),
        .answer = _("They are right"),
        .step = _("Marks are right"),
        .what = "marks"};
    draft_note(w, marks->certainty, &note, ask_turn);
}

static void draw_lay(struct workspace *w, enum facing facing)
{
    if (button(w->toolkit, "lay-marks", _("Lay the marks anew"), BUTTON_PLAIN))
        head_seek_lay(w, w->view, facing);
    char folder[PLACE_MOST_PATH];
    text_hint(w->toolkit,
              face_nets_folder(folder)
                  ? _("Finds the marks in the photo again, or puts the usual ones for that side in its middle, to "
                      "drag from. Outline and ruler go.")
                  : _("Puts the usual marks for that side in the middle of the photo, to drag from. Outline and ruler "
                      "go. Automatic set-up is off: its networks are not installed."));
}

static void draw_seeking(struct workspace *w)
{
    text_note(w->toolkit, NOTE_INFO, _("Looking for the head in this photo\xe2\x80\xa6"));
    if (button(w->toolkit, "seek-stop", _("Mark it by hand"), BUTTON_PLAIN))
        head_seek_stop(w);
}

void screen_head(struct workspace *w)
{
    static const enum tool TOOLS[] = {TOOL_LANDMARK, TOOL_OUTLINE, TOOL_RULER};
    if (!session_case(w->session))
        return;
    const struct case_view *view = view_of(w);
    struct screens *s = screens_of(w);
    text_title(w->toolkit, _("Head"));
    if (head_seek_is_on(w, SEEK_NEW)) {
        draw_seeking(w);
        return;
    }
    view_tabs(w);
    view = view_of(w);
    handles_selected(w); // a new photo or step drops what was chosen
    const char *names[] = {_("Marks"), _("Outline"), _("Ruler")};
    int tool = (int)tool_of(w);
    if (segmented(w->toolkit, "head-tool", names, 3, &tool)) {
        w->tool = TOOLS[tool];
        s->ruler_text[0] = 0;
        handles_select(w, -1);
    }
    struct marks marks = view->marks;
    draw_draft(w, &marks);
    bool is_unmoved = draw_unmoved(w, &marks);
    if (tool == HEAD_MARKS)
        draw_mark_tools(w, &marks);
    else if (tool == HEAD_OUTLINE)
        draw_outline_tools(w, &marks);
    else
        draw_ruler_tools(w, &marks);
    if (*s->refusal)
        text_note(w->toolkit, NOTE_ERROR, s->refusal);
    layout_space(w->toolkit, 8.0);
    draw_facing(w, &marks);
    draw_lay(w, marks.facing);
    layout_space(w->toolkit, 8.0);
    if (!is_unmoved)
        draw_fit(w, session_case(w->session)->view[w->view]);
    notes_draw(w);
}
