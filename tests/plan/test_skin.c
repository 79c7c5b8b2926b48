// Heads painted in the skin classes' own colours are read as those classes (domain: skin-tone classes).
#include "plan/skin.h"

#include "sample_case.h"
#include "tone_patches.h"
#include "testing.h"
#include "skin_heads.h"

static struct photo painted(const struct view *view, const struct head *head, const uint8_t rgb[3])
{
    struct photo photo = {.space = colour_srgb(),
                          .image = image_create(view->width_px, view->height_px, PIXELS_RGBA8, NULL)};
    for (int y = 0; y < view->height_px; y++)
        for (int x = 0; x < view->width_px; x++) {
            struct vec3 dir;
            uint8_t *pixel = image_row(photo.image, y) + 4 * x;
            bool is_head = view_hit(view, head, (struct pt_px){x + 0.5, y + 0.5}, &dir);
            bool is_hair = is_head && dir.z > 0.6, is_shine = is_head && (x + y) % 11 == 0;
            for (int c = 0; c < 4; c++)
                pixel[c] = c == 3 ? 255 : !is_head ? 30 : is_hair ? 25 : is_shine ? 255 : rgb[c];
        }
    return photo;
}

static void test_classes(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct view view = case_->view[0]->view;
    view.width_px = 400;
    view.height_px = 300;
    view.centre_px = (struct pt_px){200.0, 150.0};
    view.focal_px = 600.0;
    for (int i = 0; i < SKIN_TONE_COUNT; i++) {
        struct photo photo = painted(&view, &case_->head, tone_patches[i]);
        struct skin_reading read;
        enum skin_tone truth = (enum skin_tone)i;
        assert_true(skin_read(&photo, &view, &case_->head, &read));
        if (read.tone != truth)
            fail_msg("%s was read as %s, ITA %.1f", skin_tone_name(truth), skin_tone_name(read.tone), read.ita_deg);
        image_unref(photo.image);
    }
    case_destroy(case_);
}

// Thin dark hair all over a head, forehead too: lines, closer than the samples lie.
static void test_hair_is_no_skin(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    const struct view *view = &case_->view[0]->view;
    struct skin_reading bare, hairy;
    struct photo photo = painted(view, &case_->head, tone_patches[SKIN_LIGHT]);
    assert_true(skin_read(&photo, view, &case_->head, &bare));
    for (int y = 0; y < view->height_px; y++)
        for (int x = 0; x < view->width_px; x++)
            if (x % 5 < 3)
                memcpy(image_row(photo.image, y) + 4 * x, (const uint8_t[]){130, 100, 80, 255}, 4);
    assert_true(skin_read(&photo, view, &case_->head, &hairy));
    assert_int_equal(hairy.tone, SKIN_LIGHT);
    assert_close(hairy.ita_deg, bare.ita_deg, 2.0);
    image_unref(photo.image);
    case_destroy(case_);
}

// Clothing as skin-coloured as skin, but of another tone: a collar, a hood pushed back, a wooden wall. What is not the
// head says nothing of the skin, right up to the rim.
static void test_clothes_of_skin_colour_are_no_skin(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    const struct view *view = &case_->view[0]->view;
    for (int tone = 0; tone < SKIN_TONE_COUNT; tone++) {
        const uint8_t *cloth = tone_patches[(tone + 3) % SKIN_TONE_COUNT];
        struct photo photo = painted(view, &case_->head, tone_patches[tone]);
        struct skin_reading alone, dressed;
        assert_true(skin_read(&photo, view, &case_->head, &alone));
        for (int y = 0; y < view->height_px; y++)
            for (int x = 0; x < view->width_px; x++) {
                struct vec3 dir;
                if (!view_hit(view, &case_->head, (struct pt_px){x + 0.5, y + 0.5}, &dir))
                    memcpy(image_row(photo.image, y) + 4 * x, cloth, 3);
            }
        assert_true(skin_read(&photo, view, &case_->head, &dressed));
        assert_int_equal(dressed.tone, tone);
        assert_close(dressed.ita_deg, alone.ita_deg, 1.0);
        image_unref(photo.image);
    }
    case_destroy(case_);
}

// Light and exposure move a photo's colours: each within 18 degrees and its own range, all within 8 on average.
static void test_sample_heads(void **state)
{
    (void)state;
    double sum_deg = 0.0;
    if (!testing_shared()) {
        print_message("skipped: no sample heads beside this clone\n");
        skip();
    }
    for (int i = 0; i < SKIN_HEADS; i++) {
        struct skin_reading read;
        assert_true(skin_head_read(testing_shared(), i, &read));
        double truth_deg = skin_heads_ita_deg[i];
        print_message("%s: ITA %.1f (%.1f to %.1f), truth %.1f\n", truth_pictures[i], read.ita_deg, read.darkest_deg,
                      read.lightest_deg, truth_deg);
        assert_close(read.ita_deg, truth_deg, 18.0);
        assert_true(read.darkest_deg < truth_deg && truth_deg < read.lightest_deg);
        sum_deg += fabs(read.ita_deg - truth_deg);
    }
    assert_true(sum_deg < 8.0 * SKIN_HEADS);
}

static void test_nothing_seen(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct view view = case_->view[0]->view;
    view.centre_px.x = 1e5; // the head lies far outside the photo
    struct photo photo = {.space = colour_srgb(), .image = image_create(1600, 1200, PIXELS_RGBA8, NULL)};
    struct skin_reading read = {.ita_deg = 7.0, .tone = SKIN_TAN};
    assert_false(skin_read(&photo, &view, &case_->head, &read));
    assert_true(read.ita_deg == 7.0 && read.tone == SKIN_TAN);
    image_unref(photo.image);
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_classes), cmocka_unit_test(test_hair_is_no_skin),
                                       cmocka_unit_test(test_clothes_of_skin_colour_are_no_skin),
                                       cmocka_unit_test(test_sample_heads), cmocka_unit_test(test_nothing_seen)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
