// Hair, grain and blur of drawn skin whose hairs, grain and blur are known.
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "image/skin_maps.h"

#include <string.h>

enum { W = 320, H = 320 };
#define PX_PER_MM 6.0

struct patch {
    float light[H][W]; // linear
    struct image *image;
    uint8_t region[W * H];
    const uint8_t *shine; // NULL: none
    struct skin_maps *maps;
};

static float random_unit(int i, int stream)
{
    return (float)rng_unit(7, (uint64_t)i, (uint64_t)stream);
}

static struct patch *patch_create(void)
{
    struct patch *patch = mem_alloc(sizeof *patch);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
            patch->light[y][x] = 0.4f + 0.15f * (float)x / W; // shaded from the side
    memset(patch->region, 255, sizeof patch->region);
    return patch;
}

static void patch_free(struct patch *patch)
{
    image_unref(patch->image);
    skin_maps_free(patch->maps);
    mem_free(patch);
}

// A line one pixel wide, dark.
static void draw_hair(struct patch *patch, int x, int y, int length)
{
    for (int i = 0; i < length; i++)
        if (x >= 0 && x < W && y + i >= 0 && y + i < H)
            patch->light[y + i][x] *= 0.2f;
}

static void blur(struct patch *patch, float sigma, int from_x)
{
    static float out[H][W];
    for (int pass = 0; pass < 2; pass++) {
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++) {
                float sum = 0.0f, weights = 0.0f;
                for (int i = -16; i <= 16; i++) {
                    int u = pass ? x : x + i, v = pass ? y + i : y;
                    if (u < 0 || v < 0 || u >= W || v >= H)
                        continue;
                    float weight = expf(-0.5f * (float)(i * i) / (sigma * sigma));
                    sum += weight * patch->light[v][u];
                    weights += weight;
                }
                out[y][x] = x >= from_x ? sum / weights : patch->light[y][x];
            }
        memcpy(patch->light, out, sizeof out);
    }
}

static void read_maps(struct patch *patch, float grain)
{
    struct colour_space space = colour_srgb();
    patch->image = image_create(W, H, PIXELS_RGBA8, NULL);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            float noise = 0.0f;
            for (int k = 0; k < 12; k++)
                noise += random_unit(y * W + x, k) - 0.5f;
            double light = (double)(patch->light[y][x] * (1.0f + grain * noise));
            uint8_t code = (uint8_t)(colour_encode(&space.curve, fmin(fmax(light, 0.0), 1.0)) * 255.0 + 0.5);
            memcpy(image_row(patch->image, y) + 4 * x, (const uint8_t[]){code, code, code, 255}, 4);
        }
    patch->maps = skin_maps_make(patch->image, &space, PX_PER_MM, patch->region, patch->shine, NULL);
    assert_non_null(patch->maps);
}

static int hair_at(const struct patch *patch, int x, int y)
{
    return patch->maps->hair[y * W + x];
}

static void bare_skin_in_uneven_light_has_no_hair_and_its_grain_is_measured(void **state)
{
    (void)state;
    struct patch *patch = patch_create();
    read_maps(patch, 0.03f);
    for (int i = 0; i < W * H; i++)
        assert_in_range(patch->maps->hair[i], 0, 60);
    const struct skin_cell *cell = skin_maps_cell(patch->maps, 160.0f, 160.0f);
    assert_close((double)cell->grain, 0.03, 0.008);
    assert_close((double)cell->light, 0.475, 0.04);
    assert_true(patch->maps->skin_share > 0.99f);
    patch_free(patch);
}

static void single_hairs_are_found_and_the_skin_between_is_free(void **state)
{
    (void)state;
    struct patch *patch = patch_create();
    for (int i = 0; i < 12; i++)
        draw_hair(patch, 20 + 25 * i, 100, 120);
    read_maps(patch, 0.02f);
    for (int i = 0; i < 12; i++) {
        assert_true(hair_at(patch, 20 + 25 * i, 160) > 200);
        assert_true(hair_at(patch, 20 + 25 * i + 3, 160) < 40);
    }
    patch_free(patch);
}

