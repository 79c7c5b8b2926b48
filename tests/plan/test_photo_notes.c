// Photos made worse on purpose: each is drawn all the same, and told of for what it is, and for nothing else.
#include "plan/photo_notes.h"

#include "picture.h"
#include "testing.h"

#include "base/mem.h"
#include "image/encode.h"
#include "image/resize.h"
#include "plan/case_file.h"
#include "plan/compose.h"
#include "render/render.h"

#include <stdlib.h>
#include <string.h>

enum { VIEW = 1 };

struct bad {
    struct case_ *case_;
    struct photo *photo; // the demo's, half size
    struct pool *pool;
};

static void scale_view(struct view *view, int width_px, int height_px)
{
    double factor = (double)width_px / view->width_px;
    view->width_px = width_px;
    view->height_px = height_px;
    view->focal_px *= factor;
    view->centre_px.x *= factor;
    view->centre_px.y *= factor;
}

static void shrink(struct bad *b, int width_px)
{
    struct image *small = image_reduce(b->photo->image, &b->photo->space, width_px, b->pool, NULL);
    assert_non_null(small);
    image_unref(b->photo->image);
    b->photo->image = small;
    scale_view(&b->case_->view[VIEW]->view, small->width_px, small->height_px);
}

static int enter(void **state)
{
    struct bad *b = mem_alloc(sizeof *b);
    char path[4096];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/assets/demo/demo.stipple", testing_source());
    if (!(b->case_ = case_load(path, &err)))
        fail_msg("%s", err.text);
    snprintf(path, sizeof path, "%s/assets/demo/%s", testing_source(), b->case_->view[VIEW]->photo_name);
    if (!(b->photo = photo_load(path, &err)))
        fail_msg("%s", err.text);
    b->pool = pool_create(0);
    case_view_clear_strokes(b->case_->view[VIEW]);
    shrink(b, b->photo->image->width_px / 2);
    *state = b;
    return 0;
}

static int leave(void **state)
{
    struct bad *b = *state;
    photo_free(b->photo);
    pool_destroy(b->pool);
    case_destroy(b->case_);
    mem_free(b);
    return 0;
}

static unsigned notes_of(struct bad *b)
{
    struct photo_figures f;
    const struct view *view = &b->case_->view[VIEW]->view;
    struct map_store *store = map_store_create(b->photo);
    const struct skin_maps *maps = map_store_skin(store, view, &b->case_->head, b->pool);
    assert_true(photo_figures_read(b->photo, maps, view, &b->case_->head, &f));
    map_store_free(store);
    unsigned notes = photo_notes_judge(&f);
    printf("  %.2f px/mm, colourful %.3f, clipped %.3f, light %.3f, around %.3f, blocks %.2f, blur %.2f px, skin %.2f: "
           "%x\n",
           f.px_per_mm, f.colourful, f.clipped, f.light, f.light_around, f.blockiness, f.blur_px, f.skin_share, notes);
    for (int i = 0; i < PHOTO_NOTE_COUNT; i++)
        if (notes >> i & 1)
            printf("    %s\n", photo_note_text((enum photo_note)i));
    return notes;
}

// Draws it fresh: pixels only grow darker.
static struct image *draw_some(struct bad *b, int *changed_px)
{
    struct composer *composer = composer_create(b->pool);
    struct frame frame = {.view = VIEW, .sessions = -1, .time = TIME_FRESH, .band = BAND_LIKELY};
    struct composed composed;
    struct err err = {0};
    composer_set_photo(composer, VIEW, b->photo);
    if (!composer_compose(composer, b->case_, &frame, false, &composed, &err))
        fail_msg("%s", err.text);
    const struct image *photo = composed.scene.photo;
    struct image *out = image_create(photo->width_px, photo->height_px, photo->format, &err);
    struct render_request request = {.scene = &composed.scene, .pool = b->pool};
    assert_true(render_draw(render_cpu(), &request, out, &err));
    int changed = 0;
    for (int y = 0; y < photo->height_px; y++)
        for (int x = 0; x < photo->width_px; x++) {
            const uint8_t *was = image_row(photo, y) + 4 * x, *is = image_row(out, y) + 4 * x;
            assert_true(is[0] <= was[0] && is[1] <= was[1] && is[2] <= was[2] && is[3] == 255);
            changed += memcmp(was, is, 4) != 0;
        }
    *changed_px = changed;
    composer_destroy(composer);
    return out;
}

static struct image *draw(struct bad *b)
{
    int changed;
    struct image *out = draw_some(b, &changed);
    assert_true(changed > out->width_px * out->height_px / 50);
    return out;
}

static void check(struct bad *b, unsigned wanted)
{
    assert_int_equal(notes_of(b), wanted);
    image_unref(draw(b));
}

#define NOTE(name) (1u << PHOTO_NOTE_##name)

static void a_good_photo_needs_no_note(void **state)
{
    check(*state, 0);
}

