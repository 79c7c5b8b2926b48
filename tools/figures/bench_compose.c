// Figures of the composer: what each kept stage costs once, and the pass of a frame.
//
//   bench_compose [DENSITY_PER_CM2 [THREADS]]
#include "base/pool.h"
#include "base/clock.h"
#include "plan/compose.h"

#include <stdio.h>
#include <stdlib.h>

// From the front and above, 12 megapixels, 600 mm from the head's centre.
static struct view make_view(void)
{
    struct head head = head_canonical();
    struct vec3 ahead = vec3_unit(vec3_make(-0.3, 1.0, -1.0));
    struct vec3 right = vec3_unit(vec3_cross(ahead, vec3_make(0.0, 0.0, 1.0)));
    struct view view = {.width_px = 4000, .height_px = 3000, .focal_px = 4500.0};
    view.centre_px = (struct pt_px){2000.0, 1500.0};
    view.to_camera = (struct mat3){{right, vec3_cross(ahead, right), ahead}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, 600.0), mat3_mul(view.to_camera, head.centre_mm));
    return view;
}

static struct case_ *make_case(double per_cm2)
{
    struct case_ *case_ = case_create();
    struct option option = {.name = "A", .technique = technique_default(), .zone_count = 1};
    option.hairline = hairline_template(HAIRLINE_ROUND);
    hairline_make(&option.hairline, &case_->head);
    option.zone[0] = zone_make(ZONE_FULL, &case_->head, &option.hairline);
    option.zone[0].density_per_cm2 = per_cm2;
    case_add_option(case_, &option);
    case_add_view(case_)->view = make_view();
    return case_;
}

static void compose(struct composer *composer, const struct case_ *case_, const struct frame *frame,
                    struct composed *out)
{
    struct err err;
    if (composer_compose(composer, case_, frame, false, out, &err))
        return;
    fprintf(stderr, "%s\n", err.text);
    exit(1);
}

static void time_once(struct composer *composer, const struct case_ *case_)
{
    struct frame all = {.sessions = -1};
    struct composed out;
    double cpu[4] = {clock_ms(CLOCK_PROCESS_CPUTIME_ID)};
    composer_field(composer, case_);
    cpu[1] = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    compose(composer, case_, &all, &out);
    cpu[2] = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    case_->view[0]->view.focal_px *= 1.001;
    compose(composer, case_, &all, &out);
    cpu[3] = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    printf("once, of processor: field %.0f ms, keep levels and first frame %.0f ms, first frame of "
           "another view %.0f ms\n",
           cpu[1] - cpu[0], cpu[2] - cpu[1], cpu[3] - cpu[2]);
}

static void time_frame(struct composer *composer, const struct case_ *case_, const char *when)
{
    struct frame frame = {.sessions = -1, .band = BAND_LIKELY};
    struct composed out;
    double least = 1e9, least_cpu = 1e9;
    frame_parse_time(when, &frame);
    for (int i = 0; i < 20; i++) {
        double start = clock_ms(CLOCK_MONOTONIC), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        compose(composer, case_, &frame, &out);
        least = fmin(least, clock_ms(CLOCK_MONOTONIC) - start);
        least_cpu = fmin(least_cpu, clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    }
    printf("%s: %d splats in %d groups, %.1f ms (least of 20), %.1f ms of processor\n", when, out.scene.splat_count,
           out.scene.group_count, least, least_cpu);
}

int main(int count, char **argument)
{
    struct pool *pool = pool_create(count > 2 ? atoi(argument[2]) : 1);
    struct composer *composer = composer_create(pool);
    struct case_ *case_ = make_case(count > 1 ? atof(argument[1]) : 150.0);
    time_once(composer, case_);
    time_frame(composer, case_, "fresh");
    time_frame(composer, case_, "healed");
    time_frame(composer, case_, "3y");
    case_destroy(case_);
    composer_destroy(composer);
    pool_destroy(pool);
    return 0;
}
