// Every command with names that nobody should trust: a newline, what drives a terminal, what turns text around, quotes,
// markup, no UTF-8. What is said stays one line of plain text, says what to do, and nothing of the name is alive in a
// table, a page or a document; and where a command works, it works on files of such names.
#include "cli.h"

#include "base/mem.h"
#include "image/face.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// H: all of it. M: what may stand in a case, which holds no control characters.
#define H "a\n\x1b[31mb\xe2\x80\xae\"'$(touch hit)`touch hit`;%n%s<script>alert(1)\xff"
#define M "b\"'$(touch hit);%n%s<script>alert(1)"

static bool is_alive(const char *text, size_t size, bool is_page)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        bool turns =
            size - i > 2 && (memcmp(text + i, "\xe2\x80\xae", 3) == 0 || memcmp(text + i, "\xe2\x81\xa6", 3) == 0);
        if ((c < 0x20 && !strchr("\n\t\r", c)) || c == 0x7f || c == 0xff || turns)
            return true;
    }
    return is_page && strstr(text, "<script>alert") != NULL;
}

// Of a refusal: one line, that says what to do; its name is escaped where it is in it.
static bool is_told(const struct ran *ran)
{
    const char *end = strchr(ran->err, '\n');
    bool is_line = strncmp(ran->err, "stipple: ", 9) == 0 && end && !end[1] && strlen(ran->err) < 700;
    bool advises = ran->code == 1 || ran->code == 4 || strchr(ran->err, ';') != NULL;
    return is_line && advises;
}

static void print_words(const char *const *words)
{
    for (; *words; words++)
        print_error("[%s] ", *words);
    print_error("\n");
}

static int bad;

static void check(const char *const *words, bool must_work)
{
    struct ran ran = cli_run_words(words);
    bool is_done = ran.code == 0, is_refused = ran.code == 1 || ran.code == 2 || ran.code == 4;
    bool is_clean = !is_alive(ran.err, strlen(ran.err), false) && !is_alive(ran.out, ran.out_size, false);
    if (!is_clean || (must_work ? !is_done : !is_refused || !is_told(&ran))) {
        print_words(words);
        print_error("exit code %d, %s; said: %s%.2000s\n", ran.code, is_clean ? "clean" : "alive", ran.err, ran.out);
        bad++;
    }
    cli_forget(&ran);
}

static void check_all(const char *const (*words)[12], size_t count, bool must_work)
{
    for (size_t i = 0; i < count; i++)
        check(words[i], must_work);
    assert_int_equal(bad, 0);
    assert_int_equal(access("hit", F_OK), -1);
}
#define CHECK_ALL(words, must_work) check_all(words, sizeof words / sizeof *words, must_work)

static void test_missing(void **state)
{
    (void)state;
    static const char *const words[][12] = {
        {H},
        {"get", H ".stipple"},
        {"info", H},
        {"info", H ".stipple"},
        {"set", H ".stipple", "seed=1"},
        {"render", H ".stipple", "-o", "x.png"},
        {"render", H, "-o", "x.png"},
        {"dots", H ".stipple"},
        {"estimate", H ".stipple"},
        {"match", H ".stipple"},
        {"page", H ".stipple", "-o", "x.html"},
        {"report", H ".stipple", "-o", "x.pdf"},
        {"marking", H ".stipple", "-o", "x.pdf"},
        {"strip", H ".stipple", "-o", "x.jpg"},
        {"sheet", H ".stipple", "-o", "x.jpg"},
        {"compare", H ".stipple", "-o", "x.jpg"},
        {"clip", H ".stipple", "-o", "x.webp"},
        {"versions", H ".stipple", "--restore", "1"},
        {"new", H, "-o", "x.stipple"},
        {"add-view", "front.stipple", H},
        {"add-view", H ".stipple", "top.png"},
        {"batch", H, "-o", "x"},
        {"batch", ".", "-o", "x", "--template", H},
        {"batch", ".", "-o", "x", "--clinic", H, "--beside"},
        {"strip", "front.stipple", "-o", "x.jpg", "--clinic", H},
        {"estimate", "front.stipple", "--clinic", H},
    };
    CHECK_ALL(words, false);
}

static void test_damaged(void **state)
{
    (void)state;
    static const char *const words[][12] = {
        {"get", "bad" H ".stipple"},
        {"info", "bad" H ".png"},
        {"set", "bad" H ".stipple", "seed=1"},
        {"render", "bad" H ".stipple", "-o", "x.png"},
        {"render", "bad" H ".png", "-o", "x.png"},
        {"report", "bad" H ".stipple", "-o", "x.pdf"},
        {"new", "bad" H ".png", "-o", "x.stipple"},
        {"add-view", "front.stipple", "bad" H ".png"},
        {"strip", "front.stipple", "-o", "x.jpg", "--clinic", "bad" H ".png"},
        {"batch", "bad" H ".png", "-o", "x"},
    };
    cli_write("bad" H ".stipple", "{\"stipple\": 1, \"\\u001b\xe2\x80\xae\": }", 30);
    cli_write("bad" H ".png", "no photo", 8);
    CHECK_ALL(words, false);
    unlink("bad" H ".png");
}

