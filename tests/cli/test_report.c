// report, marking: PDF pages as poppler reads them.
#include "cli.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What a tool of poppler prints; mem_free.
static char *told_by(const char *command)
{
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char *text = mem_alloc(1 << 20);
    size_t size = fread(text, 1, (1 << 20) - 1, pipe);
    text[size] = 0;
    int status = pclose(pipe);
    if (status != 0)
        fail_msg("%s: %d", command, status);
    return text;
}

static bool has_poppler(void)
{
    return system("pdftotext -v >/dev/null 2>&1 && pdfinfo -v >/dev/null 2>&1") == 0; // NOLINT: fixed words
}

#define NEED_POPPLER()                                                                                                 \
    if (!has_poppler())                                                                                                \
    skip()

static int count_of(const char *text, const char *what)
{
    int count = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        count++;
    return count;
}

static void test_report_says_it_all(void **state)
{
    (void)state;
    NEED_POPPLER();
    cli_ok("report", "front.stipple", "-o", "report.pdf", "--date", "2026-01-02", "--option", "B");
    char *text = told_by("pdftotext -layout report.pdf -");
    static const char *const words[] = {"Option B (this plan)",
                                        "cm\xc2\xb2",
                                        "Dots / cm",
                                        "150",
                                        "Needle",
                                        "carbon",
                                        "parts of water",
                                        "Session 3",
                                        "Estimate",
                                        "Keloid",
                                        "Alopecia areata",
                                        "psoriasis",
                                        "transplant",
                                        "no diagnosis",
                                        "The days after",
                                        "Consent",
                                        "Patient",
                                        "2026-01-02",
                                        "Low, as asked \xc3\xa4\xc3\xb6"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strstr(text, words[i]))
            fail_msg("not in the report: %s", words[i]);
    int pages = count_of(text, "\f");
    assert_true(pages >= 2 && pages <= 8);
    assert_int_equal(count_of(text, "not a guarantee"), pages); // on every page
    for (int i = 1; i <= pages; i++) {
        char number[40];
        snprintf(number, sizeof number, "Page %d of %d", i, pages);
        assert_non_null(strstr(text, number));
    }
    mem_free(text);
    char *pictures = told_by("pdfimages -list report.pdf");
    assert_int_equal(count_of(pictures, "jpeg"), 2 + 2 + 3 * 2 + 3 * 4); // pair, options, sessions, bands x years
    mem_free(pictures);
}

static void test_says_nothing_of_the_machine(void **state)
{
    NEED_POPPLER();
    static const char *const allowed[] = {"Title:", "Creator:", "Producer:", "CreationDate:", "ModDate:"};
    cli_ok("marking", "front.stipple", "-o", "marking.pdf", "--date", "2026-01-02", "--title", "M. M.");
    char *text = told_by("TZ=UTC pdfinfo marking.pdf");
    assert_non_null(strstr(text, "A4"));
    assert_non_null(strstr(text, "2026"));
    assert_non_null(strstr(text, "M. M."));
    assert_null(strstr(text, "Author:"));
    assert_null(strstr(text, "Keywords:"));
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        assert_non_null(strstr(text, allowed[i]));
    mem_free(text);
    size_t size;
    char *file = cli_read("marking.pdf", &size);
    assert_null(memmem(file, size, *state, strlen(*state)));
    assert_null(memmem(file, size, "front.", 6));
    mem_free(file);
}

static void test_same_bytes(void **state)
{
    (void)state;
    cli_ok("report", "front.stipple", "-o", "one.pdf", "--date", "2026-01-02", "--threads", "1");
    cli_ok("report", "front.stipple", "-o", "four.pdf", "--date", "2026-01-02", "--threads", "4");
    assert_true(cli_same_bytes("one.pdf", "four.pdf"));
    cli_ok("marking", "front.stipple", "-o", "one-m.pdf", "--date", "2026-01-02");
    cli_ok("marking", "front.stipple", "-o", "two-m.pdf", "--date", "2026-01-02");
    assert_true(cli_same_bytes("one-m.pdf", "two-m.pdf"));
}

