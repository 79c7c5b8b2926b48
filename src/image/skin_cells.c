#include "image/skin_cells.h"

#include "base/mathd.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 256, GRADIENT_STRIDE = 2, AROUND = 2 }; // cells round one that its blur is taken from
#define LIGHT_QUANTILE 0.85f
#define BLUR_VARIANCE 2.0f // px2, of a box of 5 px
#define COARSE_GRAIN 0.016f // grain's share in `coarse`, for 1 in `fine`
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

static void find_box(struct skin_source *source, const struct image *image, const uint8_t *region)
{
    int width = image->width_px, x0 = width, x1 = 0, y0 = image->height_px, y1 = 0;
    for (int y = 0; y < image->height_px; y++) {
        const uint8_t *row = region + (size_t)y * (size_t)width;
        int from = 0, to = width;
        while (from < to && row[from] < 128)
            from++;
        while (from < to && row[to - 1] < 128)
            to--;
        if (from == to)
            continue;
        x0 = from < x0 ? from : x0;
        x1 = to > x1 ? to : x1;
        y0 = y < y0 ? y : y0;
        y1 = y + 1;
    }
    *source = (struct skin_source){.x0 = x0, .y0 = y0, .width = x1 > x0 ? x1 - x0 : 0,
                                   .height = y1 > y0 ? y1 - y0 : 0};
}

