#include "image/skin_cells.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "image/region_box.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 256, STEP_CODES = 8192, GRADIENT_STRIDE = 2 };
enum { AROUND = 2 }; // cells round one that its blur is taken from
#define LIGHT_QUANTILE 0.85f
#define BLUR_VARIANCE 2.0f    // px2, of a box of 5 px
#define COARSE_GRAIN 0.016f   // grain's share in `coarse`, for 1 in `fine`
#define LEAST_OVER_GRAIN 1.0f // energy that must be seen, of grain's
#define LEAST_ENERGY 2e-5f
#define MOST_BLUR_PX 8.0f
#define MOST_SLOPE 0.4f // of the light, across a cell

// ---- The light of the region's box.

struct reading {
    struct skin_source *source;
    const struct image *image;
    const uint8_t *region;
    uint16_t *linear; // x 65534 / 3, of each code
};

static void read_row_job(void *context, int y)
{
    const struct reading *r = context;
    const struct image *image = r->image;
    int row = r->source->y0 + y, x0 = r->source->x0;
    uint16_t *out = r->source->light + (size_t)y * (size_t)r->source->width;
    const uint8_t *on = r->region + (size_t)row * (size_t)image->width_px + x0;
    bool is_16 = image->format == PIXELS_RGBA16;
    const uint8_t *codes = image_row(image, row) + 4 * x0 * (is_16 ? 2 : 1);
    const uint16_t *codes16 = image_row16(image, row) + 4 * x0;
    for (int x = 0; x < r->source->width; x++) {
        unsigned red = is_16 ? codes16[4 * x] : codes[4 * x];
        unsigned green = is_16 ? codes16[4 * x + 1] : codes[4 * x + 1];
        out[x] = (uint16_t)(2 * r->linear[red] + r->linear[green]);
        out[x] = on[x] >= 128 ? out[x] : SKIN_SOURCE_OFF;
    }
}

bool skin_source_init(struct skin_source *source, const struct image *image, const struct colour_space *space,
                      const uint8_t *region, struct pool *pool)
{
    struct region_box box = region_box(region, image->width_px, image->height_px);
    *source = (struct skin_source){.x0 = box.x0,
                                   .y0 = box.y0,
                                   .width = box.x1 > box.x0 ? box.x1 - box.x0 : 0,
                                   .height = box.y1 > box.y0 ? box.y1 - box.y0 : 0};
    size_t codes = image->format == PIXELS_RGBA16 ? 65536 : 256;
    uint16_t *linear = mem_try_array(codes, sizeof *linear);
    source->light = mem_try_array_raw((size_t)source->width * (size_t)source->height + 1, sizeof *source->light);
    for (size_t i = 0; linear && i < codes; i++)
        linear[i] = (uint16_t)(colour_decode(&space->curve, (double)i / (double)(codes - 1)) * (65534.0 / 3.0));
    struct reading reading = {source, image, region, linear};
    if (linear && source->light)
        pool_run(pool, source->height, read_row_job, &reading, NULL);
    bool is_done = linear && source->light;
    mem_free(linear);
    if (!is_done)
        skin_source_finish(source);
    return is_done;
}

void skin_source_finish(struct skin_source *source)
{
    mem_free(source->light);
    source->light = NULL;
}

// ---- One cell.

#define PER_CODE (1.0f / 65534.0f)

struct measuring {
    const struct skin_source *source;
    int cell_px, columns;
    uint8_t step_of[STEP_CODES]; // of the light: its square root, in which grain is about even
    struct cell_measure *out;
};

struct span { // half open
    int x0, y0, x1, y1;
};

static const uint16_t *light_row(const struct skin_source *s, int y)
{
    return s->light + (size_t)y * (size_t)s->width;
}

