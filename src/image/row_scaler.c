#include "image/row_scaler.h"

#include "base/check.h"
#include "base/mem.h"

#include <string.h>

// An old pixel is `eighths` units long, a new one 8; the last new one may be cut short.
enum { NEW_UNITS = 8 };

struct sums { // of a new pixel: area x alpha x colour, area x alpha, area
    uint64_t colour[3], alpha, area;
};

struct row_scaler {
    struct image *to;
    int width_px, height_px, eighths;
    int old_y, new_y;
    uint8_t *room;
    struct sums *row;
};

struct row_scaler *row_scaler_create(struct image *to, int width_px, int height_px, int eighths, struct err *err)
{
    ASSERT(eighths >= 1 && eighths < 8 && to->width_px == (width_px * eighths + 7) / 8 &&
           to->height_px == (height_px * eighths + 7) / 8);
    struct row_scaler *scaler = mem_alloc(sizeof *scaler);
    *scaler = (struct row_scaler){.to = to, .width_px = width_px, .height_px = height_px, .eighths = eighths};
    scaler->room = mem_try_array_raw((size_t)width_px, pixel_bytes(to->format));
    scaler->row = mem_try_array((size_t)to->width_px, sizeof *scaler->row);
    if (scaler->room && scaler->row)
        return scaler;
    row_scaler_destroy(scaler);
    err_set(err, ERR_MACHINE, "no memory for a row of the picture");
    return NULL;
}

static inline void add_pixel(struct sums *sums, const uint32_t p[4], uint32_t area)
{
    uint64_t alpha = (uint64_t)area * p[3];
    for (int i = 0; i < 3; i++)
        sums->colour[i] += alpha * p[i];
    sums->alpha += alpha;
    sums->area += area;
}

// `height` of the row's units go to the new row that is being made. Called with a constant `is_16`.
static inline void add_part(struct row_scaler *s, const void *row, int height, bool is_16)
{
    const uint8_t *p8 = row;
    const uint16_t *p16 = row;
    struct sums *sums = s->row;
    int left = NEW_UNITS; // units that the new pixel still takes
    for (int x = 0; x < s->width_px; x++) {
        uint32_t pixel[4];
        for (int i = 0; i < 4; i++)
            pixel[i] = is_16 ? p16[4 * x + i] : p8[4 * x + i];
        int first = s->eighths < left ? s->eighths : left, rest = s->eighths - first;
        add_pixel(sums, pixel, (uint32_t)(first * height));
        left -= first;
        if (left > 0)
            continue;
        sums++;
        left = NEW_UNITS - rest;
        if (rest > 0)
            add_pixel(sums, pixel, (uint32_t)(rest * height));
    }
}

static void add_row(struct row_scaler *s, const void *row, int height)
{
    if (s->to->format == PIXELS_RGBA16)
        add_part(s, row, height, true);
    else
        add_part(s, row, height, false);
}

// The sums are whole numbers below 2^39 and their quotients below 2^16: in doubles they round as they would by hand.
static void put_row(struct row_scaler *s)
{
    bool is_16 = s->to->format == PIXELS_RGBA16;
    uint8_t *to8 = is_16 ? NULL : image_row(s->to, s->new_y);
    uint16_t *to16 = is_16 ? image_row16(s->to, s->new_y) : NULL;
    for (int x = 0; x < s->to->width_px; x++) {
        const struct sums *sums = &s->row[x];
        double alpha = (double)sums->alpha, p[4] = {[3] = alpha / (double)sums->area};
        for (int i = 0; i < 3; i++)
            p[i] = sums->alpha ? (double)sums->colour[i] / alpha : 0.0;
        for (int i = 0; i < 4; i++) {
            if (is_16)
                to16[4 * x + i] = (uint16_t)(p[i] + 0.5);
            else
                to8[4 * x + i] = (uint8_t)(p[i] + 0.5);
        }
    }
    memset(s->row, 0, (size_t)s->to->width_px * sizeof *s->row);
    s->new_y++;
}

void row_scaler_add(struct row_scaler *s, const void *row)
{
    ASSERT(s->old_y < s->height_px);
    int top = s->old_y * s->eighths, bottom = top + s->eighths, edge = (s->new_y + 1) * NEW_UNITS;
    add_row(s, row, (bottom < edge ? bottom : edge) - top);
    bool is_last = ++s->old_y == s->height_px;
    if (bottom >= edge || is_last)
        put_row(s);
    if (bottom > edge) {
        add_row(s, row, bottom - edge);
        if (is_last)
            put_row(s);
    }
}

uint8_t *row_scaler_room(struct row_scaler *s)
{
    return s->room;
}

void row_scaler_destroy(struct row_scaler *s)
{
    if (!s)
        return;
    mem_free(s->room);
    mem_free(s->row);
    mem_free(s);
}
