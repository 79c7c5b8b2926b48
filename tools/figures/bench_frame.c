// A whole frame at 12 megapixels, from keep levels to finished 8-bit pixels: compose and draw, with
// the photo's maps and whatever else is kept made before. Against memcpy of the frame.
//
//     bench_frame [CASE [REPETITIONS]]
//
// CASE: the demo's, from the repository's folder, when not given. Its last view is shown with one
// zone over the whole scalp behind its first option's hairline, of a density that gives 20,000,
// 60,000 and as many visible dots as the field has there, up to 100,000. Medians, with the 10th and
// 90th percentile; CPU is user + system time of all threads.
#include "target.h"
#include "timing.h"

#include "base/mem.h"
#include "base/pool.h"
#include "image/shine.h"
#include "image/skin_maps.h"
#include "model/zone.h"
#include "plan/case_file.h"
#include "plan/compose.h"
#include "plan/compose_region.h"
#include "render/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_THREADS = 2 };

// `copy`: sorted already; NULL: this is it.
static void print_timing(const char *name, struct timing *t, const struct timing *copy)
{
    printf("  ");
    timing_print(name, 8, t);
    int middle = t->count / 2;
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
    need(composer_compose(bench->composer, bench->case_, &bench->frame, false, &composed, &err), &err);
    return composed.scene.splat_count;
}

static void time_copy(const struct bench *bench, const struct image *photo, struct timing *copy)
{
    size_t bytes = photo->pitch_bytes * (size_t)photo->height_px;
    memcpy(bench->out->data, photo->data, bytes); // touches the pages
    for (copy->count = 0; copy->count < bench->repetitions;) {
        timing_start(copy);
        memcpy(bench->out->data, photo->data, bytes);
        timing_stop(copy);
    }
    printf("memcpy of the frame, %.1f MB\n", 1e-6 * (double)bytes);
    print_timing("memcpy", copy, NULL);
}

static struct timing time_frame(const struct bench *bench, const struct timing *copy)
{
    struct timing compose = {0}, draw = {0}, whole = {0};
    struct composed composed;
    struct err err = {0};
    struct render_request request = {.scene = &composed.scene, .pool = bench->pool};
    printf("%d dots, %d thread%s\n", count_splats(bench), pool_threads(bench->pool),
           pool_threads(bench->pool) > 1 ? "s" : "");
    for (int i = 0; i < bench->repetitions; i++) {
        timing_start(&whole);
        timing_start(&compose);
        need(composer_compose(bench->composer, bench->case_, &bench->frame, false, &composed, &err), &err);
        timing_stop(&compose);
        timing_start(&draw);
        need(render_draw(render_cpu(), &request, bench->out, &err), &err);
        timing_stop(&draw);
        timing_stop(&whole);
    }
    print_timing("compose", &compose, NULL);
    print_timing("draw", &draw, NULL);
    print_timing("frame", &whole, copy);
    return whole;
}

// What the first frame reads off the photo: where the head is, its shine, its skin.
static void time_maps(struct bench *bench, const struct photo *photo)
{
    const struct view *view = &bench->case_->view[bench->frame.view]->view;
    const struct head *head = &bench->case_->head;
    double px_per_mm = view_scale_in_front_px_per_mm(view, head);
    struct timing region = {0}, shine = {0}, skin = {0};
    for (int i = 0; i < 7; i++) {
        timing_start(&region);
        uint8_t *on = head_region(view, head, 3.0);
        timing_stop(&region);
        timing_start(&shine);
        uint8_t *shares = shine_map(photo->image, &photo->space, px_per_mm, on, bench->pool);
        timing_stop(&shine);
        timing_start(&skin);
        skin_maps_free(skin_maps_make(photo->image, &photo->space, px_per_mm, on, shares, bench->pool));
        timing_stop(&skin);
        mem_free(shares);
        mem_free(on);
    }
    printf("maps of the photo, %d threads\n", pool_threads(bench->pool));
    print_timing("region", &region, NULL);
    print_timing("shine", &shine, NULL);
    print_timing("skin", &skin, NULL);
}

// From a decoded photo to its first finished picture: field, head, maps, dots, drawing. Nothing is kept
// from before; the median of a few.
static void time_first(struct bench *bench, const struct photo *photo)
{
    struct timing first = {0};
    struct composed composed;
    struct err err = {0};
    struct render_request request = {.scene = &composed.scene, .pool = bench->pool};
    for (int i = 0; i < 5; i++) {
        timing_start(&first);
        struct composer *composer = composer_create(bench->pool);
        composer_set_photo(composer, bench->frame.view, photo);
        struct image *out = image_create(photo->image->width_px, photo->image->height_px, photo->image->format, &err);
        need(out != NULL, &err);
        need(composer_compose(composer, bench->case_, &bench->frame, false, &composed, &err), &err);
        need(render_draw(render_cpu(), &request, out, &err), &err);
        timing_stop(&first);
        image_unref(out);
        composer_destroy(composer);
    }
    printf("first frame after decoding, %d threads\n", pool_threads(bench->pool));
    print_timing("first", &first, NULL);
    target_at_most("first frame after decoding, wall", first.wall_ms[2], 400.0, "ms");
}

static void judge(const struct timing frame[MOST_THREADS], const struct timing *copy)
{
    int middle = copy->count / 2;
    target_at_most("frame of 100,000 dots or all, one thread, CPU", frame[0].cpu_ms[middle] / copy->cpu_ms[middle],
                   12.0, "x memcpy");
    target_at_most("the same on two threads, wall", frame[1].wall_ms[middle] / frame[0].wall_ms[middle], 0.65,
                   "x one thread");
}

int main(int count, char **argument)
{
    const char *path = count > 1 ? argument[1] : "assets/demo/demo.stipple";
    int wanted = count > 2 ? atoi(argument[2]) : 21;
    struct err err = {0};
    struct bench bench = {.frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY}};
    bench.repetitions = wanted < 1 ? 1 : wanted > TIMING_MOST ? TIMING_MOST : wanted;
    bench.case_ = case_load(path, &err);
    need(bench.case_ != NULL, &err);
    bench.frame.view = bench.case_->view_count - 1;
    struct photo *photo = load_photo(path, bench.case_->view[bench.frame.view]);
    const struct image *image = photo->image;
    bench.out = image_create(image->width_px, image->height_px, image->format, &err);
    need(bench.out != NULL, &err);
    printf("%d x %d px\n", image->width_px, image->height_px);
    struct timing copy, frame[MOST_THREADS];
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
            frame[threads - 1] = time_frame(&bench, &copy);
        }
        composer_destroy(bench.composer);
        if (threads == MOST_THREADS) {
            time_maps(&bench, photo);
            time_first(&bench, photo);
        }
        pool_destroy(bench.pool);
    }
    judge(frame, &copy);
    image_unref(bench.out);
    photo_free(photo);
    case_destroy(bench.case_);
    return 0;
}
