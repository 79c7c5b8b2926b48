// A whole command against what it cannot do without: `stipple render CASE` from JPEG to JPEG and to PNG, and
// `stipple render PHOTO`, which only decodes and encodes.
//
//     bench_command STIPPLE CASE PHOTO FOLDER
//
// PHOTO is that of the case's first view; pictures go into FOLDER. Processor time is user + system time of
// all threads; medians.
#include "target.h"
#include "timing.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNS = 7 };

struct cost {
    double wall_ms, cpu_ms, peak_mb;
};

static double ms_of(struct timeval t)
{
    return 1e3 * (double)t.tv_sec + 1e-3 * (double)t.tv_usec;
}

// Nothing large may be allocated in here: a child's peak begins with its parent's.
static struct cost run_once(const char *program, const char *input, const char *out)
{
    double start = clock_ms(CLOCK_MONOTONIC);
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, "render", input, "-o", out, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    struct rusage usage = {0};
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0) {
        fprintf(stderr, "%s render %s -o %s failed\n", program, input, out);
        exit(1);
    }
    return (struct cost){clock_ms(CLOCK_MONOTONIC) - start, ms_of(usage.ru_utime) + ms_of(usage.ru_stime),
                         (double)usage.ru_maxrss * 1024e-6};
}

static struct cost run(const char *program, const char *input, const char *folder, const char *name)
{
    char out[4096];
    snprintf(out, sizeof out, "%s/%s", folder, name);
    double wall[RUNS], cpu[RUNS], peak[RUNS];
    for (int i = 0; i < RUNS; i++) {
        struct cost cost = run_once(program, input, out);
        wall[i] = cost.wall_ms;
        cpu[i] = cost.cpu_ms;
        peak[i] = cost.peak_mb;
    }
    struct cost cost = {timing_median(wall, RUNS), timing_median(cpu, RUNS), timing_median(peak, RUNS)};
    const char *base = strrchr(input, '/');
    printf("  render %-12s -o %-8s %6.0f ms of processor (%.0f .. %.0f), %6.0f ms wall, %4.0f MB at most\n",
           base ? base + 1 : input, name, cost.cpu_ms, cpu[0], cpu[RUNS - 1], cost.wall_ms, cost.peak_mb);
    return cost;
}

int main(int count, char **argument)
{
    if (count != 5) {
        fprintf(stderr, "bench_command STIPPLE CASE PHOTO FOLDER\n");
        return 1;
    }
    struct cost alone = run(argument[1], argument[3], argument[4], "out.jpg");
    struct cost jpeg = run(argument[1], argument[2], argument[4], "out.jpg");
    struct cost png = run(argument[1], argument[2], argument[4], "out.png");
    target_at_most("render JPEG to JPEG, whole command, CPU", jpeg.cpu_ms / alone.cpu_ms, 2.0, "x decode + encode");
    target_at_most("its peak memory", png.peak_mb > jpeg.peak_mb ? png.peak_mb : jpeg.peak_mb, 500.0, "MB");
    return 0;
}