static void test_words_of_the_command_line(void **state)
{
    (void)state;
    static const char *const words[][12] = {
        {"get", "front.stipple", H},
        {"set", "front.stipple", H},
        {"set", "front.stipple", H "=1"},
        {"set", "front.stipple", "hairline.shape=" H},
        {"set", "front.stipple", "hairline.height_mm=" H},
        {"set", "front.stipple", "options.add=" H},
        {"set", "front.stipple", "zones.add=" H},
        {"set", "front.stipple", "zones.place=" H ":1,1"},
        {"set", "front.stipple", "mask.add=" H},
        {"set", "front.stipple", "events.add=" H},
        {"set", "front.stipple", "seed=1", "--option", H},
        {"set", "front.stipple", "seed=1", "--view", H},
        {"set", "front.stipple", "seed=1", "--" H},
        {"render", "front.stipple", "-o", H},
        {"render", "front.stipple", "-o", H "/x.png"},
        {"render", "front.stipple", "-o", "x." H},
        {"render", "front.stipple", "-o", "x.png", "--view", H},
        {"render", "front.stipple", "-o", "x.png", "--option", H},
        {"render", "front.stipple", "-o", "x.png", "--after", H},
        {"render", "front.stipple", "-o", "x.png", "--band", H},
        {"render", "front.stipple", "-o", "x.png", "--light", H},
        {"render", "front.stipple", "-o", "x.png", "--layer", H},
        {"render", "front.stipple", "-o", "x.png", "--renderer", H},
        {"render", "front.stipple", "-o", "x.png", "--size", H},
        {"render", "front.stipple", "-o", "x.png", "--cover", H},
        {"strip", "front.stipple", "-o", "x.jpg", "--date", H},
        {"strip", "front.stipple", "-o", "x.jpg", "--crop", H},
        {"sheet", "front.stipple", "-o", "x.jpg", "--times", H},
        {"dots", "front.stipple", "--format", H},
        {"page", "front.stipple", "-o", H "/x.html"},
        {"report", "front.stipple", "-o", H "/x.pdf"},
        {"marking", "front.stipple", "-o", "x." H},
        {"versions", "front.stipple", "--restore", H},
        {"batch", ".", "-o", "x", "--format", H},
        {"batch", ".", "-o", H "/x/y"},
        {"new", "front.png", "-o", H "/x.stipple", "--landmark", "glabella=1,1"},
        {"new", "front.png", "-o", "x.stipple", "--landmark", H "=1,1"},
        {"new", "front.png", "-o", "x.stipple", "--facing", H},
        {"new", "front.png", "-o", "x.stipple", "--outline", H},
        {"new", "front.png", "-o", "x.stipple", "--scale", H},
        {"new", "front.png", "-o", "x.stipple", "--hairline", H},
        {"new", "front.png", "-o", "x.stipple", "--set", H},
    };
    CHECK_ALL(words, false);
}

static void check_file(const char *path, bool is_page)
{
    size_t size;
    char *text = cli_read(path, &size);
    if (is_alive(text, size, is_page))
        fail_msg("%s: the name is alive in it", path);
    mem_free(text);
}

static void check_document(const char *command, const char *path)
{
    assert_int_equal(system(command), 0);
    check_file(path, false);
}

// Files of such names are worked on like any.
static void test_they_work(void **state)
{
    (void)state;
    const char *new_words[CLI_MOST_WORDS + 8] = {"new", "H/" M ".png", "-o", "H/" H ".stipple"};
    char room[CLI_MOST_WORDS][64];
    static const char *const words[][12] = {
        {"get", "H/" H ".stipple"},
        {"info", "H/" H ".stipple"},
        {"info", "H/" H ".stipple", "--json"},
        {"info", "H/" M ".png", "--json"},
        {"set", "H/" H ".stipple", "options.add=<script>alert(1)", "notes=<script>alert(1)</script>\xe2\x80\xae"},
        {"versions", "H/" H ".stipple"},
        {"estimate", "H/" H ".stipple"},
        {"estimate", "H/" H ".stipple", "--json"},
        {"dots", "H/" H ".stipple", "-o", "H/" H ".csv"},
        {"dots", "H/" H ".stipple", "--format", "json", "-o", "H/" H ".json"},
        {"render", "H/" H ".stipple", "--size", "80", "-o", "H/" H ".webp"},
        {"page", "H/" H ".stipple", "--size", "80", "--times", "healed", "--title", H, "-o", "H/" H ".html"},
        {"report", "H/" H ".stipple", "--title", H, "-o", "H/x.pdf"},
        {"marking", "H/" H ".stipple", "--title", H, "-o", "H/y.pdf"},
        {"strip", "H/" H ".stipple", "--size", "80", "--title", H, "-o", "H/" H ".jpg"},
    };
    assert_int_equal(mkdir("H", 0777), 0);
    assert_int_equal(rename("kept.png", "H/" M ".png"), 0);
    cli_mark_words("front.png", new_words + 4, room);
    check(new_words, true);
    CHECK_ALL(words, true);
    check_file("H/" H ".csv", true);
    check_file("H/" H ".json", false);
    check_file("H/" H ".html", true);
    if (system("command -v pdftotext >/dev/null") == 0) {
        check_document("pdftotext H/x.pdf x.txt && sed -i 's/\\f//g' x.txt", "x.txt");
        check_document("pdftotext H/y.pdf y.txt && sed -i 's/\\f//g' y.txt", "y.txt");
    }
}

static void test_batch_of_them(void **state)
{
    (void)state;
    char folder[PLACE_MOST_PATH];
    if (!face_nets_folder(folder))
        skip();
    assert_int_equal(mkdir(H, 0777), 0);
    cli_write(H "/" H ".png", "no photo", 8);
    cli_write(H "/=cmd|' '!A0.png", "no photo", 8);
    check((const char *const[]){"batch", H, "-o", "out" H, NULL}, false);
    check_file("out" H "/batch.csv", false);
    check_file("out" H "/batch.jsonl", false);
}

static int enter(void **state)
{
    if (cli_enter_with_case(state) != 0 || system("cp front.png kept.png") != 0)
        return -1;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_missing), cmocka_unit_test(test_damaged),
                                       cmocka_unit_test(test_words_of_the_command_line),
                                       cmocka_unit_test(test_they_work), cmocka_unit_test(test_batch_of_them)};
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
