// Stubble on a drawn head whose hairs are known, and what cannot be read; then the plan that looks like it.
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "plan/sides.h"
#include "sample_case.h"

struct drawing {
    double hairs_per_cm2, darker; // at the sides; how much darker than skin a hair is
    int length_px;
    double takes; // of the light, evenly, by stubble below what is seen
};

// The sample case from the patient's left; nothing masked.
static struct case_ *side_case(void)
{
    struct case_ *case_ = sample_case();
    struct view *view = &case_->view[0]->view;
    view->width_px = 920;
    view->height_px = 800;
    view->centre_px = (struct pt_px){460.0, 400.0};
    view->to_camera.row[0] = vec3_make(0.0, 1.0, 0.0);
    view->to_camera.row[1] = vec3_make(0.0, 0.0, -1.0);
    view->to_camera.row[2] = vec3_make(-1.0, 0.0, 0.0);
    view->origin_mm = vec3_make(-13.0, 58.0, 600.0);
    case_view_clear_strokes(case_->view[0]);
    return case_;
}

static bool is_side(struct vec3 p)
{
    return (p.z > 30.0 && p.z < 75.0 && p.y > -35.0) || (p.y > 40.0 && p.z > -5.0 && p.z < 75.0);
}

static void put_light(struct image *image, const struct encode_table_8 *encode, const float *decode, int x, int y,
                      float scale)
{
    uint8_t *pixel = image_row(image, y) + 4 * x;
    for (int c = 0; c < 3; c++)
        pixel[c] = colour_encode_8(encode, scale * decode[pixel[c]]);
}

static struct photo draw(const struct case_ *case_, const struct drawing *drawing)
{
    static const uint8_t skin[] = {205, 160, 138, 255}, wall[] = {90, 95, 100, 255};
    const struct view *view = &case_->view[0]->view;
    int width = view->width_px, height = view->height_px;
    struct image *image = image_create(width, height, PIXELS_RGBA8, NULL);
    float *light = mem_alloc(sizeof *light * (size_t)width * (size_t)(height + drawing->length_px));
    for (int i = 0; i < width * (height + drawing->length_px); i++)
        light[i] = 1.0f;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            struct vec3 dir;
            bool is_head = view_hit(view, &case_->head, (struct pt_px){x + 0.5, y + 0.5}, &dir);
            memcpy(image_row(image, y) + 4 * x, is_head ? skin : wall, 4);
            if (!is_head)
                continue;
            struct vec3 p = head_point_mm(&case_->head, dir);
            double facing = view_facing(view, &case_->head, dir), scale = view_scale_px_per_mm(view, p);
            double grain = rng_unit(2, (uint64_t)(y * 4000 + x), 0) - 0.5;
            double chance = drawing->hairs_per_cm2 / (100.0 * scale * scale * fmax(facing, 0.05));
            float *at = &light[y * width + x];
            *at *= (float)((0.6 + 0.4 * facing) * (1.0 + 0.06 * grain) * (is_side(p) ? 1.0 - drawing->takes : 1.0));
            if (is_side(p) && rng_unit(2, (uint64_t)(y * 4000 + x), 1) < chance)
                for (int i = 0; i < drawing->length_px; i++)
                    at[i * width] *= 1.0f - (float)drawing->darker;
        }
    const struct colour_space space = colour_srgb();
    static struct encode_table_8 encode;
    float decode[256];
    colour_fill_encode_8(&space, &encode);
    colour_fill_decode_8(&space, decode);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            put_light(image, &encode, decode, x, y, light[y * width + x]);
    mem_free(light);
    return (struct photo){.image = image, .space = colour_srgb()};
}

static struct sides read(const struct case_ *case_, const struct photo *photo, struct pool *pool)
{
    struct sides sides;
    const struct photo *photos[CASE_MOST_VIEWS] = {photo};
    assert_true(sides_read(photos, case_, 0, pool, &sides, NULL));
    return sides;
}

