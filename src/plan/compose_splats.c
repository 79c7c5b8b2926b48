#include "plan/compose_splats.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "base/rng.h"
#include "shared/smp_optics.h"
#include "shared/smp_time.h"

#include <string.h>

enum { PLACES_PER_CHUNK = 2048, MOST_PARTS = 3 };
// Random numbers of the field's seed, apart from the field's own; one of touch-up for each event.
enum { STREAM_CLUSTER = 60, STREAM_TOUCH_UP = 61 };

struct item {       // the pigment that one event left in one dot
    uint16_t place; // in the chunk
    uint8_t law, part;
};
_Static_assert(COMPOSE_LAWS <= UINT8_MAX + 1, "a law fits an item");
#define AGAIN 0x80u // in `part`: the item before is of the same dot

struct chunk {
    struct item *items;
    int count, capacity;
    int first, shown;                  // splats, in the whole list
    int dot_count;                     // shown, however many events' pigment they hold
    double scale_sum;                  // over those
    bool is_shown;                     // the dot being written, by an item before
    struct splat part[MOST_PARTS - 1]; // of the place being written, as the first event made them
    int of[COMPOSE_LAWS];              // items of each law
};

struct splat_store {
    struct chunk *chunks;
    int chunk_count;
    struct splat *splats;
    struct dot *dots;
    int splat_capacity, dot_capacity;
};

struct splat_store *splat_store_create(void)
{
    return mem_alloc(sizeof(struct splat_store));
}

void splat_store_free(struct splat_store *store)
{
    if (!store)
        return;
    for (int i = 0; i < store->chunk_count; i++)
        mem_free(store->chunks[i].items);
    mem_free(store->chunks);
    mem_free(store->splats);
    mem_free(store->dots);
    mem_free(store);
}

// Room for `count` of that size, some more when it has to grow.
static void *with_room(void *old, int *capacity, int count, size_t size)
{
    if (count <= *capacity)
        return old;
    int wanted = count + count / 4 + 256;
    void *block = mem_grow(old, size * (size_t)*capacity, size * (size_t)wanted);
    *capacity = wanted;
    return block;
}

// ---------------------------------------------------------------- which places hold what

struct work {
    struct splat_store *store;
    const struct pass *pass;
    unsigned touch_ups; // events that are, bit by bit
    const uint8_t *group_of;
    float x_scale, y_scale; // of the picture against the photo
};

// How many dots a place carries, by the pattern; mean_parts is the mean over unit.
static int part_count(enum pattern pattern, float unit)
{
    switch (pattern) {
    case PATTERN_RANDOM:
        return unit < 0.05f ? 2 : 1;
    case PATTERN_COARSE:
        return unit < 0.10f ? 1 : unit < 0.60f ? 2 : 3;
    default:
        return 1;
    }
}

static float mean_parts(enum pattern pattern)
{
    static const float mean[PATTERN_COUNT] = {1.0f, 1.05f, 2.30f};
    return mean[pattern];
}

// The event that made each place's dot, or -1. Later events first, so that earlier ones win.
static void first_events(const struct pass *pass, int from, int count, int *first)
{
    float rank_frac[PLACES_PER_CHUNK];
    for (int i = 0; i < count; i++) {
        rank_frac[i] = field_rank_frac(pass->field, from + i);
        first[i] = -1;
    }
    for (int e = pass->event_count - 1; e >= 0; e--) {
        const struct pass_event *by = &pass->event[e];
        const struct event event = pass->course->event[e];
        const float *level = by->keep->level + from, places = 1.0f / mean_parts(by->pattern);
        for (int i = 0; i < count; i++)
            first[i] = course_adds_dot(&event, level[i] * places, rank_frac[i]) ? e : first[i];
    }
}

// The events whose pigment is to be drawn in a dot made by event `first`: bit by bit.
static unsigned drawn_events(const struct work *work, int place, int first)
{
    const struct pass *pass = work->pass;
    unsigned events = pass->event[first].is_drawn ? 1u << first : 0;
    for (int i = first + 1; work->touch_ups >> i; i++)
        if (work->touch_ups >> i & 1 && pass->event[i].is_drawn && pass->event[i].keep->level[place] > 0.0f &&
            rng_unit(pass->field->seed, (uint64_t)place, (uint64_t)(STREAM_TOUCH_UP + i)) <
                pass->course->event[i].share)
            events |= 1u << i;
    return events;
}