static void black_and_white(void **state)
{
    struct bad *b = *state;
    struct image *image = b->photo->image;
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            uint8_t *pixel = image_row(image, y) + 4 * x;
            pixel[0] = pixel[2] = pixel[1];
        }
    assert_int_equal(notes_of(b), NOTE(GREY));
    struct image *out = draw(b); // stays so
    for (int y = 0; y < out->height_px; y++)
        for (int x = 0; x < out->width_px; x++) {
            const uint8_t *pixel = image_row(out, y) + 4 * x;
            assert_true(pixel[0] == pixel[1] && pixel[2] == pixel[1]);
        }
    image_unref(out);
}

static void of_320_pixels(void **state)
{
    struct bad *b = *state;
    shrink(b, 320);
    check(b, NOTE(SMALL));
}

static void heavily_compressed(void **state)
{
    struct bad *b = *state;
    struct encode_request encode = {
        .image = b->photo->image, .space = &b->photo->space, .format = PICTURE_JPEG, .quality = 5};
    struct bytes bytes;
    assert_true(encode_picture(&encode, &bytes, NULL));
    photo_free(b->photo);
    b->photo = picture_load(bytes.data, bytes.size, NULL);
    assert_non_null(b->photo);
    mem_free(bytes.data);
    assert_true(notes_of(b) & NOTE(COMPRESSED));
    image_unref(draw(b));
}

// Light of the head and of what is round it, each times something.
static void relight_all(struct bad *b, double head, double around)
{
    static float decode[256];
    static struct encode_table_8 encode;
    const struct view *view = &b->case_->view[VIEW]->view;
    struct image *image = b->photo->image;
    colour_fill_decode_8(&b->photo->space, decode);
    colour_fill_encode_8(&b->photo->space, &encode);
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            struct vec3 near;
            bool is_head = view_near_level(view, &b->case_->head, (struct pt_px){x + 0.5, y + 0.5}, &near) < 1.03;
            uint8_t *pixel = image_row(image, y) + 4 * x;
            for (int c = 0; c < 3; c++)
                pixel[c] = colour_encode_8(&encode, decode[pixel[c]] * (float)(is_head ? head : around));
        }
}

static void against_the_light(void **state)
{
    relight_all(*state, 0.06, 3.0);
    check(*state, NOTE(BACKLIT));
}

static void in_the_dark(void **state)
{
    relight_all(*state, 0.04, 0.04);
    check(*state, NOTE(DARK));
}

static void blown_out(void **state)
{
    relight_all(*state, 1.6, 1.0);
    assert_true(notes_of(*state) & NOTE(CLIPPED));
    image_unref(draw(*state));
}

// Made small and large again, between pixels.
static void blur(struct bad *b, int by)
{
    struct image *image = b->photo->image;
    struct image *small = image_reduce(image, &b->photo->space, image->width_px / by, b->pool, NULL);
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++)
            for (int c = 0; c < 3; c++) {
                double u = fmin(fmax((x + 0.5) / by - 0.5, 0.0), small->width_px - 1.001);
                double v = fmin(fmax((y + 0.5) / by - 0.5, 0.0), small->height_px - 1.001);
                const uint8_t *at = image_row(small, (int)v) + 4 * (int)u + c;
                const uint8_t *below = image_row(small, (int)v + 1) + 4 * (int)u + c;
                double s = u - (int)u, t = v - (int)v;
                image_row(image, y)[4 * x + c] = (uint8_t)((1.0 - t) * ((1.0 - s) * at[0] + s * at[4]) +
                                                           t * ((1.0 - s) * below[0] + s * below[4]) + 0.5);
            }
    image_unref(small);
}

static void out_of_focus(void **state)
{
    struct bad *b = *state;
    blur(b, 10);
    assert_true(notes_of(b) & NOTE(BLURRED));
    image_unref(draw(b));
}

// Long dark hair all over the scalp: streaks.
static void no_scalp_is_seen(void **state)
{
    struct bad *b = *state;
    struct image *image = b->photo->image;
    const struct view *view = &b->case_->view[VIEW]->view;
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            uint8_t *pixel = image_row(image, y) + 4 * x;
            struct vec3 dir;
            if (!view_hit(view, &b->case_->head, (struct pt_px){x + 0.5, y + 0.5}, &dir) || dir.z < 0.2)
                continue;
            unsigned bits = ((unsigned)x + (unsigned)y / 40u * 7u) * 2654435761u;
            int light = 18 + (int)(bits >> 27);
            pixel[0] = (uint8_t)(light + 8);
            pixel[1] = (uint8_t)light;
            pixel[2] = (uint8_t)(light - 6);
        }
    assert_int_equal(notes_of(b), NOTE(NO_SKIN));
    int changed; // dots keep off hair
    image_unref(draw_some(b, &changed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_photo_needs_no_note, enter, leave),
        cmocka_unit_test_setup_teardown(black_and_white, enter, leave),
        cmocka_unit_test_setup_teardown(of_320_pixels, enter, leave),
        cmocka_unit_test_setup_teardown(heavily_compressed, enter, leave),
        cmocka_unit_test_setup_teardown(against_the_light, enter, leave),
        cmocka_unit_test_setup_teardown(in_the_dark, enter, leave),
        cmocka_unit_test_setup_teardown(blown_out, enter, leave),
        cmocka_unit_test_setup_teardown(out_of_focus, enter, leave),
        cmocka_unit_test_setup_teardown(no_scalp_is_seen, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
