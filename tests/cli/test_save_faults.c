// Saving a case, as `stipple set` does: at each of its system calls the disk fails or the program is killed; and it is
// killed at random moments. The case is the old or the new one, whole; a failure says so in one line.
#include "cli.h"
#include "trace.h"

#include "base/mem.h"
#include "base/rng.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RANDOM_KILLS = 30, RANDOM_KILLS_LONG = 1000 };

static char *old_text, *new_text;

static const char *const SET[] = {"set", "front.stipple", "notes=what is new", "hairline.height_mm=66", NULL};

static void start_over(void)
{
    assert_int_equal(system("rm -rf stipple-versions .front.stipple.lock .stipple-*.tmp"), 0);
    cli_write("front.stipple", old_text, strlen(old_text));
}

static int enter(void **state)
{
    if (cli_enter_with_case(state) != 0)
        return -1;
    size_t size;
    old_text = cli_read("front.stipple", &size);
    cli_check_words(0, NULL, SET, __FILE__, __LINE__);
    new_text = cli_read("front.stipple", &size);
    return strcmp(old_text, new_text) != 0 ? 0 : -1;
}

static int leave(void **state)
{
    mem_free(old_text);
    mem_free(new_text);
    return cli_leave(state);
}

enum found { FOUND_OLD, FOUND_NEW };

static enum found found_now(const char *what)
{
    size_t size;
    struct stat info;
    if (stat("front.stipple", &info) != 0)
        fail_msg("%s: the case is gone", what);
    char *text = cli_read("front.stipple", &size);
    bool is_old = strcmp(text, old_text) == 0, is_new = strcmp(text, new_text) == 0;
    mem_free(text);
    if (!is_old && !is_new)
        fail_msg("%s: the case is neither the old nor the new one", what);
    return is_new ? FOUND_NEW : FOUND_OLD;
}

// The next start cleans up and saves.
static void assert_goes_on(const char *what)
{
    struct ran ran = cli_run_words(SET);
    if (ran.code != 0 || found_now(what) != FOUND_NEW)
        fail_msg("%s: the next save says %s", what, ran.err);
    cli_forget(&ran);
    assert_int_equal(system("ls .stipple-*.tmp >/dev/null 2>&1"), 2 << 8);
}

static void kill_at(const struct call *call, int *died)
{
    char inject[80];
    snprintf(inject, sizeof inject, "%s:signal=KILL:when=%d", call->name, call->nth);
    start_over();
    trace_next(false, inject);
    struct ran ran = cli_run_words(SET);
    *died += ran.code == -SIGKILL;
    cli_forget(&ran);
    found_now(call->line);
}

// An error that the program can do without, or that is told: then the old case stands, unless it says otherwise.
static void fail_at(const struct call *call, const char *error, int *told)
{
    char inject[80];
    snprintf(inject, sizeof inject, "%s:error=%s:when=%d", call->name, error, call->nth);
    start_over();
    trace_next(false, inject);
    struct ran ran = cli_run_words(SET);
    enum found found = found_now(call->line);
    bool is_told = ran.code == 2 || ran.code == 3, says_written = strstr(ran.err, "is written, but") != NULL;
    const char *end = strchr(ran.err, '\n');
    bool is_one_line = strncmp(ran.err, "stipple: ", 9) == 0 && end && !end[1];
    if (ran.code == 0 ? found != FOUND_NEW : !is_told || !is_one_line || (found == FOUND_NEW) != says_written)
        fail_msg("%s with %s: exit code %d, the %s case, said: %s", call->line, error, ran.code,
                 found == FOUND_NEW ? "new" : "old", ran.err);
    *told += is_told;
    cli_forget(&ran);
}

static bool changes_something(const struct call *call)
{
    static const char *const NAMES[] = {"write", "fsync",  "link",   "linkat", "rename", "renameat2",
                                        "mkdir", "unlink", "fchmod", "fchown", "flock"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(call->name, NAMES[i]) == 0)
            return true;
    return strcmp(call->name, "openat") == 0 && (strstr(call->line, "O_CREAT") || strstr(call->line, "O_TMPFILE"));
}