static void add_items(struct chunk *chunk, const struct pass *pass, int place, int place_in_chunk, int first,
                      unsigned events)
{
    int parts = part_count(pass->event[first].pattern, pass->field->cluster_unit[place]);
    chunk->items =
        with_room(chunk->items, &chunk->capacity, chunk->count + MOST_PARTS * COURSE_MOST_EVENTS, sizeof *chunk->items);
    for (int part = 0; part < parts; part++) {
        unsigned again = 0;
        for (int i = first; events >> i; i++) {
            if (!(events >> i & 1))
                continue;
            int law = i * OPTION_MOST_ZONES + pass->event[i].keep->zone[place];
            chunk->items[chunk->count++] =
                (struct item){(uint16_t)place_in_chunk, (uint8_t)law, (uint8_t)((unsigned)part | again)};
            chunk->of[law]++;
            again = AGAIN;
        }
    }
}

// The event that made a place's dot where hair leaves only that share of its density, or -1.
static int first_event_between_hair(const struct pass *pass, int place, float bare)
{
    float rank_frac = field_rank_frac(pass->field, place);
    for (int e = 0; e < pass->event_count; e++) {
        const struct pass_event *by = &pass->event[e];
        float level = by->keep->level[place] * bare / mean_parts(by->pattern);
        if (course_adds_dot(&pass->course->event[e], level, rank_frac))
            return e;
    }
    return -1;
}

// Whether the place is seen in this view; *first: made by which event, hair considered.
static bool is_seen(const struct pass *pass, int place, int *first)
{
    if (pass->sights->state[place] == SIGHT_UNKNOWN)
        sights_find(pass->sights, place);
    if (pass->sights->state[place] != SIGHT_SEEN)
        return false;
    if (!pass->maps)
        return true;
    struct sight *sight = &pass->sights->of[place];
    sight_read_maps(sight, pass->maps);
    if (sight->bare < 1.0f)
        *first = first_event_between_hair(pass, place, sight->bare);
    return *first >= 0;
}

static void choose_chunk(void *context, int index)
{
    const struct work *work = context;
    const struct pass *pass = work->pass;
    struct chunk *chunk = &work->store->chunks[index];
    int from = index * PLACES_PER_CHUNK, left = pass->field->count - from;
    int count = left < PLACES_PER_CHUNK ? left : PLACES_PER_CHUNK, present = 0;
    const uint8_t *state = pass->sights->state + from;
    int first[PLACES_PER_CHUNK];
    uint16_t list[PLACES_PER_CHUNK];
    chunk->count = 0;
    memset(chunk->of, 0, sizeof chunk->of);
    first_events(pass, from, count, first);
    for (int i = 0; i < count; i++) {
        list[present] = (uint16_t)i;
        present += (first[i] >= 0) & (state[i] != SIGHT_HIDDEN);
    }
    for (int k = 0; k < present; k++) {
        int place = from + list[k], by = first[list[k]];
        if (!is_seen(pass, place, &by))
            continue;
        unsigned events = drawn_events(work, place, by);
        if (events)
            add_items(chunk, pass, place, list[k], by, events);
    }
}

void splats_choose(struct splat_store *store, const struct pass *pass, struct pool *pool,
                   struct law_sum laws[COMPOSE_LAWS])
{
    struct work work = {.store = store, .pass = pass};
    for (int i = 0; i < pass->event_count; i++)
        work.touch_ups |= (unsigned)(pass->course->event[i].kind == EVENT_TOUCH_UP) << i;
    int wanted = (pass->field->count + PLACES_PER_CHUNK - 1) / PLACES_PER_CHUNK;
    if (wanted > store->chunk_count) {
        size_t size = sizeof *store->chunks;
        store->chunks = mem_grow(store->chunks, size * (size_t)store->chunk_count, size * (size_t)wanted);
        store->chunk_count = wanted;
    }
    pool_run(pool, store->chunk_count, choose_chunk, &work, NULL);
    for (int law = 0; law < COMPOSE_LAWS; law++) {
        laws[law].count = 0;
        for (int i = 0; i < store->chunk_count; i++)
            laws[law].count += store->chunks[i].of[law];
    }
}

