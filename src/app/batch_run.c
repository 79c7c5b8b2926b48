#include "app/batch_run.h"

#include "app/batch_one.h"
#include "app/cancel.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/shown.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_JOBS = 256, MOST_WORDS = 128, BAR_CELLS = 30 };

extern char **environ;

struct job {
    pid_t process; // 0: free
    int number;
};

struct running {
    const struct args *args;
    const struct batch_list *list;
    struct job job[MOST_JOBS];
    int jobs, busy, next, ended, failed;
    bool is_told_to_stop;
    time_t since;
};

static void show_bar(const struct running *run)
{
    if (!isatty(STDERR_FILENO))
        return;
    if (run->ended == run->list->count) {
        fprintf(stderr, "\r\033[K");
        return;
    }
    char bar[BAR_CELLS + 1], left[48] = "";
    int full = (int)((long)BAR_CELLS * run->ended / run->list->count);
    memset(bar, '.', BAR_CELLS);
    memset(bar, '#', (size_t)full);
    bar[BAR_CELLS] = 0;
    double past_s = difftime(time(NULL), run->since);
    if (run->ended > run->jobs && past_s > 2.0)
        snprintf(left, sizeof left, ", %.0f min left",
                 past_s / run->ended * (run->list->count - run->ended) / 60.0 + 0.5);
    fprintf(stderr, "\r\033[K[%s] %d of %d, %d failed%s", bar, run->ended, run->list->count, run->failed, left);
}

static bool spawn(const struct running *run, struct job *job, struct err *err)
{
    static const char *const except[] = {"--jobs", "--only", "--list", "--threads", NULL};
    const char *words[MOST_WORDS + 8] = {"stipple", "batch"};
    char *room, number[16], threads[16];
    int processors = pool_default_threads();
    int each = run->args->threads > 0 ? run->args->threads : (processors + run->jobs - 1) / run->jobs;
    snprintf(number, sizeof number, "%d", job->number);
    snprintf(threads, sizeof threads, "%d", each);
    int count = 2 + args_words(run->args, specs_batch_all, except, words + 2, MOST_WORDS, &room);
    const char *const own[] = {"--only", number, "--threads", threads};
    memcpy(words + count, own, sizeof own);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    int error = posix_spawn(&job->process, "/proc/self/exe", &actions, NULL, (char *const *)words, environ);
    posix_spawn_file_actions_destroy(&actions);
    mem_free(room);
    if (error != 0)
        job->process = 0;
    return error == 0 || err_set(err, ERR_MACHINE, "no process can be started: %s", strerrordesc_np(error));
}

// A process that ended without a row: killed, or the row could not be written. If it still cannot, all is to stop.
static bool record_end(const struct running *run, int number, int status, struct err *err)
{
    struct batch_row row = {.number = number, .outcome = BATCH_FAILED, .code = ERR_MACHINE};
    const char *facing;
    char *path = batch_list_path(run->list->entry[number - 1], &facing);
    shown(path, row.photo, sizeof row.photo);
    mem_free(path);
    if (WIFSIGNALED(status))
        snprintf(row.reason, sizeof row.reason, "its process was ended by signal %d (%s); is there memory enough?",
                 WTERMSIG(status), sigdescr_np(WTERMSIG(status)));
    else
        snprintf(row.reason, sizeof row.reason, "its process ended with %d", WEXITSTATUS(status));
    return batch_row_save(run->args->output, &row, err);
}

static bool take_end(struct running *run, pid_t process, int status, struct err *err)
{
    for (int i = 0; i < run->jobs; i++) {
        if (run->job[i].process != process)
            continue;
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        run->job[i].process = 0;
        run->busy--;
        run->ended++;
        run->failed += code != 0;
        show_bar(run);
        if (code == ERR_CANCELLED)
            run->is_told_to_stop = true;
        else if (code != 0 && code != ERR_PARTIAL)
            return record_end(run, run->job[i].number, status, err);
    }
    return true;
}

static void stop_all(struct running *run)
{
    if (run->is_told_to_stop)
        return;
    run->is_told_to_stop = true;
    for (int i = 0; i < run->jobs; i++)
        if (run->job[i].process > 0)
            kill(run->job[i].process, SIGTERM);
}

static bool fill(struct running *run, struct err *err)
{
    for (int i = 0; i < run->jobs && run->next <= run->list->count; i++)
        if (run->job[i].process == 0) {
            run->job[i].number = run->next++;
            if (!spawn(run, &run->job[i], err))
                return false;
            run->busy++;
        }
    return true;
}

bool batch_run(const struct args *args, const struct batch_list *list, struct err *err)
{
    struct running *run = mem_alloc(sizeof *run);
    *run = (struct running){.args = args, .list = list, .next = 1, .since = time(NULL)};
    run->jobs = args->jobs > 0 ? args->jobs : pool_default_threads();
    run->jobs = run->jobs < MOST_JOBS ? run->jobs : MOST_JOBS;
    bool is_sound = true;
    show_bar(run);
    for (;;) {
        if (atomic_load(cancel_flag()))
            stop_all(run);
        if (is_sound && !run->is_told_to_stop)
            is_sound = fill(run, err);
        if (run->busy == 0)
            break;
        int status;
        pid_t process = waitpid(-1, &status, 0);
        if (process > 0 && !take_end(run, process, status, is_sound ? err : NULL))
            is_sound = false;
    }
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
    bool is_cut = is_sound && run->is_told_to_stop;
    mem_free(run);
    return is_sound && (!is_cut || err_set(err, ERR_CANCELLED, "interrupted; the same command goes on from here"));
}
