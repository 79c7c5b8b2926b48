// Layout of a board, in units of its width: what is printed on a page keeps its proportions at any cell size. Where
// the words would be too small to read, columns are wider than the pictures in them.
#include "output/board.h"

#include "base/words.h"
#include "image/photo.h"
#include "image/resize.h"
#include "output/paper.h"
#include "plan/moment.h"

#include <math.h>
#include <stdio.h>

#define LEAST_BODY_PX 9.0 // that can be read

struct layout {
    const struct board_request *request;
    const struct board *board;
    struct image *image; // NULL: only measured
    struct err *err;
    bool has_failed;
    double body_px, gap_px, margin_px, wide_px; // letters, between cells, round the page, of the content
    int cell_width, cell_height, frame_width;   // px; of the frame that the cells are parts of
    double column_px;                           // at least a cell
    double px_per_mm;
    int width, height; // of the page
};

// Draws words, or only measures them; returns their height.
static double say(struct layout *l, const char *words, double size, int weight, int grey, enum text_align align,
                  int most_lines, double x, double y, double width)
{
    if (l->has_failed)
        return 0.0;
    struct text_style style = {.size_px = size * l->body_px,
                               .weight = weight,
                               .grey = (uint8_t)grey,
                               .align = align,
                               .most_lines = most_lines};
    double height = paper_say(l->image, words, &style, x, y, width, l->err);
    l->has_failed |= height < 0.0;
    return fmax(height, 0.0);
}

static double rule(struct layout *l, double y)
{
    double thick = fmax(1.0, 0.08 * l->body_px);
    paper_fill(l->image, l->margin_px, y, l->wide_px, thick, RULE);
    return y + thick;
}

// The logo, as high as wanted and never wider than `most_width`; returns its width. One that cannot be read fails.
static double draw_logo(struct layout *l, double right, double y, double height, double most_width)
{
    const char *path = l->request->clinic->logo_path;
    if (!*path || l->has_failed)
        return 0.0;
    struct photo *photo = photo_load(path, l->err);
    if (!photo) {
        l->has_failed = true;
        return 0.0;
    }
    double width = photo->image->width_px * height / photo->image->height_px;
    width = floor(fmin(fmin(width, most_width), photo->image->width_px));
    struct image *small = image_reduce(photo->image, &photo->space, (int)fmax(width, 1.0), NULL, l->err);
    photo_free(photo);
    l->has_failed |= !small;
    if (small && l->image)
        paper_paste(l->image, small, right - small->width_px, y);
    image_unref(small);
    return width;
}

// Title on the left; the clinic on the right.
static double draw_header(struct layout *l, double y)
{
    const struct clinic *clinic = l->request->clinic;
    const char *title = l->request->title && *l->request->title ? l->request->title : l->board->title;
    double half = 0.5 * (l->wide_px - 2.0 * l->body_px), right = l->margin_px + l->wide_px, x = right - half;
    double logo = draw_logo(l, right, y, 3.4 * l->body_px, 0.6 * half);
    double room = half - (logo > 0.0 ? logo + l->body_px : 0.0);
    double left_bottom = y + say(l, title, 2.1, 600, INK, TEXT_LEFT, 2, l->margin_px, y - 0.3 * l->body_px, half);
    if (title != l->board->title)
        left_bottom += say(l, l->board->title, 1.1, 400, SOFT_INK, TEXT_LEFT, 1, l->margin_px, left_bottom, half);
    double right_bottom = y + say(l, clinic->name, 1.25, 600, INK, TEXT_RIGHT, 1, x, y, room);
    right_bottom += say(l, clinic->contact, 1.0, 400, SOFT_INK, TEXT_RIGHT, 2, x, right_bottom, room);
    if (logo > 0.0)
        right_bottom = fmax(right_bottom, y + 3.4 * l->body_px);
    return fmax(left_bottom, right_bottom) + 0.9 * l->body_px;
}

static double draw_notes(struct layout *l, double x, double y, double width)
{
    const struct board *board = l->board;
    for (int i = 0; i < board->notes; i++) {
        y += say(l, board->note_head[i], 1.0, 600, INK, TEXT_LEFT, 1, x, y, width);
        y += say(l, board->note_line[i], 1.0, 400, SOFT_INK, TEXT_LEFT, 8, x, y, width) + 0.6 * l->body_px;
    }
    return y;
}

// The longest of 1, 2, 5, 10 ... mm that is no longer than 0.3 of a cell.
static double bar_length_mm(const struct layout *l)
{
    static const double lengths[] = {200, 100, 50, 20, 10, 5, 2, 1};
    for (int i = 0; i < 8; i++)
        if (lengths[i] * l->px_per_mm <= 0.3 * l->cell_width)
            return lengths[i];
    return 1.0;
}

