#include "render/cpu_tile.h"

#include "base/mem.h"

#include "shared/smp_math.h"
#include "shared/smp_splat.h"

#include <string.h>

// Two rows of grid values spread over the columns of pixels: of the nodes above and below a pixel row.
struct band {
    int node_row; // of `above`, or NO_ROW
    float *above[3], *below[3];
};
enum { NO_ROW = -1000000 };

struct cpu_scratch {
    float *memory;
    struct patch left, cov1;             // pixels
    struct patch grid[GRID_LEVELS], red; // nodes
    struct band band[GRID_LEVELS], red_band;
    float *row[3];                       // one row of pixels
};

struct rect {
    int x0, y0, x1, y1;
};

// What one tile is drawn with.
struct tile {
    const struct cpu_drawing *drawing;
    struct cpu_scratch *scratch;
    struct rect area;    // of the picture
    struct rect touched; // part of it that dots reach; empty when x0 >= x1
    // The layer whose sums are in the scratch but not yet in `left`; NULL: none.
    const struct cell_layer *pending;
    bool has_wide[GRID_LEVELS], has_red;
    bool has_left;       // an earlier layer is in `left`
};

// ---- scratch ----

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
    size_t pitch = side + 2 * CPU_BLOCK, nodes = (side + 4) * pitch;
    for (int c = 0; c < 3; c++) {
        s->left.plane[c] = take(arena, side * pitch);
        s->cov1.plane[c] = take(arena, side * pitch);
        s->row[c] = take(arena, pitch);
        s->red_band.above[c] = take(arena, pitch);
        s->red_band.below[c] = take(arena, pitch);
        for (int level = 0; level < GRID_LEVELS; level++) {
            s->grid[level].plane[c] = take(arena, nodes);
            s->band[level].above[c] = take(arena, pitch);
            s->band[level].below[c] = take(arena, pitch);
        }
    }
    s->red.plane[0] = take(arena, nodes);
    s->left.pitch = s->cov1.pitch = s->red.pitch = s->grid[0].pitch = s->grid[1].pitch = pitch;
}

struct cpu_scratch *cpu_scratch_create(const struct cpu_drawing *drawing)
{
    struct cpu_scratch *s = mem_alloc(sizeof *s);
    struct arena arena = {0};
    lay_out(s, (size_t)drawing->tile_px, &arena);
    s->memory = arena.memory = mem_try_array_raw(arena.used, sizeof(float));
    if (!s->memory) {
        mem_free(s);
        return NULL;
    }
    arena.used = 0;
    lay_out(s, (size_t)drawing->tile_px, &arena);
    return s;
}

void cpu_scratch_destroy(struct cpu_scratch *scratch)
{
    if (!scratch)
        return;
    mem_free(scratch->memory);
    mem_free(scratch);
}

// ---- patches ----

static void clear(const struct patch *p)
{
    for (int c = 0; c < 3; c++)
        memset(p->plane[c], 0, (size_t)p->height * p->pitch * sizeof(float));
}

static void fill_one(const struct patch *p)
{
    for (size_t i = 0; i < (size_t)p->height * p->pitch; i++)
        p->plane[0][i] = 1.0f;
}