static int calls_of_a_save(struct call call[TRACE_MOST_CALLS])
{
    start_over();
    trace_next(false, "");
    struct ran ran = cli_run_words(SET);
    assert_int_equal(ran.code, 0);
    cli_forget(&ran);
    return trace_calls(".lock", call);
}

// Kills at each call, in a short run at each that changes something; errors of every kind at each, in a short run of
// one kind, and not where only is read.
static void at_each_system_call(void **state)
{
    (void)state;
    static const char *const ERRORS[] = {"ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EINTR"};
    enum { ERROR_COUNT = sizeof ERRORS / sizeof *ERRORS };
    if (!trace_start()) {
        print_message("skipped: there is no strace, or it may not watch here\n");
        skip();
    }
    struct call *call = mem_alloc(sizeof *call * TRACE_MOST_CALLS);
    int count = calls_of_a_save(call), kills = 0, died = 0, errors = 0, told = 0;
    for (int i = 0; i < count; i++) {
        if (!testing_is_long() && !changes_something(&call[i]))
            continue;
        kill_at(&call[i], &died);
        kills++;
        for (int e = 0; e < ERROR_COUNT; e++)
            if (testing_is_long() || e == i % ERROR_COUNT) {
                fail_at(&call[i], ERRORS[e], &told);
                errors++;
            }
    }
    trace_next(false, "");
    assert_goes_on("after all of it");
    trace_end();
    mem_free(call);
    print_message("%d system calls of a save: %d kills (%d died), %d errors (%d told, the others overcome): 0 broken, "
                  "0 silent\n",
                  count, kills, died, errors, told);
    assert_true(count > 30 && died >= kills - 1 && told > errors / 3);
}

// A disk that says it wrote what it did not is found out before the old case goes.
static void a_lying_disk(void **state)
{
    (void)state;
    if (!trace_start())
        skip();
    struct call *call = mem_alloc(sizeof *call * TRACE_MOST_CALLS);
    int count = calls_of_a_save(call);
    for (int i = 0; i < count; i++) {
        char inject[80];
        if (strcmp(call[i].name, "write") != 0)
            continue;
        snprintf(inject, sizeof inject, "write:retval=%zu:when=%d", strlen(new_text), call[i].nth);
        start_over();
        trace_next(false, inject);
        cli_check_words(3, "does not read back", SET, __FILE__, __LINE__);
        assert_int_equal(found_now(inject), FOUND_OLD);
    }
    trace_end();
    mem_free(call);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void at_random_moments(void **state)
{
    (void)state;
    int kills = testing_is_long() ? RANDOM_KILLS_LONG : RANDOM_KILLS, as_old = 0, as_new = 0, died = 0;
    FILE *said = tmpfile();
    double took_s = 0.0;
    for (int i = -1; i < kills; i++) {
        start_over();
        double from_s = seconds();
        pid_t child = cli_start(SET, fileno(said), fileno(said));
        int status;
        if (i >= 0) {
            double wait_s = 1.2 * took_s * rng_unit(9, (uint64_t)i, 0);
            nanosleep(&(struct timespec){(time_t)wait_s, (long)(1e9 * (wait_s - (double)(time_t)wait_s))}, NULL);
            kill(child, SIGKILL);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        took_s = i < 0 ? seconds() - from_s : took_s;
        died += WIFSIGNALED(status);
        enum found found = found_now("killed at random");
        as_old += found == FOUND_OLD;
        as_new += found == FOUND_NEW;
    }
    fclose(said);
    assert_goes_on("after random kills");
    print_message("%d random kills of `stipple set` (%d died): %d times the old case, %d times the new, 0 broken\n",
                  kills, died, as_old, as_new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_each_system_call),
        cmocka_unit_test(a_lying_disk),
        cmocka_unit_test(at_random_moments),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
