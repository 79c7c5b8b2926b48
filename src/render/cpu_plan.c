#include "render/cpu_plan.h"

#include "base/check.h"
#include "base/mem.h"

#include <math.h>
#include <string.h>

// Rows of cells that one job fills; splats whose cells one finds.
enum { ROWS_A_JOB = 4, SPLATS_A_JOB = 8192, NO_CELL = -1 };

struct sort {
    int *cell_of; // of each splat, or NO_CELL
    uint8_t *group_of;
    size_t count[SCENE_MOST_GROUPS]; // of sound splats
    uint32_t *order;                 // splats of a layer by cell, in index order within
};

struct fill {
    struct cpu_plan *plan;
    struct cell_layer *layer;
    const struct splat *splats;
    const uint32_t *order;
    struct reach *reach; // of each job
};

struct reach {
    float bell_px, wide_px[GRID_LEVELS], red_px;
};

static int cell_along(float px, int cells)
{
    int cell = (int)floorf(px) / CPU_CELL_PX;
    return px < 0.0f || cell < 0 ? 0 : cell >= cells ? cells - 1 : cell;
}

static bool allocate_layer(struct cell_layer *layer, size_t cells, size_t dots)
{
    layer->start = mem_try_array(cells + 1, sizeof *layer->start);
    layer->bell_end = mem_try_array_raw(cells, sizeof *layer->bell_end);
    layer->coarse_end = mem_try_array_raw(cells, sizeof *layer->coarse_end);
    layer->fine_begin = mem_try_array_raw(cells, sizeof *layer->fine_begin);
    layer->red_end = mem_try_array_raw(cells, sizeof *layer->red_end);
    layer->bell = mem_try_array_raw(2 * dots + 1, sizeof *layer->bell);
    layer->wide = mem_try_array_raw(dots + 1, sizeof *layer->wide);
    layer->red = layer->layer.has_redness ? mem_try_array_raw(dots + 1, sizeof *layer->red) : NULL;
    return layer->start && layer->bell_end && layer->coarse_end && layer->fine_begin && layer->red_end && layer->bell &&
           layer->wide && (layer->red || !layer->layer.has_redness);
}

static void fit_powers(struct cell_layer *layer)
{
    for (int c = 0; c < 3; c++) {
        power_fit((double)layer->layer.n1[c], layer->power1[c]);
        power_fit((double)layer->layer.n2[c], layer->power2[c]);
    }
}

// Counting sort, stable.
static void sort_layer(const struct scene *scene, struct cell_layer *layer, size_t cells, const struct sort *sort)
{
    int group = layer->layer.group;
    uint32_t *next = layer->bell_end; // free until filled
    for (int i = 0; i < scene->splat_count; i++)
        if (sort->cell_of[i] != NO_CELL && sort->group_of[i] == group)
            layer->start[sort->cell_of[i] + 1]++;
    for (size_t k = 0; k < cells; k++) {
        next[k] = layer->start[k];
        layer->start[k + 1] += layer->start[k];
    }
    for (int i = 0; i < scene->splat_count; i++)
        if (sort->cell_of[i] != NO_CELL && sort->group_of[i] == group)
            sort->order[next[sort->cell_of[i]]++] = (uint32_t)i;
}

static float reach_of(const struct ellipse *e, float step)
{
    return (e->half_width > e->half_height ? e->half_width : e->half_height) * step;
}

static void grow(float *most, float value)
{
    *most = value > *most ? value : *most;
}

// Where the next footprint of the open cell goes.
struct cursor {
    size_t cell;
    uint32_t bell, coarse, fine, red;
};

static void open_cell(const struct cell_layer *layer, struct cursor *at, size_t cell)
{
    *at = (struct cursor){.cell = cell,
                          .bell = 2 * layer->start[cell],
                          .coarse = layer->start[cell],
                          .fine = layer->start[cell + 1],
                          .red = layer->start[cell]};
}

static void close_cell(struct cell_layer *layer, const struct cursor *at)
{
    layer->bell_end[at->cell] = at->bell;
    layer->coarse_end[at->cell] = at->coarse;
    layer->fine_begin[at->cell] = at->fine;
    layer->red_end[at->cell] = at->red;
}

