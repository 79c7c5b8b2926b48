#include "image/skin_maps.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "image/skin_cells.h"

#include <math.h>

#define LEAST_DARK 0.11f // pores and freckles are darker than skin by less
#define FAINT_SHINE 0.1f // share up to which glints stand out no more than pores do
#define GLINTS 1.5f      // shine gathers in glints: the skin between is duller than its mean share tells
#define GRAIN_SIGMAS 3.5f
#define FALL_OFF_MM 25.0
#define SHADOW_FROM 0.15f // darker than shading explains, from and wholly
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
    size_t pitch; // of the hair map and of shine's
    const uint8_t *shine;
    float usual; // light of the middle cell
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
                    at[i] = best(at[i], light + (size_t)before * (size_t)columns, i, columns, straight, slant);
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
    w->usual = cell_measures_median(measures, count, CELL_LIGHT);
    for (int i = 0; i < count; i++) // a highlight says nothing of skin farther off
        w->skin[i] = measures[i].is_on ? fminf(measures[i].light, 1.5f * w->usual) : 0.0f;
    spread_light(w->skin, maps->columns, maps->rows, step_mm);
    int on = 0, bare = 0;
    for (int i = 0; i < count; i++) {
        const struct cell_measure *m = &measures[i];
        struct skin_cell *cell = &maps->cell[i];
        if (m->is_on) {
            float missing = 1.0f - m->light / fmaxf(w->skin[i], 1e-6f);
            float mass = ramp(SHADOW_FROM, SHADOW_TO, missing) * ramp(STREAKY_FROM, STREAKY_TO, m->deviation);
            w->skin[i] = m->light + (fmaxf(w->skin[i], m->light) - m->light) * mass;
            cell->is_skin = mass < 0.5f;
            on++;
            bare += cell->is_skin;
        }
        cell->light = w->skin[i];
    }
    maps->skin_share = on > 0 ? (float)bare / (float)on : 0.0f;
}

// ---- Without shine.

// No more of it than lies above the usual: shine adds light. (Hair, grey beside skin, has some of shine's colour.)
static void take_shine_job(void *context, int cell_row)
{
    const struct work *w = context;
    const struct skin_maps *maps = w->maps;
    int y0 = cell_row * maps->cell_px, y1 = y0 + maps->cell_px < maps->height ? y0 + maps->cell_px : maps->height;
    for (int i = 0; i < maps->columns; i++) {
        float *skin = &w->skin[cell_row * maps->columns + i];
        int x0 = i * maps->cell_px, x1 = x0 + maps->cell_px < maps->width ? x0 + maps->cell_px : maps->width;
        int sum = 0;
        for (int y = y0; *skin > w->usual && y < y1; y++) {
            const uint8_t *shine = w->shine + (size_t)(maps->y0 + y) * w->pitch + maps->x0;
            for (int x = x0; x < x1; x++)
                sum += shine[x];
        }
        float share = (float)sum / (255.0f * (float)((x1 - x0) * (y1 - y0)));
        *skin = fmaxf(*skin * (1.0f - GLINTS * fmaxf(share - FAINT_SHINE, 0.0f)), fminf(*skin, w->usual));
    }
}

// ---- Hair, pixel by pixel.

static void line(float *restrict out, int count, float first, float slope)
{
    for (int i = 0; i < count; i++)
        out[i] = first + slope * (float)i;
}

// The skin's light at each pixel of a row, between the middles of cells.
static void skin_row(const struct skin_maps *maps, const float *cells, float *skin)
{
    int step = maps->cell_px, from = 0, to = step / 2;
    float before = 0.5f * (float)(step - 1) - (float)(step / 2); // from a middle to the next pixel
    for (int column = -1; column < maps->columns; column++, from = to, to += step) {
        int left = column > 0 ? column : 0, right = column + 1 < maps->columns ? column + 1 : left;
        float slope = (cells[right] - cells[left]) / (float)step;
        int end = to < maps->width ? to : maps->width;
        line(skin + from, end - from, cells[left] - slope * before, slope);
    }
}

