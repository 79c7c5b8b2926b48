// Dart throwing by the clock.
//
// Darts thrown at the whole head would leave the number of places in a zone to chance; here each
// *tile*, a square of the equal-area chart, has a clock that ticks in proportion to its area, and
// each tick puts one place into it, of some darts the one with most room. The clocks start shifted against each other,
// by an order of which every beginning is spread evenly, too. So any zone holds its share but for the tiles that its
// outline cuts.
//
// A tick is a density: at tick d the list holds d places for each mm2, everywhere. Ticks are
// handled in short spans, and within a span in four passes: tiles of one pass never touch, so that those whose
// darts do not reach each other can run at once, and the result does not depend on which runs first. The list is
// ordered by tick in the end. A place keeps its distance from those of later ticks of the same span, too; that is more
// than is needed.
//
// Room is the distance to the nearest earlier place. From version 2 on recent places count more:
// what a later session adds, a difference of two beginnings of the list, must itself be spread
// evenly, or the fresh dots between healed ones stand in chains and leave holes.
//
// All distances are taken in the chart, with the metric of the canonical head at the corners of the
// tiles. Only + - x / sqrt: the same bits everywhere. Whatever changes one place changes all that
// follow and needs a new FIELD_VERSION.
#include "model/field_places.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/rng.h"
#include "geom/chart.h"
#include "model/field.h"
#include "model/field_jobs.h"
#include "model/head.h"
#include "shared/smp_math.h"

#include <string.h>

enum { STAGES = 4 };

// How a version of the field throws. Lengths are of 1 / sqrt(density so far).
struct throw_law {
    int tile_bits;       // tiles along u, and along v
    int darts;           // in each stage, of which the best is taken
    float room[STAGES];  // least that a dart must have, 0: no such stage; without one in any stage the place waits for
                         // the next span
    float enough;        // a dart with that is taken at once
    float recent, other; // places after that share of the density count as they lie, earlier ones as so much farther
};
// Clark and Evans' R, of which domain.md 8.12 wants 1.35 to 1.65, before the error of the hand: 1.63 for all
// dots and 1.21 for the last 30 % of version 1; 1.58 and 1.38 in version 2.
static const struct throw_law laws[FIELD_VERSION] = {
    {.tile_bits = 6, .darts = 24, .room = {0.64f, 0.61f, 0.58f}, .recent = -1.0f, .other = 1.0f},
    {.tile_bits = 7, .darts = 16, .room = {0.93f, 0.88f, 0.82f, 0.76f}, .enough = 1.3f, .recent = 0.65f, .other = 1.5f},
};

#define SPAN_RATIO 1.15      // by which the density grows in one span
#define FIRST_PER_MM2 0.0005 // end of the first span
enum {
    MOST_SIDE_BITS = 10, // cells along u, and along v
    SORT_BITS = 16,
    SORT_BINS = 1 << SORT_BITS,
};
#define CHART_WIDTH (2.0 * CHART_REACH)
#define CHART_MM 269.0 // about
#define WIDE_MM 3.0    // circles of that radius leave few tiles apart

enum stream { // of the field's random numbers; from 16 on they belong to field.c
    STREAM_PHASE = 1,
    STREAM_TURN,
    STREAM_DART,
};

struct metric {             // squared length of (du, dv) is uu du^2 + 2 uv du dv + vv dv^2, mm2
    float uu, uv, vv, area; // area: mm2 for each unit of the chart
};

struct tile {
    double area_mm2; // of the part in the region
    double phase;    // first tick, in places
    int first;       // of its places in the arrays
    int count, room; // places so far and at the end
    float most_area; // largest of the metric at the corners
    bool is_whole;   // no part lies outside the region
};

struct place {
    float u, v, tick;
    int next; // in the same cell; -1 ends
};

struct thrower {
    const struct throw_law *law;
    uint64_t seed;
    double full_per_mm2;
    int tiles;             // along u, and along v
    struct metric *metric; // at the corners of the tiles
    struct tile *tile;
    struct field_jobs jobs;
    int count;           // places at the end, all tiles
    struct place *place; // by tile
    int *cell;           // first place of each cell; -1 none
    // The span at hand.
    int span;
    int cell_bits;               // a tile has 2^cell_bits cells along each side
    double span_start, span_end; // ticks
};

