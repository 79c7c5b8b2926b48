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

static bool prepare(struct reduction *r, const struct colour_space *space, int jobs)
{
    size_t codes = r->from->format == PIXELS_RGBA16 ? 65536 : 256;
    r->curve = &space->curve;
    r->linear = mem_try_array_raw(codes, sizeof *r->linear);
    r->columns = mem_try_array_raw((size_t)jobs * (size_t)r->from->width_px, 4 * sizeof *r->columns);
    if (!r->linear || !r->columns)
        return false;
    for (size_t i = 0; i < codes; i++)
        r->linear[i] = (float)colour_decode(r->curve, (double)i / (double)(codes - 1));
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

uint8_t *map_reduce(const uint8_t *map, int width_px, int height_px, int to_width_px, int to_height_px)
{
    ASSERT(to_width_px >= 1 && to_width_px <= width_px);
    ASSERT(to_height_px >= 1 && to_height_px <= height_px);
    uint8_t *out = mem_try_array_raw((size_t)to_width_px, (size_t)to_height_px);
    uint32_t *columns = mem_try_array_raw((size_t)width_px, sizeof *columns);
    uint64_t all = (uint64_t)width_px * (uint64_t)height_px;
    for (int y = 0; out && columns && y < to_height_px; y++) {
        struct cover rows = cover_of(y, height_px, to_height_px);
        memset(columns, 0, (size_t)width_px * sizeof *columns);
        for (int old = rows.first; old <= rows.last; old++) {
            uint32_t weight = (uint32_t)weight_of(old, y, height_px, to_height_px);
            const uint8_t *row = map + (size_t)old * (size_t)width_px;
            for (int x = 0; x < width_px; x++)
                columns[x] += weight * row[x];
        }
        for (int x = 0; x < to_width_px; x++) {
            struct cover cover = cover_of(x, width_px, to_width_px);
            uint64_t sum = 0;
            for (int old = cover.first; old <= cover.last; old++)
                sum += (uint64_t)weight_of(old, x, width_px, to_width_px) * columns[old];
            out[(size_t)y * (size_t)to_width_px + (size_t)x] = (uint8_t)((sum + all / 2) / all);
        }
    }
    mem_free(columns);
    if (columns)
        return out;
    mem_free(out);
    return NULL;
}
