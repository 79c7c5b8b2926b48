#include "output/print.h"

#include "base/mem.h"
#include "base/words.h"
#include "image/encode.h"
#include "image/photo.h"
#include "image/resize.h"
#include "image/to_display.h"
#include "output/paper.h"
#include "plan/moment.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LOGO_PT = 30, LOGO_DPI = 300, QUALITY = 90 };

struct print {
    struct print_request request;
    cairo_surface_t *surface;
    cairo_t *cairo;
    struct bytes bytes;
    size_t room;
    int pages;
    double top, bottom;
    struct photo *logo;
    struct err err; // the first failure
    bool has_failed;
};

static cairo_status_t take(void *context, const unsigned char *data, unsigned size)
{
    struct print *print = context;
    if (print->bytes.size + size > print->room) {
        size_t room = 2 * (print->bytes.size + size);
        print->bytes.data = mem_grow(print->bytes.data, print->room, room);
        print->room = room;
    }
    memcpy(print->bytes.data + print->bytes.size, data, size);
    print->bytes.size += size;
    return CAIRO_STATUS_SUCCESS;
}

static void tell_of_itself(struct print *print)
{
    char title[TEXT_MOST_BYTES];
    text_clean(print->request.title, title, sizeof title);
    cairo_pdf_surface_set_metadata(print->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(print->surface, CAIRO_PDF_METADATA_CREATOR, "Stipple");
    char date[32];
    snprintf(date, sizeof date, "%.10sT00:00:00Z", print->request.date);
    cairo_pdf_surface_set_metadata(print->surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    cairo_pdf_surface_set_metadata(print->surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void open_surface(struct print *print)
{
    if (print->request.dpi > 0) {
        double scale = print->request.dpi / 72.0;
        print->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)floor(PRINT_WIDTH_PT * scale + 0.5),
                                                    (int)floor(PRINT_HEIGHT_PT * scale + 0.5));
        cairo_surface_set_device_scale(print->surface, scale, scale);
    } else {
        bool is_kept = !print_is_measuring(print);
        print->surface = cairo_pdf_surface_create_for_stream(is_kept ? take : NULL, is_kept ? print : NULL,
                                                             PRINT_WIDTH_PT, PRINT_HEIGHT_PT);
        tell_of_itself(print);
    }
    print->cairo = cairo_create(print->surface);
}

static bool draw_logo(struct print *print, double right, double y, double height)
{
    const struct image *image = print->logo ? print->logo->image : NULL;
    if (!image)
        return false;
    double width = fmin(image->width_px * height / image->height_px, 0.3 * PRINT_WIDE_PT);
    int most_px = (int)(width / 72.0 * LOGO_DPI);
    struct image *small = image->width_px > most_px
                              ? image_reduce(image, &print->logo->space, most_px, NULL, &print->err)
                              : image_ref(print->logo->image);
    if (small)
        print_picture(print, small, &print->logo->space, right - width, y, width);
    print->has_failed |= !small;
    image_unref(small);
    return true;
}

// The first page's is a title; the others' a line.
static void begin_page(struct print *print)
{
    const struct clinic *clinic = print->request.clinic;
    bool is_first = print->pages++ == 0;
    double left = PRINT_MARGIN_PT, right = left + PRINT_WIDE_PT, y = is_first ? 42.0 : 30.0;
    print->top = y;
    print->bottom = PRINT_HEIGHT_PT - 70.0;
    if (!is_first) {
        const struct print_words small = {8.0, 400, SOFT_INK, TEXT_LEFT, 1},
                                 clinic_words = {8.0, 600, INK, TEXT_RIGHT, 1};
        print_say(print, print->request.title, &small, left, y, 0.6 * PRINT_WIDE_PT);
        print_say(print, clinic->name, &clinic_words, left + 0.6 * PRINT_WIDE_PT, y, 0.4 * PRINT_WIDE_PT);
        print_fill(print, left, y + 16.0, PRINT_WIDE_PT, 0.5, RULE);
        print->top = y + 34.0;
        return;
    }
    const struct print_words title = {21.0, 600, INK, TEXT_LEFT, 2}, line = {10.0, 400, SOFT_INK, TEXT_LEFT, 2},
                             name = {11.0, 600, INK, TEXT_RIGHT, 2}, contact = {8.5, 400, SOFT_INK, TEXT_RIGHT, 2};
    double room = 0.42 * PRINT_WIDE_PT, x = left + 0.58 * PRINT_WIDE_PT, left_y = y;
    double right_y = draw_logo(print, right, y + 2.0, LOGO_PT) ? y + LOGO_PT + 8.0 : y + 4.0;
    left_y += print_say(print, print->request.title, &title, left, left_y, 0.55 * PRINT_WIDE_PT);
    left_y += print_say(print, print->request.line, &line, left, left_y + 2.0, 0.55 * PRINT_WIDE_PT) + 2.0;
    right_y += print_say(print, clinic->name, &name, x, right_y, room);
    right_y += print_say(print, clinic->contact, &contact, x, right_y, room);
    y = fmax(left_y, right_y) + 10.0;
    print_fill(print, left, y, PRINT_WIDE_PT, 1.0, INK);
    print->top = y + 16.0;
}

static void end_page(struct print *print)
{
    double left = PRINT_MARGIN_PT, y = PRINT_HEIGHT_PT - 58.0;
    char number[64], made[96], date[DATE_TEXT_BYTES];
    const struct print_words strong = {7.2, 600, INK, TEXT_LEFT, 2}, soft = {7.5, 400, SOFT_INK, TEXT_LEFT, 1},
                             right = {7.5, 400, SOFT_INK, TEXT_RIGHT, 1};
    snprintf(number, sizeof number, _("Page %d of %d"), print->pages, print->request.pages);
    date_words(print->request.date, date);
    snprintf(made, sizeof made, _("Made on %s with Stipple"), date);
    print_fill(print, left, y, PRINT_WIDE_PT, 0.5, RULE);
    print_say(print, print->request.clinic->disclaimer, &strong, left, y + 7.0, PRINT_WIDE_PT);
    print_say(print, made, &soft, left, y + 30.0, 0.5 * PRINT_WIDE_PT);
    print_say(print, number, &right, left + 0.5 * PRINT_WIDE_PT, y + 30.0, 0.5 * PRINT_WIDE_PT);
    if (print->request.dpi <= 0)
        cairo_show_page(print->cairo);
}

struct print *print_create(const struct print_request *request)
{
    struct print *print = mem_alloc(sizeof *print);
    memset(print, 0, sizeof *print);
    print->request = *request;
    open_surface(print);
    if (request->dpi > 0) {
        cairo_set_source_rgb(print->cairo, 1.0, 1.0, 1.0);
        cairo_paint(print->cairo);
    }
    if (*request->clinic->logo_path) {
        print->logo = photo_load(request->clinic->logo_path, &print->err);
        print->has_failed = !print->logo;
    }
    begin_page(print);
    return print;
}

int print_pages(const struct print *print)
{
    return print->pages;
}

bool print_is_measuring(const struct print *print)
{
    return print->request.pages == 0;
}

// Cairo keeps 0 R G B in a word.
static struct image *pixels_of(cairo_surface_t *surface, struct err *err)
{
    int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    struct image *image = image_create(width, height, PIXELS_RGBA8, err);
    for (int y = 0; image && y < height; y++) {
        const uint8_t *from =
            cairo_image_surface_get_data(surface) + (size_t)y * (size_t)cairo_image_surface_get_stride(surface);
        uint8_t *to = image_row(image, y);
        for (int x = 0; x < width; x++) {
            uint32_t word;
            memcpy(&word, from + 4 * x, 4);
            to[4 * x] = (uint8_t)(word >> 16);
            to[4 * x + 1] = (uint8_t)(word >> 8);
            to[4 * x + 2] = (uint8_t)word;
            to[4 * x + 3] = 255;
        }
    }
    return image;
}

bool print_finish(struct print *print, struct bytes *pdf, struct image **pixels, struct err *err)
{
    end_page(print);
    bool has_failed = print->has_failed;
    if (has_failed)
        err_set(err, print->err.code, "%s", print->err.text);
    cairo_status_t status = cairo_status(print->cairo);
    cairo_destroy(print->cairo);
    if (print->request.dpi > 0) {
        cairo_surface_flush(print->surface);
        if (!has_failed && status == CAIRO_STATUS_SUCCESS) {
            *pixels = pixels_of(print->surface, err);
            has_failed = !*pixels;
        }
    } else {
        cairo_surface_finish(print->surface);
        status = status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(print->surface) : status;
    }
    if (!has_failed && status != CAIRO_STATUS_SUCCESS)
        has_failed = !err_set(err, ERR_MACHINE, "the pages cannot be drawn: %s", cairo_status_to_string(status));
    cairo_surface_destroy(print->surface);
    photo_free(print->logo);
    if (has_failed || !pdf || print_is_measuring(print))
        mem_free(print->bytes.data);
    else
        *pdf = print->bytes;
    mem_free(print);
    return !has_failed;
}

double print_top(const struct print *print)
{
    return print->top;
}

double print_bottom(const struct print *print)
{
    return print->bottom;
}

void print_break(struct print *print)
{
    end_page(print);
    begin_page(print);
}

void print_move(struct print *print, double y)
{
    print->top = y;
}

void print_need(struct print *print, double height)
{
    if (print->top + height > print->bottom)
        print_break(print);
}

static struct text *lay_out(const char *words, const struct print_words *style, double width)
{
    const struct text_style text = {.size_px = style->size,
                                    .weight = style->weight,
                                    .grey = style->grey,
                                    .align = style->align,
                                    .most_lines = style->most_lines,
                                    .is_printed = true};
    return text_create(words, &text, width);
}

double print_height(const char *words, const struct print_words *style, double width)
{
    if (!*words)
        return 0.0;
    struct text *text = lay_out(words, style, width);
    double height = text_height_px(text);
    text_free(text);
    return height;
}

double print_say(struct print *print, const char *words, const struct print_words *style, double x, double y,
                 double width)
{
    if (!*words)
        return 0.0;
    struct text *text = lay_out(words, style, width);
    double height = text_height_px(text);
    text_show(text, print->cairo, x, y);
    text_free(text);
    return height;
}

static void set_grey(struct print *print, uint8_t grey)
{
    cairo_set_source_rgb(print->cairo, grey / 255.0, grey / 255.0, grey / 255.0);
}

void print_fill(struct print *print, double x, double y, double width, double height, uint8_t grey)
{
    set_grey(print, grey);
    cairo_rectangle(print->cairo, x, y, width, height);
    cairo_fill(print->cairo);
}

void print_frame(struct print *print, double x, double y, double width, double height, uint8_t grey)
{
    set_grey(print, grey);
    cairo_set_line_width(print->cairo, 0.6);
    cairo_rectangle(print->cairo, x, y, width, height);
    cairo_stroke(print->cairo);
}

static struct image *copy_8(const struct image *from, struct err *err)
{
    struct image *copy = paper_create(from->width_px, from->height_px, err);
    if (copy)
        paper_paste(copy, from, 0.0, 0.0);
    return copy;
}

// 8 bits and sRGB, which is what a page's colours without a profile are.
static struct image *as_srgb(struct print *print, const struct image *image, const struct colour_space *space)
{
    struct image *copy = copy_8(image, &print->err);
    if (!copy)
        return NULL;
    struct to_display *conversion = to_display_create(space, NULL, 0);
    to_display_apply(conversion, copy, print->request.pool);
    to_display_destroy(conversion);
    return copy;
}

static bool attach_jpeg(struct print *print, const struct image *image, cairo_surface_t *surface)
{
    struct colour_space srgb = colour_srgb();
    struct bytes jpeg;
    const struct encode_request request = {.image = image, .space = &srgb, .format = PICTURE_JPEG, .quality = QUALITY};
    if (!encode_picture(&request, &jpeg, &print->err))
        return false;
    if (cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, jpeg.data, jpeg.size, mem_free, jpeg.data) ==
        CAIRO_STATUS_SUCCESS)
        return true;
    mem_free(jpeg.data);
    return err_set(&print->err, ERR_MACHINE, "a picture of the pages cannot be kept: not enough memory");
}

static void put_pixels(const struct image *image, cairo_surface_t *surface)
{
    uint8_t *data = cairo_image_surface_get_data(surface);
    size_t pitch = (size_t)cairo_image_surface_get_stride(surface);
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            const uint8_t *p = image_row(image, y) + 4 * x;
            uint32_t word = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
            memcpy(data + (size_t)y * pitch + 4 * (size_t)x, &word, 4);
        }
    cairo_surface_mark_dirty(surface);
}

