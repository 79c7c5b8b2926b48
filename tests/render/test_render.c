// Properties of a drawn picture that hold for any renderer behind render_draw.
#include "patch.h"

static void expect_same(const struct image *a, const struct image *b)
{
    for (int y = 0; y < a->height_px; y++)
        assert_memory_equal(image_row(a, y), image_row(b, y), (size_t)a->width_px * pixel_bytes(a->format));
}

static void add_noise(struct patch_scene *p)
{
    size_t bytes = (size_t)p->photo->width_px * pixel_bytes(p->photo->format);
    for (int y = 0; y < p->photo->height_px; y++)
        for (size_t i = 0; i < bytes; i++)
            image_row(p->photo, y)[i] = (uint8_t)rng_bits(5, (uint64_t)y, i);
}

static void test_no_dots_no_change(void **state)
{
    (void)state;
    for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++) {
        struct patch_scene p = patch_create(203, 77, (enum pixel_format)format, 0);
        add_noise(&p);
        struct image *out = patch_draw(&p, (struct render_request){0});
        expect_same(out, p.photo);
        image_unref(out);
        patch_finish(&p);
    }
}

static void test_far_pixels_are_kept(void **state)
{
    (void)state;
    const double scale = 8.0;
    for (int red = 0; red < 2; red++)
        for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++) {
            struct patch_scene p = patch_create(240, 240, (enum pixel_format)format, 0);
            add_noise(&p);
            patch_add(&p, 120.3, 118.9, scale)->depth_mm = 0.6f;
            p.scene.group[0].redness[1] = red ? 0.25f : 0.0f;
            struct image *out = patch_draw(&p, (struct render_request){0});
            double reach = (red ? 5.0 : 3.0) * scale;
            size_t bytes = pixel_bytes(p.photo->format);
            int changed = 0;
            for (int y = 0; y < 240; y++)
                for (int x = 0; x < 240; x++) {
                    bool same = memcmp(image_row(out, y) + (size_t)x * bytes,
                                       image_row(p.photo, y) + (size_t)x * bytes, bytes) == 0;
                    changed += !same;
                    if (hypot(x + 0.5 - 120.3, y + 0.5 - 118.9) > reach)
                        assert_true(same);
                }
            assert_true(changed > 20);
            image_unref(out);
            patch_finish(&p);
        }
}

static void test_tiles_threads_and_simd_change_no_bit(void **state)
{
    (void)state;
    struct patch_scene p = patch_create(301, 217, PIXELS_RGBA8, 0);
    add_noise(&p);
    patch_add_field(&p, 20, 20, 290, 200, 9.0, 150, 0.6);
    for (int i = 0; i < p.scene.splat_count; i++)
        p.splats[i].group = (uint32_t)i % 2;
    p.scene.group_count = 2;
    p.scene.group[1] = p.scene.group[0];
    p.scene.group[1].scab = 0.5f;
    p.scene.group[1].redness[1] = 0.2f;
    struct image *want = patch_draw(&p, (struct render_request){.simd = SIMD_SCALAR});
    const int threads[] = {1, 2, 3, 8}, tiles[] = {0, 32, 64, 96, 256};
    for (int t = 0; t < 4; t++)
        for (int k = 0; k < 5; k++) {
            struct pool *pool = pool_create(threads[t]);
            struct image *out = patch_draw(&p, (struct render_request){.pool = pool, .tile_px = tiles[k]});
            expect_same(out, want);
            image_unref(out);
            pool_destroy(pool);
        }
    image_unref(want);
    patch_finish(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_dots_no_change),
        cmocka_unit_test(test_far_pixels_are_kept),
        cmocka_unit_test(test_tiles_threads_and_simd_change_no_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