static enum stubble_state state_of(const struct case_ *case_, const struct drawing *drawing)
{
    struct photo photo = draw(case_, drawing);
    enum stubble_state read_as = read(case_, &photo, NULL).stubble.state;
    image_unref(photo.image);
    return read_as;
}

static const struct drawing usual = {60.0, 0.45, 1, 0.08};
static struct photo usual_photo; // drawn once: it takes long

static int draw_usual(void **state)
{
    (void)state;
    struct case_ *case_ = side_case();
    usual_photo = draw(case_, &usual);
    case_destroy(case_);
    return 0;
}

static int drop_usual(void **state)
{
    (void)state;
    image_unref(usual_photo.image);
    return 0;
}

static void stubble_at_the_sides_is_measured(void **state)
{
    (void)state;
    struct case_ *case_ = side_case();
    struct pool *pool = pool_create(3);
    struct stubble alone, shared, *stubble = &alone;
    for (int i = 0; i < 2; i++) {
        struct map_store *store = map_store_create(&usual_photo);
        assert_true(sides_read_photo(store, case_, 0, 0, i ? pool : NULL, i ? &shared : &alone, NULL));
        map_store_free(store);
    }
    assert_int_equal(stubble->state, STUBBLE_READ);
    assert_close(stubble->density_per_cm2, usual.hairs_per_cm2, 20.0);
    // A hair of a pixel at 4 px/mm, so many on a cm2, takes that share of the light.
    double hairs = usual.hairs_per_cm2 * usual.darker / (100.0 * 16.0);
    assert_close(stubble->darkening, usual.takes + hairs, 0.03);
    assert_close(stubble->contrast, usual.darker * sqrt(usual.hairs_per_cm2 / (100.0 * 16.0)), 0.02);
    assert_true(stubble->confidence >= STUBBLE_SURE && stubble->area_cm2 > 10.0);
    assert_memory_equal(&alone, &shared, sizeof alone);
    pool_destroy(pool);
    case_destroy(case_);
}

static void what_cannot_be_read_is_said(void **state)
{
    (void)state;
    struct case_ *case_ = side_case();
    assert_int_equal(state_of(case_, &(struct drawing){0}), STUBBLE_NONE);
    assert_int_equal(state_of(case_, &(struct drawing){25.0, 0.8, 60, 0.0}), STUBBLE_TOO_LONG);
    struct mask_stroke all = {.point_count = 4, .point = {{0.0, 0.0}, {920.0, 0.0}, {920.0, 800.0}, {0.0, 800.0}}};
    case_view_add_stroke(case_->view[0], &all);
    assert_int_equal(read(case_, &usual_photo, NULL).stubble.state, STUBBLE_OUT_OF_SIGHT);
    case_view_clear_strokes(case_->view[0]);
    struct view *view = &case_->view[0]->view; // from more than twice as far
    view->focal_px *= 0.4;
    assert_int_equal(state_of(case_, &usual), STUBBLE_TOO_SMALL);
    for (int i = 0; i < STUBBLE_STATE_COUNT; i++)
        assert_true(strlen(stubble_text((enum stubble_state)i)) > 20);
    case_destroy(case_);
}

static void without_a_photo_or_a_zone_there_is_nothing_to_match(void **state)
{
    (void)state;
    struct case_ *case_ = side_case();
    const struct photo *none[CASE_MOST_VIEWS] = {0};
    struct sides sides;
    struct err err = {0};
    assert_false(sides_read(none, case_, 0, NULL, &sides, &err));
    assert_int_equal(err.code, ERR_INPUT);
    struct option bare = *case_->option[0];
    bare.zone_count = 0;
    case_set_option(case_, 0, &bare);
    const struct photo *photos[CASE_MOST_VIEWS] = {&usual_photo};
    assert_false(sides_read(photos, case_, 0, NULL, &sides, &err));
    assert_int_equal(err.code, ERR_INPUT);
    case_destroy(case_);
}

