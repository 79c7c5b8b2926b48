// Every photo of the bad set comes to what it should, in one clear line, within two seconds of processor time and
// within its memory; and so do files that are no files and files with hostile names. Prints the figures. All of it with
// tools/test --long, else a sample: of the seeded ones, and in builds with sanitizers of the others.
#include "cli.h"

#include "bad_photo.h"

#include "base/mem.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || !defined(NDEBUG)
enum { IS_PLAIN = 0 };
#else
enum { IS_PLAIN = 1 };
#endif
#define MOST_S 2.0
enum { MOST_DAMAGED_MB = 256, MOST_BOMB_MB = 400, SEEDED_SAMPLE_OF = 9, SAMPLE_OF = 4, MOST_CASES = 2000 };

struct figures {
    int count, right;
    double seconds[MOST_CASES];
    double most_s, most_mb[2]; // of damaged ones, of bombs
    char slowest[96], largest[2][96];
};

static double of_timeval(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

// The program on one photo: what it said, its exit code, and what it and the decoder took.
static struct ran run_info(const char *name, struct rusage *used)
{
    int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC), status;
    pid_t child = cli_start((const char *const[]){"info", name, NULL}, out, err);
    assert_int_equal(wait4(child, &status, 0, used), child);
    struct ran ran = {.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status)};
    const int fds[2] = {out, err};
    char **const texts[2] = {&ran.out, &ran.err};
    for (int i = 0; i < 2; i++) {
        off_t size = lseek(fds[i], 0, SEEK_END);
        *texts[i] = mem_alloc((size_t)size + 1);
        assert_int_equal(pread(fds[i], *texts[i], (size_t)size, 0), size);
        close(fds[i]);
    }
    return ran;
}

// "stipple: NAME: what; what to do", and nothing in it that drives a terminal.
static bool is_one_line(const char *text, bool must_advise)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + 1 < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    return length > 20 && length < 600 && text[length - 1] == '\n' && strncmp(text, "stipple: ", 9) == 0 &&
           (!must_advise || strchr(text, ';'));
}

static bool is_right(const struct ran *ran, enum bad_wanted wanted)
{
    // Sanitizers tell of libheif's faults, too, which are no faults of ours.
    const char *own = !IS_PLAIN && strstr(ran->err, "libheif") ? strstr(ran->err, "\nstipple: ") : NULL;
    const char *said = own ? own + 1 : ran->err;
    bool loads = ran->code == 0 && ran->err[0] == 0, warns = ran->code == 0 && is_one_line(said, false);
    bool is_refused = ran->code == 2 && is_one_line(said, true) && ran->out[0] == 0;
    switch (wanted) {
    case BAD_LOADS:
        return loads;
    case BAD_WARNS:
        return warns;
    case BAD_REFUSED:
        return is_refused;
    case BAD_NOTICED:
        return warns || is_refused;
    case BAD_ANYTHING:
        return loads || warns || is_refused;
    }
    return false;
}

static bool note(struct figures *f, const char *name, bool is_bomb, const struct rusage *used)
{
    double seconds = of_timeval(used->ru_utime) + of_timeval(used->ru_stime), mb = (double)used->ru_maxrss / 1024.0;
    if (seconds > f->most_s) {
        f->most_s = seconds;
        snprintf(f->slowest, sizeof f->slowest, "%s", name);
    }
    if (mb > f->most_mb[is_bomb]) {
        f->most_mb[is_bomb] = mb;
        snprintf(f->largest[is_bomb], sizeof f->largest[is_bomb], "%s", name);
    }
    f->seconds[f->count % MOST_CASES] = seconds;
    return !IS_PLAIN || (seconds <= MOST_S && mb <= (is_bomb ? MOST_BOMB_MB : MOST_DAMAGED_MB));
}

static void try_file(struct figures *f, const char *name, enum bad_wanted wanted, bool is_bomb)
{
    static const char *const words[] = {"loads", "warns", "refused", "noticed", "anything"};
    struct rusage used;
    struct ran ran = run_info(name, &used);
    bool is_as_wanted = is_right(&ran, wanted), is_within = note(f, name, is_bomb, &used);
    f->count++;
    f->right += is_as_wanted && is_within;
    if (!is_as_wanted || !is_within)
        print_error("%s: wanted %s; exit code %d, %.2f s, %.0f MB; said: %s%s\n", name, words[wanted], ran.code,
                    of_timeval(used.ru_utime) + of_timeval(used.ru_stime), (double)used.ru_maxrss / 1024.0, ran.err,
                    ran.out);
    cli_forget(&ran);
}

struct writer {
    struct bad_sink sink;
    FILE *list;
    int count[2]; // of the others, of the seeded
};

static void write_one(struct bad_sink *sink, const struct bad_photo *photo)
{
    struct writer *w = (struct writer *)(void *)sink;
    int sample_of = photo->is_seeded ? SEEDED_SAMPLE_OF : IS_PLAIN ? 1 : SAMPLE_OF;
    if (!testing_is_long() && w->count[photo->is_seeded]++ % sample_of != 0)
        return;
    cli_write(photo->name, photo->bytes.data, photo->bytes.size);
    fprintf(w->list, "%s %d %d\n", photo->name, (int)photo->wanted, (int)photo->is_bomb);
}

