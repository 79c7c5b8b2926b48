#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "image/photo.h"
#include "image/shine.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE = 300 }; // at 4 px/mm: 75 mm

#define PX_PER_MM 4.0

// Light skin, linear; its share of shine at a place; grain in code units (one sigma).
struct scene {
    double albedo[3];
    double light;                  // on the skin
    double (*shine)(int x, int y); // linear light, white
    double grain;
    enum pixel_format format;
};

static double none(int x, int y)
{
    (void)x, (void)y;
    return 0.0;
}

static double spot(int x, int y) // a highlight some 8 mm across
{
    double dx = x - 150, dy = y - 150;
    return 0.25 * exp(-(dx * dx + dy * dy) / (2.0 * 14.0 * 14.0));
}

static struct image *draw(struct scene scene)
{
    struct colour_space srgb = colour_srgb();
    struct image *image = image_create(SIDE, SIDE, scene.format, NULL);
    double top = scene.format == PIXELS_RGBA16 ? 65535.0 : 255.0;
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            double shade = scene.light * (0.8 + 0.4 * x / SIDE); // it falls off to one side
            for (int i = 0; i < 3; i++) {
                double linear = scene.albedo[i] * shade + scene.shine(x, y);
                double grain = rng_normal(5, (uint64_t)(y * SIDE + x), (uint64_t)i) * scene.grain;
                double code = colour_encode(&srgb.curve, linear) * top + grain * top / 255.0;
                code = code < 0.0 ? 0.0 : code > top ? top : code;
                if (scene.format == PIXELS_RGBA16)
                    image_row16(image, y)[4 * x + i] = (uint16_t)(code + 0.5);
                else
                    image_row(image, y)[4 * x + i] = (uint8_t)(code + 0.5);
            }
        }
    }
    return image;
}

static double true_share(struct scene scene, int x, int y)
{
    double shade = scene.light * (0.8 + 0.4 * x / SIDE), s = scene.shine(x, y);
    return s / (scene.albedo[1] * shade + s);
}

static uint8_t *map_of(const struct image *image, const uint8_t *region, struct pool *pool)
{
    struct colour_space srgb = colour_srgb();
    uint8_t *map = shine_map(image, &srgb, PX_PER_MM, region, pool);
    assert_non_null(map);
    return map;
}

static const struct scene LIGHT_SKIN = {.albedo = {0.52, 0.33, 0.24}, .light = 0.6, .shine = spot};
static const struct scene DARK_SKIN = {.albedo = {0.12, 0.06, 0.04}, .light = 0.6, .shine = spot};

// The spot is found, and away from it there is none.
static void known_mix(void **state)
{
    (void)state;
    for (int k = 0; k < 4; k++) {
        struct scene scene = k % 2 ? DARK_SKIN : LIGHT_SKIN;
        scene.format = k / 2 ? PIXELS_RGBA16 : PIXELS_RGBA8;
        struct image *image = draw(scene);
        uint8_t *map = map_of(image, NULL, NULL);
        for (int y = 10; y < SIDE; y += 7)
            for (int x = 10; x < SIDE; x += 7)
                assert_close(map[y * SIDE + x] / 255.0, true_share(scene, x, y), 0.06);
        assert_true(map[150 * SIDE + 150] / 255.0 > 0.5);
        mem_free(map);
        image_unref(image);
    }
}

// Grain of a phone in poor light: the map follows the shine, not the grain.
static void grain_does_not_decide(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        struct scene scene = k ? DARK_SKIN : LIGHT_SKIN;
        scene.grain = 3.0;
        scene.light = 0.3;
        scene.shine = none;
        struct image *image = draw(scene);
        uint8_t *map = map_of(image, NULL, NULL);
        double sum = 0.0, most = 0.0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            sum += map[i] / 255.0;
            most = fmax(most, map[i] / 255.0);
        }
        assert_true(sum / (SIDE * SIDE) < (k ? 0.08 : 0.04));
        assert_true(most < (k ? 0.75 : 0.35));
        mem_free(map);
        image_unref(image);
    }
}

static void fill(struct image *image, int x0, int y0, int side, const uint8_t rgb[3])
{
    for (int y = y0; y < y0 + side; y++)
        for (int x = x0; x < x0 + side; x++)
            memcpy(image_row(image, y) + 4 * x, rgb, 3);
}