// How many pixels of the cell are of the region, and their mean light.
static int measure_mean(const struct skin_source *s, struct span at, float *mean)
{
    uint64_t sum = 0;
    int count = 0;
    for (int y = at.y0; y < at.y1; y++) {
        const uint16_t *light = light_row(s, y);
        unsigned row_sum = 0;
        for (int x = at.x0; x < at.x1; x++) {
            bool is_on = light[x] != SKIN_SOURCE_OFF;
            row_sum += is_on ? light[x] : 0;
            count += is_on;
        }
        sum += row_sum;
    }
    *mean = count > 0 ? (float)((double)sum / count) * PER_CODE : 0.0f;
    return count;
}

static float within(float x, float most)
{
    return x > most ? most : x < -most ? -most : x;
}

// The slope of the light across the cell is shading: taken off.
static void measure_light(const struct measuring *m, struct span at, float slope_x, float slope_y,
                          struct cell_measure *out)
{
    int seen[STEPS] = {0}, count = 0, area = (at.x1 - at.x0) * (at.y1 - at.y0);
    float sum = 0.0f, squares = 0.0f, middle_x = 0.5f * (float)(at.x0 + at.x1 - 1);
    float middle_y = 0.5f * (float)(at.y0 + at.y1 - 1);
    for (int y = at.y0; y < at.y1; y++) {
        const uint16_t *codes = light_row(m->source, y);
        float slope = slope_x * middle_x + slope_y * (middle_y - (float)y);
        for (int x = at.x0; x < at.x1; x++) {
            if (codes[x] == SKIN_SOURCE_OFF)
                continue;
            float light = (float)codes[x] * PER_CODE + slope - slope_x * (float)x;
            light = light > 0.0f ? (light < 1.0f ? light : 1.0f) : 0.0f;
            seen[m->step_of[(int)(light * (STEP_CODES - 1))]]++;
            sum += light;
            squares += light * light;
            count++;
        }
    }
    int step = STEPS - 1, above = 0;
    while (step > 0 && (float)(above += seen[step]) < (1.0f - LIGHT_QUANTILE) * (float)count)
        step--;
    float root = ((float)step) * (1.0f / (STEPS - 1)), mean = sum / (float)count;
    out->light = root * root;
    out->deviation = sqrtf(fmaxf(squares / (float)count - mean * mean, 0.0f)) / fmaxf(out->light, 1e-4f);
    out->is_on = 2 * count >= area && out->light > 1e-4f;
}

// Rows round one, and what all its pixels share of the two means of 5 x 5 px whose difference is
// the slope of blurred light: such a difference is only of the columns or rows not in both.
struct stripe {
    const uint16_t *at, *above, *below, *far_above, *far_below; // 1 and 3 rows off
    int32_t *five;                                              // sum of the five rows
    int32_t *fall;                                              // of the two rows below them but one, less those above
};

static void fill_stripe(const struct skin_source *s, int y, struct stripe *out)
{
    const uint16_t *row[7];
    for (int i = 0; i < 7; i++)
        row[i] = light_row(s, y + i - 3);
    out->at = row[3];
    out->above = row[2];
    out->below = row[4];
    out->far_above = row[0];
    out->far_below = row[6];
    int32_t *restrict five = out->five, *restrict fall = out->fall;
    for (int x = 0; x < s->width; x++) {
        five[x] = row[1][x] + row[2][x] + row[3][x] + row[4][x] + row[5][x];
        fall[x] = row[5][x] + row[6][x] - row[0][x] - row[1][x];
    }
}

static bool is_whole(const struct stripe *s, int x)
{
    return s->at[x] != SKIN_SOURCE_OFF && s->at[x - 3] != SKIN_SOURCE_OFF && s->at[x + 3] != SKIN_SOURCE_OFF &&
           s->far_above[x] != SKIN_SOURCE_OFF && s->far_below[x] != SKIN_SOURCE_OFF;
}

// Immerkaer's (1996): the mean size of second differences in both directions.
static float second_difference(const struct stripe *s, int x)
{
    int corners = s->above[x - 1] + s->above[x + 1] + s->below[x - 1] + s->below[x + 1];
    int sides = s->above[x] + s->at[x - 1] + s->at[x + 1] + s->below[x];
    return (float)abs(4 * s->at[x] - 2 * sides + corners);
}