static int floor_div(int a, int b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static void place_pixels(struct patch *p, struct rect area)
{
    p->x0 = area.x0;
    p->y0 = area.y0;
    p->width = area.x1 - area.x0;
    p->height = area.y1 - area.y0;
}

// The nodes that the pixels of an area lie between.
static void place_nodes(struct patch *p, struct rect area, int step)
{
    p->x0 = floor_div(area.x0, step);
    p->y0 = floor_div(area.y0, step);
    p->width = floor_div(area.x1 - 1, step) + 2 - p->x0;
    p->height = floor_div(area.y1 - 1, step) + 2 - p->y0;
}

// Widens the touched part by an ellipse; false when it misses the patch. A node reaches to its neighbours.
static bool touch(struct tile *tile, const struct patch *p, const struct ellipse *e, int step)
{
    int grow = step > 1 ? 1 : 0;
    struct rect r = {(int)(e->x - e->half_width) - 1, (int)(e->y - e->half_height) - 1,
                     (int)(e->x + e->half_width) + 2, (int)(e->y + e->half_height) + 2};
    if (r.x0 >= p->x0 + p->width || r.y0 >= p->y0 + p->height || r.x1 <= p->x0 || r.y1 <= p->y0)
        return false;
    struct rect px = {(r.x0 - grow) * step, (r.y0 - grow) * step, (r.x1 + grow) * step, (r.y1 + grow) * step};
    struct rect *t = &tile->touched;
    t->x0 = px.x0 < t->x0 ? px.x0 : t->x0;
    t->y0 = px.y0 < t->y0 ? px.y0 : t->y0;
    t->x1 = px.x1 > t->x1 ? px.x1 : t->x1;
    t->y1 = px.y1 > t->y1 ? px.y1 : t->y1;
    return true;
}

// ---- adding up ----

static struct cell_rect cells_near(const struct tile *tile, float reach_px)
{
    struct rect a = tile->area;
    return cpu_plan_cells(tile->drawing->plan, a.x0, a.y0, a.x1, a.y1, reach_px);
}

static void add_bells(struct tile *tile, const struct cell_layer *layer)
{
    const struct patch *p = &tile->scratch->cov1;
    struct cell_rect cells = cells_near(tile, layer->bell_reach_px);
    for (int cy = cells.from_y; cy < cells.to_y; cy++)
        for (int cx = cells.from_x; cx < cells.to_x; cx++) {
            int k = cy * tile->drawing->plan->columns + cx;
            for (uint32_t i = 2 * layer->start[k]; i < layer->bell_end[k]; i++)
                if (touch(tile, p, &layer->bell[i].ellipse, 1))
                    tile->drawing->rows->add_bell(p, &layer->bell[i]);
        }
}

static bool add_wides(struct tile *tile, const struct cell_layer *layer, int level)
{
    const struct cpu_plan *plan = tile->drawing->plan;
    const struct patch *p = &tile->scratch->grid[level];
    struct cell_rect cells = cells_near(tile, layer->wide_reach_px[level]);
    bool any = false;
    for (int cy = cells.from_y; cy < cells.to_y; cy++)
        for (int cx = cells.from_x; cx < cells.to_x; cx++) {
            int k = cy * plan->columns + cx;
            uint32_t from = level == 0 ? layer->start[k] : layer->fine_begin[k];
            uint32_t to = level == 0 ? layer->coarse_end[k] : layer->start[k + 1];
            for (uint32_t i = from; i < to; i++)
                if (touch(tile, p, &layer->wide[i].ellipse, plan->rules.step_px[level])) {
                    tile->drawing->rows->add_wide(p, &layer->wide[i]);
                    any = true;
                }
        }
    return any;
}

static bool add_reds(struct tile *tile, const struct cell_layer *layer)
{
    const struct cpu_plan *plan = tile->drawing->plan;
    const struct patch *p = &tile->scratch->red;
    struct cell_rect cells = cells_near(tile, layer->red_reach_px);
    bool any = false;
    for (int cy = cells.from_y; cy < cells.to_y; cy++)
        for (int cx = cells.from_x; cx < cells.to_x; cx++) {
            int k = cy * plan->columns + cx;
            for (uint32_t i = layer->start[k]; i < layer->red_end[k]; i++)
                if (touch(tile, p, &layer->red[i], plan->rules.step_px[0])) {
                    tile->drawing->rows->least_q(p, &layer->red[i]);
                    any = true;
                }
        }
    return any;
}

// ---- from grids to rows of pixels ----

// Values at nodes to values at the pixels of a row, linearly.
static void spread_row(float *out, const float *nodes, const struct patch *grid, const struct patch *pixels,
                       int step)
{
    float per_step = 1.0f / (float)step;
    int node = floor_div(pixels->x0, step), phase = pixels->x0 - node * step;
    const float *at = nodes + (node - grid->x0);
    for (int x = 0; x < pixels->width; x++) {
        out[x] = at[0] + (at[1] - at[0]) * ((float)phase * per_step);
        if (++phase == step) {
            phase = 0;
            at++;
        }
    }
}

static void spread_node_row(float *const out[3], const struct patch *grid, const struct patch *pixels,
                            int node_row, int step)
{
    for (int c = 0; c < 3; c++)
        spread_row(out[c], grid->plane[c] + (size_t)(node_row - grid->y0) * grid->pitch, grid, pixels, step);
}

static void spread_red_row(float *const out[3], const struct cell_layer *layer, const struct patch *grid,
                           const struct patch *pixels, int node_row, int step)
{
    float light[CPU_MOST_ROW + 4];
    const float *q = grid->plane[0] + (size_t)(node_row - grid->y0) * grid->pitch;
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < grid->width; i++)
            light[i] = smp_exp(-layer->layer.redness[c] * smp_redness_edge(q[i]));
        spread_row(out[c], light, grid, pixels, step);
    }
}

