// Maps of a photo and what is painted over them, and what both do to the dots of a frame.
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "plan/compose.h"
#include "plan/photo_maps.h"
#include "sample_case.h"

// The sample case before bare skin of one colour, with a dark line one pixel wide down the middle.
enum { LINE_X = 800 };

static struct photo bare_photo(const struct case_ *case_)
{
    const struct view *view = &case_->view[0]->view;
    struct photo photo = {.space = colour_srgb(),
                          .image = image_create(view->width_px, view->height_px, PIXELS_RGBA8, NULL)};
    for (int y = 0; y < view->height_px; y++)
        for (int x = 0; x < view->width_px; x++) {
            const uint8_t skin[] = {205, 156, 130, 255}, hair[] = {60, 45, 35, 255};
            memcpy(image_row(photo.image, y) + 4 * x, x == LINE_X ? hair : skin, 4);
        }
    return photo;
}

static struct case_ *free_case(void)
{
    struct case_ *case_ = sample_case();
    case_view_clear_strokes(case_->view[0]);
    return case_;
}

static struct mask_stroke square(enum mask_of of, int erases)
{
    return (struct mask_stroke){.of = (int)of,
                                .erases = erases,
                                .point_count = 4,
                                .point = {{700.0, 150.0}, {900.0, 150.0}, {900.0, 350.0}, {700.0, 350.0}}};
}

static bool is_in_square(float x, float y)
{
    return x > 702.0f && x < 898.0f && y > 152.0f && y < 348.0f;
}

struct seen {
    int in_square, on_line, all;
    float blur_px2; // the most of any in the square
};

static struct seen look(struct composer *composer, const struct case_ *case_, int width_px)
{
    struct frame frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY, .width_px = width_px};
    struct composed out;
    struct seen seen = {0};
    assert_true(composer_compose(composer, case_, &frame, true, &out, NULL));
    float scale = width_px > 0 ? (float)case_->view[0]->view.width_px / (float)width_px : 1.0f;
    for (int i = 0; i < out.scene.splat_count; i++) {
        const struct splat *splat = &out.scene.splats[i];
        float x = splat->x * scale, y = splat->y * scale;
        seen.all++;
        seen.on_line += x >= LINE_X && x < LINE_X + 1;
        if (is_in_square(x, y)) {
            seen.in_square++;
            seen.blur_px2 = fmaxf(seen.blur_px2, splat->blur_px2);
        }
    }
    return seen;
}

static void dots_keep_off_hair_and_are_the_same_at_any_size(void **state)
{
    (void)state;
    struct case_ *case_ = free_case();
    struct photo photo = bare_photo(case_);
    struct composer *composer = composer_create(NULL);
    struct seen anywhere = look(composer, case_, 0); // no photo yet
    composer_set_photo(composer, 0, &photo);
    struct seen full = look(composer, case_, 0), small = look(composer, case_, 400);
    assert_true(anywhere.on_line > 10);
    assert_true(full.on_line * 5 < anywhere.on_line);             // tilt and clusters carry a few there
    assert_true(full.all > anywhere.all - 12 * anywhere.on_line); // and few others are gone
    assert_int_equal(full.all, small.all);
    struct photo other = bare_photo(case_); // the line goes with its photo
    for (int y = 0; y < other.image->height_px; y++)
        memcpy(image_row(other.image, y) + 4 * LINE_X, image_row(other.image, y), 4);
    composer_set_photo(composer, 0, &other);
    assert_int_equal(look(composer, case_, 0).all, anywhere.all);
    composer_destroy(composer);
    image_unref(other.image);
    image_unref(photo.image);
    case_destroy(case_);
}

// Dots in the square where hairs of a pixel lie every so many (0: none).
static int dots_between_hairs(const struct case_ *case_, int every_px)
{
    struct photo photo = bare_photo(case_);
    for (int y = 150; every_px > 0 && y < 350; y++)
        for (int x = 700; x < 900; x += every_px)
            memcpy(image_row(photo.image, y) + 4 * x, (const uint8_t[]){60, 45, 35, 255}, 4);
    struct composer *composer = composer_create(NULL);
    composer_set_photo(composer, 0, &photo);
    int count = look(composer, case_, 0).in_square;
    composer_destroy(composer);
    image_unref(photo.image);
    return count;
}

static void dots_end_in_thick_hair_little_by_little(void **state)
{
    (void)state;
    struct case_ *case_ = free_case();
    int bare = dots_between_hairs(case_, 0), thin = dots_between_hairs(case_, 10);
    int thinning = dots_between_hairs(case_, 5), thick = dots_between_hairs(case_, 3),
        full = dots_between_hairs(case_, 2);
    assert_in_range(thin, bare * 3 / 4, bare); // all but those under a hair
    assert_in_range(thinning, bare * 2 / 5, thin - bare / 10);
    assert_in_range(thick, bare / 10, thinning - bare / 10);
    assert_in_range(full, 0, bare / 6);
    case_destroy(case_);
}

