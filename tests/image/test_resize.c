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

static double linear_at(const struct image *image, const struct transfer *curve, int x, int y, int channel)
{
    return colour_decode(curve, image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + channel] / 65535.0
                                                               : image_row(image, y)[4 * x + channel] / 255.0);
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
            sum += a * linear_at(image, curve, x, y, channel);
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

// Against the sum over all pixels, whatever the sizes, depth and threads; of one share, that one.
static void shares_count_by_their_light(void **state)
{
    (void)state;
    static const int SIZES[][2] = {{95, 65}, {50, 65}, {35, 26}, {1, 1}, {94, 64}, {12, 9}};
    struct colour_space srgb = colour_srgb();
    uint8_t share[95 * 65];
    struct pool *pool = pool_create(3);
    for (int i = 0; i < 95 * 65; i++)
        share[i] = (uint8_t)(i / 95 < 15 ? 77 : i / 95 < 45 ? i * 41 % 256 : i % 9 ? 0 : 255);
    for (int k = 0; k < 6; k++) {
        struct image *image = noisy(95, 65, k % 2 ? PIXELS_RGBA16 : PIXELS_RGBA8);
        int w = SIZES[k][0], h = SIZES[k][1];
        uint8_t *small = share_reduce(share, NULL, image, &srgb, w, h, k % 3 ? pool : NULL);
        uint8_t *green = share_reduce_green(share, image, &srgb, w, h, pool);
        for (int y = 0; y < h; y += 1 + h / 10)
            for (int x = 0; x < w; x += 1 + w / 10)
                for (int c = 0; c < 3; c++) {
                    double sum = 0.0, all = 0.0;
                    for (int v = 0; v < 65; v++)
                        for (int u = 0; u < 95; u++) {
                            double light = overlap(u, u + 1, x * 95.0 / w, (x + 1) * 95.0 / w) *
                                           overlap(v, v + 1, y * 65.0 / h, (y + 1) * 65.0 / h);
                            if (light > 0.0)
                                light *= linear_at(image, &srgb.curve, u, v, c);
                            sum += light * share[v * 95 + u];
                            all += light;
                        }
                    if (all > 1e-3)
                        assert_close(small[4 * (y * w + x) + c], sum / all, 0.52);
                    if (c == 1)
                        assert_int_equal(green[y * w + x], small[4 * (y * w + x) + 1]);
                    if ((y + 1) * 65 / h < 15)
                        assert_int_equal(small[4 * (y * w + x) + c], 77);
                }
        mem_free(small);
        mem_free(green);
        image_unref(image);
    }
    pool_destroy(pool);
}

// Shine on black, and under it: as much as there is of it.
static void black_has_no_light_to_share(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = image_create(2, 2, PIXELS_RGBA8, NULL);
    memset(image->data, 0, image->pitch_bytes * 2);
    uint8_t *small = share_reduce((const uint8_t[]){0, 0, 0, 200}, NULL, image, &srgb, 1, 1, NULL);
    assert_int_equal(small[0], 50);
    mem_free(small);
    image_row(image, 0)[0] = 255; // red, with no shine
    small = share_reduce((const uint8_t[]){0, 0, 0, 200}, NULL, image, &srgb, 1, 1, NULL);
    assert_true(small[0] == 0 && small[1] == 50 && small[2] == 50);
    mem_free(small);
    image_unref(image);
}

// On a rim, light off the region is all beyond change, and the fourth byte says how much of the pixel lies in it.
static void a_rim_is_a_part(void **state)
{
    (void)state;
    enum { OLD = 40, NEW = 7 };
    struct colour_space srgb = colour_srgb();
    struct image *image = image_create(OLD, OLD, PIXELS_RGBA8, NULL);
    uint8_t share[OLD * OLD], region[OLD * OLD], all[OLD * OLD];
    for (int i = 0; i < OLD * OLD; i++) {
        region[i] = 2 * (i % OLD) + i / OLD < 60 ? 255 : 0;
        share[i] = (uint8_t)(i * 29 % 200);
        all[i] = region[i] ? share[i] : 255;
        for (int c = 0; c < 4; c++)
            image_row(image, i / OLD)[4 * (i % OLD) + c] = (uint8_t)(region[i] ? 200 - 40 * c : 90);
    }
    uint8_t *small = share_reduce(share, region, image, &srgb, NEW, NEW, NULL);
    uint8_t *plain = share_reduce(share, NULL, image, &srgb, NEW, NEW, NULL);
    uint8_t *cut = share_reduce(all, NULL, image, &srgb, NEW, NEW, NULL);
    double side = (double)OLD / NEW;
    int rims = 0;
    for (int y = 0; y < NEW; y++)
        for (int x = 0; x < NEW; x++) {
            const uint8_t *got = small + 4 * (y * NEW + x);
            double in = 0.0;
            for (int i = 0; i < OLD * OLD; i++)
                if (region[i])
                    in += overlap(i % OLD, i % OLD + 1, x * side, (x + 1) * side) *
                          overlap(i / OLD, i / OLD + 1, y * side, (y + 1) * side) / (side * side);
            bool is_rim = in > 1e-9 && in < 1.0 - 1e-9;
            assert_close(got[3], is_rim ? fmax(25.5, 255.0 * in) : 255.0, 0.51);
            assert_memory_equal(got, (is_rim ? cut : plain) + 4 * (y * NEW + x), 3);
            rims += is_rim;
        }
    assert_true(rims > 5);
    mem_free(small);
    mem_free(plain);
    mem_free(cut);
    image_unref(image);
}

static void memory_runs_out(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    struct image *image = picture_corners(20, 20, PIXELS_RGBA8);
    static const uint8_t share[400];
    for (long nth = 1; nth <= 3; nth++) {
        struct err err = {0};
        mem_fail_after(nth, 0);
        assert_null(image_reduce(image, &srgb, 7, NULL, &err));
        assert_int_equal(err.code, ERR_MACHINE);
    }
    for (long nth = 1; nth <= 3; nth++) {
        mem_fail_after(nth, 0);
        assert_null(share_reduce(share, NULL, image, &srgb, 7, 7, NULL));
    }
    mem_fail_after(0, 0);
    image_unref(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_average),
        cmocka_unit_test(flat_stays_flat),
        cmocka_unit_test(same_for_any_thread_count),
        cmocka_unit_test(shares_count_by_their_light),
        cmocka_unit_test(black_has_no_light_to_share),
        cmocka_unit_test(a_rim_is_a_part),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
