// A treatment through time, as the picture shows it: fresh, scabs, the days when it seems to fade, healed,
// ten years; scars, touch-ups, the spread of people. Light taken from white skin, mean over the scalp.
#include "plan/compose.h"

#include "sample_case.h"
#include "testing.h"

#include "base/mem.h"
#include "render/render.h"

#include <string.h>

enum { WIDTH = 400, HEIGHT = 300 };

struct course_test {
    struct case_ *case_; // one session, one zone over the scalp
    struct composer *composer;
    struct image *white, *out;
};

static int enter(void **state)
{
    struct course_test *t = mem_alloc(sizeof *t);
    struct err err = {0};
    t->case_ = sample_case();
    case_view_clear_strokes(t->case_->view[0]);
    case_set_done(t->case_, 0, NULL);
    while (t->case_->course.event_count > 1)
        case_remove_event(t->case_, 1);
    t->case_->course.event[0].share = 1.0;
    t->composer = composer_create(NULL);
    t->white = image_create(WIDTH, HEIGHT, PIXELS_RGBA16, &err);
    t->out = image_create(WIDTH, HEIGHT, PIXELS_RGBA16, &err);
    assert_true(t->white && t->out);
    *state = t;
    return 0;
}

static int leave(void **state)
{
    struct course_test *t = *state;
    image_unref(t->white);
    image_unref(t->out);
    composer_destroy(t->composer);
    case_destroy(t->case_);
    mem_free(t);
    return 0;
}

static void draw(struct course_test *t, double days, enum band band)
{
    struct frame frame = {.sessions = -1, .time = TIME_DAYS, .days = days, .band = band, .width_px = WIDTH};
    struct colour_space srgb = colour_srgb();
    struct composed composed;
    struct err err = {0};
    if (!composer_compose(t->composer, t->case_, &frame, false, &composed, &err))
        fail_msg("%s", err.text);
    composed.scene.photo = t->white;
    composed.scene.space = &srgb;
    composed.scene.keep_out = NULL;
    struct render_request request = {.scene = &composed.scene, .layer = LAYER_DOTS};
    if (!render_draw(render_cpu(), &request, t->out, &err))
        fail_msg("%s", err.text);
}

// Light that pigment takes, thousandths of the picture's; of one channel.
static double taken(struct course_test *t, double days, enum band band, int channel)
{
    struct colour_space srgb = colour_srgb();
    double sum = 0.0;
    draw(t, days, band);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            uint16_t code = image_row16(t->out, y)[4 * x + channel];
            if (code != 65535)
                sum += 1.0 - colour_decode(&srgb.curve, code / 65535.0);
        }
    return 1000.0 * sum / (WIDTH * HEIGHT);
}

static double green(struct course_test *t, double days)
{
    return taken(t, days, BAND_LIKELY, 1);
}

static const double YEAR = 365.25;

static void the_weeks(void **state)
{
    struct course_test *t = *state;
    double fresh = green(t, 0.0), days_3 = green(t, 3.0), days_10 = green(t, 10.0), healed = green(t, 28.0);
    printf("fresh %.2f, day 3 %.2f, day 10 %.2f, healed %.2f\n", fresh, days_3, days_10, healed);
    assert_true(fresh > 1.5 * healed); // blood, swelling, pigment near the surface
    assert_true(days_3 > 1.2 * healed && days_3 < fresh);
    assert_close(days_10 / healed, 0.8, 0.1);              // "has it all gone?"
    assert_close(green(t, 8.0 * 7.0) / healed, 1.0, 0.05); // healed is healed
    // Fresh skin is red: blood takes green light. Healed dots take red light too.
    assert_true(taken(t, 0.0, BAND_LIKELY, 1) > 1.1 * taken(t, 0.0, BAND_LIKELY, 0));
    assert_true(taken(t, 28.0, BAND_LIKELY, 0) > taken(t, 28.0, BAND_LIKELY, 2));
    // By day 3 most of the redness has gone; scabs are brown.
    assert_true(days_3 / taken(t, 3.0, BAND_LIKELY, 0) < 0.95 * fresh / taken(t, 0.0, BAND_LIKELY, 0));
    assert_true(taken(t, 5.0, BAND_LIKELY, 2) > taken(t, 9.0, BAND_LIKELY, 2));
}

