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
#include "model/field.h"
#include "model/field_darts.h"
#include "model/field_jobs.h"
#include "model/field_tiles.h"
#include "shared/smp_math.h"

#include <string.h>

// Clark and Evans' R, of which domain.md 8.12 wants 1.35 to 1.65, before the error of the hand: 1.63 for all
// dots and 1.21 for the last 30 % of version 1; 1.58 and 1.38 in version 2.
enum { PLACES_VERSIONS = 2 };
static const struct throw_law laws[PLACES_VERSIONS] = {
    {.tile_bits = 6, .darts = 24, .room = {0.64f, 0.61f, 0.58f}, .recent = -1.0f, .other = 1.0f},
    {.tile_bits = 7, .darts = 16, .room = {0.93f, 0.88f, 0.82f, 0.76f}, .enough = 1.3f, .recent = 0.65f, .other = 1.5f},
};

#define SPAN_RATIO 1.15      // by which the density grows in one span
#define FIRST_PER_MM2 0.0005 // end of the first span
#define WIDE_MM 3.0          // circles of that radius leave few tiles apart
enum { SORT_BITS = 16, SORT_BINS = 1 << SORT_BITS };

enum stream { // of the field's random numbers; from 16 on they belong to field.c
    STREAM_PHASE = 1,
    STREAM_TURN,
    STREAM_DART,
};

struct clock {       // of a tile
    double phase;    // first tick, in places
    int first;       // of its places in the array
    int count, room; // places so far and at the end
};

struct thrower {
    const struct throw_law *law;
    uint64_t seed;
    double full_per_mm2;
    struct field_tiles tiles;
    struct clock *clock; // of each tile
    struct field_jobs jobs;
    int count;                 // places at the end, all tiles
    struct field_place *place; // by tile
    // The span at hand.
    int span;
    float reach_mm;              // no place farther from a dart is asked for
    double span_start, span_end; // ticks
};

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
    int column = index % th->tiles.side, row = index / th->tiles.side;
    double share = 1.0 / (th->tiles.side * th->tiles.side); // of a round, for one turn
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

static bool throw_init(struct thrower *th, struct pool *pool)
{
    if (!field_tiles_init(&th->tiles, th->law->tile_bits, pool))
        return false;
    int tiles = th->tiles.side * th->tiles.side;
    th->clock = mem_try_array((size_t)tiles, sizeof *th->clock);
    if (!th->clock || !field_jobs_init(&th->jobs, th->tiles.side))
        return false;
    for (int i = 0; i < tiles; i++) {
        struct clock *clock = &th->clock[i];
        clock->phase = tile_phase(th, i);
        double ticks = th->tiles.tile[i].area_mm2 * th->full_per_mm2 - clock->phase;
        clock->room = ticks > 0.0 ? (int)ticks + 1 : 0;
        th->jobs.tile[i] = (struct job_tile){th->tiles.tile[i].reach_u, th->tiles.tile[i].reach_v, clock->room > 0};
        clock->first = th->count;
        th->count += clock->room;
    }
    th->place = mem_try_array_raw((size_t)th->count, sizeof *th->place);
    return th->place;
}

static void throw_finish(struct thrower *th)
{
    field_tiles_finish(&th->tiles);
    mem_free(th->clock);
    field_jobs_finish(&th->jobs);
    mem_free(th->place);
}

// The places so far that a dart at the tile may come near.
static void gather(const struct thrower *th, int index, struct field_near *near)
{
    const struct field_tile *tile = &th->tiles.tile[index];
    int side = th->tiles.side, column = index % side, row = index / side;
    float reach_u = tile->reach_u * th->reach_mm, reach_v = tile->reach_v * th->reach_mm;
    int wide = field_jobs_tiles_reached(reach_u), high = field_jobs_tiles_reached(reach_v);
    float width = (float)field_tiles_width(&th->tiles);
    float u = (float)field_tiles_edge(&th->tiles, column) + 0.5f * width, du = (0.501f + reach_u) * width;
    float v = (float)field_tiles_edge(&th->tiles, row) + 0.5f * width, dv = (0.501f + reach_v) * width;
    int first = column > wide ? column - wide : 0, last = column + wide < side ? column + wide : side - 1;
    near->count = 0;
    for (int r = row > high ? row - high : 0; r <= row + high && r < side; r++)
        for (int c = first; c <= last; c++) {
            const struct clock *clock = &th->clock[r * side + c];
            for (int k = clock->first; k < clock->first + clock->count; k++) {
                field_near_add(near, &th->place[k]); // and left there or not, without a branch
                near->count -= !((int)(fabsf(th->place[k].u - u) <= du) & (int)(fabsf(th->place[k].v - v) <= dv));
            }
        }
}