// SKIN_SOURCE_OFF is no darker than any skin: no hair there.
static void hair_row(const uint16_t *restrict light, const float *restrict skin, int count, float least,
                     uint8_t *restrict out)
{
    const float per_dark = 1.0f / (1.0f - SKIN_HAIR_LIGHT), per_least = 1.0f / least;
    for (int i = 0; i < count; i++) {
        float dark = 1.0f - (float)light[i] * (1.0f / 65534.0f) / (skin[i] > 1e-6f ? skin[i] : 1e-6f);
        float t = (dark - least) * per_least, hides = dark * per_dark;
        t = t > 0.0f ? (t < 1.0f ? t : 1.0f) : 0.0f;
        hides = hides < 1.0f ? hides : 1.0f;
        out[i] = (uint8_t)(int)(t * t * (3.0f - 2.0f * t) * hides * 255.0f + 0.5f);
    }
}

// The mean of each cell of a row.
static void mean_hair(const struct work *w, int cell_row, int y0, int y1)
{
    const struct skin_maps *maps = w->maps;
    for (int i = 0; i < maps->columns; i++) {
        int sum = 0, x0 = i * maps->cell_px, x1 = x0 + maps->cell_px;
        x1 = x1 < maps->width ? x1 : maps->width;
        for (int y = y0; y < y1; y++) {
            const uint8_t *hair = maps->hair + (size_t)(maps->y0 + y) * w->pitch + maps->x0;
            for (int x = x0; x < x1; x++)
                sum += hair[x];
        }
        maps->cell[cell_row * maps->columns + i].hair = (float)sum / (255.0f * (float)((x1 - x0) * (y1 - y0)));
    }
}

static void hair_row_job(void *context, int cell_row)
{
    const struct work *w = context;
    const struct skin_maps *maps = w->maps;
    int columns = maps->columns, y0 = cell_row * maps->cell_px, y1 = y0 + maps->cell_px;
    float *cells = mem_alloc((size_t)(columns + maps->width) * sizeof *cells);
    float *skin = cells + columns, least = fmaxf(LEAST_DARK, GRAIN_SIGMAS * maps->grain);
    y1 = y1 < maps->height ? y1 : maps->height;
    for (int y = y0; y < y1; y++) {
        float row = ((float)y + 0.5f) / (float)maps->cell_px - 0.5f;
        int above = (int)fmaxf(floorf(row), 0.0f);
        int below = above + 1 < maps->rows ? above + 1 : above;
        float down = fmaxf(row - (float)above, 0.0f);
        const float *upper = w->skin + (size_t)above * (size_t)columns;
        const float *lower = w->skin + (size_t)below * (size_t)columns;
        for (int i = 0; i < columns; i++)
            cells[i] = upper[i] + (lower[i] - upper[i]) * down;
        skin_row(maps, cells, skin);
        hair_row(w->source->light + (size_t)y * (size_t)maps->width, skin, maps->width, least,
                 maps->hair + (size_t)(maps->y0 + y) * w->pitch + maps->x0);
    }
    mean_hair(w, cell_row, y0, y1);
    mem_free(cells);
}

// ---- Setting up.

static struct skin_maps *make_room(const struct skin_source *source, const struct image *image, int cell_px)
{
    struct skin_maps *maps = mem_alloc(sizeof *maps);
    *maps = (struct skin_maps){
        .x0 = source->x0, .y0 = source->y0, .width = source->width, .height = source->height, .cell_px = cell_px};
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
        maps->cell[i].mean = m->mean;
        maps->cell[i].bright = m->is_on ? m->light : 0.0f;
        maps->cell[i].deviation = m->is_on ? m->deviation : 0.0f;
    }
}

struct skin_maps *skin_maps_make(const struct image *image, const struct colour_space *space, double px_per_mm,
                                 const uint8_t *region, const uint8_t *shine, struct pool *pool)
{
    double scale = px_per_mm > 0.05 ? fmin(px_per_mm, image->width_px) : 0.05; // NaN too
    int cell_px = (int)fmax(floor(1.5 * scale + 0.5), 8.0);
    struct skin_source source;
    struct skin_maps *maps = NULL;
    if (!skin_source_init(&source, image, space, region, pool))
        return NULL;
    struct cell_measure *measures = NULL;
    struct work w = {.source = &source, .pitch = (size_t)image->width_px, .shine = shine};
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
        if (shine)
            pool_run(pool, maps->rows, take_shine_job, &w, NULL);
        pool_run(pool, maps->rows, hair_row_job, &w, NULL);
        struct blur_seen seen = cell_measures_blur(measures, maps->columns, maps->rows, maps->cell);
        maps->blur_px = seen.median;
        maps->finest_px = seen.finest;
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