// ---------------------------------------------------------------- looks and places of a block

struct block { // up to DOT_BATCH items, their looks sorted by law
    const struct item *items;
    int from, count;         // its chunk's first place; how many items
    uint8_t slot[DOT_BATCH]; // of each item in `looks`
    struct dot_batch looks;
};
_Static_assert(DOT_BATCH <= UINT8_MAX + 1, "a slot fits a byte");

static void sort_by_law(struct block *block, int start[COMPOSE_LAWS + 1])
{
    int next[COMPOSE_LAWS] = {0};
    for (int k = 0; k < block->count; k++)
        next[block->items[k].law]++;
    start[0] = 0;
    for (int law = 0; law < COMPOSE_LAWS; law++) {
        start[law + 1] = start[law] + next[law];
        next[law] = start[law];
    }
    for (int k = 0; k < block->count; k++)
        block->slot[k] = (uint8_t)next[block->items[k].law]++;
}

// A cluster's second and third touch are lighter: at full load it reads as a speck (assumed from looking).
static const float again_radius = 0.95f, again_load = 0.85f;

static void refine_looks(const struct pass *pass, struct block *block)
{
    for (int k = 0; k < block->count; k++) {
        const struct item *item = &block->items[k];
        if ((item->part & ~AGAIN) > 0) {
            block->looks.radius_mm[block->slot[k]] *= again_radius;
            block->looks.tau[block->slot[k]] *= again_load;
        }
        const struct pass_event *by = &pass->event[item->law / OPTION_MOST_ZONES];
        float ramp_mm = by->front_mm[item->law % OPTION_MOST_ZONES];
        float behind_mm = by->keep->edge_mm[block->from + item->place];
        if (!(behind_mm < DOT_FRONT_RAMPS * ramp_mm))
            continue;
        struct dot_front front = dot_front_at(behind_mm, ramp_mm);
        block->looks.radius_mm[block->slot[k]] *= front.radius;
        block->looks.tau[block->slot[k]] *= front.load;
    }
}

static void find_looks(const struct pass *pass, struct block *block)
{
    const struct field *field = pass->field;
    const float *z[5] = {field->radius_z, field->load_z, field->depth_z, field->radius_z,
                         field->load_z}; // another part takes them in another order
    int start[COMPOSE_LAWS + 1];
    sort_by_law(block, start);
    for (int k = 0; k < block->count; k++) {
        int place = block->from + block->items[k].place, slot = block->slot[k];
        unsigned part = block->items[k].part & ~AGAIN;
        block->looks.radius_z[slot] = z[part][place];
        block->looks.load_z[slot] = z[part + 1][place];
        block->looks.depth_z[slot] = z[part + 2][place];
        block->looks.tilt_unit[slot] = field->tilt_unit[place];
    }
    for (int law = 0; law < COMPOSE_LAWS; law++)
        if (start[law] < start[law + 1])
            dot_law_looks(&pass->event[law / OPTION_MOST_ZONES].law[law % OPTION_MOST_ZONES], &block->looks, start[law],
                          start[law + 1]);
    refine_looks(pass, block);
}

struct offset { // mm along the tilt and square to it
    float along, side;
};

static struct offset polar(double turns, float apart_mm)
{
    turns = turns < 0.5 ? turns : turns - 1.0;
    float t = smp_tan((float)turns * (0.5f * SMP_PI)); // of a quarter of the angle, doubled twice
    float c = (1.0f - t * t) / (1.0f + t * t), s = 2.0f * t / (1.0f + t * t);
    return (struct offset){apart_mm * (c * c - s * s), apart_mm * (2.0f * c * s)};
}

