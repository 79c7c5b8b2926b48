#include "image/skin_maps.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "image/skin_cells.h"

#include <math.h>

#define LEAST_DARK 0.11f   // pores and freckles are darker than skin by less
#define GRAIN_SIGMAS 3.5f
#define FALL_OFF_MM 25.0
#define SHADOW_FROM 0.15f  // darker than shading explains, from and wholly
#define SHADOW_TO 0.40f
#define STREAKY_FROM 0.10f // relative deviation within a cell that no shadow has
#define STREAKY_TO 0.22f

static float ramp(float from, float to, float x)
{
    float t = (x - from) / (to - from);
    t = t > 0.0f ? (t < 1.0f ? t : 1.0f) : 0.0f;
    return t * t * (3.0f - 2.0f * t);
}

struct work {
    struct skin_maps *maps;
    const struct skin_source *source;
    float *skin;  // light of skin at each cell's middle, hair masses seen through
    size_t pitch; // of the hair map
};

// ---- The skin's light where hair hides it.

static float best(float light, const float *row, int column, int columns, float straight, float slant)
{
    float most = light;
    most = fmaxf(most, row[column] * straight);
    if (column > 0)
        most = fmaxf(most, row[column - 1] * slant);
    if (column + 1 < columns)
        most = fmaxf(most, row[column + 1] * slant);
    return most;
}

// The brightest that skin can be at each cell, by the skin of all others: two sweeps.
static void spread_light(float *light, int columns, int rows, double step_mm)
{
    float straight = (float)mathd_exp(-step_mm / FALL_OFF_MM);
    float slant = (float)mathd_exp(-1.4142 * step_mm / FALL_OFF_MM);
    for (int sweep = 0; sweep < 2; sweep++)
        for (int k = 0; k < rows; k++) {
            int row = sweep ? rows - 1 - k : k, before = sweep ? row + 1 : row - 1;
            float *at = light + (size_t)row * (size_t)columns;
            if (before >= 0 && before < rows)
                for (int i = 0; i < columns; i++)
                    at[i] = best(at[i], light + (size_t)before * (size_t)columns, i, columns,
                                 straight, slant);
            for (int i = 1; i < columns; i++)
                at[i] = fmaxf(at[i], at[i - 1] * straight);
            for (int i = columns - 2; i >= 0; i--)
                at[i] = fmaxf(at[i], at[i + 1] * straight);
        }
}

static void find_skin(struct work *w, const struct cell_measure *measures, double step_mm)
{
    struct skin_maps *maps = w->maps;
    int count = maps->columns * maps->rows;
    float usual = cell_measures_median(measures, count, CELL_LIGHT);
    for (int i = 0; i < count; i++) // a highlight says nothing of skin farther off
        w->skin[i] = measures[i].is_on ? fminf(measures[i].light, 1.5f * usual) : 0.0f;
    spread_light(w->skin, maps->columns, maps->rows, step_mm);
    int on = 0, bare = 0;
    for (int i = 0; i < count; i++) {
        const struct cell_measure *m = &measures[i];
        struct skin_cell *cell = &maps->cell[i];
        if (m->is_on) {
            float missing = 1.0f - m->light / fmaxf(w->skin[i], 1e-6f);
            float mass = ramp(SHADOW_FROM, SHADOW_TO, missing) *
                         ramp(STREAKY_FROM, STREAKY_TO, m->deviation);
            w->skin[i] = m->light + (fmaxf(w->skin[i], m->light) - m->light) * mass;
            cell->is_skin = mass < 0.5f;
            on++;
            bare += cell->is_skin;
        }
        cell->light = w->skin[i];
    }
    maps->skin_share = on > 0 ? (float)bare / (float)on : 0.0f;
}

// ---- Hair, pixel by pixel.

static float skin_between(const struct work *w, float column, int above, int below, float down)
{
    int columns = w->maps->columns, left = (int)floorf(column), right = left + 1;
    float t = column - (float)left;
    left = left < 0 ? 0 : left >= columns ? columns - 1 : left;
    right = right < 0 ? 0 : right >= columns ? columns - 1 : right;
    const float *upper = w->skin + (size_t)above * (size_t)columns;
    const float *lower = w->skin + (size_t)below * (size_t)columns;
    float high = upper[left] + (upper[right] - upper[left]) * t;
    float low = lower[left] + (lower[right] - lower[left]) * t;
    return high + (low - high) * down;
}

