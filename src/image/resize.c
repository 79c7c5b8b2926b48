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

#define LEAST_PART 0.1f

struct share_reduction {
    const uint8_t *share, *region;
    const struct image *image;
    int width_px, height_px, channel; // of the result; channel: the only one, or -1
    float *linear;                    // of each code
    uint8_t *extremes; // for each job: the least and the most of each column, over a row's pixels, of both maps
    uint8_t *out;
};

static void find_extremes(const uint8_t *map, size_t width, struct cover rows, uint8_t *restrict least,
                          uint8_t *restrict most)
{
    memset(least, 255, width);
    memset(most, 0, width);
    for (int y = rows.first; y <= rows.last; y++) {
        const uint8_t *restrict row = map + (size_t)y * width;
        for (size_t x = 0; x < width; x++) {
            least[x] = row[x] < least[x] ? row[x] : least[x];
            most[x] = row[x] > most[x] ? row[x] : most[x];
        }
    }
}

// Whether a map has one value over the columns; *value is the least.
static bool is_even(const uint8_t *least, const uint8_t *most, struct cover columns, uint8_t *value)
{
    uint8_t low = 255, high = 0;
    for (int u = columns.first; u <= columns.last; u++) {
        low = least[u] < low ? least[u] : low;
        high = most[u] > high ? most[u] : high;
    }
    *value = low;
    return low == high;
}

static float light_at(const struct share_reduction *r, int x, int y, int channel)
{
    int at = 4 * x + channel;
    return r->linear[r->image->format == PIXELS_RGBA16 ? image_row16(r->image, y)[at] : image_row(r->image, y)[at]];
}

struct place { // of a new pixel, and the old ones under it
    int x, y;
    struct cover columns, rows;
    bool is_rim; // it lies in the region in part
};

static float area_of(const struct share_reduction *r, const struct place *at, int u, int v)
{
    return (float)weight_of(u, at->x, r->image->width_px, r->width_px) *
           (float)weight_of(v, at->y, r->image->height_px, r->height_px);
}

// Black has no light to share: it counts as very dim.
static uint8_t mean_share(const struct share_reduction *r, const struct place *at, int channel)
{
    size_t width = (size_t)r->image->width_px;
    float shared = 0.0f, all = 0.0f;
    for (int v = at->rows.first; v <= at->rows.last; v++)
        for (int u = at->columns.first; u <= at->columns.last; u++) {
            size_t old = (size_t)v * width + (size_t)u;
            float light = area_of(r, at, u, v) * (light_at(r, u, v, channel) + 1e-6f);
            shared += light * (float)(at->is_rim && r->region[old] < 128 ? 255 : r->share[old]);
            all += light;
        }
    return (uint8_t)(int)(shared / all + 0.5f);
}

static uint8_t part_in_region(const struct share_reduction *r, const struct place *at)
{
    size_t width = (size_t)r->image->width_px;
    float in = 0.0f, all = 0.0f;
    for (int v = at->rows.first; v <= at->rows.last; v++)
        for (int u = at->columns.first; u <= at->columns.last; u++) {
            float area = area_of(r, at, u, v);
            in += r->region[(size_t)v * width + (size_t)u] < 128 ? 0.0f : area;
            all += area;
        }
    float part = in / all;
    return (uint8_t)(int)((part > LEAST_PART ? part : LEAST_PART) * 255.0f + 0.5f);
}

static void reduce_share_row(const struct share_reduction *r, int y, uint8_t *extremes)
{
    size_t width = (size_t)r->image->width_px, bytes = r->channel < 0 ? 4 : 1;
    struct place at = {.y = y, .rows = cover_of(y, r->image->height_px, r->height_px)};
    uint8_t *least = extremes, *most = least + width, *least_region = most + width, *most_region = least_region + width;
    find_extremes(r->share, width, at.rows, least, most);
    if (r->region)
        find_extremes(r->region, width, at.rows, least_region, most_region);
    for (at.x = 0; at.x < r->width_px; at.x++) {
        at.columns = cover_of(at.x, r->image->width_px, r->width_px);
        uint8_t *to = r->out + bytes * ((size_t)y * (size_t)r->width_px + (size_t)at.x), value, unused;
        at.is_rim = r->region && !is_even(least_region, most_region, at.columns, &unused);
        bool is_one = is_even(least, most, at.columns, &value) && !at.is_rim;
        for (int c = 0; c < 3; c++)
            if (r->channel < 0)
                to[c] = is_one ? value : mean_share(r, &at, c);
            else if (r->channel == c)
                to[0] = is_one ? value : mean_share(r, &at, c);
        if (r->channel < 0)
            to[3] = at.is_rim ? part_in_region(r, &at) : 255;
    }
}

static void reduce_share_rows_job(void *context, int job)
{
    const struct share_reduction *r = context;
    uint8_t *extremes = r->extremes + 4 * (size_t)job * (size_t)r->image->width_px;
    int last = (job + 1) * ROWS_PER_JOB;
    for (int y = job * ROWS_PER_JOB; y < last && y < r->height_px; y++)
        reduce_share_row(r, y, extremes);
}

static uint8_t *reduce_share(struct share_reduction *r, const struct colour_space *space, struct pool *pool)
{
    const struct image *image = r->image;
    ASSERT(r->width_px >= 1 && r->width_px <= image->width_px);
    ASSERT(r->height_px >= 1 && r->height_px <= image->height_px);
    int jobs = (r->height_px + ROWS_PER_JOB - 1) / ROWS_PER_JOB;
    r->linear = linear_of_codes(image, space);
    r->extremes = mem_try_array_raw(4 * (size_t)jobs, (size_t)image->width_px);
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

uint8_t *share_reduce(const uint8_t *share, const uint8_t *region, const struct image *image,
                      const struct colour_space *space, int width_px, int height_px, struct pool *pool)
{
    struct share_reduction r = {share, region, image, width_px, height_px, .channel = -1};
    return reduce_share(&r, space, pool);
}

uint8_t *share_reduce_green(const uint8_t *share, const struct image *image, const struct colour_space *space,
                            int width_px, int height_px, struct pool *pool)
{
    struct share_reduction r = {share, NULL, image, width_px, height_px, .channel = 1};
    return reduce_share(&r, space, pool);
}
