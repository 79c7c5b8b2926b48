#include "output/text.h"

#include "base/check.h"
#include "base/mem.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

// Inter looks like the window; the others bring the scripts that it lacks.
static const char families[] = "Inter, Noto Sans, DejaVu Sans, Sans";

struct text {
    PangoLayout *layout;
    int left, top, width, height; // of the ink and the lines, px
    uint8_t grey;
};

static bool turns_direction(gunichar c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

void text_clean(const char *words, char *out, size_t size)
{
    char *sound = g_utf8_make_valid(words, (gssize)strnlen(words, 4 * size));
    size_t used = 0;
    for (const char *at = sound; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (turns_direction(c))
            continue;
        if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029)
            c = ' ';
        char bytes[6];
        size_t length = (size_t)g_unichar_to_utf8(c, bytes);
        if (used + length + 1 > size)
            break;
        memcpy(out + used, bytes, length);
        used += length;
    }
    out[used] = 0;
    g_free(sound);
}

static PangoFontDescription *font_of(const struct text_style *style)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, families);
    pango_font_description_set_weight(font, (PangoWeight)style->weight);
    pango_font_description_set_absolute_size(font, style->size_px * PANGO_SCALE);
    return font;
}

// Letters stand where their shapes want them, not on whole pixels.
static void set_printed(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(options);
}

static void measure(struct text *text)
{
    PangoRectangle ink, lines;
    pango_layout_get_pixel_extents(text->layout, &ink, &lines);
    int left = ink.x < lines.x ? ink.x : lines.x, top = ink.y < lines.y ? ink.y : lines.y;
    int right = ink.x + ink.width > lines.x + lines.width ? ink.x + ink.width : lines.x + lines.width;
    int bottom = ink.y + ink.height > lines.y + lines.height ? ink.y + ink.height : lines.y + lines.height;
    text->left = left - 1;
    text->top = top - 1;
    text->width = right - left + 2;
    text->height = bottom - top + 2;
}

struct text *text_create(const char *words, const struct text_style *style, double width_px)
{
    char clean[TEXT_MOST_BYTES];
    text_clean(words, clean, sizeof clean);
    struct text *text = mem_alloc(sizeof *text);
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoFontDescription *font = font_of(style);
    if (style->is_printed)
        set_printed(context);
    text->layout = pango_layout_new(context);
    text->grey = style->grey;
    pango_layout_set_font_description(text->layout, font);
    pango_layout_set_width(text->layout, (int)(fmax(width_px, 1.0) * PANGO_SCALE));
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(text->layout, 1.15f);
    pango_layout_set_auto_dir(text->layout, TRUE);
    pango_layout_set_alignment(text->layout, style->align == TEXT_LEFT     ? PANGO_ALIGN_LEFT
                                             : style->align == TEXT_CENTRE ? PANGO_ALIGN_CENTER
                                                                           : PANGO_ALIGN_RIGHT);
    if (style->most_lines > 0) {
        pango_layout_set_height(text->layout, -style->most_lines);
        pango_layout_set_ellipsize(text->layout, PANGO_ELLIPSIZE_END);
    }
    pango_layout_set_text(text->layout, clean, -1);
    pango_font_description_free(font);
    g_object_unref(context);
    measure(text);
    return text;
}

void text_free(struct text *text)
{
    if (!text)
        return;
    g_object_unref(text->layout);
    mem_free(text);
}

double text_height_px(const struct text *text)
{
    PangoRectangle lines;
    pango_layout_get_extents(text->layout, NULL, &lines);
    return (double)lines.height / PANGO_SCALE;
}

double text_width_px(const struct text *text)
{
    PangoRectangle lines;
    pango_layout_get_extents(text->layout, NULL, &lines);
    return (double)lines.width / PANGO_SCALE;
}

void text_show(const struct text *text, cairo_t *cairo, double x, double y)
{
    double grey = text->grey / 255.0;
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout(cairo, text->layout);
    cairo_new_path(cairo);
}

static void blend_row(uint8_t *pixels, const uint8_t *cover, int count, uint8_t grey)
{
    for (int x = 0; x < count; x++)
        for (int c = 0; c < 3; c++) {
            int was = pixels[4 * x + c];
            pixels[4 * x + c] = (uint8_t)(was + ((grey - was) * cover[x] + (grey > was ? 127 : -127)) / 255);
        }
}

static void blend(const struct text *text, cairo_surface_t *mask, struct image *image, int x0, int y0)
{
    const uint8_t *cover = cairo_image_surface_get_data(mask);
    int pitch = cairo_image_surface_get_stride(mask);
    int first = x0 < 0 ? -x0 : 0, end = x0 + text->width > image->width_px ? image->width_px - x0 : text->width;
    for (int y = 0; y < text->height && first < end; y++)
        if (y0 + y >= 0 && y0 + y < image->height_px)
            blend_row(image_row(image, y0 + y) + 4 * (x0 + first), cover + (size_t)y * (size_t)pitch + first,
                      end - first, text->grey);
}

bool text_draw(const struct text *text, struct image *image, double x_px, double y_px, struct err *err)
{
    ASSERT(image->format == PIXELS_RGBA8);
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, text->width, text->height);
    cairo_t *cairo = cairo_create(mask);
    cairo_move_to(cairo, -text->left, -text->top);
    pango_cairo_show_layout(cairo, text->layout);
    cairo_surface_flush(mask);
    bool is_drawn = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    if (is_drawn)
        blend(text, mask, image, (int)floor(x_px + 0.5) + text->left, (int)floor(y_px + 0.5) + text->top);
    cairo_destroy(cairo);
    cairo_surface_destroy(mask);
    return is_drawn || err_set(err, ERR_MACHINE, "the words of the picture cannot be drawn: not enough memory");
}