static double draw_scale_bar(struct layout *l, double x, double y)
{
    const struct interval *scale = &l->request->case_->view[l->board->cell[0][0].frame.view]->scale_px_per_mm;
    double mm = bar_length_mm(l), length = mm * l->px_per_mm, thick = fmax(1.0, 0.12 * l->body_px);
    double spread = 50.0 * (scale->high - scale->low) / scale->likely;
    char words[96];
    snprintf(words, sizeof words, _("%.0f mm where the head is nearest the camera, \xc2\xb1%.0f %%"), mm,
             fmax(spread, 1.0));
    double middle = y + 0.72 * l->body_px;
    paper_fill(l->image, x, middle - 0.5 * thick, length, thick, INK);
    paper_fill(l->image, x, middle - 0.4 * l->body_px, thick, 0.8 * l->body_px, INK);
    paper_fill(l->image, x + length - thick, middle - 0.4 * l->body_px, thick, 0.8 * l->body_px, INK);
    return y + say(l, words, 1.0, 400, SOFT_INK, TEXT_LEFT, 1, x + length + 0.7 * l->body_px, y, l->wide_px - length);
}

static double draw_footer(struct layout *l, double y)
{
    char made[96], date[DATE_TEXT_BYTES];
    date_words(l->request->date, date);
    snprintf(made, sizeof made, _("Made on %s with Stipple"), date);
    y = rule(l, y) + 0.7 * l->body_px;
    say(l, made, 1.0, 400, SOFT_INK, TEXT_RIGHT, 1, l->margin_px + 0.6 * l->wide_px, y, 0.4 * l->wide_px);
    y = draw_scale_bar(l, l->margin_px, y) + 0.4 * l->body_px;
    return y + say(l, l->request->clinic->disclaimer, 1.0, 600, INK, TEXT_LEFT, 0, l->margin_px, y, l->wide_px);
}

static double caption_height(const struct layout *l)
{
    return (*l->board->cell[0][0].line ? 3.4 : 2.0) * l->body_px;
}

static void draw_caption(struct layout *l, const struct board_cell *cell, double x, double y)
{
    double at = y + 0.45 * l->body_px;
    at += say(l, cell->head, 1.0, 600, INK, TEXT_LEFT, 1, x, at, l->column_px);
    say(l, cell->line, 1.0, 400, SOFT_INK, TEXT_LEFT, 1, x, at, l->column_px);
}

static bool draw_frame(struct layout *l, struct picture_maker *maker, const struct board_cell *cell,
                       struct rect_px part, struct picture *out)
{
    struct picture_request request = {
        .frame = cell->frame, .part = part, .cover = l->request->cover, .cancel = l->request->watch.cancel};
    request.frame.width_px = l->frame_width;
    return picture_make(maker, &request, out, l->err);
}

static bool has_free_cell(const struct board *board)
{
    return board->rows > 1 && !board->cell[1][0].is_used;
}

static double cell_x(const struct layout *l, int column)
{
    return l->margin_px + column * (l->column_px + l->gap_px);
}

// Where the lines behind the rows' heads begin: past the longest head.
static double row_indent(const struct layout *l)
{
    const struct text_style style = {.size_px = 1.25 * l->body_px, .weight = 600, .most_lines = 1};
    double indent = 0.12 * l->wide_px;
    for (int row = 0; row < l->board->rows; row++) {
        struct text *head = text_create(l->board->row_head[row], &style, 0.4 * l->wide_px);
        indent = fmax(indent, text_width_px(head) + 1.5 * l->body_px);
        text_free(head);
    }
    return indent;
}

// Every cell of a row; the pictures only when there is an image.
static double draw_row(struct layout *l, int row, double y)
{
    const struct board *board = l->board;
    if (*board->row_head[row]) {
        double indent = row_indent(l);
        double head = say(l, board->row_head[row], 1.25, 600, INK, TEXT_LEFT, 1, l->margin_px, y, indent);
        say(l, board->row_line[row], 1.0, 400, SOFT_INK, TEXT_LEFT, 1, l->margin_px + indent, y + 0.2 * l->body_px,
            l->wide_px - indent);
        y += head + 0.4 * l->body_px;
    }
    for (int column = 0; column < board->columns && !l->has_failed; column++)
        if (board->cell[row][column].is_used)
            draw_caption(l, &board->cell[row][column], cell_x(l, column), y + l->cell_height);
    if (row == 1 && has_free_cell(board))
        draw_notes(l, l->margin_px, y, l->column_px - l->body_px);
    return y + l->cell_height + caption_height(l) + l->gap_px;
}

