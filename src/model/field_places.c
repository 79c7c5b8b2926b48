// Dart throwing by the clock.
//
// The n-th place keeps SPACING / sqrt(density so far) from all earlier ones. Pure dart throwing over
// the whole head leaves the number of places in a zone to chance; here each *tile* (a square of the
// equal-area chart, some 20 mm2 of skin) has a clock that ticks in proportion to its area, and each
// tick puts one place into it. The clocks start shifted against each other, by an order in which
// every beginning is spread evenly, too. So any zone holds its share within the fluctuation of the
// tiles that its outline cuts.
//
// A tick is a density: at tick d the list holds d places for each unit of area, everywhere. Ticks are
// handled in short spans, and within a span in four passes: tiles of one pass never touch, so that
// they can run at once, and the result does not depend on which runs first. The list is ordered by tick
// in the end.
//
// All distances are taken in the chart with the metric of the canonical head, kept at the corners of
// the tiles. Only + - x / sqrt: the same bits everywhere.
#include "model/field_places.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/rng.h"
#include "geom/chart.h"
#include "model/head.h"

#include <string.h>

#define SPACING 0.64         // of 1 / sqrt(density)
#define SPAN_RATIO 1.15       // by which the density grows in one span
#define FIRST_PER_MM2 0.0005  // end of the first span
enum {
    TILE_BITS = 6,
    TILES = 1 << TILE_BITS, // along u, and along v
    MOST_CELLS_BITS = 4,    // a tile is cut into at most 16 x 16 cells
    TRIES_A_STEP = 24,      // after so many failures the distance is eased
    STREAM_PHASE = 1,
    STREAM_DART = 2,
};
#define EASE 0.95f

struct metric { // squared length of (du, dv) is uu du^2 + 2 uv du dv + vv dv^2, mm2
    float uu, uv, vv, area; // area: mm2 for each unit of the chart
};

struct tile {
    double area_mm2; // of the part in the region
    double phase;    // first tick, in places
    int first;       // of its places in the arrays
    int count, room; // places so far and at the end
    bool is_whole;   // no part lies outside the region
};

struct thrower {
    uint64_t seed;
    double full_per_mm2;
    struct metric *metric; // (TILES + 1)^2 corners
    struct tile *tile;     // TILES^2
    int count;             // places at the end, all tiles
    float *u, *v, *tick;   // by tile
    int *next;             // in the same cell; -1 ends
    int *cell;             // first place of each cell; -1 none
    // The span at hand.
    int cell_bits;         // a tile has 2^cell_bits cells along each side
    double span_end;       // tick
};

static double smooth_step(double low, double high, double x)
{
    double t = (x - low) / (high - low);
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    return t * t * (3.0 - 2.0 * t);
}

// The lower edge as height of the direction, from the cosine of the azimuth to the front: in front 30 mm
// above the glabella, from the temples on at the foot of the sideburns, behind the ears down to the nape.
static double region_floor(double front)
{
    double side = smooth_step(0.90, 0.38, front), back = smooth_step(0.2, -0.9, front);
    return 0.15 - 0.68 * side - 0.07 * back;
}

bool field_region_has(double u, double v)
{
    double square = u * u + v * v;
    if (square < 0.25)
        return true;
    double z = 1.0 - 0.5 * square;
    return z > region_floor(-v / sqrt(square));
}

static double tile_edge(int index)
{
    return CHART_REACH * (2.0 * (double)index / (double)TILES - 1.0);
}

static struct metric metric_at(const struct head *head, double u, double v)
{
    double h = 1e-3;
    struct vec3 e = head_point_mm(head, chart_dir((struct pt_chart){u + h, v}));
    struct vec3 w = head_point_mm(head, chart_dir((struct pt_chart){u - h, v}));
    struct vec3 n = head_point_mm(head, chart_dir((struct pt_chart){u, v + h}));
    struct vec3 s = head_point_mm(head, chart_dir((struct pt_chart){u, v - h}));
    struct vec3 du = vec3_scale(vec3_sub(e, w), 0.5 / h), dv = vec3_scale(vec3_sub(n, s), 0.5 / h);
    double uu = vec3_dot(du, du), uv = vec3_dot(du, dv), vv = vec3_dot(dv, dv);
    double det = uu * vv - uv * uv;
    return (struct metric){(float)uu, (float)uv, (float)vv, (float)sqrt(det > 0.0 ? det : 0.0)};
}

static float mix4(float a, float b, float c, float d, float s, float t)
{
    float low = a + (b - a) * s, high = c + (d - c) * s;
    return low + (high - low) * t;
}

