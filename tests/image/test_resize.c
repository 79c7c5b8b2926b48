#include "testing.h"

#include "base/mem.h"
#include "image/resize.h"
#include "picture.h"

#include <string.h>

// The second way: each new pixel sums the old ones over its area in doubles, overlap by overlap.
static double overlap(double a0, double a1, double b0, double b1)
{
    double low = a0 > b0 ? a0 : b0, high = a1 < b1 ? a1 : b1;
    return high > low ? high - low : 0.0;
}

static double average(const struct image *image, const struct transfer *curve, double x0, double x1, double y0,
                      double y1, int channel)
{
    double sum = 0.0, area = 0.0;
    for (int y = 0; y < image->height_px; y++) {
        for (int x = 0; x < image->width_px; x++) {
            double a = overlap(x, x + 1, x0, x1) * overlap(y, y + 1, y0, y1);
            if (a <= 0.0)
                continue;
            double encoded = image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + channel] / 65535.0
                                                            : image_row(image, y)[4 * x + channel] / 255.0;
            sum += a * colour_decode(curve, encoded);
            area += a;
        }
    }
    return sum / area;
}

static struct image *noisy(int width, int height, enum pixel_format format)
{
    struct image *image = picture_corners(width, height, format);
    for (int y = 0; y < height; y++)
        for (int i = 0; i < 4 * width; i++)
            if (i % 4 != 3 && format == PIXELS_RGBA8)
                image_row(image, y)[i] ^= (uint8_t)((i * 7 + y * 29) % 64);
            else if (i % 4 != 3)
                image_row16(image, y)[i] ^= (uint16_t)((i * 7 + y * 29) * 577 % 16384);
    return image;
}

static void equals_the_average(void **state)
{
    (void)state;
    struct colour_space p3 = colour_display_p3();
    static const int WIDTHS[] = {37, 36, 23, 12, 5, 1};
    for (int f = PIXELS_RGBA8; f <= PIXELS_RGBA16; f++) {
        struct image *image = noisy(37, 29, (enum pixel_format)f);
        double top = f == PIXELS_RGBA16 ? 65535.0 : 255.0;
        for (size_t k = 0; k < sizeof WIDTHS / sizeof *WIDTHS; k++) {
            struct image *small = image_reduce(image, &p3, WIDTHS[k], NULL, NULL);
            int w = small->width_px, h = small->height_px;
            assert_int_equal(w, WIDTHS[k]);
            assert_close(h, 29.0 * w / 37.0, w == 1 ? 1.0 : 0.5);
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    for (int i = 0; i < 3; i++) {
                        double light = average(image, &p3.curve, x * 37.0 / w, (x + 1) * 37.0 / w, y * 29.0 / h,
                                               (y + 1) * 29.0 / h, i);
                        double got =
                            f == PIXELS_RGBA16 ? image_row16(small, y)[4 * x + i] : image_row(small, y)[4 * x + i];
                        assert_close(got, colour_encode(&p3.curve, light) * top, 0.51);
                    }
                }
            }
            if (w == 37)
                assert_int_equal(picture_max_difference(small, image), 0);
            image_unref(small);
        }
        image_unref(image);
    }
}

static void flat_stays_flat(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = image_create(301, 211, PIXELS_RGBA8, NULL);
    for (int value = 0; value < 256; value += 5) {
        for (int y = 0; y < 211; y++)
            memset(image_row(image, y), value, 301 * 4);
        struct image *small = image_reduce(image, &srgb, 97, NULL, NULL);
        for (int y = 0; y < small->height_px; y++)
            for (int x = 0; x < 97; x++)
                for (int i = 0; i < 3; i++)
                    assert_int_equal(image_row(small, y)[4 * x + i], value);
        image_unref(small);
    }
    image_unref(image);
}

static void same_for_any_thread_count(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = noisy(400, 600, PIXELS_RGBA8);
    struct image *one = image_reduce(image, &srgb, 271, NULL, NULL);
    static const int THREADS[] = {2, 3, 8};
    for (int k = 0; k < 3; k++) {
        struct pool *pool = pool_create(THREADS[k]);
        struct image *other = image_reduce(image, &srgb, 271, pool, NULL);
        assert_int_equal(picture_max_difference(one, other), 0);
        image_unref(other);
        pool_destroy(pool);
    }
    image_unref(one);
    image_unref(image);
}

static void maps(void **state)
{
    (void)state;
    uint8_t map[19 * 13];
    for (int i = 0; i < 19 * 13; i++)
        map[i] = (uint8_t)(i * 41 % 256);
    static const int SIZES[][2] = {{19, 13}, {10, 13}, {7, 5}, {1, 1}, {18, 12}};
    for (size_t k = 0; k < sizeof SIZES / sizeof *SIZES; k++) {
        int w = SIZES[k][0], h = SIZES[k][1];
        uint8_t *small = map_reduce(map, 19, 13, w, h);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double sum = 0.0;
                for (int v = 0; v < 13; v++)
                    for (int u = 0; u < 19; u++)
                        sum += map[v * 19 + u] * overlap(u, u + 1, x * 19.0 / w, (x + 1) * 19.0 / w) *
                               overlap(v, v + 1, y * 13.0 / h, (y + 1) * 13.0 / h);
                assert_close(small[y * w + x], sum * w * h / (19.0 * 13.0), 0.5 + 1e-9);
            }
        }
        mem_free(small);
    }
}

static void memory_runs_out(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = picture_corners(20, 20, PIXELS_RGBA8);
    uint8_t map[4] = {0};
    for (long nth = 1; nth <= 3; nth++) {
        struct err err = {0};
        mem_fail_after(nth, 0);
        assert_null(image_reduce(image, &srgb, 7, NULL, &err));
        assert_int_equal(err.code, ERR_MACHINE);
    }
    for (long nth = 1; nth <= 2; nth++) {
        mem_fail_after(nth, 0);
        assert_null(map_reduce(map, 2, 2, 1, 1));
    }
    mem_fail_after(0, 0);
    image_unref(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_average),        cmocka_unit_test(flat_stays_flat),
        cmocka_unit_test(same_for_any_thread_count), cmocka_unit_test(maps),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
