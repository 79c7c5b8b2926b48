// The CPU back end: sorts the dots once, then draws tile by tile.
#include "render/cpu_tile.h"

#include "base/clock.h"
#include "base/mem.h"

#include "shared/smp_math.h"

#include <string.h>

enum { TILE_PX = 256 };

static void note(const struct render_request *request, enum render_stage stage, double *since)
{
    double now = 1e-3 * clock_ms(CLOCK_MONOTONIC);
    if (request->stage_s)
        request->stage_s[stage] = now - *since;
    *since = now;
}

static const struct cpu_rows *rows_for(enum simd_level simd)
{
    bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
    if (has_avx512 && (simd == SIMD_BEST || simd == SIMD_AVX512))
        return &cpu_rows_avx512;
    return simd != SIMD_SCALAR && __builtin_cpu_supports("avx2") ? &cpu_rows_avx2 : &cpu_rows_any;
}

static void fill_power(float power[256])
{
    for (int i = 0; i < 256; i++) {
        float encoded = (float)(i / 255.0);
        power[i] =
            i > CPU_ROWS_LAST_LINEAR_CODE ? cpu_rows_power_branch(i) : 1.055f * smp_pow(encoded / 12.92f, 1.0f / 2.4f);
    }
}

// ---- the picture without dots ----

enum { ROWS_A_COPY = 64 };

static void copy_rows(void *context, int index)
{
    const struct cpu_drawing *d = context;
    const struct image *photo = d->request->scene->photo, *out = d->out;
    int from = index * ROWS_A_COPY, to = from + ROWS_A_COPY < out->height_px ? from + ROWS_A_COPY : out->height_px;
    size_t bytes = (size_t)out->width_px * pixel_bytes(out->format);
    if (d->request->layer == LAYER_DOTS) {
        for (int y = from; y < to; y++)
            memset(image_row(out, y), 0xff, bytes);
    } else if (photo->pitch_bytes == out->pitch_bytes) {
        memcpy(image_row(out, from), image_row(photo, from), (size_t)(to - from) * out->pitch_bytes);
    } else {
        for (int y = from; y < to; y++)
            memcpy(image_row(out, y), image_row(photo, y), bytes);
    }
}

static bool copy_photo(struct cpu_drawing *d, struct err *err)
{
    int jobs = (d->out->height_px + ROWS_A_COPY - 1) / ROWS_A_COPY;
    if (d->request->layer == LAYER_PICTURE && d->out->data == d->request->scene->photo->data)
        return true;
    return pool_run(d->request->pool, jobs, copy_rows, d, d->request->cancel) ||
           err_set(err, ERR_CANCELLED, "drawing was cancelled");
}

// ---- tiles ----

// A lane is what one worker does: tiles, as long as there are any.
struct lanes {
    struct cpu_drawing *drawing;
    struct cpu_scratch **scratch;
    int columns, count;
    atomic_int next;
};

static void run_lane(void *context, int lane)
{
    struct lanes *lanes = context;
    const struct cpu_drawing *d = lanes->drawing;
    const atomic_bool *cancel = d->request->cancel;
    while (!cancel || !atomic_load_explicit(cancel, memory_order_relaxed)) {
        int i = atomic_fetch_add(&lanes->next, 1);
        if (i >= lanes->count)
            return;
        cpu_tile_draw(d, lanes->scratch[lane], i % lanes->columns * d->tile_px, i / lanes->columns * d->tile_px);
    }
}

static bool draw_tiles(struct cpu_drawing *d, struct err *err)
{
    int side = d->tile_px, lane_count = pool_threads(d->request->pool);
    int columns = (d->out->width_px + side - 1) / side, rows = (d->out->height_px + side - 1) / side;
    struct lanes lanes = {.drawing = d,
                          .columns = columns,
                          .count = columns * rows,
                          .scratch = mem_alloc(sizeof *lanes.scratch * (size_t)lane_count)};
    bool has_memory = true;
    for (int i = 0; i < lane_count; i++) {
        lanes.scratch[i] = cpu_scratch_create(d->tile_px);
        has_memory = has_memory && lanes.scratch[i];
    }
    bool done = has_memory && pool_run(d->request->pool, lane_count, run_lane, &lanes, d->request->cancel);
    for (int i = 0; i < lane_count; i++)
        cpu_scratch_destroy(lanes.scratch[i]);
    mem_free(lanes.scratch);
    if (!has_memory)
        return err_set(err, ERR_MACHINE, "no memory to draw a picture");
    return done || err_set(err, ERR_CANCELLED, "drawing was cancelled");
}

static int tile_side(int wanted_px)
{
    int side = wanted_px > 0 ? wanted_px : TILE_PX;
    return side < CPU_TILE_LEAST_PX ? CPU_TILE_LEAST_PX : side > CPU_TILE_MOST_PX ? CPU_TILE_MOST_PX : side;
}

static bool draw(const struct render_ops *self, const struct render_request *request, struct image *out,
                 struct err *err)
{
    (void)self;
    struct cpu_plan plan;
    struct cpu_curve curve = {0};
    float power[256];
    double since = 1e-3 * clock_ms(CLOCK_MONOTONIC);
    bool is_srgb = request->scene->space->is_srgb_curve;
    const struct cpu_rows *rows = rows_for(request->simd);
    bool done = cpu_plan_init(&plan, request, rows->build, err);
    note(request, STAGE_FOOTPRINTS, &since);
    if (done && !is_srgb && !cpu_curve_init(&curve, request->scene->space, out->format))
        done = err_set(err, ERR_MACHINE, "no memory to draw a picture");
    if (done) {
        fill_power(power);
        struct cpu_drawing drawing = {
            .request = request,
            .plan = &plan,
            .rows = rows,
            .curve = is_srgb ? NULL : &curve,
            .power = power,
            .out = out,
            .tile_px = tile_side(request->tile_px),
        };
        done = copy_photo(&drawing, err);
        note(request, STAGE_COPY, &since);
        done = done && (plan.layer_count == 0 || draw_tiles(&drawing, err));
    }
    note(request, STAGE_TILES, &since);
    cpu_curve_finish(&curve);
    cpu_plan_finish(&plan);
    return done;
}

const struct render_ops *render_cpu(void)
{
    static const struct render_ops ops = {.name = "cpu", .draw = draw};
    return &ops;
}
