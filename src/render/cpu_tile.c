#include "render/cpu_tile.h"

#include "shared/smp_math.h"
#include "shared/smp_splat.h"

#include <string.h>

// What one tile is drawn with.
struct tile {
    const struct cpu_drawing *drawing;
    struct cpu_scratch *scratch;
    struct rect area;    // of the picture
    struct rect touched; // part of it that dots reach; empty when x0 >= x1
    // The layer whose sums are in the scratch; NULL: no dots.
    const struct cell_layer *pending;
    bool has_fine, has_red;
    bool has_left; // layers before it are in `left`
};

// ---- adding up ----

static struct cell_rect cells_near(const struct tile *tile, float reach_px)
{
    struct rect a = tile->area;
    return cpu_plan_cells(tile->drawing->plan, a.x0, a.y0, a.x1, a.y1, reach_px);
}

static void add_bells(struct tile *tile, const struct cell_layer *layer)
{
    struct cell_rect cells = cells_near(tile, layer->bell_reach_px);
    for (int cy = cells.from_y; cy < cells.to_y; cy++)
        for (int cx = cells.from_x; cx < cells.to_x; cx++) {
            int k = cy * tile->drawing->plan->columns + cx;
            size_t from = 2 * (size_t)layer->start[k];
            tile->drawing->rows->add_bells(&tile->scratch->cov1, &layer->bell[from], layer->bell_end[k] - from);
        }
}

static uint32_t wide_from(const struct cell_layer *layer, int level, int cell)
{
    return level == 0 ? layer->start[cell] : layer->fine_begin[cell];
}
static uint32_t wide_to(const struct cell_layer *layer, int level, int cell)
{
    return level == 0 ? layer->coarse_end[cell] : layer->start[cell + 1];
}

// Adds all that use this grid; clears it before, unless there are none: then false.
static bool add_wides(struct tile *tile, const struct cell_layer *layer, int level)
{
    const struct patch *grid = &tile->scratch->grid[level];
    float reach = layer->wide_reach_px[level] + (float)tile->drawing->plan->rules.step_px[1];
    struct cell_rect cells = cells_near(tile, reach);
    bool any = false;
    for (int cy = cells.from_y; cy < cells.to_y; cy++)
        for (int cx = cells.from_x; cx < cells.to_x; cx++) {
            int k = cy * tile->drawing->plan->columns + cx;
            uint32_t from = wide_from(layer, level, k), to = wide_to(layer, level, k);
            if (from == to)
                continue;
            if (!any)
                patch_clear(grid);
            any = true;
            tile->drawing->rows->add_wides(grid, &layer->wide[from], to - from);
        }
    return any;
}

static void add_reds(struct tile *tile, const struct cell_layer *layer)
{
    float reach = layer->red_reach_px + (float)tile->drawing->plan->rules.step_px[1];
    struct cell_rect cells = cells_near(tile, reach);
    for (int cy = cells.from_y; cy < cells.to_y; cy++)
        for (int cx = cells.from_x; cx < cells.to_x; cx++) {
            int k = cy * tile->drawing->plan->columns + cx;
            uint32_t from = layer->start[k];
            tile->drawing->rows->add_flushes(&tile->scratch->red, &layer->red[from], layer->red_end[k] - from);
        }
}

// ---- from grids to rows of pixels ----

static void spread_node_row(const struct tile *tile, int level, int node_row, float *const out[3])
{
    const struct patch *grid = &tile->scratch->grid[level];
    for (int c = 0; c < 3; c++)
        tile->drawing->rows->spread(out[c], patch_row(grid, c, node_row), &tile->scratch->spread[level],
                                    tile->scratch->left.width);
}

static void spread_red_row(const struct tile *tile, int node_row, float *const out[3])
{
    float light[CPU_MOST_NODES];
    const struct patch *grid = &tile->scratch->red;
    const float *added = patch_row(grid, 0, node_row);
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < grid->width; i++)
            light[i] = smp_exp(-tile->pending->layer.redness[c] * smp_redness_share(added[i]));
        tile->drawing->rows->spread(out[c], light, &tile->scratch->spread[1], tile->scratch->left.width);
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