static void put(struct cell_layer *layer, const int *step, const struct footprint *print, struct cursor *at,
                struct reach *reach)
{
    if (print->bell_count == 0)
        return;
    for (int b = 0; b < print->bell_count; b++) {
        layer->bell[at->bell++] = print->bell[b];
        grow(&reach->bell_px, reach_of(&print->bell[b].ellipse, 1.0f));
    }
    float node = (float)step[print->level];
    layer->wide[print->level == 0 ? at->coarse++ : --at->fine] = print->wide;
    grow(&reach->wide_px[print->level], reach_of(&print->wide.ellipse, node) + node);
    if (layer->red) {
        layer->red[at->red++] = print->red;
        grow(&reach->red_px, reach_of(&print->red.ellipse, (float)step[1]) + (float)step[1]);
    }
}

// Splats of a cell lie anywhere in memory: ask for the next batch before it is needed.
static void prefetch_splats(const struct fill *fill, uint32_t from, uint32_t end)
{
    uint32_t to = from + FOOTPRINT_BATCH < end ? from + FOOTPRINT_BATCH : end;
    for (uint32_t i = from; i < to; i++) {
        const struct splat *splat = &fill->splats[fill->order[i]];
        __builtin_prefetch(splat);
        __builtin_prefetch((const char *)(splat + 1) - 1); // which may lie in the next line
    }
}

static void fill_cells(struct fill *fill, size_t from, size_t to, struct reach *reach)
{
    struct cell_layer *layer = fill->layer;
    const int *step = fill->plan->rules.step_px;
    struct footprint print[FOOTPRINT_BATCH];
    struct cursor at;
    open_cell(layer, &at, from);
    for (uint32_t i = layer->start[from]; i < layer->start[to]; i += FOOTPRINT_BATCH) {
        uint32_t left = layer->start[to] - i, count = left < FOOTPRINT_BATCH ? left : FOOTPRINT_BATCH;
        prefetch_splats(fill, i + FOOTPRINT_BATCH, layer->start[to]);
        fill->plan->build(&fill->plan->rules, &layer->layer, fill->splats, fill->order + i, (int)count, print);
        for (uint32_t j = 0; j < count; j++) {
            while (i + j >= layer->start[at.cell + 1]) {
                close_cell(layer, &at);
                open_cell(layer, &at, at.cell + 1);
            }
            put(layer, step, &print[j], &at, reach);
        }
    }
    for (; at.cell + 1 < to; open_cell(layer, &at, at.cell + 1))
        close_cell(layer, &at);
    close_cell(layer, &at);
}

static void fill_rows(void *context, int index)
{
    struct fill *fill = context;
    int from = index * ROWS_A_JOB, to = from + ROWS_A_JOB;
    to = to < fill->plan->rows ? to : fill->plan->rows;
    struct reach reach = {0};
    size_t columns = (size_t)fill->plan->columns;
    fill_cells(fill, (size_t)from * columns, (size_t)to * columns, &reach);
    fill->reach[index] = reach;
}

static bool fill_layer(struct cpu_plan *plan, struct cell_layer *layer, const uint32_t *order,
                       const struct render_request *request)
{
    int jobs = (plan->rows + ROWS_A_JOB - 1) / ROWS_A_JOB;
    struct fill fill = {plan, layer, request->scene->splats, order, mem_alloc(sizeof *fill.reach * (size_t)jobs)};
    bool done = pool_run(request->pool, jobs, fill_rows, &fill, request->cancel);
    for (int i = 0; i < jobs; i++) {
        grow(&layer->bell_reach_px, fill.reach[i].bell_px);
        grow(&layer->red_reach_px, fill.reach[i].red_px);
        for (int level = 0; level < GRID_LEVELS; level++)
            grow(&layer->wide_reach_px[level], fill.reach[i].wide_px[level]);
    }
    mem_free(fill.reach);
    return done;
}

struct find {
    const struct cpu_plan *plan;
    const struct scene *scene;
    struct sort *sort;
    size_t (*count)[SCENE_MOST_GROUPS]; // of each job
};

static void find_some(void *context, int index)
{
    const struct find *find = context;
    const struct cpu_plan *plan = find->plan;
    int from = index * SPLATS_A_JOB, left = find->scene->splat_count - from;
    for (int i = from; i < from + (left < SPLATS_A_JOB ? left : SPLATS_A_JOB); i++) {
        const struct splat *s = &find->scene->splats[i];
        bool is_sound = splat_is_sound(find->scene, s);
        find->sort->cell_of[i] =
            is_sound ? cell_along(s->y, plan->rows) * plan->columns + cell_along(s->x, plan->columns) : NO_CELL;
        find->sort->group_of[i] = (uint8_t)(is_sound ? s->group : 0);
        find->count[index][find->sort->group_of[i]] += is_sound;
    }
}

