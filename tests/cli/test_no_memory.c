// Memory runs out in a command: each allocation that is sized by an input fails, once, and then all that follow, in the
// process itself and in those that a batch starts. It ends as it should, or in one line that blames the machine; the
// case is the old one or the new one; a batch tells of every photo, and made again without the fault makes what is
// missing. Every allocation with tools/test --long, else a sample of them. See output/test_no_memory for the parts.
#include "cli.h"

#include "base/mem.h"
#include "image/face.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SAMPLES = 1, MANY = 1000000000, IS_MACHINE = 3, IS_PARTIAL = 4 };

static void fail_at(long nth, bool all_later)
{
    char number[24];
    snprintf(number, sizeof number, "%ld", nth);
    setenv("STIPPLE_FAIL_NTH", number, 1);
    if (all_later)
        setenv("STIPPLE_FAIL_ALL", "1", 1);
    else
        unsetenv("STIPPLE_FAIL_ALL");
}

static void fail_no_more(void)
{
    unsetenv("STIPPLE_FAIL_NTH");
}

static void copy(const char *from, const char *to)
{
    size_t size;
    char *bytes = cli_read(from, &size);
    cli_write(to, bytes, size);
    mem_free(bytes);
}

static void put_back(void)
{
    copy("sound", "front.stipple");
    assert_int_equal(system("rm -rf made.* out"), 0);
}

static long count_tries(const char *const *words)
{
    size_t size;
    fail_at(MANY, false);
    setenv("STIPPLE_FAIL_LEFT", "left.txt", 1);
    cli_check_words(0, NULL, words, __FILE__, __LINE__);
    unsetenv("STIPPLE_FAIL_LEFT");
    fail_no_more();
    char *left = cli_read("left.txt", &size);
    long tries = MANY - strtol(left, NULL, 10);
    mem_free(left);
    return tries;
}

// What it said is one line of ours.
static bool is_refusal(const struct ran *ran)
{
    const char *end = strchr(ran->err, '\n');
    return (ran->code == IS_MACHINE || ran->code == IS_PARTIAL) && strncmp(ran->err, "stipple: ", 9) == 0 && end &&
           end[1] == 0;
}

// What is left behind is sound: the old one, or what came of it without the fault.
static void check_case(void)
{
    assert_true(cli_same_bytes("front.stipple", "sound") || cli_same_bytes("front.stipple", "whole"));
}

static void check_batch(void)
{
    cli_ok("batch", "photos", "-o", "out", "--size", "60", "--jobs", "1");
    assert_true(cli_same_bytes("out/0001.jpg", "whole"));
}

// `made` is what the words make.
static void fail_each(const char *const *words, const char *made, void (*begin)(void), void (*check)(void))
{
    begin();
    long tries = count_tries(words), ran_count = 0, refused = 0;
    long step = testing_is_long() || tries < SAMPLES ? 1 : tries / SAMPLES;
    copy(made, "whole");
    for (int all_later = 0; all_later < 2; all_later++)
        for (long nth = 1 + step / 2; nth <= tries; nth += step, ran_count++) {
            begin();
            fail_at(nth, all_later);
            struct ran ran = cli_run_words(words);
            bool is_whole = ran.code == 0 && !ran.err[0] && cli_same_bytes(made, "whole");
            if (!is_whole && !is_refusal(&ran))
                fail_msg("%s, allocation %ld%s: exit code %d; said: %s", words[0], nth, all_later ? " and on" : "",
                         ran.code, ran.err);
            refused += !is_whole;
            cli_forget(&ran);
            fail_no_more();
            check();
        }
    print_message("%s: %ld allocations, %ld runs with one failing, %ld refused\n", words[0], tries, ran_count, refused);
    put_back();
}

#define FAIL_EACH(made, ...) fail_each((const char *const[]){__VA_ARGS__, NULL}, made, put_back, check_case)

static void test_commands(void **state)
{
    (void)state;
    FAIL_EACH("front.stipple", "set", "front.stipple", "hairline.height_mm=70");
    FAIL_EACH("made.jpg", "render", "front.stipple", "--size", "80", "-o", "made.jpg");
    FAIL_EACH("made.png", "render", "front.png", "-o", "made.png");
    FAIL_EACH("made.csv", "dots", "front.stipple", "-o", "made.csv");
}

static void test_new_and_add_view(void **state)
{
    (void)state;
    char room[CLI_MOST_WORDS][64], second_room[CLI_MOST_WORDS][64];
    const char *make[CLI_MOST_WORDS + 8] = {"new", "front.png", "-o", "made.stipple"};
    const char *add[CLI_MOST_WORDS + 8] = {"add-view", "front.stipple", "top.png"};
    cli_mark_words("front.png", make + 4, room);
    cli_mark_words("top.png", add + 3, second_room);
    fail_each(make, "made.stipple", put_back, check_case);
    fail_each(add, "front.stipple", put_back, check_case);
}

static void begin_one(void)
{
    put_back();
    cli_ok("batch", "photos", "-o", "out", "--list");
}

static void test_batch(void **state)
{
    (void)state;
    char folder[PLACE_MOST_PATH];
    if (!face_nets_folder(folder))
        skip();
    static const char *const all[] = {"batch", "photos", "-o", "out", "--size", "60", "--jobs", "1", NULL};
    static const char *const one[] = {"batch", "-o", "out", "--only", "1", "--size", "60", NULL};
    assert_int_equal(mkdir("photos", 0700), 0);
    char photo[4096];
    snprintf(photo, sizeof photo, "%s/assets/demo/front.jpg", testing_source());
    cli_ok("render", photo, "--size", "300", "-o", "photos/a.jpg");
    fail_each(all, "out/0001.jpg", put_back, check_batch);
    fail_each(one, "out/0001.jpg", begin_one, check_batch);
}

static int enter(void **state)
{
    if (!getenv("STIPPLE_FAILING") || cli_enter_with_case(state) != 0)
        return -1;
    copy("front.stipple", "sound");
    return setenv("STIPPLE_PROGRAM", getenv("STIPPLE_FAILING"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_commands), cmocka_unit_test(test_new_and_add_view),
                                       cmocka_unit_test(test_batch)};
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