bool skin_source_init(struct skin_source *source, const struct image *image,
                      const struct colour_space *space, const uint8_t *region, struct pool *pool)
{
    find_box(source, image, region);
    size_t codes = image->format == PIXELS_RGBA16 ? 65536 : 256;
    uint16_t *linear = mem_try_array(codes, sizeof *linear);
    source->light = mem_try_array_raw((size_t)source->width * (size_t)source->height + 1,
                                      sizeof *source->light);
    for (size_t i = 0; linear && i < codes; i++)
        linear[i] = (uint16_t)(colour_decode(&space->curve, (double)i / (double)(codes - 1)) *
                                   (65534.0 / 3.0));
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

struct measuring {
    const struct skin_source *source;
    int cell_px, columns;
    struct cell_measure *out;
};

struct span { // half open
    int x0, y0, x1, y1;
};

static float light_at(const struct skin_source *s, int x, int y)
{
    return (float)s->light[(size_t)y * (size_t)s->width + (size_t)x] * (1.0f / 65534.0f);
}

// How many pixels of the cell are of the region, and their mean light.
static int measure_mean(const struct skin_source *s, struct span at, float *mean)
{
    uint64_t sum = 0;
    int count = 0;
    for (int y = at.y0; y < at.y1; y++)
        for (int x = at.x0; x < at.x1; x++) {
            unsigned light = s->light[(size_t)y * (size_t)s->width + (size_t)x];
            if (light == SKIN_SOURCE_OFF)
                continue;
            sum += light;
            count++;
        }
    *mean = count > 0 ? (float)((double)sum / count) * (1.0f / 65534.0f) : 0.0f;
    return count;
}

static float within(float x, float most)
{
    return x > most ? most : x < -most ? -most : x;
}

// The slope of the light across the cell is shading: taken off. Values are sorted into steps of the
// square root, in which grain is about even.
static void measure_light(const struct skin_source *s, struct span at, float slope_x, float slope_y,
                          struct cell_measure *out)
{
    int seen[STEPS] = {0}, count = 0, area = (at.x1 - at.x0) * (at.y1 - at.y0);
    float sum = 0.0f, squares = 0.0f, middle_x = 0.5f * (float)(at.x0 + at.x1 - 1);
    float middle_y = 0.5f * (float)(at.y0 + at.y1 - 1);
    for (int y = at.y0; y < at.y1; y++)
        for (int x = at.x0; x < at.x1; x++) {
            if (s->light[(size_t)y * (size_t)s->width + (size_t)x] == SKIN_SOURCE_OFF)
                continue;
            float light = light_at(s, x, y) - slope_x * ((float)x - middle_x) -
                          slope_y * ((float)y - middle_y);
            light = fminf(fmaxf(light, 0.0f), 1.0f);
            seen[(int)(sqrtf(light) * (STEPS - 1) + 0.5f)]++;
            sum += light;
            squares += light * light;
            count++;
        }
    int step = STEPS - 1, above = 0;
    while (step > 0 && (float)(above += seen[step]) < (1.0f - LIGHT_QUANTILE) * (float)count)
        step--;
    float root = ((float)step) * (1.0f / (STEPS - 1)), mean = sum / (float)count;
    out->light = root * root;
    out->deviation = sqrtf(fmaxf(squares / (float)count - mean * mean, 0.0f)) /
                     fmaxf(out->light, 1e-4f);
    out->is_on = 2 * count >= area && out->light > 1e-4f;
}

static bool is_whole(const struct skin_source *s, int x, int y, int reach)
{
    if (x < reach || y < reach || x + reach >= s->width || y + reach >= s->height)
        return false;
    const uint16_t *at = s->light + (size_t)y * (size_t)s->width + x;
    size_t rows = (size_t)reach * (size_t)s->width;
    return at[0] != SKIN_SOURCE_OFF && at[-reach] != SKIN_SOURCE_OFF &&
           at[reach] != SKIN_SOURCE_OFF && *(at - rows) != SKIN_SOURCE_OFF &&
           at[rows] != SKIN_SOURCE_OFF;
}

// Immerkaer's (1996): the mean size of second differences in both directions.
static float second_difference(const struct skin_source *s, int x, int y)
{
    float corners = light_at(s, x - 1, y - 1) + light_at(s, x + 1, y - 1) +
                    light_at(s, x - 1, y + 1) + light_at(s, x + 1, y + 1);
    float sides = light_at(s, x, y - 1) + light_at(s, x - 1, y) + light_at(s, x + 1, y) +
                  light_at(s, x, y + 1);
    return fabsf(4.0f * light_at(s, x, y) - 2.0f * sides + corners);
}

// Difference of two means of 5 x 5 px, the second `dx`, `dy` px beside the first: only the
// columns or rows that they do not share.
static float box_difference(const struct skin_source *s, int x, int y, bool is_across)
{
    float sum = 0.0f;
    for (int i = -2; i <= 2; i++)
        for (int k = 2; k <= 3; k++)
            sum += is_across ? light_at(s, x + k, y + i) - light_at(s, x - k, y + i)
                             : light_at(s, x + i, y + k) - light_at(s, x + i, y - k);
    return sum * (1.0f / 25.0f);
}

struct gradients { // sums over a cell
    float across, down, fine, coarse_across, coarse_down, coarse, grain;
    int count;
};

static struct gradients sum_gradients(const struct skin_source *s, struct span at)
{
    struct gradients sum = {0};
    for (int y = at.y0; y < at.y1; y += GRADIENT_STRIDE)
        for (int x = at.x0; x < at.x1; x += GRADIENT_STRIDE) {
            if (!is_whole(s, x, y, 3))
                continue;
            float across = 0.5f * (light_at(s, x + 1, y) - light_at(s, x - 1, y));
            float down = 0.5f * (light_at(s, x, y + 1) - light_at(s, x, y - 1));
            sum.across += across;
            sum.down += down;
            sum.fine += across * across + down * down;
            across = 0.5f * box_difference(s, x, y, true);
            down = 0.5f * box_difference(s, x, y, false);
            sum.coarse_across += across;
            sum.coarse_down += down;
            sum.coarse += across * across + down * down;
            sum.grain += second_difference(s, x, y);
            sum.count++;
        }
    return sum;
}

// Without the mean slope, which is shading.
static void take_gradients(const struct gradients *sum, struct cell_measure *out)
{
    if (sum->count == 0)
        return;
    float per_light = 1.0f / out->light, n = 1.0f / (float)sum->count;
    float square = per_light * per_light, x = sum->across * n, y = sum->down * n;
    out->fine = fmaxf(sum->fine * n - x * x - y * y, 0.0f) * square;
    x = sum->coarse_across * n;
    y = sum->coarse_down * n;
    out->coarse = fmaxf(sum->coarse * n - x * x - y * y, 0.0f) * square;
    out->grain = 1.2533141f / 6.0f * sum->grain * n * per_light; // sqrt(pi / 2) / 6
}

static void measure_cell(const struct skin_source *s, struct span at, struct cell_measure *out)
{
    float mean;
    if (measure_mean(s, at, &mean) == 0)
        return;
    struct gradients sum = sum_gradients(s, at);
    float n = 1.0f / (float)(sum.count > 0 ? sum.count : 1);
    float most = MOST_SLOPE * mean / (float)(at.x1 - at.x0);
    measure_light(s, at, within(sum.coarse_across * n, most), within(sum.coarse_down * n, most),
                  out);
    if (out->is_on)
        take_gradients(&sum, out);
}

static void measure_row_job(void *context, int row)
{
    const struct measuring *m = context;
    const struct skin_source *s = m->source;
    for (int column = 0; column < m->columns; column++) {
        struct cell_measure *out = &m->out[row * m->columns + column];
        struct span at = {column * m->cell_px, row * m->cell_px, (column + 1) * m->cell_px,
                          (row + 1) * m->cell_px};
        at.x1 = at.x1 < s->width ? at.x1 : s->width;
        at.y1 = at.y1 < s->height ? at.y1 : s->height;
        *out = (struct cell_measure){0};
        measure_cell(s, at, out);
    }
}

void cell_measures_make(const struct skin_source *source, int cell_px, int columns, int rows,
                        struct cell_measure *out, struct pool *pool)
{
    struct measuring measuring = {source, cell_px, columns, out};
    pool_run(pool, rows, measure_row_job, &measuring, NULL);
}

// ---- All cells together.

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float quantile_of(const struct cell_measure *measures, int count, enum cell_number what,
                         float quantile)
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

float cell_measures_blur(const struct cell_measure *measures, int columns, int rows,
                         struct skin_cell *cells)
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
    float median = count > 0 ? seen[count / 2] : 0.0f;
    mem_free(seen);
    for (int i = 0; i < columns * rows; i++)
        if (cells[i].blur_px <= 0.0f)
            cells[i].blur_px = median;
    return median;
}