// From the first dot of a cluster to its second and third: where the hand's error took the first, it takes all. One
// of each its own would lay some on top of each other, as one black speck.
static struct offset part_offset(const struct field *field, int place, int part)
{
    uint64_t bits = rng_bits(field->seed, (uint64_t)place, STREAM_CLUSTER);
    double turns = (double)(bits & 0xffff) / 65536.0, far = (double)((bits >> 16) & 0xffff);
    if (part == 2) { // 60 to 100 degrees on from the second
        turns += (60.0 + 40.0 * (double)((bits >> 32) & 0xffff) / 65536.0) / 360.0;
        turns = turns < 1.0 ? turns : turns - 1.0;
        far = (double)((bits >> 48) & 0xffff);
    }
    return polar(turns, 0.25f + 0.15f * (float)(far / 65536.0));
}

// ---------------------------------------------------------------- splats

static bool kept_out(const struct pass *pass, float x, float y)
{
    if (!pass->keep_out || !(x >= 0.0f && x < (float)pass->width && y >= 0.0f && y < (float)pass->height))
        return false;
    return pass->keep_out[(size_t)y * (size_t)pass->width + (size_t)x] >= 128;
}

static struct dot describe(const struct pass *pass, const struct splat *splat, const struct item *item, int place,
                           struct offset off)
{
    const struct sights *sights = pass->sights;
    int event = item->law / OPTION_MOST_ZONES, zone = item->law % OPTION_MOST_ZONES;
    float tilt_rad = pass->event[event].law[zone].tilt_most_rad * pass->field->tilt_unit[place];
    struct hand_error hand = hand_error_of(pass->field, place);
    struct place_on_head at = place_on_head(pass->field, &sights->head, place);
    struct vec3 east, north;
    head_tangents(&sights->head, field_dir(pass->field, place), &east, &north);
    double azimuth_rad = mathd_atan2(vec3_dot(at.along, north), vec3_dot(at.along, east));
    struct vec3 along = vec3_scale(at.along, (double)(off.along + hand.along_mm));
    struct vec3 side = vec3_scale(at.side, (double)(off.side + hand.side_mm));
    return (struct dot){
        .place = (uint32_t)place,
        .part = (uint8_t)(item->part & ~AGAIN),
        .event = (uint8_t)event,
        .zone = (uint8_t)zone,
        .radius_mm = splat->radius_mm,
        .depth_mm = splat->depth_mm,
        .tilt_deg = (float)((double)tilt_rad * (180.0 / MATHD_PI)),
        .azimuth_deg = (float)(azimuth_rad * (180.0 / MATHD_PI)),
        .tau = splat->tau,
        .facing = (float)sight_facing(&sights->view, &at),
        .point_mm = vec3_add(at.point_mm, vec3_add(along, side)),
        .normal = at.normal,
    };
}

static float mass_of(const struct splat *splat)
{
    return splat->tau * splat->radius_mm * (splat->radius_mm + splat->smear_a_mm) * smp_profile_mass(splat->sharpness);
}

// Pigment put into a dot again: masses add, shapes mix by mass.
static void pour(struct splat *into, const struct splat *from)
{
    float one = mass_of(into), two = mass_of(from), share = two / smp_max(one + two, 1e-20f);
    into->radius_mm += (from->radius_mm - into->radius_mm) * share;
    into->sharpness += (from->sharpness - into->sharpness) * share;
    into->smear_a_mm += (from->smear_a_mm - into->smear_a_mm) * share;
    into->depth_mm += (from->depth_mm - into->depth_mm) * share;
    into->tau = 1.0f;
    into->tau = (one + two) / mass_of(into);
}