struct gradients { // sums over a cell
    float across, down, fine, coarse_across, coarse_down, coarse, grain;
    int count;
};

static void add_gradients(const struct stripe *s, int from, int to, struct gradients *sum)
{
    for (int x = from; x < to; x += GRADIENT_STRIDE) {
        if (!is_whole(s, x))
            continue;
        const int32_t *five = s->five + x, *fall = s->fall + x;
        float across = 0.5f * (float)(s->at[x + 1] - s->at[x - 1]);
        float down = 0.5f * (float)(s->below[x] - s->above[x]);
        sum->across += across;
        sum->down += down;
        sum->fine += across * across + down * down;
        across = 0.5f / 25.0f * (float)(five[2] + five[3] - five[-2] - five[-3]);
        down = 0.5f / 25.0f * (float)(fall[-2] + fall[-1] + fall[0] + fall[1] + fall[2]);
        sum->coarse_across += across;
        sum->coarse_down += down;
        sum->coarse += across * across + down * down;
        sum->grain += second_difference(s, x);
        sum->count++;
    }
}

// Of a row of cells, in codes of light.
static void sum_gradients(const struct measuring *m, int y0, int y1, struct stripe *stripe, struct gradients *sums)
{
    const struct skin_source *s = m->source;
    for (int y = y0; y < y1; y += GRADIENT_STRIDE) {
        if (y < 3 || y + 3 >= s->height)
            continue;
        fill_stripe(s, y, stripe);
        for (int i = 0; i < m->columns; i++) {
            int from = i * m->cell_px, to = from + m->cell_px;
            while (from < 3)
                from += GRADIENT_STRIDE;
            add_gradients(stripe, from, to < s->width - 3 ? to : s->width - 3, &sums[i]);
        }
    }
}

// Without the mean slope, which is shading.
static void take_gradients(const struct gradients *sum, struct cell_measure *out)
{
    if (sum->count == 0)
        return;
    float per_light = PER_CODE / out->light, n = 1.0f / (float)sum->count;
    float square = per_light * per_light, x = sum->across * n, y = sum->down * n;
    out->fine = fmaxf(sum->fine * n - x * x - y * y, 0.0f) * square;
    x = sum->coarse_across * n;
    y = sum->coarse_down * n;
    out->coarse = fmaxf(sum->coarse * n - x * x - y * y, 0.0f) * square;
    out->grain = 1.2533141f / 6.0f * sum->grain * n * per_light; // sqrt(pi / 2) / 6
}

static void measure_cell(const struct measuring *m, struct span at, const struct gradients *sum,
                         struct cell_measure *out)
{
    float mean;
    if (measure_mean(m->source, at, &mean) == 0)
        return;
    out->mean = mean;
    float n = PER_CODE / (float)(sum->count > 0 ? sum->count : 1);
    float most = MOST_SLOPE * mean / (float)(at.x1 - at.x0);
    measure_light(m, at, within(sum->coarse_across * n, most), within(sum->coarse_down * n, most), out);
    if (out->is_on)
        take_gradients(sum, out);
}

static void measure_row_job(void *context, int row)
{
    const struct measuring *m = context;
    const struct skin_source *s = m->source;
    int y0 = row * m->cell_px, y1 = y0 + m->cell_px < s->height ? y0 + m->cell_px : s->height;
    struct gradients *sums = mem_alloc((size_t)m->columns * sizeof *sums);
    int32_t *lines = mem_alloc(2 * (size_t)s->width * sizeof *lines);
    struct stripe stripe = {.five = lines, .fall = lines + s->width};
    sum_gradients(m, y0, y1, &stripe, sums);
    for (int column = 0; column < m->columns; column++) {
        struct cell_measure *out = &m->out[row * m->columns + column];
        struct span at = {column * m->cell_px, y0, (column + 1) * m->cell_px, y1};
        at.x1 = at.x1 < s->width ? at.x1 : s->width;
        *out = (struct cell_measure){0};
        measure_cell(m, at, &sums[column], out);
    }
    mem_free(lines);
    mem_free(sums);
}

