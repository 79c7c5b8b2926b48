#include "bad_run.h"

#include "base/mem.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_S 2.0
enum { MOST_DAMAGED_MB = 256, MOST_BOMB_MB = 400, MOST_CASES = 8000 };

struct bad_figures {
    int count, right;
    double seconds[MOST_CASES];
    double most_s, most_mb[2]; // of damaged ones, of bombs
    char slowest[96], largest[2][96];
};

static double of_timeval(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

// What it said, its exit code, and what it and the decoder took.
static struct ran run(const char *const *words, struct rusage *used)
{
    int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC), status;
    pid_t child = cli_start(words, out, err);
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
    const char *own = !BAD_IS_PLAIN && strstr(ran->err, "libheif") ? strstr(ran->err, "\nstipple: ") : NULL;
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

static bool note(struct bad_figures *f, const char *name, bool is_bomb, const struct rusage *used)
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
    return !BAD_IS_PLAIN || (seconds <= MOST_S && mb <= (is_bomb ? MOST_BOMB_MB : MOST_DAMAGED_MB));
}

int bad_try_words(struct bad_figures *f, const char *const *words, const char *name, enum bad_wanted wanted,
                  bool is_bomb)
{
    static const char *const wants[] = {"loads", "warns", "refused", "noticed", "anything"};
    struct rusage used;
    struct ran ran = run(words, &used);
    bool is_as_wanted = is_right(&ran, wanted), is_within = note(f, name, is_bomb, &used);
    f->count++;
    f->right += is_as_wanted && is_within;
    if (!is_as_wanted || !is_within)
        print_error("%s: wanted %s; exit code %d, %.2f s, %.0f MB; said: %s%s\n", name, wants[wanted], ran.code,
                    of_timeval(used.ru_utime) + of_timeval(used.ru_stime), (double)used.ru_maxrss / 1024.0, ran.err,
                    ran.out);
    cli_forget(&ran);
    return ran.code;
}

void bad_try_file(struct bad_figures *f, const char *name, enum bad_wanted wanted, bool is_bomb)
{
    bad_try_words(f, (const char *const[]){"info", name, NULL}, name, wanted, is_bomb);
}

static int compare(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

void bad_tell(struct bad_figures *f, const char *what)
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

struct bad_figures *bad_begin(void)
{
    return mem_alloc(sizeof(struct bad_figures));
}

int bad_count(const struct bad_figures *f)
{
    return f->count;
}

void bad_make_large(const char *name, off_t size)
{
    int fd = open(name, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0 && ftruncate(fd, size) == 0);
    close(fd);
}

struct writer {
    struct bad_sink sink;
    FILE *list;
    const char *folder;
    int sample_of[2], count[2]; // of the others, of the seeded
};

static void write_one(struct bad_sink *sink, const struct bad_photo *photo)
{
    struct writer *w = (struct writer *)(void *)sink;
    char path[400];
    if (!testing_is_long() && w->count[photo->is_seeded]++ % w->sample_of[photo->is_seeded] != 0)
        return;
    snprintf(path, sizeof path, "%s/%s", w->folder, photo->name);
    cli_write(path, photo->bytes.data, photo->bytes.size);
    fprintf(w->list, "%s %d %d\n", photo->name, (int)photo->wanted, (int)photo->is_bomb);
}

FILE *bad_write_set(void (*maker)(struct bad_sink *sink), const char *folder, int seeded_sample_of, int sample_of)
{
    struct writer w = {
        .sink = {write_one}, .list = tmpfile(), .folder = folder, .sample_of = {sample_of, seeded_sample_of}};
    int status;
    assert_non_null(w.list);
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

bool bad_next(FILE *list, struct bad_one *out)
{
    int wanted, is_bomb;
    if (fscanf(list, "%95s %d %d", out->name, &wanted, &is_bomb) != 3) {
        fclose(list);
        return false;
    }
    out->wanted = (enum bad_wanted)wanted;
    out->is_bomb = is_bomb != 0;
    return true;
}
