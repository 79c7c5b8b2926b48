#include "base/worker.h"

#include "base/check.h"
#include "base/place.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <unistd.h>

enum { MOST_FDS = 4, MOST_WORDS = 4 };

static bool spawn(pid_t *child, const char *const *words, const int *fds, int count)
{
    extern char **environ;
    char program[PLACE_MOST_PATH], *argv[MOST_WORDS + 2] = {"stipple"};
    for (int i = 0; words[i]; i++) {
        ASSERT(i < MOST_WORDS);
        argv[i + 1] = (char *)(uintptr_t)words[i];
    }
    place_worker(program);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (int i = 0; i < count; i++)
        posix_spawn_file_actions_adddup2(&actions, fds[i], WORKER_FIRST_FD + i);
    posix_spawn_file_actions_addclosefrom_np(&actions, WORKER_FIRST_FD + count);
    int failed = posix_spawn(child, program, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0;
}

bool worker_start(pid_t *child, const char *const *words, const int *fds, int count)
{
    ASSERT(count <= MOST_FDS);
    int high[MOST_FDS] = {0}, raised = 0; // above those that the child gets: giving it one must not close another
    while (raised < count && (high[raised] = fcntl(fds[raised], F_DUPFD_CLOEXEC, WORKER_FIRST_FD + count)) >= 0)
        raised++;
    bool is_started = raised == count && spawn(child, words, high, count);
    while (raised > 0)
        close(high[--raised]);
    return is_started;
}