// Clipped pixels are all shine, to the pixel; black and dark grey ones (hair) have none.
static void clipped_and_dark(void **state)
{
    (void)state;
    struct scene scene = LIGHT_SKIN;
    scene.shine = none;
    struct image *image = draw(scene);
    fill(image, 40, 40, 10, (const uint8_t[3]){250, 200, 180});
    fill(image, 80, 40, 10, (const uint8_t[3]){249, 200, 180});
    fill(image, 120, 40, 10, (const uint8_t[3]){0, 0, 0});
    fill(image, 160, 40, 10, (const uint8_t[3]){28, 27, 27});
    uint8_t *map = map_of(image, NULL, NULL);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            assert_int_equal(map[y * SIDE + x] == 255, x >= 40 && x < 50 && y >= 40 && y < 50);
    assert_int_equal(map[45 * SIDE + 125], 0);
    assert_int_equal(map[45 * SIDE + 165], 0);
    mem_free(map);
    image_unref(image);
}

// Outside the region nothing but clipping counts, and a grey wall there does not tint the skin.
static void region(void **state)
{
    (void)state;
    struct scene scene = LIGHT_SKIN;
    struct image *image = draw(scene);
    uint8_t *skin = mem_alloc(SIDE * SIDE);
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            skin[y * SIDE + x] = x < 170 ? 255 : 0;
            if (x >= 170)
                memcpy(image_row(image, y) + 4 * x, (const uint8_t[3]){180, 178, 170}, 3);
        }
    }
    uint8_t *map = map_of(image, skin, NULL);
    for (int y = 0; y < SIDE; y++) {
        for (int x = 170; x < SIDE; x++)
            assert_int_equal(map[y * SIDE + x], 0);
        for (int x = 0; x < 165; x += 5)
            assert_close(map[y * SIDE + x] / 255.0, true_share(scene, x, y), 0.08);
    }
    mem_free(map);
    mem_free(skin);
    image_unref(image);
}

// Skin of changing colour before a white wall, which is clipped and does not count: it may be in
// the region or not. (The map is made in the region's box alone.)
static void a_tighter_region_changes_nothing_in_it(void **state)
{
    (void)state;
    struct image *image = draw(DARK_SKIN);
    uint8_t *all = mem_alloc(SIDE * SIDE), *tight = mem_alloc(SIDE * SIDE);
    memset(all, 255, SIDE * SIDE);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            bool is_skin = x >= 91 && x < 159 && y >= 77 && y < 253; // through the spot
            uint8_t *pixel = image_row(image, y) + 4 * x;
            tight[y * SIDE + x] = is_skin ? 255 : 0;
            pixel[2] = (uint8_t)(pixel[2] - pixel[2] * x / (3 * SIDE));
            if (!is_skin)
                memset(pixel, 255, 3);
        }
    uint8_t *wide = map_of(image, all, NULL), *close = map_of(image, tight, NULL);
    int shiny = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        if (!tight[i])
            continue;
        assert_true(abs(wide[i] - close[i]) <= 1);
        shiny += close[i] > 50;
    }
    assert_true(shiny > 500);
    uint8_t *nowhere = mem_alloc(SIDE * SIDE), *nothing = map_of(image, nowhere, NULL);
    for (int i = 0; i < SIDE * SIDE; i++)
        assert_int_equal(nothing[i], tight[i] ? 0 : 255); // the wall is clipped
    mem_free(nowhere), mem_free(nothing);
    mem_free(all), mem_free(tight), mem_free(wide), mem_free(close);
    image_unref(image);
}

// An island of skin too small to have medians of its own takes the head's.
static void island(void **state)
{
    (void)state;
    struct scene scene = LIGHT_SKIN;
    scene.shine = none;
    struct image *image = draw(scene);
    uint8_t *skin = mem_alloc(SIDE * SIDE);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            skin[y * SIDE + x] = y < 100 || (x >= 150 && x < 166 && y >= 250 && y < 266) ? 255 : 0;
    fill(image, 156, 256, 6, (const uint8_t[3]){225, 215, 210});
    uint8_t *map = map_of(image, skin, NULL);
    assert_true(map[259 * SIDE + 159] > 100);
    assert_true(map[252 * SIDE + 152] < 20);
    mem_free(map);
    mem_free(skin);
    image_unref(image);
}

static void same_for_any_thread_count(void **state)
{
    (void)state;
    struct scene scene = LIGHT_SKIN;
    scene.grain = 2.0;
    struct image *image = draw(scene);
    uint8_t *one = map_of(image, NULL, NULL);
    static const int THREADS[] = {2, 3, 8};
    for (int k = 0; k < 3; k++) {
        struct pool *pool = pool_create(THREADS[k]);
        uint8_t *other = map_of(image, NULL, pool);
        assert_memory_equal(one, other, SIDE * SIDE);
        mem_free(other);
        pool_destroy(pool);
    }
    mem_free(one);
    image_unref(image);
}

