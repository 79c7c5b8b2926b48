// How long the CPU renderer takes from given dots to finished pixels, against memcpy and Cairo.
//
//     bench_render [REPETITIONS [head|full DOTS]]
//
// A 12 megapixel photo. "head": dots on the visible half of a sphere, nearly a third of the frame,
// at a scale that gives 150 dots to the cm2 for 100,000. "full": the same count flat over the whole
// frame, facing the camera. Medians, with the 10th and 90th percentile; CPU is user + system time
// of all threads.
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "render/render.h"
#include "shared/smp_optics.h"
#include "target.h"
#include "timing.h"

#ifdef HAS_CAIRO
#include <cairo.h>
#endif
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 4032, HEIGHT = 3024, MOST_REPETITIONS = TIMING_MOST };

static void print_timing(const char *name, struct timing *t)
{
    timing_print(name, 34, t);
    printf("\n");
}

static struct image *make_photo(void)
{
    struct image *photo = image_create(WIDTH, HEIGHT, PIXELS_RGBA8, NULL);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            uint64_t noise = rng_bits(3, (uint64_t)y, (uint64_t)x);
            uint8_t *px = image_row(photo, y) + 4 * x;
            px[0] = (uint8_t)(196 + noise % 16);
            px[1] = (uint8_t)(150 + (noise >> 8) % 16);
            px[2] = (uint8_t)(125 + (noise >> 16) % 16);
            px[3] = 255;
        }
    return photo;
}

static void set_look(struct splat *s, uint64_t i)
{
    s->radius_mm = (float)(0.14 * (1.0 + 0.18 * rng_normal(7, i, 4)));
    s->radius_mm = s->radius_mm > 0.05f ? s->radius_mm : 0.05f;
    s->sharpness = 4.0f;
    s->tau = (float)(0.6 + 0.8 * rng_unit(7, i, 5));
    s->depth_mm = 0.2f;
    s->smear_a_mm = (float)(0.05 * rng_unit(7, i, 6));
}

// The visible half of a sphere of radius `r_px`: tangents shrink toward the rim.
static void place_on_head(struct splat *s, uint64_t i, double r_px, double px_per_mm)
{
    double z = 0.16 + 0.84 * rng_unit(7, i, 0), angle = 6.283185307 * rng_unit(7, i, 1);
    double rho = sqrt(1.0 - z * z), c = cos(angle), n = sin(angle);
    s->x = (float)(WIDTH * 0.5 + r_px * rho * c);
    s->y = (float)(HEIGHT * 0.5 + r_px * rho * n);
    s->jxx = (float)(c * z * px_per_mm);
    s->jyx = (float)(n * z * px_per_mm);
    s->jxy = (float)(-n * px_per_mm);
    s->jyy = (float)(c * px_per_mm);
}

static void place_flat(struct splat *s, uint64_t i, double px_per_mm)
{
    s->x = (float)(WIDTH * rng_unit(7, i, 0));
    s->y = (float)(HEIGHT * rng_unit(7, i, 1));
    s->jxx = s->jyy = (float)px_per_mm;
}

static struct splat *make_splats(int count, bool is_head)
{
    struct splat *splats = mem_alloc(sizeof *splats * (size_t)count);
    double r_px = sqrt(0.31 * WIDTH * HEIGHT / 3.14159265), head_mm = sqrt(1e5 / 1.5 / (2.0 * 3.14159265 * 0.84));
    for (int i = 0; i < count; i++) {
        set_look(&splats[i], (uint64_t)i);
        if (is_head)
            place_on_head(&splats[i], (uint64_t)i, r_px, r_px / head_mm);
        else
            place_flat(&splats[i], (uint64_t)i, 12.0);
    }
    return splats;
}

static void bench_memcpy(const struct image *photo, struct image *out, int repetitions)
{
    struct timing t = {0};
    for (int i = 0; i < repetitions; i++) {
        timing_start(&t);
        memcpy(out->data, photo->data, photo->pitch_bytes * (size_t)photo->height_px);
        timing_stop(&t);
    }
    print_timing("memcpy of the photo", &t);
}

// Returns the median of CPU time, ms.
static double bench_draw(const struct scene *scene, struct image *out, int threads, enum simd_level simd,
                         int repetitions, const char *name)
{
    struct timing all = {0}, stage[RENDER_STAGES] = {{{0}, {0}, 0}};
    struct pool *pool = pool_create(threads);
    double stage_s[RENDER_STAGES] = {0};
    struct render_request request = {.scene = scene, .simd = simd, .pool = pool, .stage_s = stage_s};
    for (int i = 0; i < repetitions; i++) {
        timing_start(&all);
        if (!render_draw(render_cpu(), &request, out, NULL))
            exit(1);
        timing_stop(&all);
        for (int k = 0; k < RENDER_STAGES; k++)
            stage[k].wall_ms[stage[k].count++] = stage_s[k] * 1e3;
    }
    char label[64];
    snprintf(label, sizeof label, "%s, %d thread%s", name, threads, threads > 1 ? "s" : "");
    print_timing(label, &all);
    printf("    stages, wall ms:");
    for (int k = 0; k < RENDER_STAGES; k++) {
        printf("  %s %.2f", render_stage_name((enum render_stage)k), timing_median(stage[k].wall_ms, stage[k].count));
    }
    printf("\n");
    pool_destroy(pool);
    return timing_median(all.cpu_ms, all.count);
}

#ifdef HAS_CAIRO
enum { SPRITE_PX = 16 }; // about a dot's own size, so that scaling it costs Cairo little

