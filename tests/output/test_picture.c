#include "output/picture.h"

#include "base/mem.h"
#include "plan/case_make.h"
#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    char folder[32], case_path[64], photo_path[64];
    struct case_ *case_;
};

static void write_file(const char *path, const struct bytes *bytes)
{
    struct err err = {0};
    if (!file_write_atomic(path, bytes->data, bytes->size, &err))
        fail_msg("%s", err.text);
}

// A plain skin-coloured photo of 400 x 300, 16 bit, and a case whose camera looks at the head from above.
static int enter(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    snprintf(f->folder, sizeof f->folder, "/tmp/stipple-pic-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->case_path, sizeof f->case_path, "%s/a.stipple", f->folder);
    snprintf(f->photo_path, sizeof f->photo_path, "%s/a.png", f->folder);
    struct image *image = image_create(400, 300, PIXELS_RGBA16, NULL);
    for (int y = 0; y < 300; y++)
        for (int x = 0; x < 1600; x++)
            image_row16(image, y)[x] = (uint16_t)(x % 4 == 3 ? 65535 : 45000 - 4000 * (x % 4) + (x * y) % 777);
    struct colour_space space = colour_display_p3();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes;
    assert_true(encode_picture(&request, &bytes, NULL));
    write_file(f->photo_path, &bytes);
    mem_free(bytes.data);
    image_unref(image);
    f->case_ = case_create();
    struct photo *photo = photo_load(f->photo_path, NULL);
    struct marks marks = {0};
    struct case_view *view = case_take_photo(f->case_, photo, "a.png", &marks, NULL);
    photo_free(photo);
    view->view = (struct view){.width_px = 400, .height_px = 300, .focal_px = 1200.0,
                               .centre_px = {200.0, 150.0}, .origin_mm = {0.0, 13.0, 600.0}};
    view->view.to_camera.row[0] = vec3_make(1.0, 0.0, 0.0); // looking straight down, face at the lower edge
    view->view.to_camera.row[1] = vec3_make(0.0, -1.0, 0.0);
    view->view.to_camera.row[2] = vec3_make(0.0, 0.0, -1.0);
    view->scale_px_per_mm = (struct interval){2.0, 2.1, 2.2};
    case_take_template(f->case_, HAIRLINE_ROUND);
    *state = f;
    return 0;
}

static int leave(void **state)
{
    struct fixture *f = *state;
    unlink(f->photo_path);
    rmdir(f->folder);
    case_destroy(f->case_);
    mem_free(f);
    return 0;
}

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
