#include "image/shine.h"

#include "base/mem.h"
#include "image/region_box.h"

#include <math.h>
#include <string.h>

// Light is counted in whole numbers here (linear x 65535): running sums are then exact, and the map
// does not depend on how rows are shared out among threads.

#define CELL_MM 2.0
#define NEAR_MM 15.0        // domain.md 7.4
#define SMOOTH_MM 0.15      // half of the 0.3 mm over which grain is averaged
#define CLIPPED 0.98        // domain.md 7.4, of the encoded value
#define TO_WHOLE_HEAD 0.33f // see the header; tried: 0 to 1 on rendered heads with known shine
#define LEAST_SHARE 0.03f   // below it is variation of skin tone
#define LEAST_LIGHT 260u    // linear 0.004: darker is grain
#define LEAST_COLOUR 0.02f  // 3 q.q - 1 below which skin and white light cannot be told apart
#define DARK 0.25f          // of the skin's light nearby: hair or shadow, no shine
#define BRIGHT 0.5f         // full share from here on

enum { ROWS_PER_JOB = 64, CELLS_PER_SPLIT = 2, FEWEST_CELLS = 8, MOST_RADIUS_PX = 16, CHANNELS = 3 };
enum { MOST_NEAR = 576 }; // 24 x 24 cells: a cell is at least 2 / 1.5 mm, and 15 mm is a radius

struct cell {        // mean of one square of skin
    float red, blue; // shares of the sum of all three
    float green;     // light, 0-1
    bool is_skin;
};

struct split { // shine = red R + green G + blue B, by least squares
    float red, green, blue;
    float per_level; // 1 / light of the skin nearby; 0: no skin near, no shine
};

struct work {
    const struct image *image;
    const uint8_t *region;
    struct region_box box;
    uint8_t *map;
    uint16_t *linear; // of each code
    unsigned clipped; // first code that is
    int radius_px, cell_px, cell_columns, cell_rows, split_columns, split_rows;
    double near_cells;
    struct cell *cells;
    struct split *splits;
    struct cell head; // medians over all
    uint32_t *sums;   // for each job: columns of light, RGBA
    float *light;     // for each job: one smoothed row, planar
};

static unsigned code_at(const struct image *image, int x, int y, int channel)
{
    return image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + channel]
                                          : image_row(image, y)[4 * x + channel];
}

// ---- The skin's own colour, in cells.

static bool is_usable(const struct work *w, int x, int y, unsigned light[CHANNELS])
{
    bool in_range = !w->region || w->region[(size_t)y * (size_t)w->image->width_px + (size_t)x] >= 128;
    unsigned most = 0;
    for (int i = 0; in_range && i < CHANNELS; i++) {
        unsigned code = code_at(w->image, x, y, i);
        in_range = code < w->clipped;
        light[i] = w->linear[code];
        most = light[i] > most ? light[i] : most;
    }
    return in_range && most >= LEAST_LIGHT;
}

static struct cell measure_cell(const struct work *w, int column, int row)
{
    int x0 = column * w->cell_px, y0 = row * w->cell_px, seen = 0, used = 0;
    int step = w->cell_px >= 8 ? 2 : 1;
    uint64_t sum[CHANNELS] = {0};
    for (int y = y0; y < y0 + w->cell_px && y < w->image->height_px; y += step) {
        for (int x = x0; x < x0 + w->cell_px && x < w->image->width_px; x += step, seen++) {
            unsigned light[CHANNELS];
            if (!is_usable(w, x, y, light))
                continue;
            used++;
            for (int i = 0; i < CHANNELS; i++)
                sum[i] += light[i];
        }
    }
    if (2 * used < seen || used == 0)
        return (struct cell){0};
    float all = (float)(sum[0] + sum[1] + sum[2]);
    struct cell cell = {.red = (float)sum[0] / all, .blue = (float)sum[2] / all};
    cell.green = (float)sum[1] / (65535.0f * (float)used);
    // Skin of any tone sends back more red than green and more red than blue.
    float least = w->region ? 0.02f : 0.1f; // walls and hair are greyer than skin, highlights too
    cell.is_skin = cell.red > 1.0f - cell.red - cell.blue && cell.red - cell.blue > least;
    return cell;
}

