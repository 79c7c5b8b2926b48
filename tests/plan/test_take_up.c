// The photo of a second session: what it shows already is not drawn again, and how much pigment the skin
// took is measured from it. The pairs are made: the demo's head, its first session drawn with a known
// take-up, as a new photo in other light, by another exposure, through JPEG, its pose a little off.
#include "plan/take_up.h"

#include "picture.h"
#include "testing.h"

#include "base/mem.h"
#include "image/encode.h"
#include "image/resize.h"
#include "plan/case_file.h"
#include "plan/compose.h"
#include "render/render.h"

#include <string.h>

struct pair {
    struct case_ *case_; // one photo; a second is added by `later`
    struct photo *before, *after;
    struct pool *pool;
};

// The demo's first view, at half size.
static int enter(void **state)
{
    struct pair *p = mem_alloc(sizeof *p);
    char path[4096];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/assets/demo/demo.stipple", testing_source());
    if (!(p->case_ = case_load(path, &err)))
        fail_msg("%s", err.text);
    snprintf(path, sizeof path, "%s/assets/demo/%s", testing_source(), p->case_->view[0]->photo_name);
    if (!(p->before = photo_load(path, &err)))
        fail_msg("%s", err.text);
    p->pool = pool_create(0);
    while (p->case_->view_count > 1)
        case_remove_view(p->case_, p->case_->view_count - 1);
    struct view *view = &p->case_->view[0]->view;
    struct image *half = image_reduce(p->before->image, &p->before->space, view->width_px / 2, p->pool, &err);
    image_unref(p->before->image);
    p->before->image = half;
    *view = (struct view){.width_px = half->width_px,
                          .height_px = half->height_px,
                          .focal_px = view->focal_px / 2,
                          .centre_px = {view->centre_px.x / 2, view->centre_px.y / 2},
                          .to_camera = view->to_camera,
                          .origin_mm = view->origin_mm};
    case_view_clear_strokes(p->case_->view[0]);
    *state = p;
    return 0;
}

static int leave(void **state)
{
    struct pair *p = *state;
    photo_free(p->before);
    photo_free(p->after);
    pool_destroy(p->pool);
    case_destroy(p->case_);
    mem_free(p);
    return 0;
}

struct later { // how the second photo differs from what the model draws
    double take_up, exposure, side_light, off_mm;
};

static void light_otherwise(struct image *image, const struct colour_space *space, struct later how)
{
    static float decode[256];
    static struct encode_table_8 encode;
    colour_fill_decode_8(space, decode);
    colour_fill_encode_8(space, &encode);
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            double factor = how.exposure * (1.0 + how.side_light * ((double)x / image->width_px - 0.5));
            uint8_t *pixel = image_row(image, y) + 4 * x;
            for (int c = 0; c < 3; c++)
                pixel[c] = colour_encode_8(&encode, decode[pixel[c]] * (float)(factor * (c == 2 ? 0.95 : 1.0)));
        }
}

// Draws session 1 on day 12 and adds it as the photo before session 2.
static void add_later(struct pair *p, struct later how)
{
    struct composer *composer = composer_create(p->pool);
    struct frame frame = {.sessions = 1, .time = TIME_DAYS, .days = 12.0, .band = BAND_LIKELY};
    struct composed composed;
    struct err err = {0};
    composer_set_photo(composer, 0, p->before);
    p->case_->course.take_up = how.take_up;
    if (!composer_compose(composer, p->case_, &frame, false, &composed, &err))
        fail_msg("%s", err.text);
    struct image *out = image_create(p->before->image->width_px, p->before->image->height_px, PIXELS_RGBA8, &err);
    struct render_request request = {.scene = &composed.scene, .pool = p->pool};
    if (!render_draw(render_cpu(), &request, out, &err))
        fail_msg("%s", err.text);
    composer_destroy(composer);
    p->case_->course.take_up = 1.0;
    light_otherwise(out, &p->before->space, how);
    struct encode_request encode = {.image = out, .space = &p->before->space, .format = PICTURE_JPEG};
    struct bytes bytes;
    assert_true(encode_picture(&encode, &bytes, &err));
    p->after = picture_load(bytes.data, bytes.size, &err);
    assert_non_null(p->after);
    mem_free(bytes.data);
    image_unref(out);
    struct case_view *view = case_add_view(p->case_);
    view->view = p->case_->view[0]->view;
    view->view.origin_mm.x += how.off_mm;
    view->done_events = 1;
}

