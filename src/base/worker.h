// Starts the program that photos are decoded and faces are sought in (place.h), with nothing of this one's but what it
// is given.
#pragma once

#include <stdbool.h>
#include <sys/types.h>

enum { WORKER_FIRST_FD = 3 };

// words: what it is started for, then more, then NULL. In the child fds are WORKER_FIRST_FD and the next ones; they
// stay the caller's, as they are. It reads and prints nothing, but for standard error, which is this program's. False:
// none was started.
bool worker_start(pid_t *child, const char *const *words, const int *fds, int count);
