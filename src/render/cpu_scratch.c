#include "render/cpu_scratch.h"

#include "base/mem.h"

#include <string.h>

struct arena {
    float *memory; // NULL while only counting
    size_t used;
};

static float *take(struct arena *arena, size_t floats)
{
    float *start = arena->memory ? arena->memory + arena->used : NULL;
    arena->used += floats;
    return start;
}

static void lay_out(struct cpu_scratch *s, size_t side, struct arena *arena)
{
    size_t pitch = (side + 8) + CPU_OVERRUN, nodes = (side + 8) * pitch;
    for (int c = 0; c < 3; c++) {
        s->left.plane[c] = take(arena, side * pitch);
        s->cov1.plane[c] = take(arena, side * pitch);
        s->row[c] = take(arena, pitch);
        s->wide_row[c] = take(arena, pitch);
        for (int i = 0; i < BANDS; i++) {
            s->band[i].above[c] = take(arena, pitch);
            s->band[i].below[c] = take(arena, pitch);
        }
        for (int level = 0; level < GRID_LEVELS; level++)
            s->grid[level].plane[c] = take(arena, nodes);
    }
    s->red.plane[0] = take(arena, nodes);
    s->left.pitch = s->cov1.pitch = s->red.pitch = s->grid[0].pitch = s->grid[1].pitch = pitch;
}

struct cpu_scratch *cpu_scratch_create(int tile_px)
{
    struct cpu_scratch *s = mem_alloc(sizeof *s);
    struct arena arena = {0};
    lay_out(s, (size_t)tile_px, &arena);
    s->memory = arena.memory = mem_try_array_raw(arena.used, sizeof(float));
    if (!s->memory) {
        mem_free(s);
        return NULL;
    }
    arena.used = 0;
    lay_out(s, (size_t)tile_px, &arena);
    return s;
}

void cpu_scratch_destroy(struct cpu_scratch *scratch)
{
    if (!scratch)
        return;
    mem_free(scratch->memory);
    mem_free(scratch);
}

void patch_clear(const struct patch *p)
{
    for (int c = 0; c < 3; c++)
        memset(p->plane[c], 0, (size_t)p->height * p->pitch * sizeof(float));
}

int floor_div(int a, int b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

void patch_place_pixels(struct patch *p, struct rect area)
{
    p->x0 = area.x0;
    p->y0 = area.y0;
    p->width = area.x1 - area.x0;
    p->height = area.y1 - area.y0;
}

void patch_place_nodes(struct patch *p, struct rect area, int step)
{
    p->x0 = floor_div(area.x0, step);
    p->y0 = floor_div(area.y0, step);
    p->width = floor_div(area.x1 - 1, step) + 2 - p->x0;
    p->height = floor_div(area.y1 - 1, step) + 2 - p->y0;
}

void spread_plan_init(struct spread_plan *plan, const struct patch *grid, int step, int first_px, int stride_px,
                      int count)
{
    float per_step = 1.0f / (float)step;
    int x_px = first_px, node = floor_div(first_px, step);
    for (int i = 0; i < (count + CPU_BLOCK - 1) / CPU_BLOCK * CPU_BLOCK; i++, x_px += stride_px) {
        while ((node + 1) * step <= x_px)
            node++;
        if (i % CPU_BLOCK == 0)
            plan->node[i / CPU_BLOCK] = node - grid->x0;
        plan->lane[i] = node - grid->x0 - plan->node[i / CPU_BLOCK];
        plan->share[i] = (float)(x_px - node * step) * per_step;
    }
}
