// strip, sheet, compare, render --beside, --crop and --cover: what is handed over as one picture.
#include "cli.h"

#include "base/mem.h"
#include "image/pixels.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Where `part` stands in `whole`, pixel for pixel.
static bool find_in(const struct image *whole, const struct image *part, int *left, int *top)
{
    size_t row = 4 * (size_t)part->width_px;
    for (int y = 0; y + part->height_px <= whole->height_px; y++)
        for (int x = 0; x + part->width_px <= whole->width_px; x++) {
            int same = 0;
            while (same < part->height_px &&
                   memcmp(image_row(whole, y + same) + 4 * x, image_row(part, same), row) == 0)
                same++;
            if (same == part->height_px) {
                *left = x;
                *top = y;
                return true;
            }
        }
    return false;
}

static void check_holds(const char *board, const char *part, int *left, int *top)
{
    struct image *whole = cli_pixels(board), *cell = cli_pixels(part);
    if (!find_in(whole, cell, left, top))
        fail_msg("%s is not in %s", part, board);
    image_unref(whole);
    image_unref(cell);
}

// The cells are what render makes, bit for bit, each in its place: words are never on the photo's pixels.
static void test_cells_are_renders(void **state)
{
    (void)state;
    int before[2], first[2], healed[2], left, top;
    cli_ok("strip", "front.stipple", "-o", "strip.png", "--size", "8000");
    cli_ok("render", "front.stipple", "--crop", "scalp", "--before", "-o", "before.png");
    cli_ok("render", "front.stipple", "--crop", "scalp", "--sessions", "1", "--after", "fresh", "-o", "first.png");
    cli_ok("render", "front.stipple", "--crop", "scalp", "--sessions", "3", "-o", "healed.png");
    check_holds("strip.png", "before.png", &before[0], &before[1]);
    check_holds("strip.png", "first.png", &first[0], &first[1]);
    check_holds("strip.png", "healed.png", &healed[0], &healed[1]);
    assert_true(before[0] < first[0] && before[1] == first[1]);
    assert_true(first[0] < healed[0] && first[1] < healed[1]);
    cli_ok("sheet", "front.stipple", "-o", "sheet.png", "--size", "8000", "--times", "fresh,3y");
    cli_ok("render", "front.stipple", "--crop", "scalp", "--option", "B", "--after", "3y", "-o", "late.png");
    check_holds("sheet.png", "late.png", &left, &top);
    cli_ok("compare", "front.stipple", "-o", "compare.png", "--size", "8000", "--crop", "photo", "--options", "B,A",
           "--before", "--after", "1y");
    cli_ok("render", "front.stipple", "--option", "A", "--after", "1y", "-o", "a.png");
    check_holds("compare.png", "front.png", &left, &top);
    check_holds("compare.png", "a.png", &first[0], &first[1]);
    assert_true(left < first[0] && top == first[1]);
    cli_ok("render", "front.stipple", "--beside", "-o", "pair.png", "--crop", "photo");
    check_holds("pair.png", "front.png", &left, &top);
}

// A row for each band, from little of the pigment to much; what is asked for twice or in vain is refused.
static void test_range(void **state)
{
    (void)state;
    static const char *const BANDS[] = {"low", "likely", "high"};
    int left[3], top[3];
    cli_ok("sheet", "front.stipple", "--range", "--option", "B", "-o", "range.png", "--size", "8000", "--times", "5y");
    for (int i = 0; i < 3; i++) {
        cli_ok("render", "front.stipple", "--crop", "scalp", "--option", "B", "--after", "5y", "--band", BANDS[i], "-o",
               "cell.png");
        check_holds("range.png", "cell.png", &left[i], &top[i]);
    }
    assert_true(left[0] == left[1] && left[1] == left[2]);
    assert_true(top[0] < top[1] && top[1] < top[2]);
    cli_fails(1, "--option goes with --range", "sheet", "front.stipple", "--option", "A", "-o", "never.png");
    cli_fails(1, "leave --band out", "sheet", "front.stipple", "--range", "--band", "low", "-o", "never.png");
}

