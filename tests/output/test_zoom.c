// A picture drawn small is the full-size one averaged down: what a person sees zoomed out, and in a
// preview, is what the export holds. On the demo head, with its shine, its blur and its outline, at
// 16 bits: in 8, the rounding of three pictures alone is a CIEDE2000 of 0.25.
#include "testing.h"

#include "base/mem.h"
#include "image/resize.h"
#include "output/picture.h"
#include "plan/case_file.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PIXELS = 150000, LEAST_CHANGE = 128 }; // half a code of 8 bits

struct zoom {
    struct case_ *case_;
    char path[4096];
    struct pool *pool;
    struct picture_maker *maker;
    bool is_deep[CASE_MOST_VIEWS];
    float *apart; // CIEDE2000 of each treated pixel looked at
};

static int enter(void **state)
{
    struct zoom *z = mem_alloc(sizeof *z);
    snprintf(z->path, sizeof z->path, "%s/assets/demo/demo.stipple", testing_source());
    struct err err = {0};
    if (!(z->case_ = case_load(z->path, &err)))
        fail_msg("%s", err.text);
    z->pool = pool_create(0);
    z->maker = picture_maker_create(z->case_, z->path, z->pool);
    z->apart = mem_alloc(MOST_PIXELS * sizeof *z->apart);
    *state = z;
    return 0;
}

static int leave(void **state)
{
    struct zoom *z = *state;
    mem_free(z->apart);
    picture_maker_destroy(z->maker);
    pool_destroy(z->pool);
    case_destroy(z->case_);
    mem_free(z);
    return 0;
}

static void take_deep_photo(struct zoom *z, int view)
{
    char path[4096];
    struct err err = {0};
    if (z->is_deep[view])
        return;
    z->is_deep[view] = true;
    snprintf(path, sizeof path, "%s/assets/demo/%s", testing_source(), z->case_->view[view]->photo_name);
    struct photo *photo = photo_load(path, &err);
    if (!photo)
        fail_msg("%s", err.text);
    struct image *deep = image_create(photo->image->width_px, photo->image->height_px, PIXELS_RGBA16, &err);
    for (int y = 0; y < deep->height_px; y++)
        for (int i = 0; i < 4 * deep->width_px; i++)
            image_row16(deep, y)[i] = (uint16_t)(257 * image_row(photo->image, y)[i]);
    image_unref(photo->image);
    photo->image = deep;
    picture_maker_take_photo(z->maker, view, photo);
}

static struct lab lab_at(const struct picture *picture, const uint16_t *codes)
{
    double linear[3];
    for (int c = 0; c < 3; c++)
        linear[c] = colour_decode(&picture->space.curve, codes[c] / 65535.0);
    return colour_lab(&picture->space, linear);
}

static struct picture draw(struct zoom *z, int view, enum frame_time_kind time, int width_px, bool is_before)
{
    struct picture_request request = {.frame = {.view = view,
                                                .sessions = -1,
                                                .time = time,
                                                .band = BAND_LIKELY,
                                                .width_px = width_px,
                                                .is_before = is_before}};
    struct picture picture;
    struct err err = {0};
    if (!picture_make(z->maker, &request, &picture, &err))
        fail_msg("%s", err.text);
    return picture;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

// Where dots changed either picture, on some of the rows.
static int compare(struct zoom *z, const struct picture *small, const struct image *averaged, const struct image *bare)
{
    int count = 0;
    assert_int_equal(small->image->width_px, averaged->width_px);
    assert_int_equal(small->image->height_px, averaged->height_px);
    for (int y = 0; y < averaged->height_px; y += 1 + averaged->height_px / 300)
        for (int x = 0; x < averaged->width_px && count < MOST_PIXELS; x++) {
            const uint16_t *one = image_row16(small->image, y) + 4 * x, *two = image_row16(averaged, y) + 4 * x;
            const uint16_t *none = image_row16(bare, y) + 4 * x;
            if (abs(one[1] - none[1]) > LEAST_CHANGE || abs(two[1] - none[1]) > LEAST_CHANGE)
                z->apart[count++] = (float)colour_ciede2000(lab_at(small, one), lab_at(small, two));
        }
    qsort(z->apart, (size_t)count, sizeof *z->apart, by_size);
    return count;
}

// The half size, which takes longest, only where `is_whole`, and in long tests.
static void check(struct zoom *z, int view, enum frame_time_kind time, double per_cm2, bool is_whole)
{
    struct option option = *z->case_->option[0];
    option.technique = technique_default();
    for (int i = 0; i < option.zone_count; i++)
        option.zone[i].density_per_cm2 = per_cm2;
    case_set_option(z->case_, 0, &option);
    take_deep_photo(z, view);
    struct picture full = draw(z, view, time, 0, false);
    for (int part = is_whole || testing_is_long() ? 2 : 4; part <= 8; part *= 2) {
        int width_px = full.image->width_px / part;
        struct picture small = draw(z, view, time, width_px, false);
        struct picture bare = draw(z, view, time, width_px, true);
        struct image *averaged = image_reduce(full.image, &full.space, width_px, z->pool, NULL);
        int count = compare(z, &small, averaged, bare.image);
        double mean = 0.0;
        for (int i = 0; i < count; i++)
            mean += (double)z->apart[i] / count;
        double p99 = (double)z->apart[count * 99 / 100];
        printf("view %d %-6s %3.0f/cm2 at 1/%d: %6d px, CIEDE2000 mean %.3f, 99 %% %.3f, most %.3f\n", view + 1,
               time == TIME_FRESH ? "fresh" : "healed", per_cm2, part, count, mean, p99, (double)z->apart[count - 1]);
        assert_true(count > 300);
        assert_true(mean <= 0.3);
        assert_true(p99 <= 1.0);
        image_unref(averaged);
        picture_finish(&bare);
        picture_finish(&small);
    }
    picture_finish(&full);
}

static void smaller_is_averaged(void **state)
{
    static const double densities[] = {250.0, 150.0, 80.0};
    for (int i = 0; i < (testing_is_long() ? 3 : 1); i++) {
        check(*state, 2, TIME_HEALED, densities[i], densities[i] == 250.0);
        if (testing_is_long())
            check(*state, 2, TIME_FRESH, densities[i], true);
    }
}

static void also_at_a_rim_and_on_red_skin(void **state)
{
    static const double densities[] = {250.0, 150.0, 80.0};
    check(*state, 0, TIME_HEALED, 150.0, false);
    for (int i = 0; i < (testing_is_long() ? 3 : 1); i++)
        check(*state, 0, TIME_FRESH, densities[i], false);
    check(*state, 2, TIME_FRESH, 150.0, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(smaller_is_averaged, enter, leave),
        cmocka_unit_test_setup_teardown(also_at_a_rim_and_on_red_skin, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
