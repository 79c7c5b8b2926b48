#include "output/marking_sheet.h"

#include "base/words.h"
#include "model/geodesic.h"
#include "output/head_drawing.h"
#include "output/paper.h"
#include "plan/moment.h"

#include <cairo.h>
#include <math.h>
#include <stdio.h>

enum { COLUMNS = 8 };
#define ROW_PT 15.6
static const double column_pt[COLUMNS] = {38.0, 62.0, 67.5, 67.5, 67.5, 67.5, 67.5, 67.5};

static const struct print_words words_of = {8.5, 400, INK, TEXT_LEFT, 0}, strong = {8.5, 600, INK, TEXT_LEFT, 1};

static void say_cell(struct print *print, int column, double y, const char *words, bool is_strong)
{
    const struct print_words style = {8.5, is_strong ? 600 : 400, INK, column == 0 ? TEXT_LEFT : TEXT_CENTRE, 1};
    double x = PRINT_MARGIN_PT;
    for (int i = 0; i < column; i++)
        x += column_pt[i];
    print_say(print, words, &style, x, y, column_pt[column]);
}

static void say_length(struct print *print, int column, double y, const struct interval *mm)
{
    char words[40];
    snprintf(words, sizeof words, "%.0f \xc2\xb1 %.0f", mm->likely, fmax(ceil(mm->high - mm->likely - 0.05), 1.0));
    say_cell(print, column, y, words, false);
}

static void say_station(struct print *print, int first, double y, const struct marking_station *at)
{
    say_length(print, first, y, &at->glabella_mm);
    say_length(print, first + 1, y, &at->midline_mm);
    say_length(print, first + 2, y, &at->canthus_mm);
}

static double draw_heads(struct print *print, double y)
{
    const char *const heads[COLUMNS] = {_("Point"), _("Along the line"), "A", "B", "C", "A", "B", "C"};
    const struct print_words group = {8.5, 600, INK, TEXT_CENTRE, 1};
    double x = PRINT_MARGIN_PT + column_pt[0] + column_pt[1], third = 3.0 * column_pt[2];
    print_fill(print, x, y, third, 15.0, 240);
    print_fill(print, x + third + 4.0, y, third - 4.0, 15.0, 240);
    print_say(print, _("Patient's right"), &group, x, y + 2.0, third);
    print_say(print, _("Patient's left"), &group, x + third, y + 2.0, third);
    for (int i = 0; i < COLUMNS; i++)
        say_cell(print, i, y + 18.0, heads[i], true);
    print_fill(print, PRINT_MARGIN_PT, y + 31.5, PRINT_WIDE_PT, 0.6, INK);
    return y + 34.0;
}

static double draw_row(struct print *print, const struct marking *marking, int i, double y)
{
    char number[16], along[32];
    int most = marking->count[0] > marking->count[1] ? marking->count[0] : marking->count[1];
    snprintf(number, sizeof number, "%d", i + 1);
    snprintf(along, sizeof along, i == most - 1 ? _("end") : "%.0f", (i + 1) * marking->step_mm);
    say_cell(print, 0, y, number, true);
    say_cell(print, 1, y, along, false);
    for (int side = 0; side < 2; side++)
        if (i < marking->count[side])
            say_station(print, 2 + 3 * side, y, &marking->side[side][i]);
    print_fill(print, PRINT_MARGIN_PT, y + ROW_PT - 2.6, PRINT_WIDE_PT, 0.4, 225);
    return y + ROW_PT;
}

static double draw_table(struct print *print, const struct marking *marking, double y)
{
    y = draw_heads(print, y);
    say_cell(print, 0, y, "0", true);
    say_cell(print, 1, y, _("middle"), false);
    for (int side = 0; side < 2; side++) {
        say_length(print, 2 + 3 * side, y, &marking->middle[side].glabella_mm);
        say_cell(print, 3 + 3 * side, y, "0", false);
        say_length(print, 4 + 3 * side, y, &marking->middle[side].canthus_mm);
    }
    print_fill(print, PRINT_MARGIN_PT, y + ROW_PT - 2.6, PRINT_WIDE_PT, 0.4, 225);
    y += ROW_PT;
    int most = marking->count[0] > marking->count[1] ? marking->count[0] : marking->count[1];
    for (int i = 0; i < most; i++)
        y = draw_row(print, marking, i, y);
    return y;
}

static void draw_tape(const struct head_drawing *drawing, cairo_t *cairo, struct vec3 from, struct vec3 to,
                      const char *name)
{
    struct vec3 dir[GEODESIC_POINTS], at;
    const double dashes[] = {2.2, 2.2};
    geodesic_mm(&drawing->case_->head, from, to, dir);
    cairo_set_source_rgb(cairo, 0.1, 0.4, 0.45);
    cairo_set_line_width(cairo, 0.9);
    cairo_set_dash(cairo, dashes, 2, 0.0);
    for (int i = 0; i < GEODESIC_POINTS; i++) {
        head_drawing_place(drawing, dir[i], &at);
        cairo_line_to(cairo, at.x, at.y);
    }
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0.0);
    const struct text_style style = {
        .size_px = 8.5, .weight = 600, .grey = INK, .align = TEXT_CENTRE, .most_lines = 1, .is_printed = true};
    struct text *text = text_create(name, &style, 20.0);
    head_drawing_place(drawing, dir[GEODESIC_POINTS / 2], &at);
    cairo_set_source_rgb(cairo, 1.0, 1.0, 1.0);
    cairo_arc(cairo, at.x, at.y, 6.0, 0.0, 6.2831853);
    cairo_fill(cairo);
    text_show(text, cairo, at.x - 10.0, at.y - 5.6);
    text_free(text);
}