static void the_years(void **state)
{
    struct course_test *t = *state;
    double last = green(t, 28.0), healed = last;
    for (double years = 1.0; years <= 10.0; years += 1.0) {
        double now = green(t, 28.0 + years * YEAR);
        assert_true(now < last);
        last = now;
    }
    printf("healed %.2f, after ten years %.2f\n", healed, last);
    assert_true(last > 0.05 * healed && last < 0.4 * healed); // never quite gone
    // Dot contrast halves after some three years in average sun (7.7); mean light taken somewhat later.
    assert_close(green(t, 28.0 + 3.0 * YEAR) / healed, 0.65, 0.12);
    t->case_->course.sun = 3.0;
    double sunny = green(t, 28.0 + 3.0 * YEAR);
    t->case_->course.sun = 0.0;
    assert_true(sunny < 0.85 * green(t, 28.0 + 3.0 * YEAR));
}

static void scars_fade_faster(void **state)
{
    struct course_test *t = *state;
    double usual = green(t, 28.0 + 3.0 * YEAR) / green(t, 28.0);
    struct option option = *t->case_->option[0];
    option.zone[0].fade_scale = 1.7;
    case_set_option(t->case_, 0, &option);
    double scar = green(t, 28.0 + 3.0 * YEAR) / green(t, 28.0);
    printf("left after three years: skin %.3f, scar %.3f\n", usual, scar);
    assert_true(scar < 0.8 * usual);
}

static void a_touch_up_brings_back(void **state)
{
    struct course_test *t = *state;
    double faded = green(t, 3.0 * YEAR), healed = green(t, 28.0);
    assert_true(case_add_event(t->case_, (struct event){EVENT_TOUCH_UP, 3.0 * YEAR - 28.0, 0.5, 1.0, 0, NULL}));
    double half = green(t, 28.0);
    t->case_->course.event[1].share = 1.0;
    double all = green(t, 28.0);
    printf("faded %.2f, half touched up %.2f, all %.2f, as new %.2f\n", faded, half, all, healed);
    assert_true(half > 1.1 * faded && all > half && all < 2.0 * healed);
}

// What was not treated is not touched, whatever the day.
static void untreated_skin_stays(void **state)
{
    struct course_test *t = *state;
    const double days[] = {0.0, 4.0, 10.0, 28.0, 5.0 * YEAR};
    int treated = 0;
    for (int i = 0; i < 5; i++) {
        draw(t, days[i], BAND_LIKELY);
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++) {
                bool is_white = image_row16(t->out, y)[4 * x + 1] == 65535;
                struct pt_px px = {4.0 * (x + 0.5), 4.0 * (y + 0.5)};
                struct vec3 dir;
                treated += !is_white;
                if (!view_hit(&t->case_->view[0]->view, &t->case_->head, px, &dir))
                    continue;
                if (head_arc_mm(&t->case_->head, dir, t->case_->head.glabella) < 40.0)
                    assert_true(is_white);
            }
    }
    assert_true(treated > 0);
}

static void bands_lie_in_order_at_any_time(void **state)
{
    struct course_test *t = *state;
    const double days[] = {0.0, 10.0, 28.0, YEAR, 3.0 * YEAR, 10.0 * YEAR};
    for (int i = 0; i < 6; i++) {
        double low = taken(t, days[i], BAND_LOW, 1), likely = taken(t, days[i], BAND_LIKELY, 1);
        double high = taken(t, days[i], BAND_HIGH, 1);
        printf("day %4.0f: low %.2f, likely %.2f, high %.2f\n", days[i], low, likely, high);
        assert_true(low < likely && likely < high);
        assert_true(i < 2 || (low < 0.9 * likely && high > 1.1 * likely)); // people differ, and the more so later
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_weeks, enter, leave),
        cmocka_unit_test_setup_teardown(the_years, enter, leave),
        cmocka_unit_test_setup_teardown(scars_fade_faster, enter, leave),
        cmocka_unit_test_setup_teardown(a_touch_up_brings_back, enter, leave),
        cmocka_unit_test_setup_teardown(untreated_skin_stays, enter, leave),
        cmocka_unit_test_setup_teardown(bands_lie_in_order_at_any_time, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