void cell_measures_make(const struct skin_source *source, int cell_px, int columns, int rows, struct cell_measure *out,
                        struct pool *pool)
{
    struct measuring measuring = {.source = source, .cell_px = cell_px, .columns = columns, .out = out};
    for (int i = 0; i < STEP_CODES; i++)
        measuring.step_of[i] = (uint8_t)(sqrtf(((float)i + 0.5f) * (1.0f / STEP_CODES)) * (STEPS - 1) + 0.5f);
    pool_run(pool, rows, measure_row_job, &measuring, NULL);
}

// ---- All cells together.

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float quantile_of(const struct cell_measure *measures, int count, enum cell_number what, float quantile)
{
    float *values = mem_alloc(((size_t)count + 1) * sizeof *values);
    int used = 0;
    for (int i = 0; i < count; i++)
        if (measures[i].is_on)
            values[used++] = what == CELL_LIGHT ? measures[i].light : measures[i].grain;
    qsort(values, (size_t)used, sizeof *values, by_size);
    float value = used > 0 ? values[(int)(quantile * (float)(used - 1))] : 0.0f;
    mem_free(values);
    return value;
}

float cell_measures_median(const struct cell_measure *measures, int count, enum cell_number what)
{
    return quantile_of(measures, count, what, 0.5f);
}

float cell_measures_grain(const struct cell_measure *measures, int count)
{
    return quantile_of(measures, count, CELL_GRAIN, 0.05f);
}

// 0: unknown.
static float blur_of(float fine, float coarse, float grain)
{
    float fine_left = fine - grain * grain, coarse_left = coarse - COARSE_GRAIN * grain * grain;
    if (!(coarse_left > LEAST_ENERGY && fine_left > LEAST_OVER_GRAIN * grain * grain))
        return 0.0f;
    float ratio = fmaxf(fine_left / coarse_left, 1.0f);
    float root = (float)mathd_cbrt((double)(ratio * ratio)) - 1.0f; // (s2 + 2) / s2 - 1
    return root > 0.0f ? fminf(sqrtf(BLUR_VARIANCE / root), MOST_BLUR_PX) : MOST_BLUR_PX;
}

struct blur_seen cell_measures_blur(const struct cell_measure *measures, int columns, int rows, struct skin_cell *cells)
{
    float *seen = mem_alloc(((size_t)columns * (size_t)rows + 1) * sizeof *seen);
    float grain = cell_measures_grain(measures, columns * rows);
    int count = 0;
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++) {
            float fine = 0.0f, coarse = 0.0f;
            int used = 0;
            for (int y = row - AROUND; y <= row + AROUND; y++)
                for (int x = column - AROUND; x <= column + AROUND; x++) {
                    if (y < 0 || x < 0 || y >= rows || x >= columns)
                        continue;
                    const struct cell_measure *m = &measures[y * columns + x];
                    fine += m->fine;
                    coarse += m->coarse;
                    used += m->is_on;
                }
            const int all = (2 * AROUND + 1) * (2 * AROUND + 1); // else an outline is near
            float blur = used == all ? blur_of(fine / (float)used, coarse / (float)used, grain) : 0.0f;
            cells[row * columns + column].blur_px = blur;
            if (blur > 0.0f)
                seen[count++] = blur;
        }
    qsort(seen, (size_t)count, sizeof *seen, by_size);
    struct blur_seen all = {0};
    if (count > 0)
        all = (struct blur_seen){seen[count / 2], seen[count / 20]};
    mem_free(seen);
    for (int i = 0; i < columns * rows; i++)
        if (cells[i].blur_px <= 0.0f)
            cells[i].blur_px = all.median;
    return all;
}