static void fill_band_row(const struct tile *tile, int which, int node_row, float *const out[3])
{
    if (which == BAND_RED)
        spread_red_row(tile, node_row, out);
    else
        spread_node_row(tile, which, node_row, out);
}

// Makes a band hold the node rows round pixel row y; returns the share of the lower one.
static float move_band(struct tile *tile, int which, int y)
{
    struct band *band = &tile->scratch->band[which];
    int step = tile->drawing->plan->rules.step_px[which == BAND_RED ? 1 : which];
    int node_row = floor_div(y, step);
    if (band->node_row != node_row) {
        if (band->node_row == node_row - 1)
            swap_band(band);
        else
            fill_band_row(tile, which, node_row, band->above);
        fill_band_row(tile, which, node_row + 1, band->below);
        band->node_row = node_row;
    }
    return (float)(y - node_row * step) * (1.0f / (float)step);
}

// ---- light ----

static void multiply_band(struct tile *tile, int which, int y, float *const left[3])
{
    const struct band *band = &tile->scratch->band[which];
    float share = move_band(tile, which, y);
    for (int c = 0; c < 3; c++)
        tile->drawing->rows->multiply_mix(left[c], band->above[c], band->below[c], share, tile->scratch->left.width);
}

// The transmittance of the pending layer in pixel row y.
static void light_row(struct tile *tile, int y, float *const out[3])
{
    struct cpu_scratch *s = tile->scratch;
    const struct cpu_rows *rows = tile->drawing->rows;
    const struct cell_layer *layer = tile->pending;
    const struct band *band = &s->band[0];
    float share = move_band(tile, 0, y);
    if (tile->has_fine) {
        for (int c = 0; c < 3; c++)
            rows->mix(s->wide_row[c], band->above[c], band->below[c], share, s->cov1.width);
        multiply_band(tile, 1, y, s->wide_row);
    }
    for (int c = 0; c < 3; c++) {
        struct light_row row = {
            .cov1 = patch_row(&s->cov1, c, y),
            .above = tile->has_fine ? s->wide_row[c] : band->above[c],
            .below = tile->has_fine ? s->wide_row[c] : band->below[c],
            .share_below = share,
            .veil = layer->layer.veil[c],
            .count = s->cov1.width,
        };
        memcpy(row.power1, layer->power1[c], sizeof row.power1);
        rows->light(out[c], &row);
    }
    if (tile->has_red)
        multiply_band(tile, BAND_RED, y, out);
}

// Transmittance of all layers up to the pending one, in the scratch's row.
static void light_all(struct tile *tile, int y)
{
    struct cpu_scratch *s = tile->scratch;
    light_row(tile, y, s->row);
    for (int c = 0; c < 3 && tile->has_left; c++)
        tile->drawing->rows->multiply(s->row[c], patch_row(&s->left, c, y), s->left.width);
}

static void light_pending(struct tile *tile)
{
    struct cpu_scratch *s = tile->scratch;
    if (!tile->pending)
        return;
    for (int y = tile->area.y0; y < tile->area.y1; y++) {
        light_all(tile, y);
        for (int c = 0; c < 3; c++)
            memcpy(patch_row(&s->left, c, y), s->row[c], (size_t)s->left.width * sizeof(float));
    }
    tile->has_left = true;
    tile->pending = NULL;
}

static float reach_of(const struct cell_layer *layer)
{
    float reach = smp_max(layer->bell_reach_px, layer->red_reach_px);
    for (int level = 0; level < GRID_LEVELS; level++)
        reach = smp_max(reach, layer->wide_reach_px[level]);
    return reach;
}