static void size_of(const char *path, int *width, int *height)
{
    struct image *image = cli_pixels(path);
    *width = image->width_px;
    *height = image->height_px;
    image_unref(image);
}

// The pupils of the front photo are hidden and the scalp is as without; a photo from above has no face to cover.
static void test_cover(void **state)
{
    (void)state;
    cli_ok("render", "front.stipple", "-o", "open.png");
    cli_ok("render", "front.stipple", "--cover", "bar", "-o", "bar.png");
    cli_ok("render", "front.stipple", "--cover", "blur", "-o", "blur.png");
    struct image *open = cli_pixels("open.png"), *bar = cli_pixels("bar.png"), *blur = cli_pixels("blur.png");
    char room[CLI_MOST_WORDS][64];
    const char *words[CLI_MOST_WORDS];
    double x = 0.0, y = 0.0;
    cli_mark_words("front.png", words, room);
    for (int i = 0; words[i]; i++)
        if (strncmp(words[i], "--landmark=pupil_left=", 22) == 0)
            assert_int_equal(sscanf(words[i] + 22, "%lf,%lf", &x, &y), 2);
    assert_true(x > 0.0);
    const uint8_t *eye = image_row(bar, (int)y) + 4 * (int)x;
    assert_true(eye[0] < 50 && eye[1] < 50 && eye[2] < 50);
    assert_true(memcmp(image_row(open, (int)y) + 4 * (int)x, image_row(blur, (int)y) + 4 * (int)x, 3) != 0);
    for (int row = 0; row < (int)y - 120; row++) {
        assert_memory_equal(image_row(open, row), image_row(bar, row), 4 * (size_t)open->width_px);
        assert_memory_equal(image_row(open, row), image_row(blur, row), 4 * (size_t)open->width_px);
    }
    image_unref(open);
    image_unref(bar);
    image_unref(blur);
    char demo[4096];
    snprintf(demo, sizeof demo, "%s/assets/demo/demo.stipple", testing_source());
    cli_ok("render", demo, "--view", "top.jpg", "--size", "300", "-o", "top-open.png");
    cli_ok("render", demo, "--view", "top.jpg", "--size", "300", "--cover", "blur", "-o", "top-blur.png");
    assert_true(cli_same_bytes("top-open.png", "top-blur.png"));
}

// However small the pictures, the words beside them can be read: a line holds all of the disclaimer.
static void test_small_is_legible(void **state)
{
    (void)state;
    int width, height;
    cli_ok("render", "front.stipple", "--beside", "--size", "24", "-o", "small.png");
    size_of("small.png", &width, &height);
    assert_in_range(width, 600, 1000);
}

// Whatever is in a name or title is drawn as words: nothing fails and the page keeps its shape.
static void test_hostile_words(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "<script>alert(1)</script>",
        "%s%n%s%n",
        "=HYPERLINK(\"x\")",
        "\x01\x02\x1b[31m\x7f\t\n\r",
        "\xff\xfe\xc0\x80",
        "\xe2\x80\xae"
        "abc \xe2\x80\x8f\xd7\x90",
        "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf \xe6\x9d\x8e \xe0\xa4\xb0\xe0\xa4\xbe\xe0\xa4\xae"};
    int width, height, w, h;
    cli_ok("compare", "front.stipple", "-o", "plain.png", "--size", "200", "--title", "x");
    size_of("plain.png", &width, &height);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cli_ok("compare", "front.stipple", "-o", "bad.png", "--size", "200", "--title", bad[i]);
        size_of("bad.png", &w, &h);
        assert_true(w == width && h <= height + 40);
    }
    char *vast = mem_alloc(10001);
    memset(vast, 'W', 10000);
    cli_ok("compare", "front.stipple", "-o", "bad.png", "--size", "200", "--title", vast);
    size_of("bad.png", &w, &h);
    assert_true(w == width && h <= height + 40);
    mem_free(vast);
}

