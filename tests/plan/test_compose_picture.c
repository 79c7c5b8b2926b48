// The photo of a frame and its maps: sizes, what is made anew and what is not.
#include "testing.h"

#include "base/mem.h"
#include "plan/compose_picture.h"

enum { W = 64, H = 48 };

static struct photo make_photo(void)
{
    struct photo photo = {.image = image_create(W, H, PIXELS_RGBA8, NULL), .space = colour_srgb()};
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            uint8_t *p = image_row(photo.image, y) + 4 * x;
            p[0] = (uint8_t)(150 + x);
            p[1] = (uint8_t)(110 + y);
            p[2] = 90;
            p[3] = 255;
        }
    return photo;
}

static const struct head head = {.semi_mm = {77.2, 99.8, 73.0}, .centre_mm = {0.0, 13.0, 58.0}};

static struct case_view make_view(int width, int height)
{
    struct view view = {.width_px = width, .height_px = height, .focal_px = 100.0};
    view.centre_px = (struct pt_px){0.5 * width, 0.5 * height};
    view.to_camera = (struct mat3){{{1.0, 0.0, 0.0}, {0.0, 0.0, -1.0}, {0.0, 1.0, 0.0}}};
    view.origin_mm = (struct vec3){0.0, 58.0, 600.0};
    return (struct case_view){.view = view};
}

static void a_photo_comes_at_its_size_or_smaller(void **state)
{
    (void)state;
    struct photo photo = make_photo();
    struct picture *picture = picture_create(&photo);
    struct case_view view = make_view(W, H);
    struct picture_at at;
    assert_true(picture_get(picture, &view, &head, 0, 1.0, NULL, &at, NULL));
    assert_true(at.image == photo.image && at.width == W && at.height == H && at.shine && !at.keep_out);
    const uint8_t *shine = at.shine;
    assert_true(picture_get(picture, &view, &head, 10 * W, 1.0, NULL, &at, NULL)); // never larger
    assert_true(at.image == photo.image && at.shine == shine);
    assert_true(picture_get(picture, &view, &head, W / 2, 1.0, NULL, &at, NULL));
    assert_true(at.width == W / 2 && at.height == H / 2 && at.image->width_px == W / 2);
    const struct image *small = at.image;
    assert_true(picture_get(picture, &view, &head, W / 2, 1.0, NULL, &at, NULL));
    assert_true(at.image == small); // not reduced again
    picture_free(picture);
    image_unref(photo.image);
}

static void the_bare_photo_needs_no_maps(void **state)
{
    (void)state;
    struct photo photo = make_photo();
    struct picture *picture = picture_create(&photo);
    struct case_view view = make_view(W, H);
    struct picture_at bare, at;
    assert_true(picture_get(picture, &view, NULL, W / 2, 1.0, NULL, &bare, NULL));
    assert_true(bare.image->width_px == W / 2 && !bare.maps.photo && !bare.shine && !bare.above && !bare.covered);
    assert_true(picture_get(picture, &view, &head, W / 2, 1.0, NULL, &at, NULL));
    assert_true(at.image == bare.image && at.maps.photo && at.shine); // the photo is not reduced again
    assert_true(picture_get(picture, &view, NULL, W / 2, 1.0, NULL, &bare, NULL));
    assert_true(bare.image == at.image && !bare.shine && !bare.maps.photo); // not even if there are some
    picture_free(picture);
    image_unref(photo.image);
}

static void a_mask_follows_its_strokes_and_the_size(void **state)
{
    (void)state;
    struct picture *picture = picture_create(NULL);
    struct case_view view = make_view(W, H);
    struct mask_stroke stroke = {.point_count = 4, .point = {{0, 0}, {32, 0}, {32, 48}, {0, 48}}};
    view.stroke = &stroke;
    view.stroke_count = 1;
    struct picture_at at;
    assert_true(picture_get(picture, &view, &head, 0, 1.0, NULL, &at, NULL));
    assert_null(at.image);
    assert_int_equal(at.keep_out[31], 255);
    assert_int_equal(at.keep_out[32], 0);
    assert_true(picture_get(picture, &view, &head, 16, 1.0, NULL, &at, NULL));
    assert_true(at.width == 16 && at.height == 12);
    assert_int_equal(at.keep_out[7], 255);
    assert_int_equal(at.keep_out[8], 0);
    stroke.point[1].x = stroke.point[2].x = 16.0;
    assert_true(picture_get(picture, &view, &head, 16, 1.0, NULL, &at, NULL));
    assert_int_equal(at.keep_out[7], 0);
    view.stroke_count = 0;
    assert_true(picture_get(picture, &view, &head, 16, 1.0, NULL, &at, NULL));
    assert_null(at.keep_out);
    picture_free(picture);
}