// Widens the touched part by the layer's dots, cell by cell; false when there are none near.
static bool touch(struct tile *tile, const struct cell_layer *layer)
{
    float reach = reach_of(layer);
    struct cell_rect cells = cells_near(tile, reach);
    struct rect *t = &tile->touched;
    int columns = tile->drawing->plan->columns, grow = (int)reach + 2;
    bool any = false;
    for (int y = cells.from_y; y < cells.to_y; y++)
        for (int x = cells.from_x; x < cells.to_x; x++) {
            if (layer->start[y * columns + x + 1] == layer->start[y * columns + x])
                continue;
            struct rect r = {x * CPU_CELL_PX - grow, y * CPU_CELL_PX - grow, (x + 1) * CPU_CELL_PX + grow,
                             (y + 1) * CPU_CELL_PX + grow};
            *t = (struct rect){r.x0 < t->x0 ? r.x0 : t->x0, r.y0 < t->y0 ? r.y0 : t->y0, r.x1 > t->x1 ? r.x1 : t->x1,
                               r.y1 > t->y1 ? r.y1 : t->y1};
            any = true;
        }
    return any;
}

// What the fine grid's dots take of the light that the coarse grid's leave.
static void relate_to_coarse(struct tile *tile)
{
    const struct cpu_rows *rows = tile->drawing->rows;
    const struct patch *coarse = &tile->scratch->grid[0], *fine = &tile->scratch->grid[1];
    const int *step = tile->drawing->plan->rules.step_px;
    struct spread_plan plan;
    float above[CPU_MOST_NODES], below[CPU_MOST_NODES];
    spread_plan_init(&plan, coarse, step[0], fine->x0 * step[1], step[1], fine->width);
    for (int y = 0; y < fine->height; y++) {
        int y_px = (fine->y0 + y) * step[1], node = floor_div(y_px, step[0]);
        float share = (float)(y_px - node * step[0]) / (float)step[0];
        for (int c = 0; c < 3; c++) {
            const float *from = patch_row(coarse, c, node);
            rows->spread(above, from, &plan, fine->width);
            rows->spread(below, from + coarse->pitch, &plan, fine->width);
            rows->mix(above, above, below, share, fine->width);
            rows->relate(patch_row(fine, c, fine->y0 + y), above, fine->width);
        }
    }
}

// From light taken to light left, at every node.
static void raise_to_power(const struct tile *tile, const struct patch *grid, const struct cell_layer *layer)
{
    for (int c = 0; c < 3; c++)
        for (int y = 0; y < grid->height; y++)
            tile->drawing->rows->power(patch_row(grid, c, grid->y0 + y), layer->power2[c], grid->width);
}

static void fill_grids(struct tile *tile, const struct cell_layer *layer)
{
    struct patch *coarse = &tile->scratch->grid[0], *fine = &tile->scratch->grid[1];
    const int *step = tile->drawing->plan->rules.step_px;
    struct rect a = tile->area, wider = {a.x0 - step[1], a.y0 - step[1], a.x1 + step[1], a.y1 + step[1]};
    patch_place_nodes(coarse, wider, step[0]); // so that it has values at all fine nodes
    patch_place_nodes(fine, a, step[1]);
    for (int level = 0; level < GRID_LEVELS; level++)
        spread_plan_init(&tile->scratch->spread[level], &tile->scratch->grid[level], step[level], a.x0, 1, a.x1 - a.x0);
    if (!add_wides(tile, layer, 0))
        patch_clear(coarse);
    tile->has_fine = add_wides(tile, layer, 1);
    if (tile->has_fine) {
        relate_to_coarse(tile);
        raise_to_power(tile, fine, layer);
    }
    raise_to_power(tile, coarse, layer);
}

static void fill_red(struct tile *tile, const struct cell_layer *layer)
{
    struct patch *red = &tile->scratch->red;
    *red = (struct patch){.plane = {red->plane[0]},
                          .pitch = red->pitch,
                          .x0 = tile->scratch->grid[1].x0,
                          .y0 = tile->scratch->grid[1].y0,
                          .width = tile->scratch->grid[1].width,
                          .height = tile->scratch->grid[1].height};
    memset(red->plane[0], 0, sizeof(float) * (size_t)red->height * red->pitch);
    add_reds(tile, layer);
}