// Whether a square of the grid, or one beside it, lies in the box; all others stay empty.
static bool is_in_box(const struct work *w, int column, int row, int side_px)
{
    return (column + 2) * side_px > w->box.x0 && (column - 1) * side_px < w->box.x1 &&
           (row + 2) * side_px > w->box.y0 && (row - 1) * side_px < w->box.y1;
}

static void measure_cells_job(void *context, int row)
{
    struct work *w = context;
    for (int column = 0; column < w->cell_columns; column++)
        if (is_in_box(w, column, row, w->cell_px))
            w->cells[row * w->cell_columns + column] = measure_cell(w, column, row);
}

// Hoare's selection; the order of `values` is lost.
static float median(float *values, int count)
{
    int low = 0, high = count - 1, wanted = count / 2;
    while (low < high) {
        float pivot = values[(low + high) / 2];
        int i = low, j = high;
        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (values[j] > pivot)
                j--;
            if (i <= j) {
                float kept = values[i];
                values[i++] = values[j];
                values[j--] = kept;
            }
        }
        if (wanted <= j)
            high = j;
        else if (wanted >= i)
            low = i;
        else
            break;
    }
    return values[wanted];
}

// Medians of all the head's skin cells; is_skin is false when there are too few to say anything.
static bool measure_head(struct work *w)
{
    size_t most = (size_t)w->cell_columns * (size_t)w->cell_rows;
    float *red = mem_try_array_raw(most, 3 * sizeof *red), *blue = red + most, *green = blue + most;
    if (!red)
        return false;
    int count = 0;
    for (size_t i = 0; i < most; i++) {
        if (!w->cells[i].is_skin)
            continue;
        red[count] = w->cells[i].red;
        blue[count] = w->cells[i].blue;
        green[count++] = w->cells[i].green;
    }
    if (count >= FEWEST_CELLS)
        w->head = (struct cell){median(red, count), median(blue, count), median(green, count), true};
    mem_free(red);
    return true;
}

// The same of the cells around a place; the head's own where there are few, no skin where none is.
static struct cell measure_near(const struct work *w, double column, double row)
{
    float red[MOST_NEAR], blue[MOST_NEAR], green[MOST_NEAR];
    double radius = w->near_cells;
    int count = 0, first = (int)fmax(ceil(column - radius), 0.0);
    for (int y = (int)fmax(ceil(row - radius), 0.0); y < w->cell_rows && y <= row + radius; y++) {
        for (int x = first; x < w->cell_columns && x <= column + radius && count < MOST_NEAR; x++) {
            const struct cell *cell = &w->cells[y * w->cell_columns + x];
            double dx = x - column, dy = y - row;
            if (!cell->is_skin || dx * dx + dy * dy > radius * radius)
                continue;
            red[count] = cell->red;
            blue[count] = cell->blue;
            green[count++] = cell->green;
        }
    }
    if (count == 0)
        return (struct cell){0};
    if (count < FEWEST_CELLS)
        return w->head;
    float near = 1.0f - TO_WHOLE_HEAD;
    return (struct cell){median(red, count) * near + w->head.red * TO_WHOLE_HEAD,
                         median(blue, count) * near + w->head.blue * TO_WHOLE_HEAD, median(green, count), true};
}

// The least squares solution for s of m q + s (1, 1, 1) = (R, G, B), as weights of R, G and B.
static struct split make_split(struct cell skin)
{
    float q[CHANNELS] = {skin.red, 1.0f - skin.red - skin.blue, skin.blue};
    float square = q[0] * q[0] + q[1] * q[1] + q[2] * q[2], colour = 3.0f * square - 1.0f;
    if (!skin.is_skin || !(colour > LEAST_COLOUR))
        return (struct split){0};
    return (struct split){(square - q[0]) / colour, (square - q[1]) / colour, (square - q[2]) / colour,
                          1.0f / skin.green};
}

