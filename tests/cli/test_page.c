// page: one HTML file that holds everything and lets nothing in or out. In a browser: tests/page.
#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int count_of(const char *text, const char *what)
{
    int count = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        count++;
    return count;
}

// 1 before, and for both options fresh and healed of three sessions and one year in its range of three.
static void test_holds_everything(void **state)
{
    (void)state;
    size_t size;
    cli_ok("page", "front.stipple", "-o", "page.html", "--size", "200", "--times", "fresh,healed,3y");
    char *text = cli_read("page.html", &size);
    assert_int_equal(strlen(text), size);
    assert_int_equal(count_of(text, "data:image/webp;base64,"), 1 + 2 * (3 * 2 + 3));
    assert_non_null(strstr(text, "default-src 'none'; img-src data:; style-src 'sha256-"));
    assert_null(strstr(text, "unsafe-"));
    assert_null(strstr(text, "http:"));
    assert_null(strstr(text, "https:"));
    assert_null(strstr(text, "{{"));
    assert_null(strstr(text, "front.png"));
    assert_non_null(strstr(text, "not a guarantee"));
    mem_free(text);
}

static void test_words_are_text(void **state)
{
    (void)state;
    size_t size;
    cli_ok("set", "bad.stipple", "options.add=<!--<script>'&", "hairline.shape=straight");
    char *vast = mem_alloc(10001);
    memset(vast, '<', 10000);
    cli_ok("page", "bad.stipple", "-o", "bad.html", "--size", "100", "--title", vast);
    mem_free(vast);
    cli_ok("page", "bad.stipple", "-o", "bad.html", "--size", "100", "--title",
           "<script>alert(1)</script>\x01\x1b\xff\xe2\x80\xae\" onload=\"x");
    char *text = cli_read("bad.html", &size);
    assert_int_equal(count_of(text, "<script"), 2);
    assert_int_equal(count_of(text, "</script"), 2);
    assert_int_equal(count_of(text, "<!--"), 0);
    assert_non_null(strstr(text, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_non_null(strstr(text, "&quot; onload=&quot;x"));
    for (size_t i = 0; i < size; i++)
        assert_true((unsigned char)text[i] >= ' ' || text[i] == '\n');
    assert_null(strstr(text, "\xe2\x80\xae"));
    mem_free(text);
}

static void test_same_bytes(void **state)
{
    (void)state;
    cli_ok("page", "front.stipple", "-o", "one.html", "--size", "100", "--threads", "1", "--date", "2026-01-02");
    cli_ok("page", "front.stipple", "-o", "four.html", "--size", "100", "--threads", "4", "--date", "2026-01-02");
    assert_true(cli_same_bytes("one.html", "four.html"));
}

static void test_refusals(void **state)
{
    (void)state;
    int files = cli_count_files();
    cli_fails(1, ".html", "page", "front.stipple", "-o", "page.pdf");
    cli_fails(1, "-o", "page", "front.stipple");
    cli_fails(1, "before", "page", "front.stipple", "-o", "never.html", "--times", "before,healed");
    cli_fails(1, "--times", "page", "front.stipple", "-o", "never.html", "--times", "soon");
    cli_fails(1, "is read", "page", "front.stipple", "-o", "alias.html");
    cli_disk_full("page", "front.stipple", "-o", "full.html", "--size", "100");
    assert_int_equal(cli_count_files(), files);
}

static int enter(void **state)
{
    if (cli_enter_with_case(state) != 0)
        return -1;
    cli_ok("set", "front.stipple", "options.add=B", "hairline.shape=peaked");
    cli_new("front.png", "bad.stipple");
    return symlink("front.png", "alias.html");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_holds_everything), cmocka_unit_test(test_words_are_text),
                                       cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