static void paint(struct print *print, cairo_surface_t *picture, double x, double y, double width, int width_px)
{
    cairo_save(print->cairo);
    cairo_translate(print->cairo, x, y);
    cairo_scale(print->cairo, width / width_px, width / width_px);
    cairo_set_source_surface(print->cairo, picture, 0.0, 0.0);
    cairo_paint(print->cairo);
    cairo_restore(print->cairo);
}

static void place_picture(struct print *print, const struct image *image, double x, double y, double width)
{
    cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, image->width_px, image->height_px);
    if (cairo_surface_status(picture) != CAIRO_STATUS_SUCCESS)
        print->has_failed = !err_set(&print->err, ERR_MACHINE, "a picture of the pages cannot be kept: %s",
                                     cairo_status_to_string(cairo_surface_status(picture)));
    else if (print->request.dpi > 0)
        put_pixels(image, picture);
    else
        print->has_failed |= !attach_jpeg(print, image, picture);
    if (!print->has_failed)
        paint(print, picture, x, y, width, image->width_px);
    cairo_surface_destroy(picture);
}

void print_picture(struct print *print, const struct image *image, const struct colour_space *space, double x, double y,
                   double width)
{
    if (print->has_failed || print_is_measuring(print))
        return;
    struct image *own = as_srgb(print, image, space);
    if (own)
        place_picture(print, own, x, y, width);
    print->has_failed |= !own;
    image_unref(own);
}

cairo_t *print_cairo(struct print *print)
{
    return print->cairo;
}