static void make_splits_job(void *context, int row)
{
    struct work *w = context;
    for (int column = 0; column < w->split_columns; column++)
        if (is_in_box(w, column, row, CELLS_PER_SPLIT * w->cell_px))
            w->splits[row * w->split_columns + column] = make_split(
                measure_near(w, CELLS_PER_SPLIT * (column + 0.5) - 0.5, CELLS_PER_SPLIT * (row + 0.5) - 0.5));
}

// ---- The map, at full resolution.

static int clamp_int(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

// One pixel's sums, or its light; the fourth is alpha's and not used.
typedef uint32_t four_sums __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t four_ints __attribute__((vector_size(16)));
typedef float four_floats __attribute__((vector_size(16)));

// The columns whose sums are needed.
static int first_column(const struct work *w)
{
    return clamp_int(w->box.x0 - w->radius_px, 0, w->image->width_px);
}
static int end_column(const struct work *w)
{
    return clamp_int(w->box.x1 + w->radius_px, 0, w->image->width_px);
}

static void add_row(const struct work *w, int y, uint32_t *sums)
{
    const struct image *image = w->image;
    int row = clamp_int(y, 0, image->height_px - 1);
    for (int x = first_column(w); x < end_column(w); x++)
        for (int i = 0; i < CHANNELS; i++)
            sums[4 * x + i] += w->linear[code_at(image, x, row, i)];
}

// Takes one row's light away from the column sums and adds another's.
static void slide_row(const struct work *w, int away, int add, uint32_t *sums)
{
    const struct image *image = w->image;
    const uint16_t *linear = w->linear;
    int old = clamp_int(away, 0, image->height_px - 1), new = clamp_int(add, 0, image->height_px - 1);
    int from = first_column(w), to = end_column(w);
    if (image->format == PIXELS_RGBA16) {
        const uint16_t *a = image_row16(image, old), *b = image_row16(image, new);
        for (int x = from; x < to; x++)
            for (int i = 0; i < CHANNELS; i++)
                sums[4 * x + i] += (uint32_t)linear[b[4 * x + i]] - linear[a[4 * x + i]];
    } else {
        const uint8_t *a = image_row(image, old), *b = image_row(image, new);
        for (int x = from; x < to; x++)
            for (int i = 0; i < CHANNELS; i++)
                sums[4 * x + i] += (uint32_t)linear[b[4 * x + i]] - linear[a[4 * x + i]];
    }
}

// The box average of a row, 0-1, one plane for each channel.
static void smooth_row(const struct work *w, const uint32_t *sums, float *out)
{
    int width = w->image->width_px, r = w->radius_px;
    four_sums sum = {0};
    float scale = 1.0f / (65535.0f * (float)((2 * r + 1) * (2 * r + 1)));
    for (int x = w->box.x0 - r; x <= w->box.x0 + r; x++)
        sum += *(const four_sums *)(sums + 4 * clamp_int(x, 0, width - 1));
    for (int x = w->box.x0; x < w->box.x1; x++) {
        four_floats light = __builtin_convertvector((four_ints)sum, four_floats) * scale; // below 2^31
        for (int i = 0; i < CHANNELS; i++)
            out[i * width + x] = light[i];
        int right = x + r + 1 < width ? x + r + 1 : width - 1, left = x > r ? x - r : 0;
        sum += *(const four_sums *)(sums + 4 * right) - *(const four_sums *)(sums + 4 * left);
    }
}

static struct split mix(struct split a, struct split b, float t)
{
    return (struct split){a.red + (b.red - a.red) * t, a.green + (b.green - a.green) * t,
                          a.blue + (b.blue - a.blue) * t, a.per_level + (b.per_level - a.per_level) * t};
}

static float clamp01(float x)
{
    return x > 0.0f ? (x < 1.0f ? x : 1.0f) : 0.0f;
}

// One stretch of a row between two split columns; `from` and `step` are of its first pixel.
static void split_stretch(const float *restrict red, const float *restrict green, const float *restrict blue, int count,
                          struct split from, struct split step, uint8_t *restrict out)
{
    const float rest = 1.0f / (1.0f - LEAST_SHARE), ramp = 1.0f / (BRIGHT - DARK);
    for (int i = 0; i < count; i++) {
        float t = (float)i;
        float shine = (from.red + t * step.red) * red[i] + (from.green + t * step.green) * green[i] +
                      (from.blue + t * step.blue) * blue[i];
        float weakest = red[i] < green[i] ? red[i] : green[i];
        weakest = blue[i] < weakest ? blue[i] : weakest;
        shine = shine < weakest ? shine : weakest;
        float level = green[i] * (from.per_level + t * step.per_level);
        float share = clamp01((shine / (green[i] + 1e-6f) - LEAST_SHARE) * rest);
        out[i] = (uint8_t)(int)(share * clamp01((level - DARK) * ramp) * 255.0f + 0.5f);
    }
}

static void split_row(const struct work *w, int y, const float *light, uint8_t *out)
{
    int width = w->image->width_px;
    float pitch = (float)(CELLS_PER_SPLIT * w->cell_px);
    float row = ((float)y + 0.5f) / pitch - 0.5f;
    int above = clamp_int((int)floorf(row), 0, w->split_rows - 1);
    int below = clamp_int((int)floorf(row) + 1, 0, w->split_rows - 1);
    float down = clamp01(row - (float)above);
    const struct split *upper = w->splits + above * w->split_columns;
    const struct split *lower = w->splits + below * w->split_columns;
    // Between the middles of columns c and c + 1.
    for (int c = -1, x = w->box.x0; x < w->box.x1; c++) {
        int left = clamp_int(c, 0, w->split_columns - 1);
        int right = clamp_int(c + 1, 0, w->split_columns - 1);
        int end = (int)(((float)c + 1.5f) * pitch + 0.5f);
        end = end < w->box.x1 && c + 1 < w->split_columns ? end : w->box.x1;
        if (end <= x)
            continue;
        struct split from = mix(upper[left], lower[left], down);
        struct split to = mix(upper[right], lower[right], down);
        float start = clamp01(((float)x + 0.5f) / pitch - 0.5f - (float)c);
        struct split first = mix(from, to, start);
        struct split next = mix(from, to, start + 1.0f / pitch);
        struct split step = {next.red - first.red, next.green - first.green, next.blue - first.blue,
                             next.per_level - first.per_level};
        split_stretch(light + x, light + width + x, light + 2 * width + x, end - x, first, step, out + x);
        x = end;
    }
}

// Clipped pixels are all shine, those off the region none.
static void mark_row_8(const uint32_t *restrict pixels, const uint8_t *restrict region, unsigned clipped, int width,
                       uint8_t *restrict out)
{
    // A byte from 128 on is clipped if what it has above 128 carries when (256 - clipped) is added.
    uint32_t carry = (256u - clipped) * 0x010101u;
    for (int x = 0; x < width; x++) {
        uint32_t px = pixels[x];
        uint8_t share = region && region[x] < 128 ? 0 : out[x];
        out[x] = px & ((px & 0x7f7f7fu) + carry) & 0x808080u ? 255 : share;
    }
}

static void mark_row_16(const uint16_t *codes, const uint8_t *region, unsigned clipped, int width, uint8_t *out)
{
    for (int x = 0; x < width; x++) {
        bool is_clipped = false;
        for (int i = 0; i < CHANNELS; i++)
            is_clipped |= codes[4 * x + i] >= clipped;
        uint8_t share = region && region[x] < 128 ? 0 : out[x];
        out[x] = is_clipped ? 255 : share;
    }
}

static void mark_row(const struct work *w, int y, uint8_t *out)
{
    const struct image *image = w->image;
    const uint8_t *region = w->region ? w->region + (size_t)y * (size_t)image->width_px : NULL;
    if (image->format == PIXELS_RGBA16)
        mark_row_16(image_row16(image, y), region, w->clipped, image->width_px, out);
    else
        mark_row_8((const uint32_t *)(const void *)image_row(image, y), region, w->clipped, image->width_px, out);
}

static void map_rows_job(void *context, int job)
{
    struct work *w = context;
    int width = w->image->width_px, first = job * ROWS_PER_JOB;
    int last = first + ROWS_PER_JOB < w->image->height_px ? first + ROWS_PER_JOB : w->image->height_px;
    uint32_t *sums = w->sums + (size_t)job * 4 * (size_t)width;
    float *light = w->light + (size_t)job * CHANNELS * (size_t)width;
    int from = clamp_int(w->box.y0, first, last), to = clamp_int(w->box.y1, first, last);
    memset(w->map + (size_t)first * (size_t)width, 0, (size_t)(last - first) * (size_t)width);
    int r = w->radius_px;
    for (int y = from - r - 1; from < to && y < from + r; y++)
        add_row(w, y, sums);
    for (int y = from; y < to; y++) {
        slide_row(w, y - r - 1, y + r, sums);
        smooth_row(w, sums, light);
        split_row(w, y, light, w->map + (size_t)y * (size_t)width);
    }
    for (int y = first; y < last; y++)
        mark_row(w, y, w->map + (size_t)y * (size_t)width);
}

// ---- Setting up.

static bool make_room(struct work *w, int jobs)
{
    size_t width = (size_t)w->image->width_px, height = (size_t)w->image->height_px;
    size_t codes = w->image->format == PIXELS_RGBA16 ? 65536 : 256;
    w->linear = mem_try_array(codes, sizeof *w->linear);
    w->cells = mem_try_array((size_t)w->cell_columns * (size_t)w->cell_rows, sizeof *w->cells);
    w->splits = mem_try_array((size_t)w->split_columns * (size_t)w->split_rows, sizeof *w->splits);
    w->sums = mem_try_array((size_t)jobs * 4 * width, sizeof *w->sums);
    w->light = mem_try_array_raw((size_t)jobs * CHANNELS * width, sizeof *w->light);
    w->map = mem_try_array_raw(width, height);
    return w->linear && w->cells && w->splits && w->sums && w->light && w->map;
}

static void fill_linear(struct work *w, const struct colour_space *space)
{
    unsigned most = w->image->format == PIXELS_RGBA16 ? 65535 : 255;
    for (unsigned i = 0; i <= most; i++)
        w->linear[i] = (uint16_t)(colour_decode(&space->curve, (double)i / most) * 65535.0 + 0.5);
    w->clipped = (unsigned)ceil(CLIPPED * most);
}

static int rounded_up(int count, int each)
{
    return (count + each - 1) / each;
}

uint8_t *shine_map(const struct image *image, const struct colour_space *space, double px_per_mm, const uint8_t *region,
                   struct pool *pool)
{
    struct work w = {.image = image, .region = region};
    w.box = region_box(region, image->width_px, image->height_px);
    int jobs = rounded_up(image->height_px, ROWS_PER_JOB);
    double most_scale = image->width_px; // the whole picture is 1 mm wide; also keeps int in range
    double scale = px_per_mm > 0.01 ? fmin(px_per_mm, most_scale) : 0.01; // NaN too
    w.cell_px = (int)fmax(floor(CELL_MM * scale + 0.5), 1.0);
    w.near_cells = NEAR_MM * scale / w.cell_px;
    w.radius_px = clamp_int((int)floor(SMOOTH_MM * scale + 0.5), 1, MOST_RADIUS_PX);
    w.cell_columns = rounded_up(image->width_px, w.cell_px);
    w.cell_rows = rounded_up(image->height_px, w.cell_px);
    w.split_columns = rounded_up(w.cell_columns, CELLS_PER_SPLIT);
    w.split_rows = rounded_up(w.cell_rows, CELLS_PER_SPLIT);
    bool ok = make_room(&w, jobs);
    if (ok) {
        fill_linear(&w, space);
        pool_run(pool, w.cell_rows, measure_cells_job, &w, NULL);
        ok = measure_head(&w);
    }
    if (ok) {
        if (w.head.is_skin)
            pool_run(pool, w.split_rows, make_splits_job, &w, NULL);
        pool_run(pool, jobs, map_rows_job, &w, NULL);
    }
    mem_free(w.linear);
    mem_free(w.cells);
    mem_free(w.splits);
    mem_free(w.sums);
    mem_free(w.light);
    if (ok)
        return w.map;
    mem_free(w.map);
    return NULL;
}