static bool measure(struct pair *p, struct take_up *out, struct err *err)
{
    struct take_up_views views;
    assert_true(take_up_find_views(p->case_, &views));
    assert_int_equal(views.before, 0);
    assert_int_equal(views.after, 1);
    return take_up_measure(p->case_, 0, views, p->before, p->after, p->pool, out, err);
}

static void check(void **state, struct later how, double tolerance)
{
    struct pair *p = *state;
    struct take_up take_up;
    struct err err = {0};
    add_later(p, how);
    if (!measure(p, &take_up, &err))
        fail_msg("%s", err.text);
    printf("take-up %.2f: measured %.3f (%.2f to %.2f), %d places, %d treated\n", how.take_up, take_up.load.likely,
           take_up.load.low, take_up.load.high, take_up.samples, take_up.treated);
    assert_close(take_up.load.likely, how.take_up, tolerance * how.take_up);
    assert_true(take_up.load.low <= how.take_up && how.take_up <= take_up.load.high);
    assert_true(take_up.load.high < 1.6 * take_up.load.low);
}

static void a_weak_take_up_is_found(void **state)
{
    check(state, (struct later){.take_up = 0.6, .exposure = 1.0}, 0.12);
}
static void a_strong_one_too_by_another_exposure(void **state)
{
    check(state, (struct later){.take_up = 1.3, .exposure = 0.8}, 0.10);
}
static void and_in_light_from_the_side(void **state)
{
    check(state, (struct later){.take_up = 0.8, .exposure = 1.1, .side_light = 0.3}, 0.12);
}
static void and_with_the_head_a_millimetre_off(void **state)
{
    check(state, (struct later){.take_up = 0.8, .exposure = 0.9, .off_mm = 1.0}, 0.16);
}

// The photo from before once more: nothing has happened.
static void no_change_is_not_taken_for_one(void **state)
{
    struct pair *p = *state;
    struct take_up take_up;
    struct err err = {0};
    add_later(p, (struct later){.take_up = 1.0, .exposure = 1.0});
    photo_free(p->after);
    p->after = mem_alloc(sizeof *p->after);
    *p->after = *p->before;
    image_ref(p->after->image);
    assert_false(measure(p, &take_up, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "did not grow darker"));
}

static void one_photo_is_no_pair(void **state)
{
    struct pair *p = *state;
    struct take_up_views views;
    assert_false(take_up_find_views(p->case_, &views));
}

static int dots_drawn(struct pair *p, int view, int sessions, const struct photo *photo)
{
    struct composer *composer = composer_create(p->pool);
    struct frame frame = {.view = view, .sessions = sessions, .time = TIME_HEALED, .band = BAND_LIKELY};
    struct composed composed;
    struct err err = {0};
    composer_set_photo(composer, view, photo);
    if (!composer_compose(composer, p->case_, &frame, false, &composed, &err))
        fail_msg("%s", err.text);
    int count = composed.scene.splat_count;
    composer_destroy(composer);
    return count;
}

// And the dots that it shows are not taken for hair that new ones keep away from.
static void what_the_photo_shows_is_not_drawn_again(void **state)
{
    struct pair *p = *state;
    add_later(p, (struct later){.take_up = 1.0, .exposure = 1.0});
    int first = dots_drawn(p, 0, 1, p->before), all = dots_drawn(p, 0, -1, p->before);
    assert_int_equal(dots_drawn(p, 1, 1, p->after), 0);
    int rest = dots_drawn(p, 1, -1, p->after);
    printf("%d dots in all, %d in the photo, %d drawn\n", all, first, rest);
    assert_close(rest, all - first, 0.02 * all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_weak_take_up_is_found, enter, leave),
        cmocka_unit_test_setup_teardown(a_strong_one_too_by_another_exposure, enter, leave),
        cmocka_unit_test_setup_teardown(and_in_light_from_the_side, enter, leave),
        cmocka_unit_test_setup_teardown(and_with_the_head_a_millimetre_off, enter, leave),
        cmocka_unit_test_setup_teardown(no_change_is_not_taken_for_one, enter, leave),
        cmocka_unit_test_setup_teardown(one_photo_is_no_pair, enter, leave),
        cmocka_unit_test_setup_teardown(what_the_photo_shows_is_not_drawn_again, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