static void swap_band(struct band *band)
{
    for (int c = 0; c < 3; c++) {
        float *above = band->above[c];
        band->above[c] = band->below[c];
        band->below[c] = above;
    }
}

static void fill_band_row(float *const out[3], const struct patch *grid, const struct patch *pixels,
                          int node_row, int step, const struct cell_layer *red_layer)
{
    if (red_layer)
        spread_red_row(out, red_layer, grid, pixels, node_row, step);
    else
        spread_node_row(out, grid, pixels, node_row, step);
}

// Makes the band hold the node rows round pixel row y; returns the share of the lower one.
static float move_band(struct band *band, const struct patch *grid, const struct patch *pixels, int y,
                       int step, const struct cell_layer *red_layer)
{
    int node_row = floor_div(y, step);
    if (band->node_row != node_row) {
        if (band->node_row == node_row - 1)
            swap_band(band);
        else
            fill_band_row(band->above, grid, pixels, node_row, step, red_layer);
        fill_band_row(band->below, grid, pixels, node_row + 1, step, red_layer);
        band->node_row = node_row;
    }
    return (float)(y - node_row * step) * (1.0f / (float)step);
}

// ---- light ----

// One row of cov2, from the grids that dots of this layer touch.
static void fill_cov2(struct tile *tile, int y)
{
    struct cpu_scratch *s = tile->scratch;
    const struct cpu_rows *rows = tile->drawing->rows;
    const int *step = tile->drawing->plan->rules.step_px;
    bool is_first = true;
    for (int level = 0; level < GRID_LEVELS; level++) {
        if (!tile->has_wide[level])
            continue;
        struct band *band = &s->band[level];
        float share = move_band(band, &s->grid[level], &s->left, y, step[level], NULL);
        for (int c = 0; c < 3; c++)
            (is_first ? rows->mix : rows->mix_add)(s->row[c], band->above[c], band->below[c], share,
                                                   s->left.width);
        is_first = false;
    }
}

static void multiply_red(struct tile *tile, int y, float *const left[3])
{
    struct cpu_scratch *s = tile->scratch;
    const struct cpu_rows *rows = tile->drawing->rows;
    float share = move_band(&s->red_band, &s->red, &s->left, y, tile->drawing->plan->rules.step_px[0],
                            tile->pending);
    for (int c = 0; c < 3; c++) {
        rows->mix(s->row[c], s->red_band.above[c], s->red_band.below[c], share, s->left.width);
        rows->multiply(left[c], s->row[c], s->left.width);
    }
}

static void light_row(struct tile *tile, int y)
{
    struct cpu_scratch *s = tile->scratch;
    const struct cell_layer *layer = tile->pending;
    size_t at = (size_t)(y - s->left.y0) * s->left.pitch;
    struct light_row row = {.is_first = !tile->has_left, .count = s->left.width};
    fill_cov2(tile, y);
    for (int c = 0; c < 3; c++) {
        row.left[c] = s->left.plane[c] + at;
        row.cov1[c] = s->cov1.plane[c] + at;
        row.cov2[c] = s->row[c];
        row.veil[c] = layer->layer.veil[c];
    }
    memcpy(row.power1, layer->power1, sizeof row.power1);
    memcpy(row.power2, layer->power2, sizeof row.power2);
    tile->drawing->rows->light(&row);
    if (tile->has_red)
        multiply_red(tile, y, row.left);
}

static void light_pending(struct tile *tile)
{
    if (!tile->pending)
        return;
    for (int y = tile->area.y0; y < tile->area.y1; y++)
        light_row(tile, y);
    tile->has_left = true;
    tile->pending = NULL;
}

static bool has_dots(const struct tile *tile, const struct cell_layer *layer)
{
    float reach = layer->red_reach_px;
    for (int level = 0; level < GRID_LEVELS; level++)
        reach = smp_max(reach, layer->wide_reach_px[level]);
    struct cell_rect cells = cells_near(tile, smp_max(reach, layer->bell_reach_px));
    size_t columns = (size_t)tile->drawing->plan->columns;
    for (int y = cells.from_y; y < cells.to_y; y++)
        if (layer->start[(size_t)y * columns + (size_t)cells.to_x] >
            layer->start[(size_t)y * columns + (size_t)cells.from_x])
            return true;
    return false;
}