// The lower edge as height of the direction, from the cosine of the azimuth to the front: in front
// 25 mm above the glabella, from the temples on at the foot of the sideburns, behind the ears down
// to the nape.
static double region_floor(double front)
{
    float side = smp_smoothstep(0.99f, 0.66f, (float)front), back = smp_smoothstep(0.2f, -0.9f, (float)front);
    return 0.11 - 0.66 * (double)side - 0.11 * (double)back;
}

bool field_region_has(double u, double v)
{
    double square = u * u + v * v, z = 1.0 - 0.5 * square; // height of the direction
    return z > 0.5 || z > region_floor(-v / sqrt(square));
}

static double tile_width(const struct thrower *th)
{
    return CHART_WIDTH / th->tiles;
}

static double tile_edge(const struct thrower *th, int index)
{
    return tile_width(th) * index - CHART_REACH;
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

// The lower left corner of a tile; the others are the next and a row of corners farther.
static const struct metric *corner_of(const struct thrower *th, int tile)
{
    return th->metric + tile / th->tiles * (th->tiles + 1) + tile % th->tiles;
}

// The metric at the share (s, t) of a tile.
static struct metric metric_in(const struct thrower *th, int tile, float s, float t)
{
    const struct metric *a = corner_of(th, tile), *b = a + 1, *c = b + th->tiles, *d = c + 1;
    return (struct metric){mix4(a->uu, b->uu, c->uu, d->uu, s, t), mix4(a->uv, b->uv, c->uv, d->uv, s, t),
                           mix4(a->vv, b->vv, c->vv, d->vv, s, t), mix4(a->area, b->area, c->area, d->area, s, t)};
}

// Area of a tile's part in the region, by sampling.
static void measure_tile(struct thrower *th, int index)
{
    enum { SIDE = 8 };
    struct tile *tile = &th->tile[index];
    double width = tile_width(th), sum = 0.0;
    double u0 = tile_edge(th, index % th->tiles), v0 = tile_edge(th, index / th->tiles);
    int inside = 0;
    tile->is_whole = true;
    for (int i = 0; i < SIDE * SIDE; i++) {
        double s = (i % SIDE + 0.5) / SIDE, t = (i / SIDE + 0.5) / SIDE;
        double u = u0 + s * width, v = v0 + t * width;
        // The edge is a function of the azimuth: 2 % farther out is more than lies between samples.
        tile->is_whole = tile->is_whole && field_region_has(1.02 * u, 1.02 * v);
        if (!field_region_has(u, v))
            continue;
        inside++;
        sum += (double)metric_in(th, index, (float)s, (float)t).area;
    }
    tile->area_mm2 = inside < 2 ? 0.0 : sum * width * width / (SIDE * SIDE); // no slivers
}

// What darts need to know of a tile's shape.
static void measure_corners(struct thrower *th, int index)
{
    const int corners[4] = {0, 1, th->tiles + 1, th->tiles + 2};
    struct tile *tile = &th->tile[index];
    struct job_tile *gap = &th->jobs.tile[index];
    for (int i = 0; i < 4; i++) {
        const struct metric *m = corner_of(th, index) + corners[i];
        float side_mm = (float)tile_width(th) * m->area;
        tile->most_area = smp_max(tile->most_area, m->area);
        if (tile->area_mm2 <= 0.0)
            continue;
        gap->width_mm = smp_min(i > 0 ? gap->width_mm : 1e9f, side_mm / sqrtf(m->vv));
        gap->height_mm = smp_min(i > 0 ? gap->height_mm : 1e9f, side_mm / sqrtf(m->uu));
    }
}

// Share of a round at which a tile has its turn: bits of column and row from the lowest up, each
// pair shuffled by a hash of the pairs above it, make an order in which every beginning is spread
// evenly.
static double tile_phase(const struct thrower *th, int index)
{
    static const uint8_t orders[24][4] = {
        {0, 1, 2, 3}, {0, 1, 3, 2}, {0, 2, 1, 3}, {0, 2, 3, 1}, {0, 3, 1, 2}, {0, 3, 2, 1}, {1, 0, 2, 3}, {1, 0, 3, 2},
        {1, 2, 0, 3}, {1, 2, 3, 0}, {1, 3, 0, 2}, {1, 3, 2, 0}, {2, 0, 1, 3}, {2, 0, 3, 1}, {2, 1, 0, 3}, {2, 1, 3, 0},
        {2, 3, 0, 1}, {2, 3, 1, 0}, {3, 0, 1, 2}, {3, 0, 2, 1}, {3, 1, 0, 2}, {3, 1, 2, 0}, {3, 2, 0, 1}, {3, 2, 1, 0},
    };
    int column = index % th->tiles, row = index / th->tiles;
    double share = 1.0 / (th->tiles * th->tiles); // of a round, for one turn
    double phase = share * rng_unit(th->seed, (uint64_t)index, STREAM_PHASE);
    uint64_t above = 1;
    for (int bit = th->law->tile_bits - 1; bit >= 0; bit--) {
        int pair = ((column >> bit) & 1) | (((row >> bit) & 1) << 1);
        int turn = orders[rng_bits(th->seed, above, STREAM_TURN) % 24][pair];
        phase += share * turn;
        share *= 4.0;
        above = above * 4 + (uint64_t)pair;
    }
    return phase;
}

static bool throw_init(struct thrower *th)
{
    struct head head = head_canonical();
    th->tiles = 1 << th->law->tile_bits;
    int tiles = th->tiles * th->tiles, corners = th->tiles + 1;
    th->metric = mem_try_array_raw((size_t)corners * (size_t)corners, sizeof *th->metric);
    th->tile = mem_try_array((size_t)tiles, sizeof *th->tile);
    if (!th->metric || !th->tile || !field_jobs_init(&th->jobs, th->tiles))
        return false;
    for (int i = 0; i < corners * corners; i++)
        th->metric[i] = metric_at(&head, tile_edge(th, i % corners), tile_edge(th, i / corners));
    for (int i = 0; i < tiles; i++) {
        struct tile *tile = &th->tile[i];
        measure_tile(th, i);
        measure_corners(th, i);
        tile->phase = tile_phase(th, i);
        double ticks = tile->area_mm2 * th->full_per_mm2 - tile->phase;
        tile->room = ticks > 0.0 ? (int)ticks + 1 : 0;
        th->jobs.tile[i].has_places = tile->room > 0;
        tile->first = th->count;
        th->count += tile->room;
    }
    th->place = mem_try_array_raw((size_t)th->count, sizeof *th->place);
    th->cell = mem_try_array_raw((size_t)1 << (2 * MOST_SIDE_BITS), sizeof *th->cell);
    return th->place && th->cell;
}

static void throw_finish(struct thrower *th)
{
    mem_free(th->metric);
    mem_free(th->tile);
    field_jobs_finish(&th->jobs);
    mem_free(th->place);
    mem_free(th->cell);
}

static void cell_add(struct thrower *th, int index)
{
    struct place *place = &th->place[index];
    int side = th->tiles << th->cell_bits;
    float scale = (float)side / (2.0f * (float)CHART_REACH);
    int column = (int)((place->u + (float)CHART_REACH) * scale);
    int row = (int)((place->v + (float)CHART_REACH) * scale);
    place->next = th->cell[row * side + column];
    th->cell[row * side + column] = index;
}

// Cuts the tiles anew and sorts the places so far into the cells.
static void cells_rebuild(struct thrower *th, int bits)
{
    th->cell_bits = bits;
    int tiles = th->tiles * th->tiles;
    memset(th->cell, -1, ((size_t)tiles << (2 * bits)) * sizeof *th->cell);
    for (int i = 0; i < tiles; i++)
        for (int k = 0; k < th->tile[i].count; k++)
            cell_add(th, th->tile[i].first + k);
}

struct dart {
    float u, v;
    struct metric metric;
};

// What a dart's room is measured by.
struct sought {
    float most_mm2, least_mm2; // no more counts; less is not looked into
    float recent, other;       // ticks after that count as they lie, squares of the rest so much more
};

// Squared distance to the nearest place of a cell, if it is less than `room_mm2`.
static float room_in(const struct thrower *th, const struct dart *dart, const struct sought *sought, int cell,
                     float room_mm2)
{
    const struct metric *m = &dart->metric;
    for (int k = th->cell[cell]; k >= 0; k = th->place[k].next) {
        float x = th->place[k].u - dart->u, y = th->place[k].v - dart->v;
        float far_mm2 = m->uu * x * x + 2.0f * m->uv * x * y + m->vv * y * y;
        far_mm2 *= th->place[k].tick > sought->recent ? 1.0f : sought->other;
        room_mm2 = far_mm2 < room_mm2 ? far_mm2 : room_mm2;
    }
    return room_mm2;
}

// Squared room round the dart. Most darts fall close to a place: its own cell first.
static float room_of(const struct thrower *th, const struct dart *dart, const struct sought *sought)
{
    int side = th->tiles << th->cell_bits;
    float scale = (float)side / (2.0f * (float)CHART_REACH);
    float u = (dart->u + (float)CHART_REACH) * scale, v = (dart->v + (float)CHART_REACH) * scale;
    float room_mm2 = room_in(th, dart, sought, (int)v * side + (int)u, sought->most_mm2);
    float reach = sqrtf(room_mm2) / dart->metric.area * scale; // half sides of the circle's box, in cells:
    float du = reach * sqrtf(dart->metric.vv), dv = reach * sqrtf(dart->metric.uu);
    int c0 = (int)(u - du), c1 = (int)(u + du), r0 = (int)(v - dv), r1 = (int)(v + dv);
    for (int r = r0 < 0 ? 0 : r0; r <= r1 && r < side; r++)
        for (int c = c0 < 0 ? 0 : c0; c <= c1 && c < side && room_mm2 >= sought->least_mm2; c++)
            room_mm2 = room_in(th, dart, sought, r * side + c, room_mm2);
    return room_mm2;
}

// A place in the tile's part of the region, uniform over the skin. Of 65536 steps each way the
// middles, so that rounding carries none into the next tile: another thread may own that one's
// cells.
static struct dart aim(const struct thrower *th, int index, uint64_t *key)
{
    const struct tile *tile = &th->tile[index];
    float u0 = (float)tile_edge(th, index % th->tiles), v0 = (float)tile_edge(th, index / th->tiles);
    float width = (float)tile_width(th);
    for (;;) { // ends: a tile without a share in the region has no tick
        uint64_t bits = rng_mix(*key += 0x9e3779b97f4a7c15u);
        float s = ((float)(bits >> 48) + 0.5f) * 0x1p-16f, t = ((float)(bits >> 32 & 0xffff) + 0.5f) * 0x1p-16f;
        struct metric metric = metric_in(th, index, s, t);
        struct dart dart = {u0 + s * width, v0 + t * width, metric};
        if ((float)(bits & 0xffffff) * 0x1p-24f * tile->most_area > metric.area)
            continue;
        if (tile->is_whole || field_region_has((double)dart.u, (double)dart.v))
            return dart;
    }
}

// Of some darts the first with more than enough room, else the best; false when none has any.
static bool choose_dart(const struct thrower *th, int index, double tick, struct dart *chosen)
{
    const struct throw_law *law = th->law;
    int place = th->tile[index].first + th->tile[index].count;
    uint64_t key = rng_bits(th->seed, (uint64_t)place << 8 | (uint64_t)th->span, STREAM_DART);
    float unit_mm = 1.0f / sqrtf((float)(tick > FIRST_PER_MM2 ? tick : FIRST_PER_MM2));
    bool is_found = false;
    for (int stage = 0; stage < STAGES && law->room[stage] > 0.0f && !is_found; stage++) {
        float least_mm = law->room[stage] * unit_mm, most_mm = smp_max(law->room[stage], law->enough) * unit_mm;
        struct sought sought = {most_mm * most_mm, least_mm * least_mm, law->recent * (float)tick,
                                law->other * law->other};
        for (int i = 0; i < law->darts; i++) {
            struct dart dart = aim(th, index, &key);
            float room_mm2 = room_of(th, &dart, &sought);
            if (room_mm2 < sought.least_mm2)
                continue;
            sought.least_mm2 = room_mm2;
            *chosen = dart;
            is_found = true;
            if (room_mm2 >= sought.most_mm2)
                break;
        }
    }
    return is_found;
}

// Puts the next place into a tile; false when there is no room.
static bool throw_dart(struct thrower *th, int index, double tick)
{
    struct tile *tile = &th->tile[index];
    struct dart dart;
    if (!choose_dart(th, index, tick, &dart))
        return false;
    int place = tile->first + tile->count++;
    th->place[place] = (struct place){.u = dart.u, .v = dart.v, .tick = (float)tick};
    cell_add(th, place);
    return true;
}

static void fill_tile(struct thrower *th, int index)
{
    struct tile *tile = &th->tile[index];
    while (tile->count < tile->room) {
        double tick = ((double)tile->count + tile->phase) / tile->area_mm2;
        if (tick >= th->span_end)
            break;
        if (!throw_dart(th, index, tick > th->span_start ? tick : th->span_start))
            break; // waits for the next span
    }
}

static void fill_all_tiles(struct thrower *th, int column, int row)
{
    for (int r = row; r < th->tiles; r += 2)
        for (int c = column; c < th->tiles; c += 2)
            fill_tile(th, r * th->tiles + c);
}

static void fill_batch(void *context, int index)
{
    struct thrower *th = context;
    for (int i = th->jobs.first[index]; i < th->jobs.first[index + 1]; i++)
        fill_tile(th, th->jobs.order[i]);
}

// Cells for this span: some 2 radii wide, which costs least (measured).
static int cell_bits_for(const struct throw_law *law, double radius_mm)
{
    int bits = 0, most = MOST_SIDE_BITS - law->tile_bits;
    for (double cell_mm = CHART_MM / (1 << law->tile_bits); bits < most && cell_mm > 1.8 * radius_mm; cell_mm *= 0.5)
        bits++;
    return bits;
}

static void throw_span(struct thrower *th, struct pool *pool)
{
    double most = th->span_start > FIRST_PER_MM2 ? th->span_start : FIRST_PER_MM2;
    double radius_mm = (double)smp_max(th->law->room[0], th->law->enough) / sqrt(most);
    int bits = cell_bits_for(th->law, radius_mm);
    if (bits != th->cell_bits)
        cells_rebuild(th, bits);
    for (int p = 0; p < 4; p++) {
        if (radius_mm > WIDE_MM) {
            fill_all_tiles(th, p & 1, p >> 1);
            continue;
        }
        field_jobs_cut(&th->jobs, p & 1, p >> 1, (float)(radius_mm / 0.9));
        pool_run(pool, th->jobs.batches, fill_batch, th, NULL);
    }
}

static void throw_all(struct thrower *th, struct pool *pool)
{
    cells_rebuild(th, 0);
    for (double end = FIRST_PER_MM2; end < th->full_per_mm2 * SPAN_RATIO; end *= SPAN_RATIO) {
        th->span++;
        th->span_start = th->span_end;
        th->span_end = end;
        throw_span(th, pool);
    }
}

// Closes the gaps that tiles left which did not find room to the end.
static void close_gaps(struct thrower *th)
{
    int count = 0;
    for (int i = 0; i < th->tiles * th->tiles; i++)
        for (int k = 0; k < th->tile[i].count; k++)
            th->place[count++] = th->place[th->tile[i].first + k];
    th->count = count;
}

static uint32_t sort_bin(float tick, int shift)
{
    uint32_t bits; // positive floats sort as their bits
    memcpy(&bits, &tick, sizeof bits);
    return bits >> shift & (SORT_BINS - 1);
}

// Orders the places by tick into `places`: two rounds of a counting sort of 16 bits each.
static bool sort_places(const struct thrower *th, struct field_places *places)
{
    size_t count = (size_t)th->count;
    struct place *other = mem_try_array_raw(count, sizeof *other);
    struct place *from = th->place, *to = other;
    int *start = mem_try_array_raw(SORT_BINS + 1, sizeof *start);
    for (int shift = 0; other && start && shift < 32; shift += SORT_BITS) {
        memset(start, 0, (SORT_BINS + 1) * sizeof *start);
        for (int i = 0; i < th->count; i++)
            start[sort_bin(from[i].tick, shift) + 1]++;
        for (int i = 0; i < SORT_BINS; i++)
            start[i + 1] += start[i];
        for (int i = 0; i < th->count; i++)
            to[start[sort_bin(from[i].tick, shift)]++] = from[i];
        struct place *swap = from;
        from = to;
        to = swap;
    }
    places->u = mem_try_array_raw(count, sizeof(float));
    places->v = mem_try_array_raw(count, sizeof(float));
    bool ok = other && start && places->u && places->v;
    for (int i = 0; ok && i < th->count; i++) {
        places->u[i] = from[i].u;
        places->v[i] = from[i].v;
    }
    places->count = th->count;
    mem_free(other);
    mem_free(start);
    return ok;
}

bool field_places_build(uint32_t version, uint64_t seed, double full_per_cm2, struct pool *pool,
                        struct field_places *places)
{
    REQUIRE(version >= 1 && version <= FIELD_VERSION);
    struct thrower th = {.law = &laws[version - 1], .seed = seed, .full_per_mm2 = full_per_cm2 / 100.0};
    *places = (struct field_places){0};
    bool ok = throw_init(&th);
    if (ok) {
        throw_all(&th, pool);
        close_gaps(&th);
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
