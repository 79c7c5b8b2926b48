// Every case of the bad set comes to what it should, in one clear line, within two seconds of processor time and within
// its memory; and so do cases that are no files, whose photo is none, and whose name is hostile. What is read all the
// same is drawn, or refused in one line. Prints the figures. All of it with tools/test --long, else a sample.
#include "bad_run.h"

#include "bad_case.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { SEEDED_SAMPLE_OF = BAD_IS_PLAIN ? 37 : 131, SAMPLE_OF = BAD_IS_PLAIN ? 1 : 5 };

static struct bytes sound; // front.stipple

static void values(struct bad_sink *sink)
{
    bad_case_values(sink, &sound);
}

static void files(struct bad_sink *sink)
{
    bad_case_files(sink, &sound);
}

// `get` needs no photo; what it reads is drawn as well.
static void try_set(void (*maker)(struct bad_sink *sink), const char *what)
{
    struct bad_figures *f = bad_begin(), *drawn = bad_begin();
    struct bad_one one;
    FILE *list = bad_write_set(maker, ".", SEEDED_SAMPLE_OF, SAMPLE_OF);
    while (bad_next(list, &one)) {
        const char *const get[] = {"get", one.name, NULL};
        const char *const draw[] = {"render", one.name, "--size", "60", "-o", "drawn.png", NULL};
        if (bad_try_words(f, get, one.name, one.wanted, one.is_bomb) == 0)
            bad_try_words(drawn, draw, one.name, BAD_ANYTHING, one.is_bomb);
        unlink(one.name);
    }
    bad_tell(f, what);
    if (bad_count(drawn) > 0)
        bad_tell(drawn, "of these, drawn");
    else
        mem_free(drawn);
}

static void test_values(void **state)
{
    (void)state;
    try_set(values, "values of cases");
}

static void test_files(void **state)
{
    (void)state;
    try_set(files, "case files");
}

// Every command that reads a case, on what is no file.
static void try_commands(struct bad_figures *f, const char *name)
{
    const char *const commands[][8] = {
        {"get", name},
        {"info", name},
        {"set", name, "seed=1"},
        {"render", name, "-o", "never.png"},
        {"dots", name, "-o", "never.csv"},
        {"estimate", name},
        {"add-view", name, "top.png"},
        {"match", name},
        {"page", name, "-o", "never.html"},
        {"report", name, "-o", "never.pdf"},
        {"marking", name, "-o", "never.pdf"},
        {"strip", name, "-o", "never.jpg"},
        {"clip", name, "-o", "never.webp"},
        {"versions", name, "--restore", "1"},
    };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (BAD_IS_PLAIN || testing_is_long() || i % 7 == strlen(name) % 7)
            bad_try_words(f, commands[i], name, BAD_REFUSED, false);
}

static void test_no_files(void **state)
{
    (void)state;
    struct bad_figures *f = bad_begin();
    assert_int_equal(mkfifo("pipe.stipple", 0600) | mkdir("folder.stipple", 0700), 0);
    assert_int_equal(symlink("loop.stipple", "loop.stipple") | symlink("nowhere.stipple", "dangling.stipple") |
                         symlink("/dev/zero", "zero.stipple") | symlink("/proc/self/environ", "environ.stipple"),
                     0);
    struct sockaddr_un address = {AF_UNIX, "socket.stipple"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    bad_make_large("six-gb.stipple", (off_t)6 << 30);
    static const char *const names[] = {"pipe.stipple",    "folder.stipple",
                                        "loop.stipple",    "dangling.stipple",
                                        "zero.stipple",    "environ.stipple",
                                        "socket.stipple",  "six-gb.stipple",
                                        "missing.stipple", "/dev/zero",
                                        "/dev/null",       "/dev/tty",
                                        "/proc/self/mem",  "folder.stipple/in-it.stipple"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        try_commands(f, names[i]);
    close(fd);
    bad_tell(f, "no cases");
}

// ---- the photo of a sound case is something else

static void put_back(void)
{
    assert_int_equal(system("rm -rf front.png && cp kept.png front.png"), 0);
}

static void make_photo_missing(void) {}

static void make_photo_other(void)
{
    assert_int_equal(system("cp top.png front.png"), 0);
}

static void make_photo_longer(void)
{
    assert_int_equal(system("{ cat kept.png; echo; } >front.png"), 0);
}

static void make_photo_cut(void)
{
    assert_int_equal(system("head -c 900 kept.png >front.png"), 0);
}

static void make_photo_empty(void)
{
    cli_write("front.png", "", 0);
}

static void make_photo_folder(void)
{
    assert_int_equal(mkdir("front.png", 0700), 0);
}

static void make_photo_pipe(void)
{
    assert_int_equal(mkfifo("front.png", 0600), 0);
}

static void make_photo_loop(void)
{
    assert_int_equal(symlink("front.png", "front.png"), 0);
}

static void make_photo_device(void)
{
    assert_int_equal(symlink("/dev/zero", "front.png"), 0);
}

static void make_photo_large(void)
{
    bad_make_large("front.png", (off_t)6 << 30);
}

static void test_photo_is_none(void **state)
{
    (void)state;
    static void (*const make[])(void) = {make_photo_missing, make_photo_other,  make_photo_longer, make_photo_cut,
                                         make_photo_empty,   make_photo_folder, make_photo_pipe,   make_photo_loop,
                                         make_photo_device,  make_photo_large};
    static const char *const commands[][8] = {
        {"render", "front.stipple", "-o", "never.png"},  {"page", "front.stipple", "-o", "never.html"},
        {"report", "front.stipple", "-o", "never.pdf"},  {"strip", "front.stipple", "-o", "never.jpg"},
        {"clip", "front.stipple", "-o", "never.webp"},   {"sheet", "front.stipple", "-o", "never.png"},
        {"compare", "front.stipple", "-o", "never.png"},
    };
    struct bad_figures *f = bad_begin();
    put_back();
    for (size_t i = 0; i < sizeof make / sizeof *make; i++) {
        unlink("front.png");
        make[i]();
        for (size_t k = 0; k < sizeof commands / sizeof *commands; k++)
            if (BAD_IS_PLAIN || testing_is_long() || k % 5 == i % 5)
                bad_try_words(f, commands[k], "front.stipple", BAD_REFUSED, false);
        cli_ok("get", "front.stipple"); // the plan is there without it
        cli_ok("info", "front.stipple");
        put_back();
    }
    assert_int_equal(system("test -z \"$(ls never* 2>/dev/null)\""), 0);
    bad_tell(f, "cases whose photo is none");
}

static int enter(void **state)
{
    if (cli_enter_with_case(state) != 0)
        return -1;
    sound.data = (uint8_t *)cli_read("front.stipple", &sound.size);
    return rename("front.png", "kept.png") == 0 && system("cp kept.png front.png") == 0 ? 0 : -1;
}

static int leave(void **state)
{
    mem_free(sound.data);
    return cli_leave(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values), cmocka_unit_test(test_files),
                                       cmocka_unit_test(test_no_files), cmocka_unit_test(test_photo_is_none)};
    return cmocka_run_group_tests(tests, enter, leave);
}
