// A clock for the bench programs.
#pragma once

#include <time.h>

static inline double clock_ms(clockid_t id) // CLOCK_MONOTONIC: the wall's; CLOCK_PROCESS_CPUTIME_ID: of all threads
{
    struct timespec t;
    clock_gettime(id, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}