static void add_layer(struct tile *tile, const struct cell_layer *layer)
{
    struct cpu_scratch *s = tile->scratch;
    const int *step = tile->drawing->plan->rules.step_px;
    if (!has_dots(tile, layer))
        return;
    light_pending(tile);
    place_pixels(&s->cov1, tile->area);
    clear(&s->cov1);
    add_bells(tile, layer);
    for (int level = 0; level < GRID_LEVELS; level++) {
        place_nodes(&s->grid[level], tile->area, step[level]);
        clear(&s->grid[level]);
        tile->has_wide[level] = add_wides(tile, layer, level);
        s->band[level].node_row = NO_ROW;
    }
    if (!tile->has_wide[1])
        tile->has_wide[0] = true; // so that cov2 has a source, be it zero
    tile->has_red = false;
    if (layer->red) {
        place_nodes(&s->red, tile->area, step[0]);
        fill_one(&s->red);
        tile->has_red = add_reds(tile, layer);
        s->red_band.node_row = NO_ROW;
    }
    tile->pending = layer;
}

// ---- over the photo ----

static const uint8_t *map_at(const uint8_t *map, size_t pitch, int x, int y)
{
    return map ? map + (size_t)y * pitch + x : NULL;
}

static void shade(const struct tile *tile, int y, int from_x, int to_x, const uint8_t *white)
{
    const struct cpu_drawing *d = tile->drawing;
    const struct scene *scene = d->request->scene;
    size_t bytes = pixel_bytes(d->out->format);
    const struct patch *left = &tile->scratch->left;
    struct shade_row row = {
        .in = white ? white : image_row(scene->photo, y) + (size_t)from_x * bytes,
        .out = image_row(d->out, y) + (size_t)from_x * bytes,
        .shine = white ? NULL : map_at(scene->shine, scene->shine_pitch, from_x, y),
        .keep_out = white ? NULL : map_at(scene->keep_out, scene->keep_out_pitch, from_x, y),
        .power = d->power,
        .count = to_x - from_x,
    };
    for (int c = 0; c < 3; c++)
        row.left[c] = left->plane[c] + (size_t)(y - left->y0) * left->pitch + (from_x - left->x0);
    if (d->curve) {
        float share[CPU_MOST_ROW];
        d->rows->fill_share(&row, share);
        cpu_curve_shade(d->curve, &row, share);
    } else if (d->out->format == PIXELS_RGBA16) {
        d->rows->shade_srgb16(&row);
    } else {
        d->rows->shade_srgb8(&row);
    }
}

static struct rect within(struct rect r, struct rect area)
{
    r.x0 = r.x0 > area.x0 ? r.x0 : area.x0;
    r.y0 = r.y0 > area.y0 ? r.y0 : area.y0;
    r.x1 = r.x1 < area.x1 ? r.x1 : area.x1;
    r.y1 = r.y1 < area.y1 ? r.y1 : area.y1;
    return r.x0 < r.x1 && r.y0 < r.y1 ? r : (struct rect){area.x1, area.y1, area.x1, area.y1};
}

static void finish(struct tile *tile)
{
    uint8_t white[8 * CPU_MOST_ROW];
    bool is_white = tile->drawing->request->layer == LAYER_DOTS;
    struct rect lit = within(tile->touched, tile->area);
    if (is_white)
        memset(white, 0xff, sizeof white);
    for (int y = lit.y0; y < lit.y1; y++) {
        if (tile->pending)
            light_row(tile, y);
        shade(tile, y, lit.x0, lit.x1, is_white ? white : NULL);
    }
}

void cpu_tile_draw(const struct cpu_drawing *drawing, struct cpu_scratch *scratch, int x0, int y0)
{
    const struct image *out = drawing->out;
    int x1 = x0 + drawing->tile_px, y1 = y0 + drawing->tile_px;
    struct tile tile = {
        .drawing = drawing,
        .scratch = scratch,
        .area = {x0, y0, x1 < out->width_px ? x1 : out->width_px, y1 < out->height_px ? y1 : out->height_px},
    };
    tile.touched = (struct rect){tile.area.x1, tile.area.y1, tile.area.x0, tile.area.y0};
    place_pixels(&scratch->left, tile.area);
    for (int i = 0; i < drawing->plan->layer_count; i++)
        add_layer(&tile, &drawing->plan->layer[i]);
    finish(&tile);
}