// Skin treated with a shade and density that are known, measured without error, gives them back.
static void the_match_of_our_own_dots_is_themselves(void **state)
{
    (void)state;
    struct case_ *case_ = side_case();
    struct stubble first = {.state = STUBBLE_READ,
                            .contrast = 0.06,
                            .density_per_cm2 = 90.0,
                            .px_per_mm = 5.0,
                            .facing = 0.8,
                            .darkening = 0.13,
                            .darkening_error = 0.01,
                            .camera_blur_px = 0.6f};
    struct stubble_match match, again;
    assert_true(stubble_match_find(&first, case_, 0, NULL, &match, NULL));
    assert_close(match.darkening, 0.13, 0.03);
    first.darkening = match.darkening;
    first.contrast = match.contrast;
    first.density_per_cm2 = match.density_per_cm2;
    assert_true(stubble_match_find(&first, case_, 0, NULL, &again, NULL));
    assert_close(again.shade_tau / match.shade_tau, 1.0, 0.15);
    assert_close(again.density_per_cm2 / match.density_per_cm2, 1.0, 0.1);
    assert_true(stubble_match_apply(&again, case_, 0, NULL) && case_validate(case_, NULL));
    assert_true(case_->option[0]->technique.shade_tau == again.shade_tau);
    assert_true(case_->option[0]->zone[again.zone].density_per_cm2 == again.density_per_cm2);
    assert_false(stubble_match_apply(&again, case_, CASE_MOST_OPTIONS, NULL));
    case_destroy(case_);
}

static void darker_stubble_asks_for_a_darker_shade(void **state)
{
    (void)state;
    struct case_ *case_ = side_case();
    double before = 0.0;
    for (int i = 1; i <= 4; i += 3) {
        struct stubble stubble = {.state = STUBBLE_READ,
                                  .contrast = 0.03 * i,
                                  .density_per_cm2 = 100.0,
                                  .px_per_mm = 12.0,
                                  .facing = 0.8,
                                  .darkening = 0.05 * i,
                                  .darkening_error = 0.02,
                                  .camera_blur_px = 0.8f};
        struct stubble_match match;
        assert_true(stubble_match_find(&stubble, case_, 0, NULL, &match, NULL));
        assert_true(match.shade_tau > before && match.density_per_cm2 >= 60.0 && match.density_per_cm2 <= 180.0);
        before = match.shade_tau;
    }
    case_destroy(case_);
}

// What stands out as much though it is seen aslant, where more marks fall on each pixel, is the stronger stubble.
static void contrast_that_is_read_aslant_asks_for_a_darker_shade(void **state)
{
    (void)state;
    struct case_ *case_ = side_case();
    struct stubble stubble = {.state = STUBBLE_READ,
                              .contrast = 0.06,
                              .density_per_cm2 = 90.0,
                              .px_per_mm = 5.0,
                              .facing = 1.0,
                              .camera_blur_px = 0.6f};
    struct stubble_match square, aslant;
    assert_true(stubble_match_find(&stubble, case_, 0, NULL, &square, NULL));
    stubble.facing = 0.6;
    assert_true(stubble_match_find(&stubble, case_, 0, NULL, &aslant, NULL));
    assert_true(aslant.shade_tau > 1.1 * square.shade_tau);
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stubble_at_the_sides_is_measured),
        cmocka_unit_test(what_cannot_be_read_is_said),
        cmocka_unit_test(without_a_photo_or_a_zone_there_is_nothing_to_match),
        cmocka_unit_test(the_match_of_our_own_dots_is_themselves),
        cmocka_unit_test(darker_stubble_asks_for_a_darker_shade),
        cmocka_unit_test(contrast_that_is_read_aslant_asks_for_a_darker_shade),
    };
    return cmocka_run_group_tests(tests, draw_usual, drop_usual);
}
