// What repeated work took, for the bench programs: medians with the 10th and 90th percentile.
#pragma once

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

enum { TIMING_MOST = 200 };

struct timing {
    double wall_ms[TIMING_MOST], cpu_ms[TIMING_MOST]; // CPU: user + system time of all threads
    int count;
};

static inline void timing_start(struct timing *t)
{
    t->wall_ms[t->count] = clock_ms(CLOCK_MONOTONIC);
    t->cpu_ms[t->count] = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
}

static inline void timing_stop(struct timing *t)
{
    t->wall_ms[t->count] = clock_ms(CLOCK_MONOTONIC) - t->wall_ms[t->count];
    t->cpu_ms[t->count] = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - t->cpu_ms[t->count];
    t->count++;
}

static inline int timing_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double timing_median(double *ms, int count) // sorts
{
    qsort(ms, (size_t)count, sizeof *ms, timing_order);
    return ms[count / 2];
}

// Prints it without ending the line.
static inline void timing_print(const char *name, int width, struct timing *t)
{
    double wall = timing_median(t->wall_ms, t->count), cpu = timing_median(t->cpu_ms, t->count);
    int low = t->count / 10, high = t->count - 1 - low;
    printf("%-*s wall %7.2f ms (%.2f .. %.2f)   CPU %7.2f ms (%.2f .. %.2f)", width, name, wall, t->wall_ms[low],
           t->wall_ms[high], cpu, t->cpu_ms[low], t->cpu_ms[high]);
}
