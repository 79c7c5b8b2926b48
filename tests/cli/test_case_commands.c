// new, add-view, set, get, info, estimate: as a user goes through them.
#include "cli.h"

#include "base/mem.h"
#include "image/encode.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in: %.600s", part, text);
}

static void check_out(const char *const *words, const char *const *parts)
{
    char *out = cli_out_words(words);
    for (; *parts; parts++)
        assert_has(out, *parts);
    mem_free(out);
}
#define W(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_new_says_what_it_found(void **state)
{
    (void)state;
    const char *words[CLI_MOST_WORDS + 16] = {"new",
                                              "front.png",
                                              "-o",
                                              "said.stipple",
                                              "--hairline=winged",
                                              "--set",
                                              "course.sun=2",
                                              "--set=technique.shade=dark"};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words("front.png", words + 8, room);
    check_out(words, W("photo: front.png, PNG, 720 x 900 px, sRGB", "head: breadth", "scale", "with 90 %",
                       "off most:", "hairline winged", "shade 2", "skin", "sun 2", "wrote said.stipple"));
}

// The ellipsoid that the photo shows is found again: its size within 8 %, its scale within the interval.
static void test_pose(void **state)
{
    (void)state;
    char *text = cli_out("info", "front.stipple", "--json");
    double semi[3], scale[3];
    const char *at = strstr(text, "\"head_semi_mm\"");
    for (int i = 0; i < 3; i++) {
        at = strchr(at + 1, '[');
        at = i == 0 ? strchr(at + 1, '[') : at;
        double low, high;
        assert_int_equal(sscanf(at, "[%lf, %lf, %lf]", &low, &semi[i], &high), 3);
        assert_true(low < semi[i] && semi[i] < high);
    }
    assert_close(semi[0], 77.2, 6.2);
    assert_close(semi[1], 99.8, 8.0);
    at = strchr(strstr(text, "\"scale_px_per_mm\""), '[');
    assert_int_equal(sscanf(at, "[%lf, %lf, %lf]", &scale[0], &scale[1], &scale[2]), 3);
    assert_true(scale[0] < 2.75 && 2.75 < scale[2]); // 1385 px of focal length at about 505 mm
    mem_free(text);
}

static void test_get_gives_what_set_takes(void **state)
{
    (void)state;
    cli_new("front.png", "again.stipple");
    cli_ok("set", "again.stipple", "hairline.height_mm=83.5", "zones.add=crown", "event.1.done=yes", "seed=77");
    char *all = cli_out("get", "again.stipple");
    assert_has(all, "hairline.height_mm=83.5\n");
    assert_has(all, "zone.crown.kind=crown\n");
    const char *words[128] = {"set", "again.stipple"};
    int count = 2;
    char *save = NULL;
    for (char *line = strtok_r(all, "\n", &save); line && count < 90; line = strtok_r(NULL, "\n", &save))
        if (strncmp(line, "hairline.", 9) != 0) // a shape brings its own lengths
            words[count++] = line;
    assert_true(count > 30);
    size_t before_size, after_size;
    char *before = cli_read("again.stipple", &before_size);
    cli_check_words(0, NULL, words, __FILE__, __LINE__);
    char *after = cli_read("again.stipple", &after_size);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    mem_free(all);
}

static void test_get_one(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"hairline.shape", "round\n"},          {"technique.shade", "medium\n"}, {"course.sessions", "3\n"},
        {"zone.full.density_per_cm2", "150\n"}, {"event.2.day", "12\n"},         {"view.1.done_events", "0\n"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *out = cli_out("get", "front.stipple", pairs[i][0]);
        assert_string_equal(out, pairs[i][1]);
        mem_free(out);
    }
    char *json = cli_out("get", "front.stipple", "hairline.shape", "--json");
    assert_string_equal(json, "\"round\"\n");
    mem_free(json);
    check_out(W("get", "front.stipple", "--json"), W("\"seed\": 1", "\"event.1.done\": false"));
}

// One option's change leaves the other's as it is, and a refused change leaves the file as it is.
static void test_set(void **state)
{
    (void)state;
    cli_new("front.png", "set.stipple");
    cli_ok("set", "set.stipple", "options.add=B", "hairline.height_mm=95");
    char *a = cli_out("get", "set.stipple", "hairline.height_mm");
    char *b = cli_out("get", "set.stipple", "hairline.height_mm", "--option", "B");
    assert_string_equal(a, "75\n");
    assert_string_equal(b, "95\n");
    mem_free(a);
    mem_free(b);
    cli_ok("set", "set.stipple", "--view", "front.png", "mask.add=1,1/20,1/1,20");
    size_t size;
    char *before = cli_read("set.stipple", &size);
    cli_fails(2, "40 to 150 mm", "set", "set.stipple", "seed=9", "hairline.height_mm=9999");
    cli_fails(2, "did you mean hairline.height_mm", "set", "set.stipple", "hairline.hight_mm=80");
    cli_fails(2, "A, B", "set", "set.stipple", "seed=9", "--option", "C");
    cli_fails(1, "KEY=VALUE", "set", "set.stipple", "seed");
    char *after = cli_read("set.stipple", &size);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
}