// The metric at the share (s, t) of a tile.
static struct metric metric_in(const struct thrower *th, int tile, float s, float t)
{
    const struct metric *a = th->metric + (tile / TILES) * (TILES + 1) + tile % TILES;
    const struct metric *b = a + 1, *c = a + TILES + 1, *d = c + 1;
    return (struct metric){mix4(a->uu, b->uu, c->uu, d->uu, s, t),
                           mix4(a->uv, b->uv, c->uv, d->uv, s, t),
                           mix4(a->vv, b->vv, c->vv, d->vv, s, t),
                           mix4(a->area, b->area, c->area, d->area, s, t)};
}

// Area of a tile's part in the region, by sampling.
static void measure_tile(struct thrower *th, int index)
{
    enum { SIDE = 16 };
    struct tile *tile = &th->tile[index];
    double u0 = tile_edge(index % TILES), v0 = tile_edge(index / TILES);
    double width = 2.0 * CHART_REACH / TILES, sum = 0.0;
    int inside = 0;
    tile->is_whole = true;
    for (int i = 0; i < SIDE * SIDE; i++) {
        double s = (i % SIDE + 0.5) / SIDE, t = (i / SIDE + 0.5) / SIDE;
        double u = u0 + s * width, v = v0 + t * width;
        // The edge is a function of the azimuth: 1 % farther out is more than lies between samples.
        tile->is_whole = tile->is_whole && field_region_has(1.01 * u, 1.01 * v);
        if (!field_region_has(u, v))
            continue;
        inside++;
        sum += (double)metric_in(th, index, (float)s, (float)t).area;
    }
    tile->area_mm2 = inside < 4 ? 0.0 : sum * width * width / (SIDE * SIDE); // slivers hold nothing
}

// Share of a round at which a tile has its turn: bits of column and row from the lowest up, each pair
// shuffled by a hash of the pairs above it, make an order in which every beginning is spread evenly.
static double tile_phase(uint64_t seed, int index)
{
    static const uint8_t orders[24][4] = {
        {0, 1, 2, 3}, {0, 1, 3, 2}, {0, 2, 1, 3}, {0, 2, 3, 1}, {0, 3, 1, 2}, {0, 3, 2, 1},
        {1, 0, 2, 3}, {1, 0, 3, 2}, {1, 2, 0, 3}, {1, 2, 3, 0}, {1, 3, 0, 2}, {1, 3, 2, 0},
        {2, 0, 1, 3}, {2, 0, 3, 1}, {2, 1, 0, 3}, {2, 1, 3, 0}, {2, 3, 0, 1}, {2, 3, 1, 0},
        {3, 0, 1, 2}, {3, 0, 2, 1}, {3, 1, 0, 2}, {3, 1, 2, 0}, {3, 2, 0, 1}, {3, 2, 1, 0},
    };
    int column = index % TILES, row = index / TILES;
    double share = 1.0 / (TILES * TILES); // of one turn
    double phase = share * rng_unit(seed, (uint64_t)index, STREAM_PHASE);
    uint64_t above = 1;
    for (int bit = TILE_BITS - 1; bit >= 0; bit--) {
        int pair = ((column >> bit) & 1) | (((row >> bit) & 1) << 1);
        int turn = orders[rng_bits(seed, above, STREAM_PHASE) % 24][pair];
        phase += share * turn;
        share *= 4.0;
        above = above * 4 + (uint64_t)pair;
    }
    return phase;
}

static bool throw_init(struct thrower *th)
{
    struct head head = head_canonical();
    th->metric = mem_try_array_raw((TILES + 1) * (TILES + 1), sizeof *th->metric);
    th->tile = mem_try_array(TILES * TILES, sizeof *th->tile);
    if (!th->metric || !th->tile)
        return false;
    for (int i = 0; i < (TILES + 1) * (TILES + 1); i++)
        th->metric[i] = metric_at(&head, tile_edge(i % (TILES + 1)), tile_edge(i / (TILES + 1)));
    for (int i = 0; i < TILES * TILES; i++) {
        struct tile *tile = &th->tile[i];
        measure_tile(th, i);
        tile->phase = tile_phase(th->seed, i);
        double ticks = tile->area_mm2 * th->full_per_mm2 - tile->phase;
        tile->room = ticks > 0.0 ? (int)ticks + 1 : 0;
        tile->first = th->count;
        th->count += tile->room;
    }
    size_t count = (size_t)th->count, cells = (size_t)TILES * TILES << (2 * MOST_CELLS_BITS);
    th->u = mem_try_array_raw(count, sizeof *th->u);
    th->v = mem_try_array_raw(count, sizeof *th->v);
    th->tick = mem_try_array_raw(count, sizeof *th->tick);
    th->next = mem_try_array_raw(count, sizeof *th->next);
    th->cell = mem_try_array_raw(cells, sizeof *th->cell);
    return th->u && th->v && th->tick && th->next && th->cell;
}