// The middle of the hairline is as high above the glabella as was asked, and both sides of a mirrored head are alike.
static void test_marking_is_the_plan(void **state)
{
    (void)state;
    NEED_POPPLER();
    cli_ok("marking", "front.stipple", "-o", "marking.pdf");
    char *text = told_by("pdftotext -layout marking.pdf - | tr -s ' '");
    assert_int_equal(count_of(text, "\f"), 1);
    const char *middle = strstr(text, "0 middle ");
    assert_non_null(middle);
    int high = 0;
    assert_int_equal(sscanf(middle, "0 middle %d", &high), 1);
    assert_in_range(high, 74, 76);
    int number, along, right[6], left[6], rows = 0;
    for (const char *line = text; line; line = strchr(line + 1, '\n')) {
        if (sscanf(line,
                   " %d %d %d \xc2\xb1 %d %d \xc2\xb1 %d %d \xc2\xb1 %d %d \xc2\xb1 %d %d \xc2\xb1 %d %d \xc2\xb1 %d",
                   &number, &along, right, right + 1, right + 2, right + 3, right + 4, right + 5, left, left + 1,
                   left + 2, left + 3, left + 4, left + 5) != 14)
            continue;
        rows++;
        for (int i = 0; i < 4; i++)
            assert_in_range(left[i], right[i] - 2, right[i] + 2);
        assert_true(right[2] <= along + 1); // no place is farther from the midline than the line's way from it
        assert_true(right[0] <= 75 + 1 + along);
    }
    assert_in_range(rows, 6, 14);
    mem_free(text);
}

static void test_words_are_text(void **state)
{
    (void)state;
    NEED_POPPLER();
    static const char clinic[] =
        "{\"name\": \"(Clinic) Tj ET \\\\) >> endobj\", \"contact\": \"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\","
        " \"aftercare\": \"One rule\\n) Tj ET\", \"consent\": \"I agree <</JS (app.alert(1))>>\"}";
    cli_write("clinic.json", clinic, sizeof clinic - 1);
    char *vast = mem_alloc(10020);
    memcpy(vast, "notes=", 6);
    for (int i = 6; i < 10006; i++)
        vast[i] = i % 7 ? 'x' : ' ';
    strcpy(vast + 10006, " last");
    cli_ok("set", "bad.stipple", vast);
    mem_free(vast);
    cli_ok("set", "bad.stipple", "options.add=) Tj << A", "hairline.shape=straight");
    cli_ok("report", "bad.stipple", "-o", "bad.pdf", "--clinic", "clinic.json", "--title",
           ") Tj /JavaScript \x01\x1b\xff\xe2\x80\xae(evil", "--option", ") Tj << A");
    char *text = told_by("pdftotext -layout bad.pdf -");
    static const char *const words[] = {") Tj /JavaScript", "(Clinic) Tj ET", "option ) Tj << A",
                                        "One rule",         "app.alert(1)",   "last"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strstr(text, words[i]))
            fail_msg("not in the report: %s", words[i]);
    assert_true(count_of(text, "x") > 8000); // the notes, whole
    for (const char *at = text; *at; at++)
        assert_true((unsigned char)*at >= ' ' || *at == '\n' || *at == '\f');
    assert_null(strstr(text, "\xe2\x80\xae"));
    mem_free(text);
    char *info = told_by("pdfinfo bad.pdf");
    assert_non_null(strstr(info, "JavaScript:      no"));
    mem_free(info);
}

static void test_png(void **state)
{
    (void)state;
    cli_ok("marking", "front.stipple", "-o", "marking.png");
    struct image *image = cli_pixels("marking.png");
    assert_int_equal(image->width_px, 1654); // A4 at 200 dpi
    assert_int_equal(image->height_px, 2339);
    image_unref(image);
}

static void test_refusals(void **state)
{
    (void)state;
    int files = cli_count_files();
    cli_fails(1, ".pdf", "report", "front.stipple", "-o", "never.html");
    cli_fails(1, "-o", "report", "front.stipple");
    cli_fails(1, ".pdf", "marking", "front.stipple", "-o", "never.jpg");
    cli_fails(2, "option", "marking", "front.stipple", "-o", "never.pdf", "--option", "none");
    cli_disk_full("report", "front.stipple", "-o", "full.pdf");
    cli_disk_full("marking", "front.stipple", "-o", "full.pdf");
    assert_int_equal(cli_count_files(), files);
}

static int enter(void **state)
{
    if (cli_enter_with_case(state) != 0)
        return -1;
    cli_ok("set", "front.stipple", "notes=Low, as asked \xc3\xa4\xc3\xb6", "options.add=B", "hairline.shape=peaked");
    cli_new("front.png", "bad.stipple");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_report_says_it_all),
                                       cmocka_unit_test(test_says_nothing_of_the_machine),
                                       cmocka_unit_test(test_same_bytes),
                                       cmocka_unit_test(test_marking_is_the_plan),
                                       cmocka_unit_test(test_words_are_text),
                                       cmocka_unit_test(test_png),
                                       cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