static void write_text(const char *path, const char *text)
{
    cli_write(path, text, strlen(text));
}

static void test_clinic(void **state)
{
    (void)state;
    cli_ok("compare", "front.stipple", "-o", "without.png", "--size", "200");
    write_text("c.json", "{\"name\": \"Klinik \xc3\x84hre\", \"contact\": \"12 High Street\", \"logo\": \"logo.png\"}");
    cli_fails(2, "logo.png", "compare", "front.stipple", "-o", "never.png", "--clinic", "c.json");
    size_t size;
    char *png = cli_read("front.png", &size);
    cli_write("logo.png", png, size);
    mem_free(png);
    cli_ok("compare", "front.stipple", "-o", "with.png", "--size", "200", "--clinic", "c.json");
    assert_false(cli_same_bytes("with.png", "without.png"));
    cli_fails(1, "is read", "compare", "front.stipple", "-o", "logo.png", "--clinic", "c.json");
    static const char *const bad[] = {"{\"disclaimer\": \"\"}",
                                      "{\"disclaimer\": \"       \"}",
                                      "{\"disclaimer\": \".\"}",
                                      "{\"disclaimer\": null}",
                                      "{\"nam\": \"x\"}",
                                      "[]",
                                      "{",
                                      "",
                                      "{\"marks_per_hour\": [3, 2, 1]}",
                                      "{\"price_per_hour\": [1, 2]}",
                                      "{\"price_per_hour\": [0, 1, 2]}",
                                      "{\"least_price\": -1}",
                                      "{\"logo\": \"../logo.png\"}",
                                      "{\"name\": \"a\", \"name\": \"b\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_text("bad.json", bad[i]);
        cli_fails(2, "bad.json", "compare", "front.stipple", "-o", "never.png", "--clinic", "bad.json");
        cli_fails(2, "bad.json", "estimate", "front.stipple", "--clinic", "bad.json");
    }
    cli_fails(2, "none.json", "strip", "front.stipple", "-o", "never.png", "--clinic", "none.json");
    write_text("words.json", "{\"disclaimer\": \"Only a picture of what could be; nobody can promise it.\"}");
    cli_ok("compare", "front.stipple", "-o", "words.png", "--size", "200", "--clinic", "words.json");
    assert_false(cli_same_bytes("words.png", "without.png"));
}

// The user's own settings are found where settings lie.
static void test_own_settings(void **state)
{
    (void)state;
    assert_int_equal(mkdir("config", 0700) | mkdir("config/stipple", 0700), 0);
    write_text("config/stipple/clinic.json", "{\"currency\": \"EUR\", \"price_per_hour\": [100, 200, 300],"
                                             " \"marks_per_hour\": [1000, 2000, 3000], \"least_price\": 50}");
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/config", (const char *)*state);
    setenv("XDG_CONFIG_HOME", folder, 1);
    char *text = cli_out("estimate", "front.stipple");
    unsetenv("XDG_CONFIG_HOME");
    assert_non_null(strstr(text, " EUR ("));
    assert_non_null(strstr(text, "by the clinic's settings"));
    mem_free(text);
}

// hours = marks / marks an hour; price = hours x price: by the clinic's numbers, in any locale.
static void test_estimate(void **state)
{
    (void)state;
    write_text("rates.json",
               "{\"marks_per_hour\": [1000, 1000, 1000], \"price_per_hour\": [7, 7, 7], \"least_price\": 0}");
    char *text = cli_out("estimate", "front.stipple", "--clinic", "rates.json", "--json");
    const char *dots = strrchr(text, '[') ? strstr(text, "\"dots\"") : NULL, *price = strstr(text, "\"price\"");
    assert_true(dots && price);
    double likely_dots = 0.0, likely_price = 0.0;
    const char *at = strstr(dots, "\"likely\": ");
    likely_dots = strtod(at + 10, NULL);
    at = strstr(price, "\"likely\": ");
    likely_price = strtod(at + 10, NULL);
    assert_close(likely_price / (likely_dots / 1000.0 * 7.0), 1.0, 1e-9);
    mem_free(text);
    cli_ok("set", "small.stipple", "zones.add=areata", "zone.full.density_per_cm2=1");
    text = cli_out("estimate", "small.stipple");
    assert_non_null(strstr(text, " min ("));
    mem_free(text);
}

