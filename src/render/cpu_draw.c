// The CPU back end: sorts the dots once, then draws tile by tile.
#include "render/cpu_tile.h"

#include "base/mem.h"

#include "shared/smp_math.h"

#include <string.h>
#include <time.h>

enum { TILE_PX = 96 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void note(const struct render_request *request, enum render_stage stage, double *since)
{
    double now = now_s();
    if (request->stage_s)
        request->stage_s[stage] = now - *since;
    *since = now;
}

static const struct cpu_rows *rows_for(enum simd_level simd)
{
    bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    return simd != SIMD_SCALAR && has_avx2 ? &cpu_rows_avx2 : &cpu_rows_any;
}

static void fill_power(float power[256])
{
    for (int i = 0; i < 256; i++) {
        double encoded = i / 255.0;
        power[i] = i > 10 ? (float)(encoded + 0.055)
                          : 1.055f * smp_pow((float)(encoded / 12.92), 1.0f / 2.4f);
    }
}

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
    struct lanes lanes = {.drawing = d, .columns = columns, .count = columns * rows,
                          .scratch = mem_alloc(sizeof *lanes.scratch * (size_t)lane_count)};
    bool has_memory = true;
    for (int i = 0; i < lane_count; i++) {
        lanes.scratch[i] = cpu_scratch_create(d);
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

static bool draw(const struct render_request *request, struct image *out, struct err *err)
{
    struct cpu_plan plan;
    struct cpu_curve curve = {0};
    float power[256];
    double since = now_s();
    bool is_srgb = request->scene->space->is_srgb_curve;
    bool done = cpu_plan_init(&plan, request, err);
    note(request, STAGE_PREPARE, &since);
    if (done && !is_srgb && !cpu_curve_init(&curve, request->scene->space, out->format))
        done = err_set(err, ERR_MACHINE, "no memory to draw a picture");
    if (done) {
        fill_power(power);
        struct cpu_drawing drawing = {
            .request = request, .plan = &plan, .rows = rows_for(request->simd),
            .curve = is_srgb ? NULL : &curve, .power = power, .out = out,
            .tile_px = tile_side(request->tile_px),
        };
        done = draw_tiles(&drawing, err);
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
