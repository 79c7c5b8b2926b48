// Private to the report: what its parts share, and the parts themselves. All run while one report is drawn.
#pragma once

#include "output/print.h"
#include "output/report_pdf.h"
#include "plan/estimate_words.h"

struct report {
    const struct report_request *request;
    struct picture_maker *maker;
    struct print *print;
    struct estimate estimate[CASE_MOST_OPTIONS];
    struct rect_px part;
    int drawn, pictures; // of all that there are
    struct err *err;
    bool has_failed;
};

extern const struct print_words report_body, report_strong, report_soft;

void report_heading(struct report *r, const char *words, double room); // with so much room for what follows
double report_say(struct report *r, const char *words,
                  const struct print_words *style); // over the whole width; moves on
void report_gap(struct report *r, double height);
void report_picture(struct report *r, const struct frame *frame, double x, double y, double width);
double report_picture_height(const struct report *r, double width);
// A row of a table: columns of these widths, and a thin line below.
void report_row(struct report *r, const char *const *cells, const double *widths, int count, bool is_head);

void report_plan(struct report *r);  // report_plan.c
void report_notes(struct report *r); // report_paper.c
void report_paper(struct report *r); // report_paper.c: questions, days after, consent
