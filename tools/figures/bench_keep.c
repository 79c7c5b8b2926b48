// Figures of keep levels: an edit of the hairline under one to eight zones, on one and two threads.
#include "base/clock.h"
#include "model/keep.h"
#include "target.h"

#include <math.h>
#include <stdio.h>

struct figure {
    double least_ms, least_cpu_ms;
};

static struct figure time_edits(const struct keep_base *base, const struct head *head, struct option *option,
                                struct pool *pool)
{
    struct figure figure = {1e9, 1e9};
    for (int i = 0; i < 200; i++) {
        option->hairline.height_mm = 74.0 + 0.1 * (i % 20);
        hairline_make(&option->hairline, head);
        double start = clock_ms(CLOCK_MONOTONIC), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        keep_free(keep_build(base, option, pool));
        figure.least_ms = fmin(figure.least_ms, clock_ms(CLOCK_MONOTONIC) - start);
        figure.least_cpu_ms = fmin(figure.least_cpu_ms, clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    }
    return figure;
}

static void time_zones(const struct field *field, int threads)
{
    struct pool *pool = pool_create(threads);
    struct head head = head_canonical();
    double start = clock_ms(CLOCK_MONOTONIC);
    struct keep_base *base = keep_base_build(field, &head, pool);
    printf("%d thread(s): base %.1f ms\n", threads, clock_ms(CLOCK_MONOTONIC) - start);
    struct option option = {.hairline = hairline_template(HAIRLINE_ROUND)};
    hairline_make(&option.hairline, &head);
    for (int k = 0; k < ZONE_KIND_COUNT; k++) {
        option.zone[k] = zone_make((enum zone_kind)k, &head, &option.hairline);
        option.zone_count = k + 1;
        struct figure figure = time_edits(base, &head, &option, pool);
        printf("  zones up to %-10s %6.2f ms wall, %6.2f ms of processor (least of 200)\n",
               zone_kind_name((enum zone_kind)k), figure.least_ms, figure.least_cpu_ms);
        if (threads == 2 && (k == 0 || k == ZONE_KIND_COUNT - 1))
            target_at_most(k == 0 ? "keep levels after an edit of the hairline, two threads, wall"
                                  : "the same with a zone of each kind",
                           figure.least_ms, 5.0, "ms");
    }
    keep_base_free(base);
    pool_destroy(pool);
}

static void print_areas(const struct field *field)
{
    struct head head = head_canonical();
    struct keep_base *base = keep_base_build(field, &head, NULL);
    printf("areas on the mean head, one zone at a time (cm2):\n");
    for (int k = 0; k < ZONE_KIND_COUNT; k++) {
        struct option option = {.hairline = hairline_template(HAIRLINE_ROUND), .zone_count = 1};
        hairline_make(&option.hairline, &head);
        option.zone[0] = zone_make((enum zone_kind)k, &head, &option.hairline);
        struct keep *keep = keep_build(base, &option, NULL);
        printf("  %-10s touched %7.2f weighted %7.2f dots %7.0f\n", zone_kind_name((enum zone_kind)k),
               keep->area[0].touched_mm2 / 100.0, keep->area[0].weighted_mm2 / 100.0, keep->area[0].dots);
        keep_free(keep);
    }
    keep_base_free(base);
}

int main(void)
{
    struct field *field = field_build(FIELD_VERSION, 1, NULL, NULL);
    printf("%d places\n", field->count);
    time_zones(field, 1);
    time_zones(field, 2);
    print_areas(field);
    field_unref(field);
    return 0;
}
