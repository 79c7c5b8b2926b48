// Small crops of the demo head, bit for bit as they were when somebody last looked at them and said yes.
//
// They say that a picture has changed, not that it is wrong. tools/bless-golden makes them anew: look at what
// changed before. A crop that differs is written to STIPPLE_GOLDEN_OUT: as it was, as it is, and what differs,
// 64 times as strong.
#include "picture.h"
#include "testing.h"

#include "base/mem.h"
#include "image/encode.h"
#include "output/picture.h"
#include "plan/case_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CROP_WIDTH_PX = 160, CROP_HEIGHT_PX = 120 };

static const struct crop {
    const char *name;
    int view, x0, y0;
} crops[] = {{"front", 0, 1400, 1050}, {"top", 2, 1560, 1500}}; // the hairline; shine and dots

static const struct moment {
    const char *name;
    int sessions;
    enum frame_time_kind time;
    double days;
} moments[] = {
    {"1-fresh", 1, TIME_FRESH, 0.0},   {"1-healed", 1, TIME_HEALED, 0.0},       {"3-fresh", 3, TIME_FRESH, 0.0},
    {"3-healed", 3, TIME_HEALED, 0.0}, {"3-years", 3, TIME_DAYS, 3.0 * 365.25},
};
enum { CROPS = sizeof crops / sizeof *crops, MOMENTS = sizeof moments / sizeof *moments };

static struct image *cut(const struct image *image, const struct crop *crop)
{
    struct image *out = image_create(CROP_WIDTH_PX, CROP_HEIGHT_PX, PIXELS_RGBA8, NULL);
    for (int y = 0; y < CROP_HEIGHT_PX; y++)
        memcpy(image_row(out, y), image_row(image, crop->y0 + y) + (size_t)4 * (size_t)crop->x0,
               (size_t)4 * CROP_WIDTH_PX);
    return out;
}

static void write_png(const struct image *image, const char *path)
{
    struct colour_space space = colour_srgb();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes;
    struct err err = {0};
    if (!encode_picture(&request, &bytes, &err) || !file_write_atomic(path, bytes.data, bytes.size, &err))
        fail_msg("%s", err.text);
    mem_free(bytes.data);
}

static uint8_t stronger(uint8_t a, uint8_t b)
{
    int d = 64 * (a > b ? a - b : b - a);
    return (uint8_t)(d > 255 ? 255 : d);
}

static void write_difference(const struct image *was, const struct image *is, const char *path)
{
    struct image *out = image_create(3 * CROP_WIDTH_PX, CROP_HEIGHT_PX, PIXELS_RGBA8, NULL);
    size_t bytes = (size_t)4 * CROP_WIDTH_PX;
    for (int y = 0; y < CROP_HEIGHT_PX; y++) {
        memcpy(image_row(out, y), image_row(was, y), bytes);
        memcpy(image_row(out, y) + bytes, image_row(is, y), bytes);
        for (size_t i = 0; i < bytes; i++)
            image_row(out, y)[2 * bytes + i] = i % 4 == 3 ? 255 : stronger(image_row(was, y)[i], image_row(is, y)[i]);
    }
    write_png(out, path);
    image_unref(out);
}

// Whether the crop is as it was.
static bool compare(const struct image *is, const char *golden, const char *name)
{
    const char *folder = getenv("STIPPLE_GOLDEN_OUT");
    char out[4096];
    struct err err = {0};
    struct photo *was = photo_load(golden, &err);
    if (!was)
        fail_msg("%s", err.text);
    int difference = picture_max_difference(was->image, is);
    if (difference != 0) {
        mkdir(folder, 0777);
        snprintf(out, sizeof out, "%s/%s.png", folder, name);
        if (difference > 0)
            write_difference(was->image, is, out);
        else
            write_png(is, out);
        print_message("%s is not as it was, by up to %d codes: look at %s; if it is meant, tools/bless-golden\n", name,
                      difference, out);
    }
    photo_free(was);
    return difference == 0;
}

static bool check_crop(struct picture_maker *maker, const struct crop *crop, const struct moment *moment)
{
    struct picture_request request = {.frame = {.view = crop->view,
                                                .sessions = moment->sessions,
                                                .time = moment->time,
                                                .days = moment->days,
                                                .band = BAND_LIKELY}};
    struct picture picture;
    struct err err = {0};
    if (!picture_make(maker, &request, &picture, &err))
        fail_msg("%s", err.text);
    struct image *is = cut(picture.image, crop);
    char name[64], golden[4096];
    snprintf(name, sizeof name, "%s-%s", crop->name, moment->name);
    snprintf(golden, sizeof golden, "%s/tests/golden/%s.png", getenv("STIPPLE_SOURCE"), name);
    bool is_blessed = getenv("STIPPLE_BLESS") != NULL, is_same = true;
    if (is_blessed)
        write_png(is, golden);
    else
        is_same = compare(is, golden, name);
    image_unref(is);
    picture_finish(&picture);
    return is_same;
}

static void pictures_are_as_they_were(void **state)
{
    (void)state;
    char path[4096];
    snprintf(path, sizeof path, "%s/assets/demo/demo.stipple", getenv("STIPPLE_SOURCE"));
    struct err err = {0};
    struct case_ *case_ = case_load(path, &err);
    if (!case_)
        fail_msg("%s", err.text);
    struct pool *pool = pool_create(0);
    struct picture_maker *maker = picture_maker_create(case_, path, pool);
    int changed = 0;
    for (int i = 0; i < CROPS; i++)
        for (int k = 0; k < MOMENTS; k++)
            changed += !check_crop(maker, &crops[i], &moments[k]);
    picture_maker_destroy(maker);
    pool_destroy(pool);
    case_destroy(case_);
    assert_int_equal(changed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pictures_are_as_they_were)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