// `off`: from the place's first dot before its tilt.
static void make_splat(const struct work *work, const struct sight *sight, const struct dot_batch *looks, int slot,
                       struct offset off, struct splat *out)
{
    float radius_mm = looks->radius_mm[slot], smear_mm = looks->smear_mm[slot];
    float x_scale = work->x_scale, y_scale = work->y_scale;
    float blur_px = work->pass->maps ? sight->blur_px * x_scale : 0.0f;
    out->x = (sight->x + sight->along_x * off.along + sight->side_x * off.side) * x_scale;
    out->y = (sight->y + sight->along_y * off.along + sight->side_y * off.side) * y_scale;
    out->jxx = sight->along_x * x_scale;
    out->jxy = sight->side_x * x_scale;
    out->jyx = sight->along_y * y_scale;
    out->jyy = sight->side_y * y_scale;
    out->radius_mm = radius_mm;
    out->sharpness = looks->sharpness[slot];
    out->smear_a_mm = smear_mm;
    out->smear_b_mm = 0.0f;
    out->tau = looks->tau[slot] * smp_tilt_thins(radius_mm, smear_mm) * sight->fade;
    out->depth_mm = looks->depth_mm[slot];
    out->blur_px2 = blur_px * blur_px;
}

// Renderers add up what dots of a group absorb. Two touches of a cluster share skin and cannot absorb its light twice:
// the later one is thinned by what the one before takes where they meet, as if both were round.
static float thinned_tau(const struct splat *splat, const struct splat *before)
{
    float dx = splat->x - before->x, dy = splat->y - before->y;
    float per_area = 1.0f / (splat->jxx * splat->jyy - splat->jxy * splat->jyx);
    float a_mm = (splat->jyy * dx - splat->jxy * dy) * per_area, b_mm = (splat->jxx * dy - splat->jyx * dx) * per_area;
    float radii_mm2 = splat->radius_mm * splat->radius_mm + before->radius_mm * before->radius_mm;
    float taken = smp_alpha(before->tau) * smp_exp(-(a_mm * a_mm + b_mm * b_mm) / radii_mm2);
    return -smp_log(smp_max(1.0f - smp_alpha(splat->tau) * (1.0f - taken), 1e-6f)) / SMP_KAPPA;
}

// A part of a cluster, thinned by those before it, whether a mask takes them or not.
static void thin(struct chunk *chunk, int part, struct splat *splat)
{
    for (int i = 0; i < part; i++)
        if (chunk->part[i].group == splat->group)
            splat->tau = thinned_tau(splat, &chunk->part[i]);
    if (part + 1 < MOST_PARTS)
        chunk->part[part] = *splat;
}

// Skin does not flush alike all over: blotches as wide as the field's wobble, 5 to 15 mm. As red everywhere it looks
// like paint; assumed from looking.
static float flush_at(float wobble)
{
    return smp_clamp(-0.25f + 0.9f * wobble, -0.9f, 0.8f);
}

// One scab is thick, another thin, and some fall up to two and a half days before the last; assumed from looking.
static float scab_at(float age_days, float thick_unit, float early_unit)
{
    const float earliest_days = 2.5f;
    float all = smp_scab(age_days);
    float own = all > 0.0f ? smp_min(smp_scab(age_days + earliest_days * early_unit) / all, 1.0f) : 1.0f;
    return own * (0.5f + thick_unit) - 1.0f;
}

// How the skin answers to this dot, beside others of its group.
static void hurt_skin(const struct pass *pass, const struct item *item, int place, struct splat *splat)
{
    const struct field *field = pass->field;
    const struct dot_law *law = &pass->event[item->law / OPTION_MOST_ZONES].law[item->law % OPTION_MOST_ZONES];
    splat->flush = flush_at(field->wobble[place]);
    splat->scab = scab_at(law->age_days, field->tilt_unit[place], field->cluster_unit[place]);
}