static void what_is_painted_over_the_maps_counts(void **state)
{
    (void)state;
    struct case_ *case_ = free_case();
    struct photo photo = bare_photo(case_);
    struct composer *composer = composer_create(NULL);
    composer_set_photo(composer, 0, &photo);
    struct seen before = look(composer, case_, 0);
    assert_true(before.in_square > 500 && before.blur_px2 < 0.01f);

    struct mask_stroke hair = square(MASK_HAIR, 0), skin = square(MASK_HAIR, 1);
    case_view_add_stroke(case_->view[0], &hair);
    assert_true(look(composer, case_, 0).in_square * 50 < before.in_square);
    case_view_add_stroke(case_->view[0], &skin); // later strokes win; the line is skin now too
    assert_true(look(composer, case_, 0).in_square >= before.in_square);
    case_view_clear_strokes(case_->view[0]);
    assert_int_equal(look(composer, case_, 0).in_square, before.in_square);

    struct mask_stroke unsharp = square(MASK_BLUR, 0);
    case_view_add_stroke(case_->view[0], &unsharp);
    assert_close((double)look(composer, case_, 0).blur_px2, 9.0, 0.1); // 3 px
    assert_close((double)look(composer, case_, 800).blur_px2, 2.25, 0.05);
    composer_destroy(composer);
    image_unref(photo.image);
    case_destroy(case_);
}

// Skin with dark specks of a pixel, softened that many times by (1 1) / 2 each way.
static struct photo specked_photo(const struct case_ *case_, int passes)
{
    struct photo photo = bare_photo(case_);
    struct image *image = photo.image;
    int width = image->width_px, height = image->height_px;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            if (rng_bits(3, (uint64_t)(y * width + x), 0) % 40 == 0)
                memcpy(image_row(image, y) + 4 * x, (const uint8_t[]){120, 90, 75, 255}, 4);
    for (int pass = 0; pass < 2 * passes; pass++)
        for (int y = 1; y + 1 < height; y++) {
            ptrdiff_t step = pass % 2 ? 4 : (ptrdiff_t)image->pitch_bytes;
            uint8_t *row = image_row(image, y);
            for (int i = 4; i < 4 * (width - 1); i++) // halves shift the picture alike everywhere
                row[i] = (uint8_t)((row[i] + row[i + step] + 1) / 2);
        }
    return photo;
}

static float camera_blur_of(const struct case_ *case_, const struct photo *photo, int width_px)
{
    struct composer *composer = composer_create(NULL);
    struct frame frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY, .width_px = width_px};
    struct composed out;
    composer_set_photo(composer, 0, photo);
    assert_true(composer_compose(composer, case_, &frame, false, &out, NULL));
    float blur_px = out.scene.camera_blur_px;
    composer_destroy(composer);
    return blur_px;
}

static void dots_are_as_crisp_as_the_finest_that_the_photo_shows(void **state)
{
    (void)state;
    struct case_ *case_ = free_case();
    struct photo smooth = bare_photo(case_), specked[3];
    float blur_px[3];
    for (int i = 0; i < 3; i++) {
        specked[i] = specked_photo(case_, 4 * i); // blurred by 0, 1, 1.4 px
        blur_px[i] = camera_blur_of(case_, &specked[i], 0);
    }
    assert_true(blur_px[0] < 0.55f && blur_px[0] < blur_px[1] && blur_px[1] < blur_px[2]);
    assert_true(blur_px[2] == CAMERA_BLUR_PX); // skin may have nothing finer: no softer than a phone's
    assert_true(camera_blur_of(case_, &smooth, 0) == CAMERA_BLUR_PX); // nothing to see
    assert_close((double)camera_blur_of(case_, &specked[0], 800), 0.5 * (double)blur_px[0], 1e-6);
    for (int i = 0; i < 3; i++)
        image_unref(specked[i].image);
    image_unref(smooth.image);
    case_destroy(case_);
}

static void hair_sends_its_own_light_and_that_alone_is_kept(void **state)
{
    (void)state;
    struct case_ *case_ = free_case();
    struct photo photo = bare_photo(case_);
    struct map_store *store = map_store_create(&photo);
    struct photo_maps maps;
    struct mask_stroke hair = square(MASK_HAIR, 0);
    case_view_add_stroke(case_->view[0], &hair);
    assert_true(map_store_get(store, case_->view[0], &case_->head, 4.0, NULL, &maps, NULL));
    int version = maps.version;
    for (int i = 0; i < maps.width * maps.height; i++) {
        double hides = maps.hair[i] / 255.0, sends = hides * (double)SKIN_HAIR_LIGHT;
        assert_close(maps.above[i] / 255.0, sends / (sends + 1.0 - hides), 0.003);
    }
    assert_true(map_store_get(store, case_->view[0], &case_->head, 4.0, NULL, &maps, NULL));
    assert_int_equal(maps.version, version); // made once
    struct mask_stroke away = square(MASK_AWAY, 0);
    case_view_add_stroke(case_->view[0], &away);
    case_view_clear_strokes(case_->view[0]);
    assert_true(map_store_get(store, case_->view[0], &case_->head, 4.0, NULL, &maps, NULL));
    assert_true(maps.version > version && maps.hair[250 * maps.width + 750] == 0);
    map_store_free(store);
    image_unref(photo.image);
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dots_keep_off_hair_and_are_the_same_at_any_size),
        cmocka_unit_test(dots_end_in_thick_hair_little_by_little),
        cmocka_unit_test(what_is_painted_over_the_maps_counts),
        cmocka_unit_test(dots_are_as_crisp_as_the_finest_that_the_photo_shows),
        cmocka_unit_test(hair_sends_its_own_light_and_that_alone_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
