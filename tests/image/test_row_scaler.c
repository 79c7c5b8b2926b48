#include "image/row_scaler.h"

#include "base/rng.h"
#include "testing.h"

#include <string.h>

static int side(int from, int eighths)
{
    return (from * eighths + 7) / 8;
}

static struct image *scaled(const struct image *from, int eighths)
{
    struct image *to = image_create(side(from->width_px, eighths), side(from->height_px, eighths), from->format, NULL);
    struct row_scaler *rows = row_scaler_create(to, from->width_px, from->height_px, eighths, NULL);
    assert_non_null(rows);
    for (int y = 0; y < from->height_px; y++) {
        memcpy(row_scaler_room(rows), image_row(from, y), (size_t)from->width_px * pixel_bytes(from->format));
        row_scaler_add(rows, row_scaler_room(rows));
    }
    row_scaler_destroy(rows);
    return to;
}

static double code(const struct image *image, int x, int y, int i)
{
    return image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + i] : image_row(image, y)[4 * x + i];
}

// Area that old pixel `old` and new pixel `new` share along a side, in old pixels.
static double shared(int old, int new, double new_px)
{
    double from = fmax(old, new *new_px), to = fmin(old + 1.0, (new + 1) * new_px);
    return to > from ? to - from : 0.0;
}

// The second way: in doubles, from the definition.
static double mean(const struct image *from, int eighths, int x, int y, int i)
{
    double new_px = 8.0 / eighths, sum = 0.0, weight = 0.0;
    for (int v = 0; v < from->height_px; v++)
        for (int u = 0; u < from->width_px; u++) {
            double part = shared(u, x, new_px) * shared(v, y, new_px) * (i < 3 ? code(from, u, v, 3) : 1.0);
            sum += part * code(from, u, v, i);
            weight += part;
        }
    return weight > 0.0 ? sum / weight : 0.0;
}

static void every_scale_averages_the_area(void **state)
{
    (void)state;
    for (int eighths = 1; eighths < 8; eighths++)
        for (int deep = 0; deep < 2; deep++) {
            struct image *from = image_create(21, 13, deep ? PIXELS_RGBA16 : PIXELS_RGBA8, NULL);
            for (int y = 0; y < 13; y++)
                for (int x = 0; x < 21 * 4; x++) {
                    uint64_t bits = rng_bits(3, (uint64_t)y, (uint64_t)x);
                    if (deep)
                        image_row16(from, y)[x] = (uint16_t)bits;
                    else
                        image_row(from, y)[x] = (uint8_t)bits;
                }
            struct image *to = scaled(from, eighths);
            for (int y = 0; y < to->height_px; y++)
                for (int x = 0; x < to->width_px; x++)
                    for (int i = 0; i < 4; i++)
                        assert_close(code(to, x, y, i), mean(from, eighths, x, y, i), 0.5000001);
            image_unref(to);
            image_unref(from);
        }
}

// One row or column, and what is wholly clear.
static void thin_and_clear(void **state)
{
    (void)state;
    struct image *from = image_create(1, 9, PIXELS_RGBA8, NULL);
    memset(from->data, 0, from->pitch_bytes * 9);
    struct image *to = scaled(from, 3);
    assert_int_equal(to->width_px, 1);
    assert_int_equal(to->height_px, 4);
    for (int y = 0; y < 4; y++)
        for (int i = 0; i < 4; i++)
            assert_int_equal(image_row(to, y)[i], 0);
    image_unref(to);
    image_unref(from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_scale_averages_the_area),
                                       cmocka_unit_test(thin_and_clear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
