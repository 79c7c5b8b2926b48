// A4 pages of a printed document, in points from the top left: words, lines, pictures; as PDF, or one page as pixels.
//
// Words stay words in the file and letters are embedded. What the file says of itself is the title, the program and the
// date it was given: no name, path or machine, and the same bytes for the same date and fonts. On every page: the
// clinic and the title at the top, the disclaimer, the date and the page's number at the foot. Pictures go in as JPEG
// in sRGB. Failures are kept and told by print_finish. Thread: one.
#pragma once

#include "image/colour.h"
#include "output/text.h"
#include "base/file.h"
#include "base/pool.h"
#include "plan/clinic.h"

#define PRINT_WIDTH_PT 595.276
#define PRINT_HEIGHT_PT 841.89
#define PRINT_MARGIN_PT 45.0
#define PRINT_WIDE_PT (PRINT_WIDTH_PT - 2.0 * PRINT_MARGIN_PT)

struct print_request {
    const char *title, *line; // over everything, and what kind of document it is
    const char *date;         // "2026-11-23"
    const struct clinic *clinic;
    struct pool *pool;
    int pages; // how many it has, as print_pages told before; 0: only measured, nothing comes out
    int dpi;   // above 0: the first page as pixels
};

struct print;

struct print *print_create(const struct print_request *request); // its first page is begun; never NULL
int print_pages(const struct print *print);                      // so far
bool print_is_measuring(const struct print *print);
// Ends the document and frees it, also after a failure. One of the two is wanted, as dpi says.
bool print_finish(struct print *print, struct bytes *pdf, struct image **pixels, struct err *err);

double print_top(const struct print *print); // of what is left of this page
double print_bottom(const struct print *print);
void print_break(struct print *print);               // a new page
void print_move(struct print *print, double y);      // what comes next comes there
void print_need(struct print *print, double height); // a new page unless so much is left

struct print_words {
    double size;
    int weight;
    uint8_t grey;
    enum text_align align;
    int most_lines;
};
double print_height(const char *words, const struct print_words *style, double width);
double print_say(struct print *print, const char *words, const struct print_words *style, double x, double y,
                 double width); // its height
void print_fill(struct print *print, double x, double y, double width, double height, uint8_t grey);
void print_frame(struct print *print, double x, double y, double width, double height, uint8_t grey);
void print_picture(struct print *print, const struct image *image, const struct colour_space *space, double x, double y,
                   double width);
cairo_t *print_cairo(struct print *print); // for drawings
