// A batch of photos: two at a time against one at a time on one thread, and the memory that a photo takes.
//
//     bench_batch STIPPLE PHOTO FOLDER COUNT
//
// COUNT names of PHOTO are put into FOLDER, and the pictures. Memory is what is resident of a job's process and of the
// decoder that it starts, together, looked at every 4 ms; libraries that both use count twice.
#include "base/clock.h"
#include "target.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_CHILDREN = 64, LOOK_US = 4000 };

struct cost {
    double wall_s, cpu_s, peak_mb; // memory: of the largest job
};

static int read_text(const char *path, char *out, int size)
{
    FILE *file = fopen(path, "r");
    size_t got = file ? fread(out, 1, (size_t)size - 1, file) : 0;
    if (file)
        fclose(file);
    out[got] = 0;
    return (int)got;
}

static int children_of(int process, int out[MOST_CHILDREN])
{
    char path[64], text[1024], *end;
    int count = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", process, process);
    read_text(path, text, sizeof text);
    for (char *at = text; count < MOST_CHILDREN; at = end) {
        long child = strtol(at, &end, 10);
        if (end == at)
            break;
        out[count++] = (int)child;
    }
    return count;
}

// Of the process and all that it started.
static double resident_mb(int process)
{
    char path[64], text[256];
    long all = 0, resident = 0;
    int child[MOST_CHILDREN], count = children_of(process, child);
    snprintf(path, sizeof path, "/proc/%d/statm", process);
    read_text(path, text, sizeof text);
    sscanf(text, "%ld %ld", &all, &resident);
    double mb = (double)resident * (double)sysconf(_SC_PAGESIZE) * 1e-6;
    for (int i = 0; i < count; i++)
        mb += resident_mb(child[i]);
    return mb;
}

static double children_cpu_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static struct cost run(char *const *words)
{
    struct cost cost = {.cpu_s = -children_cpu_s()};
    double start_ms = clock_ms(CLOCK_MONOTONIC);
    int status, child[MOST_CHILDREN];
    pid_t batch = fork();
    if (batch == 0) {
        if (!freopen("/dev/null", "w", stdout))
            _exit(126);
        execv(words[0], words);
        _exit(127);
    }
    while (batch > 0 && waitpid(batch, &status, WNOHANG) == 0) {
        int count = children_of(batch, child);
        for (int i = 0; i < count; i++) {
            double mb = resident_mb(child[i]);
            cost.peak_mb = mb > cost.peak_mb ? mb : cost.peak_mb;
        }
        usleep(LOOK_US);
    }
    cost.cpu_s += children_cpu_s();
    cost.wall_s = 1e-3 * (clock_ms(CLOCK_MONOTONIC) - start_ms);
    if (batch < 0 || status != 0) {
        fprintf(stderr, "%s batch failed\n", words[0]);
        exit(1);
    }
    return cost;
}

int main(int count, char **argument)
{
    char photos[4000], alone[4000], pair[4000], name[4096];
    int photo_count = count == 5 ? atoi(argument[4]) : 0;
    if (photo_count < 1) {
        fprintf(stderr, "bench_batch STIPPLE PHOTO FOLDER COUNT\n");
        return 1;
    }
    snprintf(photos, sizeof photos, "%s/photos", argument[3]);
    snprintf(alone, sizeof alone, "%s/alone", argument[3]);
    snprintf(pair, sizeof pair, "%s/pair", argument[3]);
    char *path = realpath(argument[2], NULL);
    mkdir(photos, 0777);
    for (int i = 1; path && i <= photo_count; i++) {
        snprintf(name, sizeof name, "%s/%04d.jpg", photos, i);
        if (symlink(path, name) != 0)
            return 1;
    }
    free(path);
    struct cost one = run((char *[]){argument[1], "batch", photos, "-o", alone, "--jobs", "1", "--threads", "1", NULL});
    struct cost two = run((char *[]){argument[1], "batch", photos, "-o", pair, "--jobs", "2", NULL});
    printf("  one at a time on one thread: %.2f s each, %.2f s of processor, %.0f MB\n", one.wall_s / photo_count,
           one.cpu_s / photo_count, one.peak_mb);
    printf("  two at a time:               %.2f s each, %.2f s of processor, %.0f MB a job\n", two.wall_s / photo_count,
           two.cpu_s / photo_count, two.peak_mb);
    target_at_least("batch of 12 MP, two at a time", one.wall_s / two.wall_s, 1.6, "x one alone");
    target_at_most("memory of a job", one.peak_mb > two.peak_mb ? one.peak_mb : two.peak_mb, 600.0, "MB");
    return 0;
}
