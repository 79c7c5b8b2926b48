// Every photo of the bad set comes to what it should, in one clear line, within two seconds of processor time and
// within its memory; and so do files that are no files and files with hostile names. Prints the figures. All of it with
// tools/test --long, else a sample: of the seeded ones, and in builds with sanitizers of the others.
#include "bad_run.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { SEEDED_SAMPLE_OF = 11, SAMPLE_OF = 6 };

static void try_set(struct bad_figures *f, void (*maker)(struct bad_sink *sink))
{
    struct bad_one one;
    FILE *list = bad_write_set(maker, ".", SEEDED_SAMPLE_OF, BAD_IS_PLAIN ? 1 : SAMPLE_OF);
    while (bad_next(list, &one)) {
        bad_try_file(f, one.name, one.wanted, one.is_bomb);
        unlink(one.name);
    }
}

#define SET(name, maker)                                                                                               \
    static void name(void **state)                                                                                     \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        struct bad_figures *f = bad_begin();                                                                           \
        try_set(f, maker);                                                                                             \
        if (bad_count(f) == 0)                                                                                         \
            skip();                                                                                                    \
        bad_tell(f, #name);                                                                                            \
    }
SET(jpegs, bad_jpegs)
SET(jpeg_markers, bad_jpeg_markers)
SET(pngs, bad_pngs)
SET(webps, bad_webps)
SET(heics, bad_heics)
SET(others, bad_others)

// Pipes, devices, folders, loops of links, files of gigabytes: refused, at once.
static void no_files(void **state)
{
    (void)state;
    struct bad_figures *f = bad_begin();
    assert_int_equal(mkfifo("pipe.jpg", 0600) | mkdir("folder.jpg", 0700), 0);
    assert_int_equal(symlink("loop.jpg", "loop.jpg") | symlink("nowhere.jpg", "dangling.jpg") |
                         symlink("/dev/zero", "zero.jpg") | symlink("front.png", "link.jpg"),
                     0);
    struct sockaddr_un address = {AF_UNIX, "socket.jpg"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    bad_make_large("six-gb.jpg", (off_t)6 << 30);
    bad_make_large("just-too-large.jpg", ((off_t)128 << 20) + 1);
    bad_make_large("zeros-128-mb.jpg", (off_t)128 << 20);
    static const char *const refused[] = {
        "pipe.jpg",   "folder.jpg", "loop.jpg",           "dangling.jpg",   "zero.jpg",
        "socket.jpg", "six-gb.jpg", "just-too-large.jpg", "missing.jpg",    "/dev/zero",
        "/dev/null",  "/dev/full",  "/dev/tty",           "/proc/self/mem", "folder.jpg/in-it.jpg",
        "front.png/", "."};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        bad_try_file(f, refused[i], BAD_REFUSED, false);
    bad_try_file(f, "zeros-128-mb.jpg", BAD_REFUSED, true);
    bad_try_file(f, "link.jpg", BAD_LOADS, false);
    if (geteuid() != 0) {
        assert_int_equal(chmod("top.png", 0), 0);
        bad_try_file(f, "top.png", BAD_REFUSED, false);
    }
    close(fd);
    bad_tell(f, "no files");
}

// The same photo, and none, under names that would do something where they are not shown as text.
static void hostile_names(void **state)
{
    (void)state;
    static char longest[256];
    static const char *const names[] = {"\x1b[2J\x1b[31m.jpg",
                                        "two\nlines.jpg",
                                        "back\b\b\b.jpg",
                                        "bell\a.jpg",
                                        "gpj.\xe2\x80\xaegnp",
                                        "\xe2\x81\xa6isolated",
                                        "\xff\xfe.jpg",
                                        "half\xc3.jpg",
                                        "\xc0\xaf.jpg",
                                        "\xed\xa0\x80.jpg",
                                        "$(touch hit).jpg",
                                        "`touch hit`.jpg",
                                        "; touch hit;.jpg",
                                        "| touch hit",
                                        "%s%n%s%n%x.jpg",
                                        "'quote'.jpg",
                                        "\"quote\".jpg",
                                        "<script>alert(1).jpg",
                                        "=1+1.jpg",
                                        "..jpg",
                                        " .jpg",
                                        "name.jpg ",
                                        "CON.jpg",
                                        "a&b;c.jpg",
                                        "\xc2\x9b"
                                        "31m.jpg",
                                        "\\x0a.jpg",
                                        "\xe2\x80\xa8line.jpg",
                                        "\xf3\xa0\x81\x81tag.jpg",
                                        "\xe5\xa4\xb4\xe5\x8f\x91.jpg",
                                        longest};
    memset(longest, '\n', 250);
    memcpy(longest + 250, ".jpg", 4);
    struct bad_figures *f = bad_begin();
    size_t size;
    char *photo = cli_read("front.png", &size);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cli_write(names[i], photo, size);
        bad_try_file(f, names[i], BAD_LOADS, false);
        cli_write(names[i], "no photo", 8);
        bad_try_file(f, names[i], BAD_REFUSED, false);
        unlink(names[i]);
        bad_try_file(f, names[i], BAD_REFUSED, false);
    }
    mem_free(photo);
    assert_int_equal(access("hit", F_OK), -1);
    bad_tell(f, "hostile names");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(jpegs),    cmocka_unit_test(jpeg_markers),
                                       cmocka_unit_test(pngs),     cmocka_unit_test(webps),
                                       cmocka_unit_test(heics),    cmocka_unit_test(others),
                                       cmocka_unit_test(no_files), cmocka_unit_test(hostile_names)};
    return cmocka_run_group_tests(tests, cli_enter, cli_leave);
}