// A highlight broken up by the skin's relief, with hairs beside it and one across.
static void between_glints_there_is_no_hair(void **state)
{
    (void)state;
    static uint8_t shine[W * H];
    struct patch *patch = patch_create();
    patch->shine = shine;
    for (int i = 0; i < 5; i++)
        draw_hair(patch, 20 + 15 * i, 100, 120);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            float dx = (float)(x - 220), dy = (float)(y - 160), wave = 0.5f * (sinf(0.9f * dx) + sinf(0.8f * dy));
            float share = 0.45f * expf(-(dx * dx + dy * dy) / 3200.0f); // smooth, as shine.h says
            shine[y * W + x] = (uint8_t)(share * 255.0f);
            patch->light[y][x] *= 1.0f + share / (1.0f - share) * (1.0f + 0.7f * wave);
        }
    read_maps(patch, 0.01f);
    int most = 0;
    for (int y = 80; y < 240; y++)
        for (int x = 140; x < 300; x++)
            most = hair_at(patch, x, y) > most ? hair_at(patch, x, y) : most;
    assert_in_range(most, 0, 25); // photo_maps_bare takes no dot for it
    for (int i = 0; i < 5; i++)
        assert_true(hair_at(patch, 20 + 15 * i, 160) > 200);
    patch_free(patch);
}

// Hair without any skin between, and a shadow as dark: told apart by their streaks.
static void a_mass_of_hair_is_hair_and_a_shadow_is_skin(void **state)
{
    (void)state;
    struct patch *patch = patch_create();
    for (int y = 0; y < 160; y++)
        for (int x = 180; x < W; x++)
            patch->light[y][x] = 0.05f + 0.08f * random_unit(x, 20); // strands
    for (int y = 160; y < H; y++)
        for (int x = 180; x < W; x++)
            patch->light[y][x] = 0.10f;
    read_maps(patch, 0.01f);
    double hair = 0.0, shadow = 0.0;
    for (int y = 0; y < 60; y++)
        for (int x = 0; x < 60; x++) {
            hair += hair_at(patch, 230 + x, 50 + y) / (255.0 * 3600.0);
            shadow += hair_at(patch, 230 + x, 220 + y) / (255.0 * 3600.0);
        }
    assert_true(hair > 0.6); // so much and no dot is placed
    assert_true(shadow < 0.02);
    patch_free(patch);
}

static void blur_of_hairs_is_measured_where_they_lie(void **state)
{
    (void)state;
    for (int step = 0; step < 3; step++) {
        float sigma = 1.0f + (float)step; // px
        struct patch *patch = patch_create();
        for (int i = 0; i < 260; i++)
            draw_hair(patch, (int)(random_unit(i, 30) * W), (int)(random_unit(i, 31) * H), 14);
        blur(patch, 0.8f, 0);
        blur(patch, sigma, 160);
        read_maps(patch, 0.005f);
        double expected = sqrt(0.64 + (double)(sigma * sigma));
        assert_close((double)skin_maps_cell(patch->maps, 60.0f, 160.0f)->blur_px, 0.8, 0.3);
        assert_close((double)skin_maps_cell(patch->maps, 250.0f, 160.0f)->blur_px, expected,
                     0.36 * expected);                          // strong blur reads too small
        assert_close((double)patch->maps->finest_px, 0.8, 0.2); // of the sharper half
        patch_free(patch);
    }
}

static void what_shows_nothing_is_unknown(void **state)
{
    (void)state;
    struct patch *patch = patch_create();
    read_maps(patch, 0.02f);
    assert_close((double)patch->maps->blur_px, 0.0, 0.0);
    assert_close((double)patch->maps->finest_px, 0.0, 0.0);
    skin_maps_free(patch->maps);
    memset(patch->region, 0, sizeof patch->region); // no scalp at all
    struct colour_space space = colour_srgb();
    patch->maps = skin_maps_make(patch->image, &space, 0.0, patch->region, NULL, NULL);
    assert_non_null(patch->maps);
    assert_null(skin_maps_cell(patch->maps, 10.0f, 10.0f));
    patch_free(patch);
}

static void memory_that_runs_out_is_told(void **state)
{
    (void)state;
    struct patch *patch = patch_create();
    read_maps(patch, 0.02f);
    struct colour_space space = colour_srgb();
    for (long nth = 1; nth <= 5; nth++) {
        mem_fail_after(nth, 1);
        struct skin_maps *maps = skin_maps_make(patch->image, &space, PX_PER_MM, patch->region, NULL, NULL);
        mem_fail_after(0, 0);
        assert_null(maps);
    }
    patch_free(patch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bare_skin_in_uneven_light_has_no_hair_and_its_grain_is_measured),
        cmocka_unit_test(single_hairs_are_found_and_the_skin_between_is_free),
        cmocka_unit_test(between_glints_there_is_no_hair),
        cmocka_unit_test(a_mass_of_hair_is_hair_and_a_shadow_is_skin),
        cmocka_unit_test(blur_of_hairs_is_measured_where_they_lie),
        cmocka_unit_test(what_shows_nothing_is_unknown),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
