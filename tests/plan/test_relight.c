// A photo in other light: brightness follows the way skin faces, shine comes and goes, and nothing else.
#include "plan/relight.h"

#include "testing.h"

#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/compose.h"
#include "render/render.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 640 };

struct lit {
    struct case_ *case_;
    struct photo *photo;
    struct pool *pool;
    struct composer *composer;
};

static int enter(void **state)
{
    struct lit *l = mem_alloc(sizeof *l);
    char path[4096];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/assets/demo/demo.stipple", testing_source());
    if (!(l->case_ = case_load(path, &err)))
        fail_msg("%s", err.text);
    snprintf(path, sizeof path, "%s/assets/demo/%s", testing_source(), l->case_->view[1]->photo_name);
    if (!(l->photo = photo_load(path, &err)))
        fail_msg("%s", err.text);
    l->pool = pool_create(0);
    l->composer = composer_create(l->pool);
    composer_set_photo(l->composer, 1, l->photo);
    *state = l;
    return 0;
}

static int leave(void **state)
{
    struct lit *l = *state;
    composer_destroy(l->composer);
    pool_destroy(l->pool);
    photo_free(l->photo);
    case_destroy(l->case_);
    mem_free(l);
    return 0;
}

static struct composed compose(struct lit *l, enum light light, bool is_before)
{
    struct frame frame = {.view = 1,
                          .sessions = -1,
                          .time = TIME_HEALED,
                          .band = BAND_LIKELY,
                          .width_px = WIDTH,
                          .light = light,
                          .is_before = is_before};
    struct composed composed;
    struct err err = {0};
    if (!composer_compose(l->composer, l->case_, &frame, false, &composed, &err))
        fail_msg("%s", err.text);
    return composed;
}

static struct image *draw(struct lit *l, enum light light, bool is_before)
{
    struct composed composed = compose(l, light, is_before);
    const struct image *photo = composed.scene.photo;
    struct image *out = image_create(photo->width_px, photo->height_px, photo->format, NULL);
    struct render_request request = {.scene = &composed.scene, .pool = l->pool};
    assert_true(render_draw(render_cpu(), &request, out, NULL));
    return out;
}

static double decoded(const struct lit *l, const struct image *image, int x, int y, int channel)
{
    return colour_decode(&l->photo->space.curve, image_row(image, y)[4 * x + channel] / 255.0);
}

// Of the scalp: how much the light varies over it, how much of it is shine, how it lies left to right.
struct figures {
    double mean, deviation, shine, patients_left, patients_right;
    int clipped, splats;
};

static struct figures measure(struct lit *l, enum light light)
{
    struct composed composed = compose(l, light, false);
    const struct scene *scene = &composed.scene;
    const struct view *view = &l->case_->view[1]->view;
    struct figures f = {.splats = scene->splat_count};
    double squares = 0.0, left = 0.0, right = 0.0;
    int count = 0, lefts = 0, rights = 0;
    for (int y = 0; y < scene->photo->height_px; y += 2)
        for (int x = 0; x < scene->photo->width_px; x += 2) {
            struct pt_px px = {(x + 0.5) * view->width_px / WIDTH, (y + 0.5) * view->width_px / WIDTH};
            const uint8_t *pixel = image_row(scene->photo, y) + 4 * x;
            struct vec3 dir, normal;
            if (!view_hit(view, &l->case_->head, px, &dir) || view_facing(view, &l->case_->head, dir) < 0.4 ||
                head_point_mm(&l->case_->head, dir).z < 60.0)
                continue;
            double light_here = colour_decode(&scene->space->curve, pixel[1] / 255.0);
            head_surface(&l->case_->head, dir, &normal);
            f.mean += light_here;
            squares += light_here * light_here;
            const uint8_t *shine = scene->shine + (size_t)y * scene->shine_pitch;
            f.shine += light_here * shine[scene->is_shine_rgba ? 4 * x + 1 : x] / 255.0;
            f.clipped += pixel[0] == 255;
            left += normal.x > 0.2 ? light_here : 0.0;
            right += normal.x < -0.2 ? light_here : 0.0;
            lefts += normal.x > 0.2;
            rights += normal.x < -0.2;
            count++;
        }
    f.mean /= count;
    f.deviation = sqrt(squares / count - f.mean * f.mean) / f.mean;
    f.shine /= count * f.mean;
    f.patients_left = left / lefts / f.mean;
    f.patients_right = right / rights / f.mean;
    printf("%-9s mean %.3f, varies by %.3f, shine %.4f, left %.3f, right %.3f\n", light_name(light), f.mean,
           f.deviation, f.shine, f.patients_left, f.patients_right);
    return f;
}