// What A, B and C are, shown on one point.
static void draw_tapes(const struct head_drawing *drawing, struct print *print)
{
    const struct marking *marking = drawing->marking;
    struct vec3 foot;
    if (marking->count[1] < 2)
        return;
    struct vec3 to = marking->side[1][(marking->count[1] - 1) / 3].dir;
    geodesic_from_midline_mm(&drawing->case_->head, to, &foot);
    draw_tape(drawing, print_cairo(print), marking->glabella, to, "A");
    draw_tape(drawing, print_cairo(print), foot, to, "B");
    draw_tape(drawing, print_cairo(print), marking->canthus[1], to, "C");
}

static void name_place(const struct head_drawing *drawing, struct print *print, struct vec3 dir, const char *name)
{
    struct vec3 at;
    const struct print_words style = {7.5, 400, SOFT_INK, TEXT_CENTRE, 1};
    if (head_drawing_place(drawing, dir, &at))
        print_say(print, name, &style, at.x - 50.0, at.y + 5.0, 100.0);
}

static double draw_heads_seen(struct print *print, const struct marking_request *request, const struct marking *marking)
{
    struct head_drawing front = {request->case_,        request->option,        marking, HEAD_FRONT,
                                 PRINT_MARGIN_PT + 2.0, print_top(print) + 4.0, 290.0};
    struct head_drawing left = front, right = front;
    double x = PRINT_MARGIN_PT + PRINT_WIDE_PT - 184.0;
    const struct print_words name = {7.5, 400, SOFT_INK, TEXT_CENTRE, 1};
    left.side = HEAD_LEFT;
    right.side = HEAD_RIGHT;
    left.x = right.x = x;
    left.width = right.width = 180.0;
    left.y = front.y;
    double high = head_drawing_height(&left), front_high = head_drawing_height(&front);
    right.y = left.y + high + 22.0;
    cairo_t *cairo = print_cairo(print);
    draw_tapes(&front, print);
    head_drawing_show(&front, cairo);
    head_drawing_show(&right, cairo);
    head_drawing_show(&left, cairo);
    name_place(&front, print, marking->glabella, _("glabella"));
    name_place(&front, print, marking->canthus[0], _("outer canthus"));
    name_place(&front, print, marking->canthus[1], _("outer canthus"));
    print_say(print, _("patient's left"), &name, x, left.y + high + 3.0, left.width);
    print_say(print, _("patient's right"), &name, x, right.y + high + 3.0, left.width);
    return fmax(front.y + front_high, right.y + high) + 22.0;
}

static double draw_how(struct print *print, const struct marking *marking, double y)
{
    static const char *const lines[] = {
        // words: xgettext:no-c-format
        N_("Lengths in mm along the skin, as a soft tape lies on it; \xc2\xb1 is the 90 % interval, of the photo's "
           "scale and of "
           "finding the points."),
        N_("A from the glabella, the foremost point between the brows. B from the midline, square to it. C from the "
           "outer "
           "corner of the eye on the same side."),
        N_("A and C, drawn as arcs, cross at the point; B checks it. Where they disagree by more than the intervals, "
           "the "
           "face decides, not the sheet: stand back and look."),
    };
    double x = PRINT_MARGIN_PT;
    for (int i = 0; i < 3; i++)
        y += print_say(print, _(lines[i]), &words_of, x, y, PRINT_WIDE_PT) + 2.0;
    if (!marking->is_canthus_marked[0] || !marking->is_canthus_marked[1])
        y += print_say(print,
                       _("The outer canthi are not marked on a photo; they stand where the mean face has them. Mark "
                         "them on the photo for narrower intervals."),
                       &strong, x, y, PRINT_WIDE_PT) +
             2.0;
    return y;
}

bool marking_sheet_make(const struct marking_request *request, struct bytes *pdf, struct image **pixels,
                        struct err *err)
{
    struct marking marking;
    char line[256];
    const struct option *option = request->case_->option[request->option];
    if (!marking_make(request->case_, request->option, &marking, err))
        return false;
    // words: option's name, the shape of its hairline, mm
    snprintf(line, sizeof line, _("Marking sheet: option %s, %s hairline, its middle %.0f mm above the glabella"),
             option->name, name_words(hairline_shape_name(option->hairline.shape)),
             marking.middle[0].glabella_mm.likely);
    bool is_named = request->title && *request->title;
    const struct print_request paper = {.title = is_named ? request->title : _("Hairline"),
                                        .line = line,
                                        .date = request->date,
                                        .clinic = request->clinic,
                                        .pool = request->pool,
                                        .pages = 1,
                                        .dpi = request->dpi};
    struct print *print = print_create(&paper);
    double y = draw_heads_seen(print, request, &marking);
    y = draw_table(print, &marking, y) + 6.0;
    draw_how(print, &marking, y);
    return print_finish(print, pdf, pixels, err);
}