static void add_layer(struct tile *tile, const struct cell_layer *layer)
{
    struct cpu_scratch *s = tile->scratch;
    if (!touch(tile, layer))
        return;
    light_pending(tile);
    patch_place_pixels(&s->cov1, tile->area);
    patch_clear(&s->cov1);
    add_bells(tile, layer);
    fill_grids(tile, layer);
    tile->has_red = layer->red != NULL;
    if (tile->has_red)
        fill_red(tile, layer);
    for (int i = 0; i < BANDS; i++)
        s->band[i].node_row = BAND_EMPTY;
    tile->pending = layer;
}

// ---- over the photo ----

static const uint8_t *map_at(const uint8_t *map, size_t pitch, int x, int y)
{
    return map ? map + (size_t)y * pitch + x : NULL;
}

// On the head's rim in a smaller picture.
static void take_parts(const struct shade_row *row, float *const left[3])
{
    for (int x = 0; x < row->count; x++) {
        int part = row->shine[4 * x + 3];
        for (int c = 0; part < 255 && c < 3; c++)
            left[c][x] = smp_left_of_part(left[c][x], (float)(part > 1 ? part : 1) * (1.0f / 255.0f));
    }
}

static void shade(const struct tile *tile, int y, int from_x, int to_x, const uint8_t *white)
{
    const struct cpu_drawing *d = tile->drawing;
    const struct scene *scene = d->request->scene;
    size_t bytes = pixel_bytes(d->out->format);
    int shine_bytes = scene->is_shine_rgba ? 4 : 1;
    struct shade_row row = {
        .in = white ? white : image_row(scene->photo, y) + (size_t)from_x * bytes,
        .out = image_row(d->out, y) + (size_t)from_x * bytes,
        .shine = white ? NULL : map_at(scene->shine, scene->shine_pitch, from_x * shine_bytes, y),
        .is_shine_rgba = scene->is_shine_rgba,
        .keep_out = white ? NULL : map_at(scene->keep_out, scene->keep_out_pitch, from_x, y),
        .power = d->power,
        .count = to_x - from_x,
    };
    uint8_t before[8 * CPU_MOST_ROW];
    if (row.in == row.out) // drawn over: the inner loops may read a pixel again after writing it
        row.in = memcpy(before, row.in, (size_t)row.count * bytes);
    float *left[3];
    for (int c = 0; c < 3; c++)
        row.left[c] = left[c] = tile->scratch->row[c] + (from_x - tile->area.x0);
    if (row.shine && row.is_shine_rgba)
        take_parts(&row, left);
    if (d->curve) {
        float share[3][CPU_MOST_ROW];
        for (int c = 0; c < 3; c++)
            d->rows->fill_share(&row, c, share[c]);
        cpu_curve_shade(d->curve, &row, (const float *[3]){share[0], share[1], share[2]});
    } else if (d->out->format == PIXELS_RGBA16) {
        d->rows->shade_srgb16(&row);
    } else {
        d->rows->shade_srgb8(&row);
    }
}

// The photo was last touched long ago: ask for a row before it is needed.
static void prefetch_row(const struct tile *tile, int y, int from_x, int to_x)
{
    const struct cpu_drawing *d = tile->drawing;
    const struct scene *scene = d->request->scene;
    size_t bytes = pixel_bytes(d->out->format);
    if (y >= d->out->height_px)
        return;
    for (size_t at = (size_t)from_x * bytes; at < (size_t)to_x * bytes; at += 64) {
        __builtin_prefetch(image_row(scene->photo, y) + at);
        __builtin_prefetch(image_row(d->out, y) + at, 1);
    }
    for (int x = from_x; x < to_x && scene->shine; x += 64)
        __builtin_prefetch(map_at(scene->shine, scene->shine_pitch, x, y));
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
        prefetch_row(tile, y + 2, lit.x0, lit.x1);
        light_all(tile, y);
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
    patch_place_pixels(&scratch->left, tile.area);
    for (int i = 0; i < drawing->plan->layer_count; i++)
        add_layer(&tile, &drawing->plan->layer[i]);
    finish(&tile);
}