static void throw_finish(struct thrower *th)
{
    mem_free(th->metric);
    mem_free(th->tile);
    mem_free(th->u);
    mem_free(th->v);
    mem_free(th->tick);
    mem_free(th->next);
    mem_free(th->cell);
}

static int cell_of(const struct thrower *th, float u, float v)
{
    float scale = (float)(TILES << th->cell_bits) / (2.0f * (float)CHART_REACH);
    int column = (int)((u + (float)CHART_REACH) * scale), row = (int)((v + (float)CHART_REACH) * scale);
    return (row << (TILE_BITS + th->cell_bits)) + column;
}

static void cell_add(struct thrower *th, int cell, int place)
{
    th->next[place] = th->cell[cell];
    th->cell[cell] = place;
}

// Cuts the tiles anew and sorts the places so far into the cells.
static void cells_rebuild(struct thrower *th, int bits)
{
    th->cell_bits = bits;
    memset(th->cell, -1, ((size_t)TILES * TILES << (2 * bits)) * sizeof *th->cell);
    for (int i = 0; i < TILES * TILES; i++)
        for (int k = th->tile[i].first; k < th->tile[i].first + th->tile[i].count; k++)
            cell_add(th, cell_of(th, th->u[k], th->v[k]), k);
}

struct dart {
    float u, v;
    struct metric metric;
};

// Whether a place lies within radius_mm of the dart.
static bool is_taken(const struct thrower *th, const struct dart *dart, float radius_mm)
{
    float u = dart->u, v = dart->v;
    struct metric m = dart->metric;
    float reach = radius_mm / m.area;
    float du = reach * sqrtf(m.vv), dv = reach * sqrtf(m.uu); // half sides of the circle's box
    int side = TILES << th->cell_bits;
    float scale = (float)side / (2.0f * (float)CHART_REACH);
    int c0 = (int)((u - du + (float)CHART_REACH) * scale), c1 = (int)((u + du + (float)CHART_REACH) * scale);
    int r0 = (int)((v - dv + (float)CHART_REACH) * scale), r1 = (int)((v + dv + (float)CHART_REACH) * scale);
    c0 = c0 < 0 ? 0 : c0, r0 = r0 < 0 ? 0 : r0;
    c1 = c1 >= side ? side - 1 : c1, r1 = r1 >= side ? side - 1 : r1;
    float limit = radius_mm * radius_mm;
    for (int r = r0; r <= r1; r++)
        for (int c = c0; c <= c1; c++)
            for (int k = th->cell[r * side + c]; k >= 0; k = th->next[k]) {
                float x = th->u[k] - u, y = th->v[k] - v;
                if (m.uu * x * x + 2.0f * m.uv * x * y + m.vv * y * y < limit)
                    return true;
            }
    return false;
}

// A place in the tile's part of the region, uniform over the skin.
static struct dart aim(const struct thrower *th, int index, uint64_t *key)
{
    const struct metric *corner = th->metric + (index / TILES) * (TILES + 1) + index % TILES;
    float most = fmaxf(fmaxf(corner[0].area, corner[1].area),
                       fmaxf(corner[TILES + 1].area, corner[TILES + 2].area));
    float u0 = (float)tile_edge(index % TILES), v0 = (float)tile_edge(index / TILES);
    float width = (float)(2.0 * CHART_REACH / TILES);
    for (;;) { // ends: a tile without a share in the region has no tick
        uint64_t bits = rng_mix(*key += 0x9e3779b97f4a7c15u);
        float s = (float)(bits >> 40) * 0x1p-24f, t = (float)(bits >> 16 & 0xffffff) * 0x1p-24f;
        struct dart dart = {u0 + s * width, v0 + t * width, metric_in(th, index, s, t)};
        bool is_inside = th->tile[index].is_whole || field_region_has((double)dart.u, (double)dart.v);
        if (is_inside && (float)(bits & 0xffff) * 0x1p-16f * most <= dart.metric.area)
            return dart;
    }
}