static void odd_pictures(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    static const int SIDES[][2] = {{1, 1}, {1, 200}, {200, 1}, {65, 63}};
    static const double SCALES[] = {0.0, -3.0, 1e-9, 0.3, 5.0, 100.0, 1e30};
    for (size_t k = 0; k < sizeof SIDES / sizeof *SIDES; k++) {
        struct image *image = image_create(SIDES[k][0], SIDES[k][1], PIXELS_RGBA8, NULL);
        for (int grey = 0; grey < 256; grey += 51) {
            for (int y = 0; y < SIDES[k][1]; y++)
                memset(image_row(image, y), grey, (size_t)SIDES[k][0] * 4);
            for (size_t s = 0; s < sizeof SCALES / sizeof *SCALES; s++) {
                uint8_t *map = shine_map(image, &srgb, SCALES[s], NULL, NULL);
                assert_int_equal(map[0], grey == 255 ? 255 : 0); // no skin, no shine
                mem_free(map);
            }
            mem_free(shine_map(image, &srgb, (double)NAN, NULL, NULL));
        }
        for (long nth = 1; nth <= 7; nth++) {
            mem_fail_after(nth, 0);
            assert_null(shine_map(image, &srgb, 5.0, NULL, NULL));
        }
        mem_fail_after(0, 0);
        image_unref(image);
    }
}

// Rendered heads with known shine: how well the map follows it over bald skin.
static void rendered_heads(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double px_per_mm, least_correlation;
    } HEADS[] = {{"s03_topfront_brown_window", 5.3, 0.7},
                 {"s04_top_dark_softtop", 4.7, 0.8},
                 {"s07_front_dark_softbox_headA", 4.5, 0.75},
                 {"s08_topfront_light_spots_headB", 5.1, 0.25}};
    if (!testing_shared()) {
        print_message("skipped: no sample heads beside this clone\n");
        skip();
    }
    for (size_t k = 0; k < sizeof HEADS / sizeof *HEADS; k++) {
        char path[3][4096];
        static const char *KINDS[3] = {".jpg", "_spec.png", "_mask.png"};
        struct photo *photos[3];
        for (int i = 0; i < 3; i++) {
            snprintf(path[i], sizeof path[i], "%s/photos/%s%s", testing_shared(), HEADS[k].name, KINDS[i]);
            photos[i] = photo_load(path[i], NULL);
            assert_non_null(photos[i]);
        }
        const struct image *photo = photos[0]->image, *truth = photos[1]->image, *mask = photos[2]->image;
        int step = photo->height_px / truth->height_px, n = 0;
        uint8_t *region = mem_alloc((size_t)photo->width_px * (size_t)photo->height_px);
        for (int y = 0; y < truth->height_px * step; y++)
            for (int x = 0; x < truth->width_px * step && x < photo->width_px; x++)
                region[y * photo->width_px + x] = image_row(mask, y / step)[4 * (x / step)];
        uint8_t *map = shine_map(photo, &photos[0]->space, HEADS[k].px_per_mm, region, NULL);
        double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (int y = 0; y < truth->height_px; y++) {
            for (int x = 0; x < truth->width_px && (x + 1) * step <= photo->width_px; x++) {
                const uint8_t *kind = image_row(mask, y) + 4 * x; // red: skin, blue: hair
                if (kind[0] < 250 || kind[2] > 10)
                    continue;
                double a = image_row(truth, y)[4 * x] / 255.0, b = 0.0;
                for (int i = 0; i < step * step; i++)
                    b += map[(y * step + i / step) * photo->width_px + x * step + i % step] / 255.0;
                b /= step * step;
                sa += a, sb += b, saa += a * a, sbb += b * b, sab += a * b, n++;
            }
        }
        double correlation = (sab - sa * sb / n) / sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
        print_message("%s: correlation %.2f, mean %.3f against %.3f\n", HEADS[k].name, correlation, sb / n, sa / n);
        assert_true(correlation > HEADS[k].least_correlation);
        assert_true(sb < sa); // careful: it never claims more than there is
        mem_free(map);
        mem_free(region);
        for (int i = 0; i < 3; i++)
            photo_free(photos[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_mix),
        cmocka_unit_test(grain_does_not_decide),
        cmocka_unit_test(clipped_and_dark),
        cmocka_unit_test(region),
        cmocka_unit_test(a_tighter_region_changes_nothing_in_it),
        cmocka_unit_test(island),
        cmocka_unit_test(same_for_any_thread_count),
        cmocka_unit_test(odd_pictures),
        cmocka_unit_test(rendered_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
