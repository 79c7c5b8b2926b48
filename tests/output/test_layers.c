#include "output/layers.h"

#include "testing.h"

static struct view camera(void)
{
    struct view view = {.width_px = 240,
                        .height_px = 300,
                        .focal_px = 700.0,
                        .centre_px = {120.0, 150.0},
                        .origin_mm = {0.0, 58.0, 600.0}};
    view.to_camera.row[0] = vec3_make(1.0, 0.0, 0.0);
    view.to_camera.row[1] = vec3_make(0.0, 0.0, -1.0);
    view.to_camera.row[2] = vec3_make(0.0, 1.0, 0.0);
    return view;
}

// Each pixel's normal turns back into the one of the place that its ray meets; none off the head.
static void test_normals(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct view view = camera();
    struct image *out = image_create(120, 150, PIXELS_RGBA8, NULL); // half size
    layer_normals(&head, &view, NULL, out);
    int on_head = 0;
    for (int y = 0; y < 150; y++)
        for (int x = 0; x < 120; x++) {
            const uint8_t *pixel = image_row(out, y) + 4 * x;
            struct vec3 dir;
            assert_int_equal(pixel[3], 255);
            if (!view_hit(&view, &head, (struct pt_px){2.0 * x + 1.0, 2.0 * y + 1.0}, &dir)) {
                assert_int_equal(pixel[0] + pixel[1] + pixel[2], 0);
                continue;
            }
            struct vec3 n = head_normal(&head, dir); // this camera looks along +y, z up
            assert_close(pixel[0] / 127.5 - 1.0, n.x, 0.0041);
            assert_close(pixel[1] / 127.5 - 1.0, n.z, 0.0041);
            assert_close(pixel[2] / 127.5 - 1.0, -n.y, 0.0041);
            on_head++;
        }
    assert_true(on_head > 3000);
    image_unref(out);
}

static void test_maps(void **state)
{
    (void)state;
    enum { WIDTH = 120, HEIGHT = 150, PITCH = 130 }; // pitch beyond the width
    struct head head = head_canonical();
    struct view view = camera();
    uint8_t map[HEIGHT * PITCH];
    for (int i = 0; i < HEIGHT * PITCH; i++)
        map[i] = (uint8_t)(1 + i % 255);
    struct scene scene = {.shine = map, .shine_pitch = PITCH};
    struct image *out = image_create(WIDTH, HEIGHT, PIXELS_RGBA8, NULL); // half size
    layer_shine(&scene, &view, &head, out);
    int on_head = 0, beside = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            struct vec3 near;
            double level = view_near_level(&view, &head, (struct pt_px){2.0 * x + 1.0, 2.0 * y + 1.0}, &near);
            if (level > 0.98 && level < 1.02)
                continue;               // the rim
            for (int c = 0; c < 3; c++) // a wall beside the head has no shine
                assert_int_equal(image_row(out, y)[4 * x + c], level < 1.0 ? map[y * PITCH + x] : 0);
            on_head += level < 1.0;
            beside += level > 1.0;
        }
    assert_true(on_head > 3000 && beside > 3000);
    layer_mask(&scene, out); // none: nothing is left untouched
    assert_int_equal(image_row(out, 1)[8], 0);
    image_unref(out);
}

// Shine out of a grey pixel leaves its share of the light; none leaves the photo, in 8 and in 16 bit.
static void test_diffuse(void **state)
{
    (void)state;
    struct colour_space space = colour_srgb();
    static const uint8_t map[3] = {0, 128, 255};
    for (int format = 0; format < 2; format++) {
        struct image *photo = image_create(3, 1, (enum pixel_format)format, NULL);
        for (int i = 0; i < 12; i++) {
            if (format == PIXELS_RGBA8)
                image_row(photo, 0)[i] = (uint8_t)(i % 4 == 3 ? 255 : 180);
            else
                image_row16(photo, 0)[i] = (uint16_t)(i % 4 == 3 ? 65535 : 180 * 257);
        }
        struct scene scene = {.photo = photo, .space = &space, .shine = map, .shine_pitch = 3};
        struct image *out = image_create(3, 1, PIXELS_RGBA8, NULL);
        layer_diffuse(&scene, NULL, out);
        assert_int_equal(image_row(out, 0)[0], 180);
        double kept = colour_decode(&space.curve, 180 / 255.0) * (1.0 - 128 / 255.0);
        assert_close(image_row(out, 0)[5], 255.0 * colour_encode(&space.curve, kept), 0.51);
        assert_int_equal(image_row(out, 0)[10], 0);
        image_unref(photo);
        image_unref(out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_normals), cmocka_unit_test(test_maps),
                                       cmocka_unit_test(test_diffuse)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