// Top to bottom; `row_y` is where each row's pictures begin.
static double draw_page(struct layout *l, double row_y[BOARD_MOST_ROWS])
{
    double y = draw_header(l, l->margin_px);
    y = rule(l, y) + l->gap_px;
    for (int row = 0; row < l->board->rows; row++) {
        double next = draw_row(l, row, y);
        row_y[row] = next - l->gap_px - caption_height(l) - l->cell_height;
        y = next;
    }
    if (!has_free_cell(l->board))
        y = draw_notes(l, l->margin_px, y, l->wide_px);
    return draw_footer(l, y + 0.2 * l->body_px) + l->margin_px;
}

static void set_words(struct layout *l)
{
    l->gap_px = floor(0.022 * l->column_px + 0.5);
    l->wide_px = l->board->columns * l->column_px + (l->board->columns - 1) * l->gap_px;
    l->body_px = fmax(0.0095 * l->wide_px, 0.022 * l->column_px);
}

static void set_sizes(struct layout *l, struct rect_px part)
{
    const struct board *board = l->board;
    const struct case_view *view = l->request->case_->view[board->cell[0][0].frame.view];
    int photo_width = view->view.width_px, part_width = part.right - part.left;
    int wanted = l->request->cell_px > 0 ? l->request->cell_px : part_width;
    double scale = fmin(1.0, (double)wanted / part_width);
    l->frame_width = (int)fmax(1.0, floor(photo_width * scale + 0.5));
    l->px_per_mm = view->scale_px_per_mm.likely * l->frame_width / photo_width;
    l->column_px = l->cell_width;
    set_words(l);
    if (l->body_px < LEAST_BODY_PX) {
        l->column_px = ceil(l->column_px * LEAST_BODY_PX / fmax(l->body_px, 0.01));
        set_words(l);
    }
    l->margin_px = floor(2.6 * l->body_px);
    l->width = (int)(l->wide_px + 2.0 * l->margin_px);
}

static bool make_page(struct layout *l, double row_y[BOARD_MOST_ROWS])
{
    l->height = (int)ceil(draw_page(l, row_y)); // measured
    if (l->has_failed)
        return false;
    l->image = paper_create(l->width, l->height, l->err);
    if (!l->image)
        return false;
    draw_page(l, row_y);
    return !l->has_failed;
}

static int count_cells(const struct board *board)
{
    int count = 0;
    for (int i = 0; i < BOARD_MOST_ROWS * BOARD_MOST_COLUMNS; i++)
        count += board->cell[i / BOARD_MOST_COLUMNS][i % BOARD_MOST_COLUMNS].is_used;
    return count;
}

// The size of a cell is that of the first picture; the page follows from it.
static bool draw_cells(struct layout *l, struct picture_maker *maker, struct rect_px part, struct colour_space *space)
{
    double row_y[BOARD_MOST_ROWS] = {0};
    int total = count_cells(l->board), done = 0;
    for (int i = 0; i < BOARD_MOST_ROWS * BOARD_MOST_COLUMNS; i++) {
        int row = i / BOARD_MOST_COLUMNS, column = i % BOARD_MOST_COLUMNS;
        struct picture picture;
        if (!l->board->cell[row][column].is_used)
            continue;
        if (watch_is_cancelled(&l->request->watch))
            return err_set(l->err, ERR_CANCELLED, "cancelled");
        if (!draw_frame(l, maker, &l->board->cell[row][column], part, &picture))
            return false;
        if (done == 0) {
            l->cell_width = picture.image->width_px;
            l->cell_height = picture.image->height_px;
            *space = picture.space;
            set_sizes(l, part);
        }
        bool is_page = done > 0 || make_page(l, row_y);
        if (is_page)
            paper_paste(l->image, picture.image, cell_x(l, column), row_y[row]);
        picture_finish(&picture);
        if (!is_page)
            return false;
        watch_tell(&l->request->watch, ++done, total);
    }
    return true;
}

bool board_draw(struct picture_maker *maker, const struct board_request *request, struct picture *out, struct err *err)
{
    struct layout l = {.request = request, .board = request->board, .err = err};
    int view = request->board->cell[0][0].frame.view;
    const struct view *photo = &request->case_->view[view]->view;
    struct rect_px part = {0, 0, photo->width_px, photo->height_px};
    *out = (struct picture){0};
    if (request->is_cropped)
        part = scalp_crop(request->case_, view);
    set_sizes(&l, part); // the frame's width
    if (!draw_cells(&l, maker, part, &out->space)) {
        image_unref(l.image);
        return false;
    }
    out->image = l.image;
    snprintf(out->caption, sizeof out->caption, "Simulation, not a guarantee");
    return true;
}
