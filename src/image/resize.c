#include "image/resize.h"

#include "base/check.h"
#include "base/mem.h"

#include <string.h>

enum { ROWS_PER_JOB = 32 };

// How much of each old pixel a new one covers, in whole numbers: with `from` old and `to` new
// pixels along a side, an old one is `to` units long and a new one `from`.
struct cover {
    int first, last; // old pixels, inclusive
};

static struct cover cover_of(int index, int from, int to)
{
    int64_t begin = (int64_t)index * from, end = begin + from;
    return (struct cover){(int)(begin / to), (int)((end - 1) / to)};
}

static int weight_of(int old, int index, int from, int to)
{
    int64_t begin = (int64_t)index * from, end = begin + from;
    int64_t old_begin = (int64_t)old * to, old_end = old_begin + to;
    return (int)((end < old_end ? end : old_end) - (begin > old_begin ? begin : old_begin));
}

struct reduction {
    const struct image *from;
    struct image *to;
    const struct transfer *curve;
    float *linear; // of each code
    struct encode_table_8 encode;
    float *columns; // for each job: a row of sums, RGBA
};

static void add_row(const struct reduction *r, int y, float weight, float *columns)
{
    int count = 4 * r->from->width_px;
    if (r->from->format == PIXELS_RGBA16) {
        const uint16_t *codes = image_row16(r->from, y);
        for (int i = 0; i < count; i++)
            columns[i] += weight * r->linear[codes[i]];
    } else {
        const uint8_t *codes = image_row(r->from, y);
        for (int i = 0; i < count; i++)
            columns[i] += weight * r->linear[codes[i]];
    }
}

static void put_pixel(const struct reduction *r, int x, int y, const float light[3])
{
    if (r->to->format == PIXELS_RGBA16) {
        uint16_t *p = image_row16(r->to, y) + 4 * x;
        for (int i = 0; i < 3; i++)
            p[i] = (uint16_t)(colour_encode(r->curve, (double)light[i]) * 65535.0 + 0.5);
        p[3] = 65535;
    } else {
        uint8_t *p = image_row(r->to, y) + 4 * x;
        for (int i = 0; i < 3; i++)
            p[i] = colour_encode_8(&r->encode, light[i]);
        p[3] = 255;
    }
}

static void reduce_row(const struct reduction *r, int y, float *columns)
{
    int from_width = r->from->width_px, to_width = r->to->width_px;
    int from_height = r->from->height_px, to_height = r->to->height_px;
    struct cover rows = cover_of(y, from_height, to_height);
    float scale = 1.0f / ((float)from_width * (float)from_height);
    memset(columns, 0, (size_t)from_width * 4 * sizeof *columns);
    for (int old = rows.first; old <= rows.last; old++)
        add_row(r, old, (float)weight_of(old, y, from_height, to_height), columns);
    for (int x = 0; x < to_width; x++) {
        struct cover cover = cover_of(x, from_width, to_width);
        float light[3] = {0.0f, 0.0f, 0.0f};
        for (int old = cover.first; old <= cover.last; old++) {
            float weight = (float)weight_of(old, x, from_width, to_width);
            for (int i = 0; i < 3; i++)
                light[i] += weight * columns[4 * old + i];
        }
        for (int i = 0; i < 3; i++)
            light[i] *= scale;
        put_pixel(r, x, y, light);
    }
}

static void reduce_rows_job(void *context, int job)
{
    struct reduction *r = context;
    float *columns = r->columns + (size_t)job * 4 * (size_t)r->from->width_px;
    int last = (job + 1) * ROWS_PER_JOB;
    for (int y = job * ROWS_PER_JOB; y < last && y < r->to->height_px; y++)
        reduce_row(r, y, columns);
}

static float *linear_of_codes(const struct image *image, const struct colour_space *space)
{
    size_t codes = image->format == PIXELS_RGBA16 ? 65536 : 256;
    float *linear = mem_try_array_raw(codes, sizeof *linear);
    for (size_t i = 0; linear && i < codes; i++)
        linear[i] = (float)colour_decode(&space->curve, (double)i / (double)(codes - 1));
    return linear;
}

static bool prepare(struct reduction *r, const struct colour_space *space, int jobs)
{
    r->curve = &space->curve;
    r->linear = linear_of_codes(r->from, space);
    r->columns = mem_try_array_raw((size_t)jobs * (size_t)r->from->width_px, 4 * sizeof *r->columns);
    if (!r->linear || !r->columns)
        return false;
    colour_fill_encode_8(space, &r->encode);
    return true;
}

struct image *image_reduce(const struct image *image, const struct colour_space *space, int width_px, struct pool *pool,
                           struct err *err)
{
    ASSERT(width_px >= 1 && width_px <= image->width_px);
    int64_t twice = (int64_t)2 * image->height_px * width_px / image->width_px;
    int height_px = twice > 1 ? (int)((twice + 1) / 2) : 1;
    struct reduction r = {.from = image};
    r.to = image_create(width_px, height_px, image->format, err);
    if (!r.to)
        return NULL;
    int jobs = (height_px + ROWS_PER_JOB - 1) / ROWS_PER_JOB;
    bool ok = prepare(&r, space, jobs);
    if (ok)
        pool_run(pool, jobs, reduce_rows_job, &r, NULL);
    mem_free(r.linear);
    mem_free(r.columns);
    if (ok)
        return r.to;
    image_unref(r.to);
    err_set(err, ERR_MACHINE, "no memory to make the picture smaller");
    return NULL;
}

