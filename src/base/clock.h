// The time that clocks of the system tell.
#pragma once

#include <time.h>

// Milliseconds since that clock's start, which is the same one as long as the program runs. CLOCK_MONOTONIC: the
// wall's; CLOCK_PROCESS_CPUTIME_ID: of all threads. 0: there is no such clock (a process that has ended).
static inline double clock_ms(clockid_t id)
{
    struct timespec t;
    return clock_gettime(id, &t) == 0 ? 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec : 0.0;
}