// Writes the splats of a block after those of its chunk. A mask takes those whose place it covers.
static void write_block(const struct work *work, struct chunk *chunk, const struct block *block)
{
    const struct pass *pass = work->pass;
    struct splat *splats = work->store->splats + chunk->first;
    struct dot *dots = pass->want_dots ? work->store->dots + chunk->first : NULL;
    for (int k = 0; k < block->count; k++) {
        const struct item *item = &block->items[k];
        int place = block->from + item->place, part = item->part & ~(int)AGAIN;
        const struct sight *sight = &pass->sights->of[place];
        struct offset off = {0.0f, 0.0f};
        if (part > 0)
            off = part_offset(pass->field, place, part);
        off.along += block->looks.smear_mm[block->slot[k]];
        struct splat *splat = &splats[chunk->shown]; // is there, and written anew where it is not kept
        make_splat(work, sight, &block->looks, block->slot[k], off, splat);
        splat->group = work->group_of[item->law];
        hurt_skin(pass, item, place, splat);
        bool goes_on = &item[1] < chunk->items + chunk->count && item[1].place == item->place;
        if ((part > 0 || goes_on) && !(item->part & AGAIN))
            thin(chunk, part, splat);
        chunk->is_shown = chunk->is_shown && item->part & AGAIN;
        if (kept_out(pass, splat->x, splat->y))
            continue;
        if (chunk->is_shown && splats[chunk->shown - 1].group == splat->group) {
            struct splat *into = &splats[chunk->shown - 1];
            pour(into, splat);
            if (dots) {
                dots[chunk->shown - 1].radius_mm = into->radius_mm;
                dots[chunk->shown - 1].depth_mm = into->depth_mm;
                dots[chunk->shown - 1].tau = into->tau;
            }
            continue;
        }
        if (!chunk->is_shown) {
            chunk->dot_count++;
            chunk->scale_sum += (double)sight->px_per_mm;
        }
        chunk->is_shown = true;
        if (dots)
            dots[chunk->shown] = describe(pass, splat, item, place, off);
        chunk->shown++;
    }
}

static void write_chunk(void *context, int index)
{
    const struct work *work = context;
    struct chunk *chunk = &work->store->chunks[index];
    chunk->shown = chunk->dot_count = 0;
    chunk->scale_sum = 0.0;
    struct block block = {.from = index * PLACES_PER_CHUNK};
    for (int i = 0; i < chunk->count; i += block.count) {
        block.items = chunk->items + i;
        block.count = chunk->count - i < DOT_BATCH ? chunk->count - i : DOT_BATCH;
        find_looks(work->pass, &block);
        write_block(work, chunk, &block);
    }
}

// Closes the gaps that masks and events of one group left between the chunks.
static int close_gaps(struct splat_store *store, bool has_dots)
{
    int count = 0;
    for (int i = 0; i < store->chunk_count; i++) {
        struct chunk *chunk = &store->chunks[i];
        size_t shown = (size_t)chunk->shown;
        if (count < chunk->first && shown > 0) {
            memmove(store->splats + count, store->splats + chunk->first, sizeof *store->splats * shown);
            if (has_dots)
                memmove(store->dots + count, store->dots + chunk->first, sizeof *store->dots * shown);
        }
        count += chunk->shown;
    }
    return count;
}

void splats_write(struct splat_store *store, const struct pass *pass, const uint8_t group_of[COMPOSE_LAWS],
                  struct pool *pool, struct composed *out)
{
    const struct view *view = &pass->sights->view;
    struct work work = {.store = store,
                        .pass = pass,
                        .group_of = group_of,
                        .x_scale = (float)pass->width / (float)view->width_px,
                        .y_scale = (float)pass->height / (float)view->height_px};
    int count = 0, dot_count = 0;
    double scale_sum = 0.0;
    for (int i = 0; i < store->chunk_count; i++) {
        store->chunks[i].first = count;
        count += store->chunks[i].count;
    }
    store->splats = with_room(store->splats, &store->splat_capacity, count, sizeof *store->splats);
    if (pass->want_dots)
        store->dots = with_room(store->dots, &store->dot_capacity, count, sizeof *store->dots);
    pool_run(pool, store->chunk_count, write_chunk, &work, NULL);
    for (int i = 0; i < store->chunk_count; i++) { // in order, for the same sum every time
        dot_count += store->chunks[i].dot_count;
        scale_sum += store->chunks[i].scale_sum;
    }
    count = close_gaps(store, pass->want_dots);
    out->scene.splat_count = count;
    out->scene.splats = store->splats;
    out->dot_count = pass->want_dots ? count : 0;
    out->dots = pass->want_dots ? store->dots : NULL;
    out->px_per_mm = dot_count > 0 ? scale_sum / dot_count * (double)work.x_scale : 0.0;
}