static void another_photo_is_refused(void **state)
{
    (void)state;
    struct photo photo = make_photo();
    struct picture *picture = picture_create(&photo);
    struct case_view view = make_view(W, H + 1);
    struct picture_at at;
    struct err err;
    assert_false(picture_get(picture, &view, &head, 0, 1.0, NULL, &at, &err));
    assert_int_equal(err.code, ERR_INPUT);
    picture_free(picture);
    image_unref(photo.image);
}

static void memory_that_runs_out_is_told_and_tried_again(void **state)
{
    (void)state;
    struct photo photo = make_photo();
    struct picture *picture = picture_create(&photo);
    struct case_view view = make_view(W, H);
    struct mask_stroke stroke = {.width_px = 9.0, .point_count = 1, .point = {{20, 20}}};
    view.stroke = &stroke;
    view.stroke_count = 1;
    struct picture_at at;
    int failures = 0;
    for (long nth = 1; nth < 40; nth++) {
        struct err err = {0};
        mem_fail_after(nth, 0);
        bool done = picture_get(picture, &view, &head, W / 2 + (int)(nth % 2), 1.0 + (double)nth, NULL, &at, &err);
        mem_fail_after(0, 0);
        assert_true(done || err.code == ERR_MACHINE);
        failures += !done;
        assert_true(picture_get(picture, &view, &head, W / 4, 1.0 + (double)nth, NULL, &at, NULL));
        assert_true(at.image && at.shine && at.keep_out);
    }
    assert_true(failures >= 2);
    picture_free(picture);
    image_unref(photo.image);
}

// All is the same skin but for a white light on it: shine is found on the head and nowhere else,
// and follows when head or view move.
static void shine_is_sought_on_the_head(void **state)
{
    (void)state;
    struct photo photo = make_photo();
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            uint8_t *p = image_row(photo.image, y) + 4 * x;
            p[0] = 170, p[1] = 120, p[2] = 90;
            if (y % 16 < 2)
                p[0] = 210, p[1] = 180, p[2] = 165;
        }
    struct picture *picture = picture_create(&photo);
    struct case_view view = make_view(W, H);
    struct head large = head;
    struct picture_at at;
    int found[3];
    for (int i = 0; i < 3; i++) {
        if (i == 1)
            view.view.centre_px.x += 14.0;
        if (i == 2)
            large.semi_mm.x = 90.0;
        assert_true(picture_get(picture, &view, &large, 0, 0.2, NULL, &at, NULL));
        struct head grown = large; // the margin, and half a pixel
        grown.semi_mm = vec3_add(large.semi_mm, vec3_make(7.0, 7.0, 7.0));
        found[i] = 0;
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++) {
                struct vec3 dir;
                struct pt_px px = {x + 0.5, y + 0.5};
                bool is_found = at.shine[y * W + x] > 20;
                assert_true(!is_found || view_hit(&view.view, &grown, px, &dir));
                found[i] += is_found;
            }
    }
    assert_true(found[0] > 40 && found[2] > found[1]);
    picture_free(picture);
    image_unref(photo.image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_photo_comes_at_its_size_or_smaller),
        cmocka_unit_test(the_bare_photo_needs_no_maps),
        cmocka_unit_test(a_mask_follows_its_strokes_and_the_size),
        cmocka_unit_test(another_photo_is_refused),
        cmocka_unit_test(shine_is_sought_on_the_head),
        cmocka_unit_test(memory_that_runs_out_is_told_and_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