static void test_add_view(void **state)
{
    (void)state;
    cli_new("front.png", "two.stipple");
    const char *words[CLI_MOST_WORDS + 8] = {"add-view", "two.stipple", "top.png", "--done", "1"};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words("top.png", words + 5, room);
    char *told = cli_out_words(words);
    assert_non_null(strstr(told, "the head changed by"));
    assert_null(strstr(told, "same patient"));
    mem_free(told);
    check_out(W("get", "two.stipple", "view.2.done_events"), W("1"));
    cli_check_words(2, "photo of that name", words, __FILE__, __LINE__);
    check_out(W("info", "two.stipple"), W("photo 1: front.png", "photo 2: top.png", "course:"));
    check_out(W("add-view", "two.stipple", "top.png", "--replace", "2"), W("photo 2: top.png")); // itself anew
    check_out(W("get", "two.stipple", "view.2.done_events"), W("1"));
    cli_fails(2, "there is no photo 3", "add-view", "two.stipple", "top.png", "--replace", "3");
    cli_fails(2, "photo of that name", "add-view", "two.stipple", "top.png", "--replace", "1");
    cli_fails(1, "give none", "add-view", "two.stipple", "top.png", "--replace", "2", "--facing", "top");
    cli_ok("set", "two.stipple", "views.remove=1");
    check_out(W("info", "two.stipple"), W("photo 1: top.png"));
    cli_fails(2, "only photo", "set", "two.stipple", "views.remove=1");
}

// Takes the image.
static void write_picture(struct image *image, const char *to)
{
    struct colour_space space = colour_srgb();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes = {0};
    assert_true(encode_picture(&request, &bytes, NULL));
    cli_write(to, bytes.data, bytes.size);
    mem_free(bytes.data);
    image_unref(image);
}

static void write_grey(const char *from, const char *to)
{
    struct image *image = cli_pixels(from);
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            uint8_t *px = image_row(image, y) + 4 * x;
            px[0] = px[2] = px[1];
        }
    write_picture(image, to);
}

static void test_what_an_added_photo_does_not_show_is_said(void **state)
{
    (void)state;
    const char *note = "note: This photo is black and white";
    const char *words[CLI_MOST_WORDS + 8] = {"add-view", "grey.stipple", "grey.png"};
    char room[CLI_MOST_WORDS][64];
    write_grey("top.png", "grey.png");
    cli_new("front.png", "grey.stipple");
    cli_mark_words("top.png", words + 3, room);
    check_out(words, W("photo 2: grey.png", note));
    char *out = cli_out("add-view", "grey.stipple", "top.png", "--replace", "2");
    assert_null(strstr(out, note));
    mem_free(out);
    check_out(W("add-view", "grey.stipple", "grey.png", "--replace", "2"), W("photo 2: grey.png", note));
}

static void tint(const char *from, const char *to, const double of[3])
{
    struct image *image = cli_pixels(from);
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++)
            for (int c = 0; c < 3; c++)
                image_row(image, y)[4 * x + c] = (uint8_t)(image_row(image, y)[4 * x + c] * of[c]);
    write_picture(image, to);
}

// A photo of other skin than the case's is asked about.
static void test_another_patient(void **state)
{
    (void)state;
    cli_new("front.png", "whose.stipple");
    tint("top.png", "other.png", (const double[3]){0.55, 0.42, 0.36});
    const char *words[CLI_MOST_WORDS + 8] = {"add-view", "whose.stipple", "other.png"};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words("top.png", words + 3, room);
    check_out(words, W("in the case: is it the same patient?"));
}

// No tone is taken from a photo that is said not to show any.
static void test_tone_is_not_read_where_it_cannot_be(void **state)
{
    (void)state;
    tint("front.png", "dark.png", (const double[3]){0.125, 0.125, 0.125});
    const char *words[CLI_MOST_WORDS + 8] = {"new", "dark.png", "-o", "dark.stipple"};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words("front.png", words + 4, room);
    check_out(words, W("note: This photo is very dark", "skin: cannot be told by this photo"));
    check_out(W("get", "dark.stipple", "course.skin"), W("light"));
}

// A photo after the first session, drawn with 70 % of the usual pigment: `info` finds that and says how to reckon with
// it.
static void test_take_up(void **state)
{
    (void)state;
    cli_new("front.png", "taken.stipple");
    char *none = cli_out("info", "taken.stipple");
    assert_null(strstr(none, "take-up"));
    mem_free(none);
    check_out(W("get", "taken.stipple", "course.take_up"), W("1"));
    cli_ok("set", "taken.stipple", "course.take_up=0.7", "zone.full.density_per_cm2=220");
    cli_ok("render", "taken.stipple", "--sessions", "1", "--after", "12d", "-o", "later.png");
    cli_ok("set", "taken.stipple", "course.take_up=1");
    const char *words[CLI_MOST_WORDS + 8] = {"add-view", "taken.stipple", "later.png", "--done", "1"};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words("front.png", words + 5, room);
    cli_check_words(0, NULL, words, __FILE__, __LINE__);
    char *text = cli_out("info", "taken.stipple", "--json");
    const char *at = strstr(text, "\"take_up\"");
    double low = 0.0, likely = 0.0, high = 0.0;
    if (!at || !(at = strchr(at, '[')) || sscanf(at, "[ %lf, %lf, %lf", &low, &likely, &high) != 3)
        fail_msg("no take-up in %s", text);
    print_message("take-up %.2f (%.2f to %.2f)\n", likely, low, high);
    assert_close(likely, 0.7, 0.1);
    assert_true(low <= 0.7 && high >= 0.7);
    mem_free(text);
    check_out(W("info", "taken.stipple"), W("take-up: 0.", "by photo 2 against photo 1", "course.take_up=0."));
    cli_ok("set", "taken.stipple", "view.2.done_events=0");
    char *text2 = cli_out("info", "taken.stipple");
    assert_null(strstr(text2, "take-up"));
    mem_free(text2);
    cli_fails(2, "0.1 to 2", "set", "taken.stipple", "course.take_up=3");
}

