#include "output/report_pdf.h"

#include "base/mem.h"
#include "base/words.h"
#include "output/paper.h"
#include "output/report_part.h"
#include "plan/moment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_PICTURES_IN_ROW = 4 };
#define GAP_PT 10.0

static void say_caption(struct report *r, const char *head, const char *line, double x, double y, double width)
{
    const struct print_words strong = {8.5, 600, INK, TEXT_LEFT, 1}, soft = {8.0, 400, SOFT_INK, TEXT_LEFT, 1};
    y += print_say(r->print, head, &strong, x, y, width);
    print_say(r->print, line, &soft, x, y, width);
}

static double row_height(const struct report *r, int columns, double most_height)
{
    return fmin(report_picture_height(r, (PRINT_WIDE_PT - (columns - 1) * GAP_PT) / columns), most_height) + 34.0;
}

// Frames beside each other, each named, with a line for all; NULL: what each is. No higher than wanted.
static void picture_row(struct report *r, const struct frame *frames, int count, int columns, double most_height,
                        const char *line)
{
    double width = (PRINT_WIDE_PT - (columns - 1) * GAP_PT) / columns, height = report_picture_height(r, width);
    width *= fmin(1.0, most_height / height);
    height = report_picture_height(r, width);
    print_need(r->print, height + 30.0);
    double x = PRINT_MARGIN_PT, y = print_top(r->print);
    for (int i = 0; i < count; i++) {
        char words[MOMENT_TEXT_BYTES];
        moment_words(&frames[i], words);
        report_picture(r, &frames[i], x, y, width);
        const char *usual = frames[i].is_before ? _("the photo, unchanged") : _("simulation");
        say_caption(r, words, line ? line : usual, x, y + height + 3.0, width);
        x += width + GAP_PT;
    }
    print_move(r->print, y + height + 34.0);
}

static struct frame at_time(const struct report *r, int sessions, enum frame_time_kind time, double days)
{
    struct frame frame = r->request->frame;
    frame.is_before = 0;
    frame.sessions = sessions;
    frame.time = time;
    frame.days = days;
    return frame;
}

static void draw_sessions(struct report *r)
{
    int sessions = course_sessions(&r->request->case_->course);
    for (int first = 1; first <= sessions; first += MOST_PICTURES_IN_ROW) {
        struct frame frames[MOST_PICTURES_IN_ROW];
        int count = sessions - first + 1 < MOST_PICTURES_IN_ROW ? sessions - first + 1 : MOST_PICTURES_IN_ROW;
        int columns = sessions < 3 ? 3 : sessions > 3 ? 4 : 3;
        for (int healed = 0; healed < 2; healed++) {
            for (int i = 0; i < count; i++)
                frames[i] = at_time(r, first + i, healed ? TIME_HEALED : TIME_FRESH, 0.0);
            picture_row(r, frames, count, columns, 230.0, NULL);
        }
    }
}

#define MOST_YEARS_PT 140.0

// What is not known of the years is shown as a range: a row for each band.
static void draw_years(struct report *r)
{
    static const char *const WORDS[BAND_COUNT] = {N_("little pigment stays"), N_("most likely"),
                                                  N_("much pigment stays")};
    report_heading(r, _("Over the years, without a touch-up"), 20.0 + BAND_COUNT * row_height(r, 4, MOST_YEARS_PT));
    report_say(r,
               _("How it lasts is not known before. Of ten people one keeps less than in the first row, one more than "
                 "in the last."),
               &report_soft);
    report_gap(r, 4.0);
    for (int band = 0; band < BAND_COUNT; band++) {
        struct frame times[4] = {at_time(r, -1, TIME_HEALED, 0.0), at_time(r, -1, TIME_DAYS, 365.25),
                                 at_time(r, -1, TIME_DAYS, 3.0 * 365.25), at_time(r, -1, TIME_DAYS, 5.0 * 365.25)};
        for (int i = 0; i < 4; i++)
            times[i].band = (enum band)band;
        picture_row(r, times, 4, 4, MOST_YEARS_PT, _(WORDS[band]));
    }
}

static void draw_report(struct report *r)
{
    struct frame pair[2] = {r->request->frame, at_time(r, -1, TIME_HEALED, 0.0)};
    pair[0].is_before = 1;
    picture_row(r, pair, 2, 2, 330.0, NULL);
    report_plan(r);
    report_notes(r);
    report_heading(r, _("Session by session"), 150.0);
    draw_sessions(r);
    draw_years(r);
}

static bool estimate_all(struct report *r)
{
    const struct report_request *request = r->request;
    for (int i = 0; i < request->case_->option_count; i++)
        if (!estimate_make(request->case_, i, request->clinic, request->pool, &r->estimate[i], r->err))
            return false;
    return true;
}

// Once to count the pages, once to print.
static bool print_pass(struct report *r, int pages, struct bytes *out)
{
    const struct report_request *request = r->request;
    bool is_named = request->title && *request->title;
    char line[256];
    snprintf(line, sizeof line, _("Report of the plan: option %s"),
             request->case_->option[request->frame.option]->name);
    const struct print_request paper = {.title = is_named ? request->title : _("Scalp micropigmentation"),
                                        .line = line,
                                        .date = request->date,
                                        .clinic = request->clinic,
                                        .pool = request->pool,
                                        .pages = pages};
    r->print = print_create(&paper);
    draw_report(r);
    report_paper(r);
    int count = print_pages(r->print);
    struct err err = {0};
    struct err *told = r->has_failed ? &err : r->err; // the first failure is told
    bool is_done = print_finish(r->print, out, NULL, told) && !r->has_failed;
    if (!is_done && out) {
        mem_free(out->data);
        *out = (struct bytes){0};
    }
    return is_done && (pages > 0 || print_pass(r, count, out));
}

bool report_pdf_make(struct picture_maker *maker, const struct report_request *request, struct bytes *out,
                     struct err *err)
{
    struct report *r = mem_alloc(sizeof *r);
    const struct view *photo = &request->case_->view[request->frame.view]->view;
    memset(r, 0, sizeof *r);
    *out = (struct bytes){0};
    r->request = request;
    r->maker = maker;
    r->err = err;
    r->part = (struct rect_px){0, 0, photo->width_px, photo->height_px};
    if (request->is_cropped)
        r->part = scalp_crop(request->case_, request->frame.view);
    bool is_done = estimate_all(r) && print_pass(r, 0, out);
    mem_free(r);
    return is_done;
}