static void contrast_and_shine_follow_the_light(void **state)
{
    struct figures of[LIGHT_COUNT];
    for (int i = 0; i < LIGHT_COUNT; i++) {
        of[i] = measure(*state, (enum light)i);
        assert_int_equal(of[i].splats, of[LIGHT_PHOTO].splats); // nothing comes, goes or moves
        assert_true(of[i].clipped <= of[LIGHT_PHOTO].clipped);
        assert_close(of[i].mean, of[LIGHT_PHOTO].mean, 0.3 * of[LIGHT_PHOTO].mean);
    }
    assert_true(of[LIGHT_SOFT].deviation < 0.9 * of[LIGHT_PHOTO].deviation);
    assert_true(of[LIGHT_SUN].deviation > 1.2 * of[LIGHT_SOFT].deviation);
    assert_true(of[LIGHT_SOFT].shine < 0.8 * of[LIGHT_PHOTO].shine);
    assert_true(of[LIGHT_SUN].shine > 1.3 * of[LIGHT_PHOTO].shine);
    // The sun stands to the patient's left.
    assert_true(of[LIGHT_SUN].patients_left > 1.15 * of[LIGHT_SUN].patients_right);
}

// The photo in another light, as if so much of it everywhere were shine.
static struct image *relit(struct lit *l, const struct image *photo, enum light light, int shine_code)
{
    size_t all = (size_t)l->photo->image->width_px * (size_t)l->photo->image->height_px;
    size_t pixels = (size_t)photo->width_px * (size_t)photo->height_px;
    uint8_t *region = mem_alloc(all), *shine = mem_alloc(pixels), *lit_shine;
    struct image *lit;
    memset(region, 255, all);
    memset(shine, shine_code, pixels);
    struct skin_maps *skin = skin_maps_make(l->photo->image, &l->photo->space, 10.0, region, NULL, l->pool);
    struct relight_request request = {photo,           shine, false, &l->photo->space, &l->case_->view[1]->view,
                                      &l->case_->head, skin,  light};
    assert_true(relight(&request, l->pool, &lit, &lit_shine));
    mem_free(lit_shine);
    skin_maps_free(skin);
    mem_free(region);
    mem_free(shine);
    return lit;
}

// What shines in the photo does not shine on where the sun does not reach: no pale blotches in the shade, where the
// share of shine differs from pixel to pixel.
static void shade_is_not_blotched_by_the_photos_shine(void **state)
{
    struct lit *l = *state;
    struct image *photo = draw(l, LIGHT_PHOTO, true);
    struct image *dull = relit(l, photo, LIGHT_SUN, 0), *shiny = relit(l, photo, LIGHT_SUN, 100);
    int shaded = 0;
    for (int y = 0; y < photo->height_px; y++)
        for (int x = 0; x < WIDTH; x++) {
            double was = decoded(l, photo, x, y, 1), of_dull = decoded(l, dull, x, y, 1);
            if (was < 0.1 || of_dull > 0.75 * was)
                continue;
            assert_true(decoded(l, shiny, x, y, 1) < 1.25 * of_dull);
            shaded++;
        }
    assert_true(shaded > 1000);
    image_unref(photo);
    image_unref(dull);
    image_unref(shiny);
}

// Shine is white: where soft light takes some of it away the skin's own colour comes back, not a grey patch.
static void skin_below_shine_has_its_colour(void **state)
{
    struct lit *l = *state;
    struct image *photo = draw(l, LIGHT_PHOTO, true);
    struct image *dull = relit(l, photo, LIGHT_SOFT, 0), *shiny = relit(l, photo, LIGHT_SOFT, 60);
    int warmer = 0;
    for (int y = 0; y < photo->height_px; y++)
        for (int x = 0; x < WIDTH; x++) {
            double red = decoded(l, dull, x, y, 0), blue = decoded(l, dull, x, y, 2);
            double red_below = decoded(l, shiny, x, y, 0), blue_below = decoded(l, shiny, x, y, 2);
            if (red < 1.5 * blue || blue < 0.1 || red_below > 0.95 * red)
                continue;
            assert_true(blue_below / red_below < blue / red);
            warmer++;
        }
    assert_true(warmer > 1000);
    image_unref(photo);
    image_unref(dull);
    image_unref(shiny);
}