static bool is_due(const struct thrower *th, int index, double *tick)
{
    const struct clock *clock = &th->clock[index];
    *tick = ((double)clock->count + clock->phase) / th->tiles.tile[index].area_mm2;
    return clock->count < clock->room && *tick < th->span_end;
}

static struct field_throw throw_at(const struct thrower *th, int index, double tick)
{
    int place = th->clock[index].first + th->clock[index].count;
    return (struct field_throw){
        .law = th->law,
        .tiles = &th->tiles,
        .tile = index,
        .unit_mm = 1.0f / sqrtf((float)(tick > FIRST_PER_MM2 ? tick : FIRST_PER_MM2)),
        .tick = (float)tick,
        .key = rng_bits(th->seed, (uint64_t)place << 8 | (uint64_t)th->span, STREAM_DART),
    };
}

// Throws what is due in a tile; what finds no room waits for the next span.
static void fill_tile(struct thrower *th, int index)
{
    struct field_near near;
    double tick;
    if (!is_due(th, index, &tick))
        return;
    gather(th, index, &near);
    do {
        struct field_place place;
        struct field_throw at = throw_at(th, index, tick > th->span_start ? tick : th->span_start);
        if (!field_throw(&at, &near, &place))
            return;
        th->place[th->clock[index].first + th->clock[index].count++] = place;
        field_near_add(&near, &place);
    } while (is_due(th, index, &tick));
}

static void fill_all_tiles(struct thrower *th, int column, int row)
{
    for (int r = row; r < th->tiles.side; r += 2)
        for (int c = column; c < th->tiles.side; c += 2)
            fill_tile(th, r * th->tiles.side + c);
}

static void fill_batch(void *context, int index)
{
    struct thrower *th = context;
    for (int i = th->jobs.first[index]; i < th->jobs.first[index + 1]; i++)
        fill_tile(th, th->jobs.order[i]);
}

static void throw_span(struct thrower *th, struct pool *pool)
{
    double most = th->span_start > FIRST_PER_MM2 ? th->span_start : FIRST_PER_MM2;
    double radius_mm = (double)smp_max(th->law->room[0], th->law->enough) / sqrt(most);
    th->reach_mm = 1.001f * (float)radius_mm;
    for (int p = 0; p < 4; p++) {
        if (radius_mm > WIDE_MM) {
            fill_all_tiles(th, p & 1, p >> 1);
            continue;
        }
        field_jobs_cut(&th->jobs, p & 1, p >> 1, th->reach_mm);
        pool_run(pool, th->jobs.batches, fill_batch, th, NULL);
    }
}

static void throw_all(struct thrower *th, struct pool *pool)
{
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
    for (int i = 0; i < th->tiles.side * th->tiles.side; i++)
        for (int k = 0; k < th->clock[i].count; k++)
            th->place[count++] = th->place[th->clock[i].first + k];
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
    struct field_place *other = mem_try_array_raw(count, sizeof *other);
    struct field_place *from = th->place, *to = other;
    int *start = mem_try_array_raw(SORT_BINS + 1, sizeof *start);
    for (int shift = 0; other && start && shift < 32; shift += SORT_BITS) {
        memset(start, 0, (SORT_BINS + 1) * sizeof *start);
        for (int i = 0; i < th->count; i++)
            start[sort_bin(from[i].tick, shift) + 1]++;
        for (int i = 0; i < SORT_BINS; i++)
            start[i + 1] += start[i];
        for (int i = 0; i < th->count; i++)
            to[start[sort_bin(from[i].tick, shift)]++] = from[i];
        struct field_place *swap = from;
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

uint32_t field_places_version(uint32_t version)
{
    return version < PLACES_VERSIONS ? version : PLACES_VERSIONS;
}

bool field_places_build(uint32_t version, uint64_t seed, double full_per_cm2, struct pool *pool,
                        struct field_places *places)
{
    REQUIRE(version >= 1 && version <= FIELD_VERSION);
    struct thrower th = {
        .law = &laws[field_places_version(version) - 1], .seed = seed, .full_per_mm2 = full_per_cm2 / 100.0};
    *places = (struct field_places){0};
    bool ok = throw_init(&th, pool);
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