// ---- shares of the light ----

struct share_reduction {
    const uint8_t *share;
    const struct image *image;
    int width_px, height_px, channel; // of the result; channel: the only one, or -1
    float *linear;                    // of each code
    uint8_t *extremes;                // for each job: the least and the most of each column, over a row's pixels
    uint8_t *out;
};

static void find_extremes(const struct share_reduction *r, struct cover rows, uint8_t *restrict least,
                          uint8_t *restrict most)
{
    size_t width = (size_t)r->image->width_px;
    memset(least, 255, width);
    memset(most, 0, width);
    for (int y = rows.first; y <= rows.last; y++) {
        const uint8_t *restrict share = r->share + (size_t)y * width;
        for (size_t x = 0; x < width; x++) {
            least[x] = share[x] < least[x] ? share[x] : least[x];
            most[x] = share[x] > most[x] ? share[x] : most[x];
        }
    }
}

static float light_at(const struct share_reduction *r, int x, int y, int channel)
{
    int at = 4 * x + channel;
    return r->linear[r->image->format == PIXELS_RGBA16 ? image_row16(r->image, y)[at] : image_row(r->image, y)[at]];
}

// Black has no light to share: it counts as very dim.
static uint8_t mean_share(const struct share_reduction *r, int x, int y, struct cover columns, struct cover rows,
                          int channel)
{
    int width = r->image->width_px, height = r->image->height_px;
    float shared = 0.0f, all = 0.0f;
    for (int v = rows.first; v <= rows.last; v++)
        for (int u = columns.first; u <= columns.last; u++) {
            float area = (float)weight_of(u, x, width, r->width_px) * (float)weight_of(v, y, height, r->height_px);
            float light = area * (light_at(r, u, v, channel) + 1e-6f);
            shared += light * r->share[(size_t)v * (size_t)width + (size_t)u];
            all += light;
        }
    return (uint8_t)(int)(shared / all + 0.5f);
}

static void reduce_share_row(const struct share_reduction *r, int y, uint8_t *least, uint8_t *most)
{
    struct cover rows = cover_of(y, r->image->height_px, r->height_px);
    size_t bytes = r->channel < 0 ? 4 : 1;
    find_extremes(r, rows, least, most);
    for (int x = 0; x < r->width_px; x++) {
        struct cover columns = cover_of(x, r->image->width_px, r->width_px);
        uint8_t *to = r->out + bytes * ((size_t)y * (size_t)r->width_px + (size_t)x);
        uint8_t low = 255, high = 0;
        for (int u = columns.first; u <= columns.last; u++) {
            low = least[u] < low ? least[u] : low;
            high = most[u] > high ? most[u] : high;
        }
        memset(to, low, bytes);
        for (int c = 0; low < high && c < 3; c++)
            if (r->channel < 0)
                to[c] = mean_share(r, x, y, columns, rows, c);
            else if (r->channel == c)
                to[0] = mean_share(r, x, y, columns, rows, c);
    }
}

static void reduce_share_rows_job(void *context, int job)
{
    const struct share_reduction *r = context;
    uint8_t *least = r->extremes + 2 * (size_t)job * (size_t)r->image->width_px;
    int last = (job + 1) * ROWS_PER_JOB;
    for (int y = job * ROWS_PER_JOB; y < last && y < r->height_px; y++)
        reduce_share_row(r, y, least, least + r->image->width_px);
}

static uint8_t *reduce_share(struct share_reduction *r, const struct colour_space *space, struct pool *pool)
{
    const struct image *image = r->image;
    ASSERT(r->width_px >= 1 && r->width_px <= image->width_px);
    ASSERT(r->height_px >= 1 && r->height_px <= image->height_px);
    int jobs = (r->height_px + ROWS_PER_JOB - 1) / ROWS_PER_JOB;
    r->linear = linear_of_codes(image, space);
    r->extremes = mem_try_array_raw(2 * (size_t)jobs, (size_t)image->width_px);
    r->out = mem_try_array_raw((size_t)r->width_px * (size_t)r->height_px, r->channel < 0 ? 4 : 1);
    bool ok = r->linear && r->extremes && r->out;
    if (ok)
        pool_run(pool, jobs, reduce_share_rows_job, r, NULL);
    mem_free(r->linear);
    mem_free(r->extremes);
    if (ok)
        return r->out;
    mem_free(r->out);
    return NULL;
}

uint8_t *share_reduce(const uint8_t *share, const struct image *image, const struct colour_space *space, int width_px,
                      int height_px, struct pool *pool)
{
    struct share_reduction r = {share, image, width_px, height_px, .channel = -1};
    return reduce_share(&r, space, pool);
}

uint8_t *share_reduce_green(const uint8_t *share, const struct image *image, const struct colour_space *space,
                            int width_px, int height_px, struct pool *pool)
{
    struct share_reduction r = {share, image, width_px, height_px, .channel = 1};
    return reduce_share(&r, space, pool);
}
