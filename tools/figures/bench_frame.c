// A whole frame at 12 megapixels, from keep levels to finished 8-bit pixels: compose and draw, with
// the photo's maps and whatever else is kept made before. Against memcpy of the frame.
//
//     bench_frame [CASE [REPETITIONS]]
//
// CASE: the demo's, from the repository's folder, when not given. Its last view is shown with one
// zone over the whole scalp behind its first option's hairline, of a density that gives 20,000,
// 60,000 and as many visible dots as the field has there, up to 100,000. Medians, with the 10th and
// 90th percentile; CPU is user + system time of all threads.
#include "clock.h"

#include "base/pool.h"
#include "model/zone.h"
#include "plan/case_file.h"
#include "plan/compose.h"
#include "render/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_REPETITIONS = 200, MOST_THREADS = 2 };

struct timing {
    double wall_ms[MOST_REPETITIONS], cpu_ms[MOST_REPETITIONS];
    int count;
};

static void start(struct timing *t)
{
    t->wall_ms[t->count] = clock_ms(CLOCK_MONOTONIC);
    t->cpu_ms[t->count] = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
}

static void stop(struct timing *t)
{
    t->wall_ms[t->count] = clock_ms(CLOCK_MONOTONIC) - t->wall_ms[t->count];
    t->cpu_ms[t->count] = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - t->cpu_ms[t->count];
    t->count++;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// `copy`: sorted already; NULL: this is it.
static void print_timing(const char *name, struct timing *t, const struct timing *copy)
{
    qsort(t->wall_ms, (size_t)t->count, sizeof(double), compare);
    qsort(t->cpu_ms, (size_t)t->count, sizeof(double), compare);
    int middle = t->count / 2, low = t->count / 10, high = t->count - 1 - low;
    printf("  %-8s wall %7.2f ms (%.2f .. %.2f)   CPU %7.2f ms (%.2f .. %.2f)", name,
           t->wall_ms[middle], t->wall_ms[low], t->wall_ms[high], t->cpu_ms[middle], t->cpu_ms[low],
           t->cpu_ms[high]);
    if (copy)
        printf("   x memcpy: wall %.2f, CPU %.2f", t->wall_ms[middle] / copy->wall_ms[middle],
               t->cpu_ms[middle] / copy->cpu_ms[middle]);
    printf("\n");
}

static void need(bool is_done, const struct err *err)
{
    if (is_done)
        return;
    fprintf(stderr, "%s\n", err->text);
    exit(1);
}

static struct photo *load_photo(const char *case_path, const struct case_view *view)
{
    char path[4096];
    const char *slash = strrchr(case_path, '/');
    int folder = slash ? (int)(slash - case_path) + 1 : 0;
    snprintf(path, sizeof path, "%.*s%s", folder, case_path, view->photo_name);
    struct err err = {0};
    struct photo *photo = photo_load(path, &err);
    need(photo != NULL, &err);
    return photo;
}

static void set_density(struct case_ *case_, double per_cm2)
{
    struct option option = *case_->option[0];
    option.zone_count = 1;
    option.zone[0] = zone_make(ZONE_FULL, &case_->head, &option.hairline);
    option.zone[0].density_per_cm2 = per_cm2;
    case_set_option(case_, 0, &option);
}

struct bench {
    struct case_ *case_;
    struct frame frame;
    struct composer *composer;
    struct pool *pool;
    struct image *out;
    int repetitions;
};

static int count_splats(const struct bench *bench)
{
    struct composed composed;
    struct err err = {0};
    need(composer_compose(bench->composer, bench->case_, &bench->frame, false, &composed, &err),
         &err);
    return composed.scene.splat_count;
}

static void time_copy(const struct bench *bench, const struct image *photo, struct timing *copy)
{
    size_t bytes = photo->pitch_bytes * (size_t)photo->height_px;
    memcpy(bench->out->data, photo->data, bytes); // touches the pages
    for (copy->count = 0; copy->count < bench->repetitions;) {
        start(copy);
        memcpy(bench->out->data, photo->data, bytes);
        stop(copy);
    }
    printf("memcpy of the frame, %.1f MB\n", 1e-6 * (double)bytes);
    print_timing("memcpy", copy, NULL);
}

static void time_frame(const struct bench *bench, const struct timing *copy)
{
    struct timing compose = {0}, draw = {0}, whole = {0};
    struct composed composed;
    struct err err = {0};
    struct render_request request = {.scene = &composed.scene, .pool = bench->pool};
    printf("%d dots, %d thread%s\n", count_splats(bench), pool_threads(bench->pool),
           pool_threads(bench->pool) > 1 ? "s" : "");
    for (int i = 0; i < bench->repetitions; i++) {
        start(&whole);
        start(&compose);
        need(composer_compose(bench->composer, bench->case_, &bench->frame, false, &composed, &err),
             &err);
        stop(&compose);
        start(&draw);
        need(render_draw(render_cpu(), &request, bench->out, &err), &err);
        stop(&draw);
        stop(&whole);
    }
    print_timing("compose", &compose, NULL);
    print_timing("draw", &draw, NULL);
    print_timing("frame", &whole, copy);
}

int main(int count, char **argument)
{
    const char *path = count > 1 ? argument[1] : "assets/demo/demo.stipple";
    int wanted = count > 2 ? atoi(argument[2]) : 21;
    struct err err = {0};
    struct bench bench = {.frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY}};
    bench.repetitions = wanted < 1 ? 1 : wanted > MOST_REPETITIONS ? MOST_REPETITIONS : wanted;
    bench.case_ = case_load(path, &err);
    need(bench.case_ != NULL, &err);
    bench.frame.view = bench.case_->view_count - 1;
    struct photo *photo = load_photo(path, bench.case_->view[bench.frame.view]);
    const struct image *image = photo->image;
    bench.out = image_create(image->width_px, image->height_px, image->format, &err);
    need(bench.out != NULL, &err);
    printf("%d x %d px\n", image->width_px, image->height_px);
    struct timing copy;
    time_copy(&bench, image, &copy);
    for (int threads = 1; threads <= MOST_THREADS; threads++) {
        bench.pool = pool_create(threads);
        bench.composer = composer_create(bench.pool);
        composer_set_photo(bench.composer, bench.frame.view, photo);
        set_density(bench.case_, FIELD_FULL_PER_CM2);
        int most = count_splats(&bench);
        static const int dots[] = {20000, 60000, 100000};
        for (int i = 0; i < 3; i++) {
            double share = dots[i] < most ? (double)dots[i] / most : 1.0;
            set_density(bench.case_, FIELD_FULL_PER_CM2 * share);
            time_frame(&bench, &copy);
        }
        composer_destroy(bench.composer);
        pool_destroy(bench.pool);
    }
    image_unref(bench.out);
    photo_free(photo);
    case_destroy(bench.case_);
    return 0;
}