static void test_estimate(void **state)
{
    (void)state;
    check_out(W("estimate", "front.stipple"),
              W("zone full: area", "cm2", "session on day 12", "US dollars", "not a quote"));
    char *text = cli_out("estimate", "front.stipple", "--json");
    const char *at = strstr(text, "\"area_cm2\"");
    double low, likely, high;
    assert_non_null(at);
    assert_int_equal(sscanf(strchr(at, '{'), "{ \"low\": %lf, \"likely\": %lf, \"high\": %lf", &low, &likely, &high),
                     3);
    assert_true(200.0 < low && low < likely && likely < high && high < 600.0);
    mem_free(text);
}

// No line is wider than a terminal.
static void assert_narrow(const char *text)
{
    for (const char *line = text; *line; line += strcspn(line, "\n") + (strchr(line, '\n') != NULL))
        assert_in_range(strcspn(line, "\n"), 0, 80);
}

static void test_help_and_version(void **state)
{
    (void)state;
    static const char *const commands[] = {"add-view", "batch",  "clip",    "compare", "demo",  "dots",    "estimate",
                                           "get",      "info",   "marking", "match",   "new",   "page",    "recover",
                                           "render",   "report", "set",     "sheet",   "strip", "versions"};
    char *all = cli_out("--help");
    assert_narrow(all);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        assert_has(all, commands[i]);
        char *help = cli_out(commands[i], "--help");
        assert_has(help, "usage: stipple ");
        assert_has(help, commands[i]);
        assert_narrow(help);
        mem_free(help);
    }
    mem_free(all);
    check_out(W("set", "--help"), W("hairline.height_mm", "40 to 150 mm", "zones.add="));
    check_out(W("--version"), W("stipple ", "simd: ", "case format: 1"));
}

// `info` tells what a careful artist would say, for each option; a usual plan needs nothing said.
static void test_advice(void **state)
{
    (void)state;
    cli_new("front.png", "advice.stipple");
    char *usual = cli_out("info", "advice.stipple");
    assert_null(strstr(usual, "advice, "));
    mem_free(usual);
    cli_ok("set", "advice.stipple", "hairline.height_mm=50", "zone.full.density_per_cm2=290");
    check_out(W("info", "advice.stipple"), W("advice, hairline.height_mm: ", "advice, zone.full.density_per_cm2: "));
    check_out(W("info", "advice.stipple", "--json"), W("\"key\": \"hairline.height_mm\"", "\"warns\": true"));
}

// What the program reads as photos it never writes.
static void test_photo_untouched(void **state)
{
    (void)state;
    struct stat before, after;
    size_t size;
    assert_int_equal(stat("front.png", &before), 0);
    char *bytes = cli_read("front.png", &size);
    cli_new("front.png", "touch.stipple");
    cli_ok("set", "touch.stipple", "seed=5");
    cli_ok("info", "front.png");
    cli_ok("estimate", "touch.stipple");
    assert_int_equal(stat("front.png", &after), 0);
    assert_true(before.st_ino == after.st_ino && before.st_mode == after.st_mode &&
                before.st_mtim.tv_sec == after.st_mtim.tv_sec && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
    size_t now;
    char *again = cli_read("front.png", &now);
    assert_true(now == size && memcmp(bytes, again, size) == 0);
    mem_free(bytes);
    mem_free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_new_says_what_it_found),
                                       cmocka_unit_test(test_pose),
                                       cmocka_unit_test(test_get_gives_what_set_takes),
                                       cmocka_unit_test(test_get_one),
                                       cmocka_unit_test(test_set),
                                       cmocka_unit_test(test_add_view),
                                       cmocka_unit_test(test_what_an_added_photo_does_not_show_is_said),
                                       cmocka_unit_test(test_another_patient),
                                       cmocka_unit_test(test_tone_is_not_read_where_it_cannot_be),
                                       cmocka_unit_test(test_take_up),
                                       cmocka_unit_test(test_estimate),
                                       cmocka_unit_test(test_help_and_version),
                                       cmocka_unit_test(test_advice),
                                       cmocka_unit_test(test_photo_untouched)};
    return cmocka_run_group_tests(tests, cli_enter_with_case, cli_leave);
}