// In a process of its own: the memory that this one ever took would count for the programs that it starts.
static FILE *write_set(void (*maker)(struct bad_sink *sink))
{
    struct writer w = {.sink = {write_one}, .list = fopen("list", "w+")};
    int status;
    pid_t child = fork();
    if (child == 0) {
        maker(&w.sink);
        _exit(fclose(w.list) == 0 ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    rewind(w.list);
    return w.list;
}

static void try_set(struct figures *f, void (*maker)(struct bad_sink *sink))
{
    char name[96];
    int wanted, is_bomb;
    FILE *list = write_set(maker);
    while (fscanf(list, "%95s %d %d", name, &wanted, &is_bomb) == 3) {
        try_file(f, name, (enum bad_wanted)wanted, is_bomb != 0);
        unlink(name);
    }
    fclose(list);
}

static int compare(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

static void tell(struct figures *f, const char *what)
{
    qsort(f->seconds, (size_t)f->count, sizeof *f->seconds, compare);
    print_message(
        "%s: %d of %d right; processor time: median %.0f ms, most %.2f s (%s); most memory: %.0f MB (%s), bombs "
        "%.0f MB (%s)\n",
        what, f->right, f->count, 1e3 * f->seconds[f->count / 2], f->most_s, f->slowest, f->most_mb[0], f->largest[0],
        f->most_mb[1], f->largest[1]);
    assert_int_equal(f->right, f->count);
    mem_free(f);
}

static struct figures *begin(void)
{
    return mem_alloc(sizeof(struct figures));
}

#define SET(name, maker)                                                                                               \
    static void name(void **state)                                                                                     \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        struct figures *f = begin();                                                                                   \
        try_set(f, maker);                                                                                             \
        if (f->count == 0)                                                                                             \
            skip();                                                                                                    \
        tell(f, #name);                                                                                                \
    }
SET(jpegs, bad_jpegs)
SET(jpeg_markers, bad_jpeg_markers)
SET(pngs, bad_pngs)
SET(webps, bad_webps)
SET(heics, bad_heics)
SET(others, bad_others)

static void make_large(const char *name, off_t size)
{
    int fd = open(name, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0 && ftruncate(fd, size) == 0);
    close(fd);
}

// Pipes, devices, folders, loops of links, files of gigabytes: refused, at once.
static void no_files(void **state)
{
    (void)state;
    struct figures *f = begin();
    assert_int_equal(mkfifo("pipe.jpg", 0600) | mkdir("folder.jpg", 0700), 0);
    assert_int_equal(symlink("loop.jpg", "loop.jpg") | symlink("nowhere.jpg", "dangling.jpg") |
                         symlink("/dev/zero", "zero.jpg") | symlink("front.png", "link.jpg"),
                     0);
    struct sockaddr_un address = {AF_UNIX, "socket.jpg"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    make_large("six-gb.jpg", (off_t)6 << 30);
    make_large("just-too-large.jpg", ((off_t)128 << 20) + 1);
    make_large("zeros-128-mb.jpg", (off_t)128 << 20);
    static const char *const refused[] = {
        "pipe.jpg",   "folder.jpg", "loop.jpg",           "dangling.jpg",   "zero.jpg",
        "socket.jpg", "six-gb.jpg", "just-too-large.jpg", "missing.jpg",    "/dev/zero",
        "/dev/null",  "/dev/full",  "/dev/tty",           "/proc/self/mem", "folder.jpg/in-it.jpg",
        "front.png/", "."};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        try_file(f, refused[i], BAD_REFUSED, false);
    try_file(f, "zeros-128-mb.jpg", BAD_REFUSED, true);
    try_file(f, "link.jpg", BAD_LOADS, false);
    if (geteuid() != 0) {
        assert_int_equal(chmod("top.png", 0), 0);
        try_file(f, "top.png", BAD_REFUSED, false);
    }
    close(fd);
    tell(f, "no files");
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
    struct figures *f = begin();
    size_t size;
    char *photo = cli_read("front.png", &size);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cli_write(names[i], photo, size);
        try_file(f, names[i], BAD_LOADS, false);
        cli_write(names[i], "no photo", 8);
        try_file(f, names[i], BAD_REFUSED, false);
        unlink(names[i]);
        try_file(f, names[i], BAD_REFUSED, false);
    }
    mem_free(photo);
    assert_int_equal(access("hit", F_OK), -1);
    tell(f, "hostile names");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(jpegs),    cmocka_unit_test(jpeg_markers),
                                       cmocka_unit_test(pngs),     cmocka_unit_test(webps),
                                       cmocka_unit_test(heics),    cmocka_unit_test(others),
                                       cmocka_unit_test(no_files), cmocka_unit_test(hostile_names)};
    return cmocka_run_group_tests(tests, cli_enter, cli_leave);
}
