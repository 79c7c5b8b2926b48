#include "output/report_part.h"

#include "output/paper.h"

#include <math.h>

enum { PICTURE_DPI = 250 };

const struct print_words report_body = {9.0, 400, INK, TEXT_LEFT, 0}, report_strong = {9.0, 600, INK, TEXT_LEFT, 0},
                         report_soft = {8.0, 400, SOFT_INK, TEXT_LEFT, 0};

void report_gap(struct report *r, double height)
{
    print_move(r->print, print_top(r->print) + height);
}

void report_heading(struct report *r, const char *words, double room)
{
    const struct print_words style = {13.0, 600, INK, TEXT_LEFT, 1};
    print_need(r->print, 34.0 + room);
    double y = print_top(r->print);
    y += print_say(r->print, words, &style, PRINT_MARGIN_PT, y, PRINT_WIDE_PT);
    print_move(r->print, y + 6.0);
}

double report_say(struct report *r, const char *words, const struct print_words *style)
{
    double height = print_height(words, style, PRINT_WIDE_PT);
    print_need(r->print, height);
    print_say(r->print, words, style, PRINT_MARGIN_PT, print_top(r->print), PRINT_WIDE_PT);
    report_gap(r, height + 3.0);
    return height;
}

void report_row(struct report *r, const char *const *cells, const double *widths, int count, bool is_head)
{
    const struct print_words style = {8.5, is_head ? 600 : 400, INK, TEXT_LEFT, 4};
    double height = 0.0, x = PRINT_MARGIN_PT;
    for (int i = 0; i < count; i++)
        height = fmax(height, print_height(cells[i], &style, widths[i] - 8.0));
    print_need(r->print, height + 5.0 + (is_head ? 30.0 : 0.0));
    double y = print_top(r->print);
    for (int i = 0; i < count; i++) {
        print_say(r->print, cells[i], &style, x, y, widths[i] - 8.0);
        x += widths[i];
    }
    print_fill(r->print, PRINT_MARGIN_PT, y + height + 2.5, PRINT_WIDE_PT, 0.5, is_head ? INK : 220);
    print_move(r->print, y + height + 6.0);
}

double report_picture_height(const struct report *r, double width)
{
    return width * (r->part.bottom - r->part.top) / (r->part.right - r->part.left);
}

void report_picture(struct report *r, const struct frame *frame, double x, double y, double width)
{
    if (print_is_measuring(r->print)) {
        r->pictures++;
        return;
    }
    const struct watch *watch = &r->request->watch;
    if (r->has_failed)
        return;
    struct picture_request wanted = {
        .frame = *frame, .part = r->part, .cover = r->request->cover, .cancel = watch->cancel};
    int photo_width = r->request->case_->view[frame->view]->view.width_px, part = r->part.right - r->part.left;
    double scale = fmin(1.0, width / 72.0 * PICTURE_DPI / part);
    struct picture picture = {0};
    wanted.frame.width_px = (int)fmax(1.0, floor(photo_width * scale + 0.5));
    if (watch_is_cancelled(watch))
        r->has_failed = !err_set(r->err, ERR_CANCELLED, "cancelled");
    else if (picture_make(r->maker, &wanted, &picture, r->err))
        print_picture(r->print, picture.image, &picture.space, x, y, width);
    else
        r->has_failed = true;
    picture_finish(&picture);
    watch_tell(watch, ++r->drawn, r->pictures);
}