static void find_cells(const struct cpu_plan *plan, const struct scene *scene, struct pool *pool, struct sort *sort)
{
    int jobs = (scene->splat_count + SPLATS_A_JOB - 1) / SPLATS_A_JOB;
    struct find find = {plan, scene, sort, mem_alloc(sizeof *find.count * (size_t)jobs)};
    pool_run(pool, jobs, find_some, &find, NULL);
    for (int job = 0; job < jobs; job++)
        for (int group = 0; group < SCENE_MOST_GROUPS; group++)
            sort->count[group] += find.count[job][group];
    mem_free(find.count);
}

static bool fill_layers(struct cpu_plan *plan, const struct render_request *request, const struct sort *sort,
                        struct err *err)
{
    const struct scene *scene = request->scene;
    size_t cells = (size_t)plan->columns * (size_t)plan->rows;
    struct layer all[2 * SCENE_MOST_GROUPS];
    int count = layers_of_scene(scene, all);
    for (int i = 0; i < count; i++) {
        size_t dots = sort->count[all[i].group];
        if (dots == 0)
            continue;
        struct cell_layer *layer = &plan->layer[plan->layer_count++];
        *layer = (struct cell_layer){.layer = all[i]};
        if (!allocate_layer(layer, cells, dots))
            return err_set(err, ERR_MACHINE, "no memory for the dots of this picture");
        fit_powers(layer);
        sort_layer(scene, layer, cells, sort);
        if (!fill_layer(plan, layer, sort->order, request))
            return err_set(err, ERR_CANCELLED, "drawing was cancelled");
    }
    return true;
}

bool cpu_plan_init(struct cpu_plan *plan, const struct render_request *request, footprints_fn *build, struct err *err)
{
    const struct scene *scene = request->scene;
    memset(plan, 0, sizeof *plan);
    plan->build = build;
    plan->columns = (scene->photo->width_px + CPU_CELL_PX - 1) / CPU_CELL_PX;
    plan->rows = (scene->photo->height_px + CPU_CELL_PX - 1) / CPU_CELL_PX;
    if (scene->splat_count == 0)
        return true;
    profile_init(&plan->profile);
    plan->rules = footprint_rules(scene, &plan->profile);
    struct sort sort = {
        .cell_of = mem_try_array_raw((size_t)scene->splat_count, sizeof *sort.cell_of),
        .group_of = mem_try_array_raw((size_t)scene->splat_count, 1),
        .order = mem_try_array_raw((size_t)scene->splat_count, sizeof *sort.order),
    };
    bool done = false;
    if (sort.cell_of && sort.group_of && sort.order) {
        find_cells(plan, scene, request->pool, &sort);
        done = fill_layers(plan, request, &sort, err);
    } else {
        err_set(err, ERR_MACHINE, "no memory for the dots of this picture");
    }
    mem_free(sort.cell_of);
    mem_free(sort.group_of);
    mem_free(sort.order);
    return done;
}

void cpu_plan_finish(struct cpu_plan *plan)
{
    for (int i = 0; i < plan->layer_count; i++) {
        struct cell_layer *layer = &plan->layer[i];
        mem_free(layer->start);
        mem_free(layer->bell_end);
        mem_free(layer->coarse_end);
        mem_free(layer->fine_begin);
        mem_free(layer->red_end);
        mem_free(layer->bell);
        mem_free(layer->wide);
        mem_free(layer->red);
    }
    memset(plan, 0, sizeof *plan);
}

static int cell_floor(float px, int cells)
{
    float cell = floorf(px / CPU_CELL_PX);
    return cell < 0.0f ? 0 : cell > (float)cells ? cells : (int)cell;
}

struct cell_rect cpu_plan_cells(const struct cpu_plan *plan, int x0, int y0, int x1, int y1, float reach_px)
{
    float reach = reach_px + 1.0f;
    struct cell_rect rect = {
        cell_floor((float)x0 - reach, plan->columns),
        cell_floor((float)x1 + reach, plan->columns) + 1,
        cell_floor((float)y0 - reach, plan->rows),
        cell_floor((float)y1 + reach, plan->rows) + 1,
    };
    rect.to_x = rect.to_x < plan->columns ? rect.to_x : plan->columns;
    rect.to_y = rect.to_y < plan->rows ? rect.to_y : plan->rows;
    return rect;
}