static void test_usage(void **state)
{
    (void)state;
    cli_fails(1, "-o", "strip", "front.stipple");
    cli_fails(1, ".png", "sheet", "front.stipple", "-o", "never.pdf");
    cli_fails(1, "is read", "strip", "front.stipple", "-o", "front.png");
    cli_fails(1, "--cover", "strip", "front.stipple", "-o", "never.png", "--cover", "hat");
    cli_fails(1, "--crop", "strip", "front.stipple", "-o", "never.png", "--crop", "nose");
    cli_fails(1, "--times", "sheet", "front.stipple", "-o", "never.png", "--times", "soon");
    cli_fails(1, "--times", "sheet", "front.stipple", "-o", "never.png", "--times", "");
    cli_fails(1, "--times", "sheet", "front.stipple", "-o", "never.png", "--times",
              "1y,1y,1y,1y,1y,1y,1y,1y,1y,1y,1y,1y,1y");
    cli_fails(1, "two to four", "compare", "front.stipple", "-o", "never.png", "--options", "A");
    cli_fails(2, "no option", "compare", "front.stipple", "-o", "never.png", "--options", "A,Q");
    cli_fails(1, "--date", "strip", "front.stipple", "-o", "never.png", "--date", "today");
    cli_fails(1, "--beside", "render", "front.stipple", "-o", "never.png", "--beside", "--before");
    cli_fails(1, "--beside", "render", "front.png", "-o", "never.png", "--beside");
    cli_fails(1, "--title", "render", "front.stipple", "-o", "never.png", "--title", "x");
}

static void test_same_bytes(void **state)
{
    (void)state;
    cli_ok("strip", "front.stipple", "-o", "one.png", "--size", "300", "--threads", "1", "--date", "2026-01-02");
    cli_ok("strip", "front.stipple", "-o", "four.png", "--size", "300", "--threads", "4", "--date", "2026-01-02");
    assert_true(cli_same_bytes("one.png", "four.png"));
    cli_ok("strip", "front.stipple", "-o", "day.png", "--size", "300", "--date", "2026-01-03");
    assert_false(cli_same_bytes("one.png", "day.png"));
    cli_ok("strip", "front.stipple", "-o", "small.webp", "--size", "300");
    cli_ok("strip", "front.stipple", "-o", "small.jpg", "--size", "300");
    cli_ok("strip", "front.stipple", "-o", "small.tif", "--size", "300");
}

static void test_disk_full(void **state)
{
    (void)state;
    size_t size, now;
    char *photo = cli_read("front.png", &size);
    int files = cli_count_files();
    cli_disk_full("strip", "front.stipple", "-o", "full.png", "--size", "200");
    assert_int_equal(cli_count_files(), files);
    char *after = cli_read("front.png", &now);
    assert_true(size == now && memcmp(photo, after, size) == 0);
    mem_free(photo);
    mem_free(after);
}

static int enter(void **state)
{
    if (cli_enter_with_case(state) != 0)
        return -1;
    cli_ok("set", "front.stipple", "options.add=B", "hairline.shape=peaked");
    cli_new("front.png", "small.stipple");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells_are_renders),
                                       cmocka_unit_test(test_range),
                                       cmocka_unit_test(test_small_is_legible),
                                       cmocka_unit_test(test_cover),
                                       cmocka_unit_test(test_hostile_words),
                                       cmocka_unit_test(test_clinic),
                                       cmocka_unit_test(test_own_settings),
                                       cmocka_unit_test(test_estimate),
                                       cmocka_unit_test(test_usage),
                                       cmocka_unit_test(test_same_bytes),
                                       cmocka_unit_test(test_disk_full)};
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
