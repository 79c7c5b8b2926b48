#include "output/picture.h"

#include "base/mem.h"
#include "small_case.h"
#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool same_pixels(const struct image *a, const struct image *b)
{
    bool is_same = a->format == b->format && a->width_px == b->width_px && a->height_px == b->height_px;
    for (int y = 0; is_same && y < a->height_px; y++)
        is_same = memcmp(image_row(a, y), image_row(b, y), (size_t)a->width_px * pixel_bytes(a->format)) == 0;
    return is_same;
}

static void test_frames(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct picture_maker *maker = picture_maker_create(f->case_, f->case_path, NULL);
    const struct photo *photo = picture_maker_photo(maker, 0, &err);
    if (!photo)
        fail_msg("%s", err.text);
    struct picture_request request = {.frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY}};
    struct picture before, after, again;
    request.frame.is_before = 1;
    assert_true(picture_make(maker, &request, &before, &err));
    assert_true(same_pixels(before.image, photo->image)); // 16 bit, bit for bit
    assert_string_equal(before.caption, "");
    request.frame.is_before = 0;
    assert_true(picture_make(maker, &request, &after, &err));
    assert_false(same_pixels(after.image, photo->image));
    assert_string_equal(after.caption, "Simulation, not a guarantee: option A, healed");
    assert_string_equal(after.space.name, photo->space.name);
    assert_true(picture_make(maker, &request, &again, &err)); // from the caches
    assert_true(same_pixels(after.image, again.image));
    picture_finish(&again);
    struct image *pixels = photo->image;
    request.is_last = true;
    assert_true(picture_make(maker, &request, &again, &err)); // over the photo
    assert_true(same_pixels(after.image, again.image));
    assert_ptr_equal(again.image, pixels);
    picture_finish(&again);
    assert_non_null(picture_maker_photo(maker, 0, &err)); // read anew
    request.is_last = false;
    assert_true(picture_make(maker, &request, &again, &err));
    assert_true(same_pixels(after.image, again.image));
    picture_finish(&before);
    picture_finish(&after);
    picture_finish(&again);
    picture_maker_destroy(maker);
    picture_maker_destroy(NULL);
}

static void test_cancelled(void **state)
{
    struct fixture *f = *state;
    atomic_bool cancel = true;
    struct err err = {0};
    struct picture_maker *maker = picture_maker_create(f->case_, f->case_path, NULL);
    struct picture_request request = {.frame = {.sessions = -1, .band = BAND_LIKELY}, .cancel = &cancel};
    struct picture picture;
    assert_false(picture_make(maker, &request, &picture, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
    assert_null(picture.image);
    picture_maker_destroy(maker);
}

static void check_photo_refused(const struct fixture *f, const char *said)
{
    struct err err = {0};
    struct picture_maker *maker = picture_maker_create(f->case_, f->case_path, NULL);
    assert_null(picture_maker_photo(maker, 0, &err));
    assert_int_equal(err.code, ERR_INPUT);
    if (!strstr(err.text, said) || !strstr(err.text, "a.png"))
        fail_msg("%s", err.text);
    picture_maker_destroy(maker);
}

static void test_photo_not_the_case_s(void **state)
{
    struct fixture *f = *state;
    f->case_->view[0]->view.width_px = 401;
    check_photo_refused(f, "401 x 300");
    f->case_->view[0]->view.width_px = 400;
    f->case_->view[0]->photo_sha256[0] ^= 1;
    check_photo_refused(f, "changed");
    f->case_->view[0]->photo_sha256[0] ^= 1;
    unlink(f->photo_path);
    check_photo_refused(f, "is not there; put it beside");
}

static void test_names(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct picture picture = {.image = image_create(2, 2, PIXELS_RGBA8, NULL), .space = colour_srgb()};
    assert_false(picture_save(&picture, "/tmp/never.bmp", &err));
    assert_int_equal(err.code, ERR_USAGE);
    picture_finish(&picture);
    char *path = picture_photo_path("some/where/x.stipple", f->case_->view[0]);
    assert_string_equal(path, "some/where/a.png");
    mem_free(path);
    for (int i = 0; i < PICTURE_LAYER_COUNT; i++)
        assert_true(*picture_layer_name((enum picture_layer)i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_frames, enter, leave),
                                       cmocka_unit_test_setup_teardown(test_cancelled, enter, leave),
                                       cmocka_unit_test_setup_teardown(test_photo_not_the_case_s, enter, leave),
                                       cmocka_unit_test_setup_teardown(test_names, enter, leave)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