// Puts the next place into a tile. Where there is no room the distance is eased little by little.
static void throw_dart(struct thrower *th, int index, double tick)
{
    struct tile *tile = &th->tile[index];
    int place = tile->first + tile->count++;
    float radius_mm = (float)(SPACING / sqrt(tick > FIRST_PER_MM2 ? tick : FIRST_PER_MM2));
    uint64_t key = rng_bits(th->seed, (uint64_t)place, STREAM_DART);
    struct dart dart = aim(th, index, &key);
    for (int tries = 1; is_taken(th, &dart, radius_mm); tries++) {
        if (tries % TRIES_A_STEP == 0)
            radius_mm *= EASE;
        dart = aim(th, index, &key);
    }
    th->u[place] = dart.u;
    th->v[place] = dart.v;
    th->tick[place] = (float)tick;
    cell_add(th, cell_of(th, dart.u, dart.v), place);
}

struct pass {
    struct thrower *th;
    int column, row; // of the first tile
};

// One job: the tiles of one pass in one row of tiles.
static void pass_row(void *context, int index)
{
    const struct pass *pass = context;
    struct thrower *th = pass->th;
    int row = pass->row + 2 * index;
    for (int column = pass->column; column < TILES; column += 2) {
        int i = row * TILES + column;
        struct tile *tile = &th->tile[i];
        while (tile->count < tile->room) {
            double tick = ((double)tile->count + tile->phase) / tile->area_mm2;
            if (tick >= th->span_end)
                break;
            throw_dart(th, i, tick);
        }
    }
}

static void throw_all(struct thrower *th, struct pool *pool)
{
    cells_rebuild(th, 0);
    for (double end = FIRST_PER_MM2; end < th->full_per_mm2 * SPAN_RATIO; end *= SPAN_RATIO) {
        th->span_end = end;
        double radius_mm = SPACING / sqrt(end), cell_mm = 4.2;
        int bits = 0;
        while (bits < MOST_CELLS_BITS && cell_mm > 1.4 * radius_mm) {
            bits++;
            cell_mm *= 0.5;
        }
        if (bits != th->cell_bits)
            cells_rebuild(th, bits);
        for (int p = 0; p < 4; p++) {
            struct pass pass = {.th = th, .column = p & 1, .row = p >> 1};
            pool_run(radius_mm < 1.5 ? pool : NULL, TILES / 2, pass_row, &pass, NULL);
        }
    }
}

// Orders the places by tick into `places`: two rounds of a counting sort of 16 bits each.
static bool sort_places(const struct thrower *th, struct field_places *places)
{
    size_t count = (size_t)th->count;
    uint32_t *key = mem_try_array_raw(count, sizeof *key);
    int *order[2] = {mem_try_array_raw(count, sizeof(int)), mem_try_array_raw(count, sizeof(int))};
    int *start = mem_try_array_raw(65537, sizeof *start);
    places->u = mem_try_array_raw(count, sizeof(float));
    places->v = mem_try_array_raw(count, sizeof(float));
    bool ok = key && order[0] && order[1] && start && places->u && places->v;
    for (int i = 0; ok && i < th->count; i++) {
        memcpy(&key[i], &th->tick[i], sizeof *key); // positive floats sort as their bits
        order[0][i] = i;
    }
    for (int round = 0; ok && round < 2; round++) {
        const int *from = order[round];
        memset(start, 0, 65537 * sizeof *start);
        for (int i = 0; i < th->count; i++)
            start[(key[i] >> (16 * round) & 0xffff) + 1]++;
        for (int i = 0; i < 65536; i++)
            start[i + 1] += start[i];
        for (int i = 0; i < th->count; i++)
            order[1 - round][start[key[from[i]] >> (16 * round) & 0xffff]++] = from[i];
    }
    for (int i = 0; ok && i < th->count; i++) {
        places->u[i] = th->u[order[0][i]];
        places->v[i] = th->v[order[0][i]];
    }
    places->count = th->count;
    mem_free(key);
    mem_free(order[0]);
    mem_free(order[1]);
    mem_free(start);
    return ok;
}

bool field_places_build(uint64_t seed, double full_per_cm2, struct pool *pool, struct field_places *places)
{
    struct thrower th = {.seed = seed, .full_per_mm2 = full_per_cm2 / 100.0};
    *places = (struct field_places){0};
    bool ok = throw_init(&th);
    if (ok) {
        throw_all(&th, pool);
        ok = sort_places(&th, places);
    }
    if (!ok)
        field_places_finish(places);
    throw_finish(&th);
    return ok;
}

void field_places_finish(struct field_places *places)
{
    mem_free(places->u);
    mem_free(places->v);
    *places = (struct field_places){0};
}