static void hair_row_job(void *context, int y)
{
    const struct work *w = context;
    const struct skin_maps *maps = w->maps;
    const uint16_t *light = w->source->light + (size_t)y * (size_t)maps->width;
    uint8_t *out = maps->hair + (size_t)(maps->y0 + y) * w->pitch + maps->x0;
    float row = ((float)y + 0.5f) / (float)maps->cell_px - 0.5f;
    int above = (int)fmaxf(floorf(row), 0.0f);
    int below = above + 1 < maps->rows ? above + 1 : above;
    float down = fmaxf(row - (float)above, 0.0f), per_cell = 1.0f / (float)maps->cell_px;
    float least = fmaxf(LEAST_DARK, GRAIN_SIGMAS * maps->grain);
    for (int x = 0; x < maps->width; x++) {
        out[x] = 0;
        if (light[x] == SKIN_SOURCE_OFF)
            continue;
        float skin = skin_between(w, ((float)x + 0.5f) * per_cell - 0.5f, above, below, down);
        float dark = 1.0f - (float)light[x] * (1.0f / 65534.0f) / fmaxf(skin, 1e-6f);
        if (dark <= least)
            continue;
        float hides = fminf(dark * (1.0f / (1.0f - SKIN_HAIR_LIGHT)), 1.0f);
        out[x] = (uint8_t)(int)(hides * ramp(least, 2.0f * least, dark) * 255.0f + 0.5f);
    }
}

static void mean_hair_job(void *context, int row)
{
    const struct work *w = context;
    const struct skin_maps *maps = w->maps;
    for (int column = 0; column < maps->columns; column++) {
        int sum = 0, count = 0, x0 = column * maps->cell_px, y0 = row * maps->cell_px;
        for (int y = y0; y < y0 + maps->cell_px && y < maps->height; y++)
            for (int x = x0; x < x0 + maps->cell_px && x < maps->width; x++, count++)
                sum += maps->hair[(size_t)(maps->y0 + y) * w->pitch + (size_t)(maps->x0 + x)];
        maps->cell[row * maps->columns + column].hair = (float)sum / (255.0f * (float)count);
    }
}

// ---- Setting up.

static struct skin_maps *make_room(const struct skin_source *source, const struct image *image,
                                   int cell_px)
{
    struct skin_maps *maps = mem_alloc(sizeof *maps);
    *maps = (struct skin_maps){.x0 = source->x0, .y0 = source->y0, .width = source->width,
                               .height = source->height, .cell_px = cell_px};
    maps->columns = (source->width + cell_px - 1) / cell_px;
    maps->rows = (source->height + cell_px - 1) / cell_px;
    size_t cells = (size_t)maps->columns * (size_t)maps->rows;
    maps->cell = mem_try_array(cells + 1, sizeof *maps->cell);
    maps->hair = mem_try_array((size_t)image->width_px, (size_t)image->height_px);
    if (maps->cell && maps->hair)
        return maps;
    skin_maps_free(maps);
    return NULL;
}

static void take_measures(struct skin_maps *maps, const struct cell_measure *measures)
{
    int count = maps->columns * maps->rows;
    maps->grain = cell_measures_grain(measures, count);
    for (int i = 0; i < count; i++) {
        const struct cell_measure *m = &measures[i];
        // A cell with hair in it looks grainier than it is.
        maps->cell[i].grain = fminf(m->is_on ? m->grain : maps->grain, 2.0f * maps->grain);
    }
}

struct skin_maps *skin_maps_make(const struct image *image, const struct colour_space *space,
                                 double px_per_mm, const uint8_t *region, struct pool *pool)
{
    double scale = px_per_mm > 0.05 ? fmin(px_per_mm, image->width_px) : 0.05; // NaN too
    int cell_px = (int)fmax(floor(1.5 * scale + 0.5), 8.0);
    struct skin_source source;
    struct skin_maps *maps = NULL;
    if (!skin_source_init(&source, image, space, region, pool))
        return NULL;
    struct cell_measure *measures = NULL;
    struct work w = {.source = &source, .pitch = (size_t)image->width_px};
    if ((maps = make_room(&source, image, cell_px))) {
        size_t count = (size_t)maps->columns * (size_t)maps->rows + 1;
        measures = mem_try_array(count, sizeof *measures);
        w.skin = mem_try_array(count, sizeof *w.skin);
    }
    if (measures && w.skin) {
        w.maps = maps;
        cell_measures_make(&source, cell_px, maps->columns, maps->rows, measures, pool);
        take_measures(maps, measures);
        find_skin(&w, measures, cell_px / scale);
        pool_run(pool, maps->height, hair_row_job, &w, NULL);
        pool_run(pool, maps->rows, mean_hair_job, &w, NULL);
        maps->blur_px = cell_measures_blur(measures, maps->columns, maps->rows, maps->cell);
    } else {
        skin_maps_free(maps);
        maps = NULL;
    }
    mem_free(measures);
    mem_free(w.skin);
    skin_source_finish(&source);
    return maps;
}

void skin_maps_free(struct skin_maps *maps)
{
    if (!maps)
        return;
    mem_free(maps->hair);
    mem_free(maps->cell);
    mem_free(maps);
}

const struct skin_cell *skin_maps_cell(const struct skin_maps *maps, float x, float y)
{
    float column = (x - (float)maps->x0) / (float)maps->cell_px;
    float row = (y - (float)maps->y0) / (float)maps->cell_px;
    if (!(column >= 0.0f && row >= 0.0f && column < (float)maps->columns && row < (float)maps->rows))
        return NULL;
    return &maps->cell[(int)row * maps->columns + (int)column];
}
