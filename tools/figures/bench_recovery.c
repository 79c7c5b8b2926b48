// Figures of the recovery journal: what keeping one step, and the first of a session, costs the window's thread, for
// the demo case and for one with every stroke, option and zone that a case can hold, with and without an unknown key.
#include "base/mem.h"
#include "base/clock.h"
#include "plan/case_file.h"
#include "plan/recovery.h"
#include "plan/text_memo.h"
#include "target.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 1000, SESSIONS = 100 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// A session of so many steps: the processor time of each, of the waiting thread; nothing here waits for the disk.
static void work(struct case_ *case_, int steps, double *cpu_ms)
{
    struct recovery *recovery = recovery_create();
    struct photo_shelf *shelf = photo_shelf_create();
    struct text_memo *memo = text_memo_create();
    mem_free(case_text_again(case_, memo)); // as where the case is read, beside the window's thread
    struct unsaved unsaved = {case_, "/a.stipple", "", "/", shelf, memo};
    for (int i = 0; i < steps && recovery; i++) {
        struct option option = *case_->option[0];
        option.hairline.height_mm = 60.0 + 0.01 * i;
        case_set_option(case_, 0, &option);
        double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        if (!recovery_keep(recovery, &unsaved, NULL))
            printf("not kept\n");
        cpu_ms[i] = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - start;
    }
    text_memo_destroy(memo);
    photo_shelf_destroy(shelf);
    recovery_destroy(recovery);
}

static void tell(const char *what, const char *name, double cpu_ms[], int count)
{
    char target[96];
    qsort(cpu_ms, (size_t)count, sizeof *cpu_ms, by_value);
    printf("%s, %s, processor time: %.2f ms in the middle, %.2f ms at the 99th percentile, %.2f ms at most\n", what,
           name, cpu_ms[count / 2], cpu_ms[count * 99 / 100 - 1], cpu_ms[count - 1]);
    snprintf(target, sizeof target, "%s, %s, 99th percentile", what, name);
    target_at_most(target, cpu_ms[count * 99 / 100 - 1], 5.0, "ms");
}

static void time_steps(const char *name, struct case_ *case_)
{
    static double cpu_ms[STEPS], first_ms[SESSIONS];
    char *text = case_text(case_);
    printf("%s: %zu kB of text\n", name, strlen(text) / 1000);
    mem_free(text);
    for (int i = 0; i < SESSIONS; i++)
        work(case_, 1, &first_ms[i]);
    tell("the first step into the journal", name, first_ms, SESSIONS);
    work(case_, STEPS, cpu_ms);
    tell("a step into the journal", name, cpu_ms, STEPS);
}

// Every option and zone that there can be, with points as the head gives them: all digits.
static void fill_options(struct case_ *case_)
{
    struct option option = *case_->option[0];
    struct zone zone = zone_make(ZONE_FUE_SCARS, &case_->head, &option.hairline);
    for (zone.point_count = 0; zone.point_count < ZONE_MOST_POINTS; zone.point_count++)
        zone.point[zone.point_count] = vec3_unit(vec3_make(0.3 * sin(zone.point_count), -0.4, 1.0));
    while (option.zone_count < OPTION_MOST_ZONES) {
        snprintf(zone.name, sizeof zone.name, "zone %d", option.zone_count);
        option.zone[option.zone_count++] = zone;
    }
    case_set_option(case_, 0, &option);
    for (int i = 1; i < CASE_MOST_OPTIONS; i++) {
        snprintf(option.name, sizeof option.name, "option %d", i);
        case_add_option(case_, &option);
    }
}

static void fill_views(struct case_ *case_)
{
    struct mask_stroke stroke = {.width_px = 20.0, .point_count = CASE_STROKE_MOST_POINTS};
    for (int i = 0; i < CASE_STROKE_MOST_POINTS; i++)
        stroke.point[i] = (struct pt_px){100.0 + 1.3 * i + 0.1 * sin(i), 50.5 + i / 3.0};
    for (int i = 0; i < case_->view_count; i++)
        while (case_->view[i]->stroke_count < CASE_MOST_STROKES)
            case_view_add_stroke(case_->view[i], &stroke);
}

// The same with a key of another program, which is kept.
static struct case_ *with_unknown_key(const struct case_ *case_)
{
    char *text = case_text(case_), *more = mem_alloc(strlen(text) + 32);
    int size = sprintf(more, "{\"not_known\": 7,%s", text + 1);
    struct case_ *again = case_parse(more, (size_t)size, NULL);
    mem_free(text);
    mem_free(more);
    return again;
}

int main(void)
{
    char folder[] = "/tmp/stipple-bench-XXXXXX", command[64];
    struct case_ *case_ = case_load("assets/demo/demo.stipple", NULL);
    if (!case_ || !mkdtemp(folder) || setenv("XDG_STATE_HOME", folder, 1) != 0)
        return 1;
    time_steps("demo case", case_);
    fill_options(case_);
    fill_views(case_);
    time_steps("fullest case", case_);
    struct case_ *more = with_unknown_key(case_);
    if (more)
        time_steps("fullest case with an unknown key", more);
    case_destroy(more);
    case_destroy(case_);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}