// Low down, where temple, brow and neck go on beyond the fitted head, its rim is no edge of the light.
static void no_edge_is_seen_at_the_face(void **state)
{
    struct lit *l = *state;
    struct image *photo = draw(l, LIGHT_PHOTO, true), *sun = relit(l, photo, LIGHT_SUN, 0);
    const struct view *view = &l->case_->view[1]->view;
    int low = 0, lit = 0;
    for (int y = 0; y < photo->height_px; y++)
        for (int x = 0; x < WIDTH; x++) {
            struct pt_px px = {(x + 0.5) * view->width_px / WIDTH, (y + 0.5) * view->width_px / WIDTH};
            struct vec3 near;
            double level = view_near_level(view, &l->case_->head, px, &near);
            double was = decoded(l, photo, x, y, 1), change = decoded(l, sun, x, y, 1) / fmax(was, 0.08) - 1.0;
            bool is_low = was > 0.08 && near.z < 45.0 && level > 0.96 && level < 1.0;
            if (is_low)
                assert_close(change, 0.0, 0.08);
            low += is_low;
            lit += was > 0.08 && level < 0.7 && fabs(change) > 0.1;
        }
    assert_true(low > 100 && lit > 1000);
    image_unref(photo);
    image_unref(sun);
}

// Before and after alike, and beyond the head nothing at all.
static void before_and_after_are_lit_alike(void **state)
{
    struct lit *l = *state;
    struct image *plain = draw(l, LIGHT_PHOTO, true), *before = draw(l, LIGHT_SUN, true);
    struct image *after = draw(l, LIGHT_SUN, false);
    const struct view *view = &l->case_->view[1]->view;
    int outside = 0, changed = 0, darker = 0;
    for (int y = 0; y < plain->height_px; y++)
        for (int x = 0; x < plain->width_px; x++) {
            struct pt_px px = {(x + 0.5) * view->width_px / WIDTH, (y + 0.5) * view->width_px / WIDTH};
            struct vec3 near;
            const uint8_t *p = image_row(plain, y) + 4 * x, *b = image_row(before, y) + 4 * x;
            const uint8_t *a = image_row(after, y) + 4 * x;
            if (view_near_level(view, &l->case_->head, px, &near) >
                1.01) { // two pixels beside the rim: no halo on the wall
                outside++;
                assert_memory_equal(p, b, 4);
                assert_memory_equal(p, a, 4);
            }
            changed += memcmp(p, b, 4) != 0;
            darker += memcmp(a, b, 4) != 0;
            assert_true(a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2]); // dots only take light
        }
    assert_true(outside > 1000 && changed > 20000 && darker > 5000);
    image_unref(plain);
    image_unref(before);
    image_unref(after);
}

// And back: the photo's own light is the photo again, bit for bit; the same for any number of threads.
static void the_photo_is_not_lost(void **state)
{
    struct lit *l = *state;
    struct image *first = draw(l, LIGHT_PHOTO, false), *sun = draw(l, LIGHT_SUN, false);
    struct image *again = draw(l, LIGHT_PHOTO, false);
    struct pool *one = pool_create(1);
    struct composer *kept = l->composer, *alone = composer_create(one);
    composer_set_photo(alone, 1, l->photo);
    l->composer = alone;
    struct image *sun_again = draw(l, LIGHT_SUN, false);
    for (int y = 0; y < first->height_px; y++) {
        assert_memory_equal(image_row(first, y), image_row(again, y), (size_t)4 * WIDTH);
        assert_memory_equal(image_row(sun, y), image_row(sun_again, y), (size_t)4 * WIDTH);
    }
    l->composer = kept;
    composer_destroy(alone);
    pool_destroy(one);
    image_unref(first);
    image_unref(sun);
    image_unref(again);
    image_unref(sun_again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(contrast_and_shine_follow_the_light, enter, leave),
        cmocka_unit_test_setup_teardown(shade_is_not_blotched_by_the_photos_shine, enter, leave),
        cmocka_unit_test_setup_teardown(skin_below_shine_has_its_colour, enter, leave),
        cmocka_unit_test_setup_teardown(no_edge_is_seen_at_the_face, enter, leave),
        cmocka_unit_test_setup_teardown(before_and_after_are_lit_alike, enter, leave),
        cmocka_unit_test_setup_teardown(the_photo_is_not_lost, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