static cairo_surface_t *make_sprite(void)
{
    cairo_surface_t *sprite = cairo_image_surface_create(CAIRO_FORMAT_A8, SPRITE_PX, SPRITE_PX);
    cairo_surface_flush(sprite);
    uint8_t *data = cairo_image_surface_get_data(sprite);
    int pitch = cairo_image_surface_get_stride(sprite);
    for (int y = 0; y < SPRITE_PX; y++)
        for (int x = 0; x < SPRITE_PX; x++) {
            double dx = (x + 0.5) / (SPRITE_PX / 2) - 1.0, dy = (y + 0.5) / (SPRITE_PX / 2) - 1.0;
            double u = fmax(0.0, 1.0 - dx * dx - dy * dy);
            data[y * pitch + x] = (uint8_t)(120.0 * u * u * u * u + 0.5);
        }
    cairo_surface_mark_dirty(sprite);
    return sprite;
}

// The same dots, sharp part only, as soft sprites multiplied over the photo: what a paint program
// does.
static void bench_cairo(double ours_ms, const struct scene *scene, struct image *out, int repetitions)
{
    struct timing t = {0};
    cairo_surface_t *sprite = make_sprite();
    for (int i = 0; i < repetitions; i++) {
        timing_start(&t);
        memcpy(out->data, scene->photo->data, out->pitch_bytes * (size_t)out->height_px);
        cairo_surface_t *target =
            cairo_image_surface_create_for_data(out->data, CAIRO_FORMAT_RGB24, WIDTH, HEIGHT, (int)out->pitch_bytes);
        cairo_t *cr = cairo_create(target);
        cairo_set_operator(cr, CAIRO_OPERATOR_MULTIPLY);
        cairo_set_source_rgb(cr, 0.15, 0.14, 0.13);
        for (int k = 0; k < scene->splat_count; k++) {
            const struct splat *s = &scene->splats[k];
            double reach = 3.0 * 0.14 / (SPRITE_PX / 2); // mm for each pixel of the sprite
            cairo_matrix_t m;
            cairo_matrix_init(&m, (double)s->jxx * reach, (double)s->jyx * reach, (double)s->jxy * reach,
                              (double)s->jyy * reach, (double)s->x, (double)s->y);
            cairo_set_matrix(cr, &m);
            cairo_pattern_t *mask = cairo_pattern_create_for_surface(sprite);
            cairo_pattern_set_filter(mask, CAIRO_FILTER_BILINEAR);
            cairo_matrix_init_translate(&m, SPRITE_PX / 2, SPRITE_PX / 2);
            cairo_pattern_set_matrix(mask, &m);
            cairo_mask(cr, mask);
            cairo_pattern_destroy(mask);
        }
        cairo_destroy(cr);
        cairo_surface_destroy(target);
        timing_stop(&t);
    }
    cairo_surface_destroy(sprite);
    print_timing("Cairo sprite masks, MULTIPLY", &t);
    target_at_least("100,000 dots, faster than Cairo's sprites", timing_median(t.cpu_ms, t.count) / ours_ms, 9.0, "x");
}
#endif

static void bench_scene(struct scene *scene, struct image *out, int count, bool is_head, int repetitions)
{
    struct splat *splats = make_splats(count, is_head);
    char name[48];
    snprintf(name, sizeof name, "%s, %d dots", is_head ? "head" : "full", count);
    scene->splats = splats;
    scene->splat_count = count;
    double ours_ms = bench_draw(scene, out, 1, SIMD_BEST, repetitions, name);
    bench_draw(scene, out, 2, SIMD_BEST, repetitions, name);
    if (count == 100000 && is_head) {
        bench_draw(scene, out, 1, SIMD_AVX2, repetitions, "the same, AVX2");
        bench_draw(scene, out, 1, SIMD_SCALAR, repetitions, "the same, any x86-64");
    }
    (void)ours_ms;
#ifdef HAS_CAIRO
    if (count == 100000 && is_head)
        bench_cairo(ours_ms, scene, out, repetitions / 8 + 1);
#endif
    mem_free(splats);
}

int main(int argc, char **argv)
{
    int repetitions = argc > 1 ? atoi(argv[1]) : 25;
    repetitions = repetitions < 1 ? 1 : repetitions > MOST_REPETITIONS ? MOST_REPETITIONS : repetitions;
    struct image *photo = make_photo(), *out = image_create(WIDTH, HEIGHT, PIXELS_RGBA8, NULL);
    struct colour_space space = colour_srgb();
    struct scene scene = {.photo = photo, .space = &space, .camera_blur_px = 0.8f, .group_count = 1};
    uint8_t *shine = mem_alloc((size_t)WIDTH * HEIGHT);
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++)
        shine[i] = (uint8_t)(rng_bits(4, i, 0) % 24);
    scene.shine = shine;
    scene.shine_pitch = WIDTH;
    for (int c = 0; c < 3; c++) {
        scene.group[0].spectrum[c] = smp_of_channel(c, 0.89f, 1.0f, 1.17f);
        scene.group[0].veil[c] = smp_veil(c, 0.0f, 0.2f);
    }
    bench_memcpy(photo, out, repetitions);
    bench_memcpy(photo, out, repetitions);
    if (argc > 3) {
        bench_scene(&scene, out, atoi(argv[3]), strcmp(argv[2], "head") == 0, repetitions);
        return 0;
    }
    const int counts[] = {20000, 100000, 200000};
    for (int is_head = 1; is_head >= 0; is_head--)
        for (int i = 0; i < 3; i++)
            bench_scene(&scene, out, counts[i], is_head, repetitions);
    mem_free(shine);
    image_unref(photo);
    image_unref(out);
    return 0;
}
