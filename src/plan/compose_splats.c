#include "plan/compose_splats.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "base/rng.h"
#include "shared/smp_time.h"

#include <string.h>

enum { PLACES_PER_CHUNK = 2048, MOST_PARTS = 3 };
// Random numbers of the field's seed, apart from the field's own; one of touch-up for each event.
enum { STREAM_CLUSTER = 60, STREAM_TOUCH_UP = 61 };

static const double hand_error_mm = 0.08; // domain.md 7.5
static const double reach_mm = 6.0;       // farther off the picture than this nothing shows

struct chunk {
    struct splat *splats; // group: the law, and AGAIN when it adds to the splat before
    struct dot *dots;     // only when wanted
    int count, splat_capacity, dot_capacity;
    int first;      // in the whole list
    int part_count; // dots, however many events' pigment they hold
    double scale_sum;
    struct law_sum laws[COMPOSE_LAWS];
};
#define AGAIN 0x8000u

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
    for (int i = 0; i < store->chunk_count; i++) {
        mem_free(store->chunks[i].splats);
        mem_free(store->chunks[i].dots);
    }
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

// One place as the camera sees it.
struct seen {
    double x, y;               // px
    double jxx, jxy, jyx, jyy; // px for each mm along the tilt and square to it
    double facing, px_per_mm;
    struct vec3 point_mm, along, side, normal; // head frame
};

static struct vec3 loaded(const float from[3])
{
    return vec3_make((double)from[0], (double)from[1], (double)from[2]);
}

// False when it is turned away or off the picture. Fields of `seen` beyond `facing` are then unset.
static bool look_at(const struct pass *pass, int place, struct seen *seen)
{
    const struct view *view = pass->view;
    const struct place_on_head *at = &pass->places[place];
    seen->point_mm = loaded(at->point_mm);
    seen->normal = loaded(at->normal);
    struct vec3 c = view_to_camera(view, seen->point_mm);
    struct vec3 n = mat3_mul(view->to_camera, seen->normal);
    seen->facing = -vec3_dot(n, c) / vec3_length(c);
    if (c.z <= 1.0 || seen->facing <= 0.05)
        return false;
    double kx = (double)pass->width / view->width_px, ky = (double)pass->height / view->height_px;
    double k = view->focal_px / c.z;
    seen->px_per_mm = k * kx;
    seen->x = (view->centre_px.x + k * c.x) * kx;
    seen->y = (view->centre_px.y + k * c.y) * ky;
    double reach = reach_mm * seen->px_per_mm;
    if (!(seen->x > -reach && seen->x < pass->width + reach && seen->y > -reach &&
          seen->y < pass->height + reach))
        return false;
    seen->along = loaded(at->along);
    seen->side = vec3_cross(seen->normal, seen->along);
    struct mat2 j = view_jacobian(view, seen->point_mm, seen->along, seen->side);
    seen->jxx = j.xx * kx;
    seen->jxy = j.xy * kx;
    seen->jyx = j.yx * ky;
    seen->jyy = j.yy * ky;
    return true;
}

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

// Where a part of a place lies, in mm along the tilt and square to it, before the tilt's own shift.
static void part_offset(const struct field *field, int place, int part, double *along, double *side)
{
    double z0 = (double)field->hand_x_z[place], z1 = (double)field->hand_y_z[place];
    *along = hand_error_mm * (part == 0 ? z0 : part == 1 ? -z1 : z1);
    *side = hand_error_mm * (part == 0 ? z1 : part == 1 ? z0 : -z0);
    if (part == 0)
        return;
    uint64_t bits = rng_bits(field->seed, (uint64_t)place, STREAM_CLUSTER);
    double angle_rad = 2.0 * MATHD_PI * (double)(bits & 0xffff) / 65536.0;
    double apart_mm = 0.25 + 0.15 * (double)((bits >> 16) & 0xffff) / 65536.0;
    if (part == 2) { // 60 to 100 degrees on from the second
        angle_rad += (60.0 + 40.0 * (double)((bits >> 32) & 0xffff) / 65536.0) * (MATHD_PI / 180.0);
        apart_mm = 0.25 + 0.15 * (double)((bits >> 48) & 0xffff) / 65536.0;
    }
    *along += apart_mm * mathd_cos(angle_rad);
    *side += apart_mm * mathd_sin(angle_rad);
}

static bool kept_out(const struct pass *pass, float x, float y)
{
    if (!pass->keep_out ||
        !(x >= 0.0f && x < (float)pass->width && y >= 0.0f && y < (float)pass->height))
        return false;
    return pass->keep_out[(size_t)y * (size_t)pass->width + (size_t)x] >= 128;
}

static struct dot describe(const struct pass *pass, const struct seen *seen,
                           const struct splat *splat, int place, int part, int event,
                           double along_mm, double side_mm)
{
    const struct pass_event *by = &pass->event[event];
    int zone = by->keep->zone[place];
    float tilt_unit = pass->field->tilt_unit[place];
    struct vec3 east, north;
    head_tangents(pass->head, field_dir(pass->field, place), &east, &north);
    double azimuth_rad = mathd_atan2(vec3_dot(seen->along, north), vec3_dot(seen->along, east));
    struct vec3 off = vec3_add(vec3_scale(seen->along, along_mm), vec3_scale(seen->side, side_mm));
    return (struct dot){
        .place = (uint32_t)place,
        .part = (uint8_t)part,
        .event = (uint8_t)event,
        .zone = (uint8_t)zone,
        .radius_mm = splat->radius_mm,
        .depth_mm = splat->depth_mm,
        .tilt_deg = (float)((double)(by->law[zone].tilt_most_rad * tilt_unit) * (180.0 / MATHD_PI)),
        .azimuth_deg = (float)(azimuth_rad * (180.0 / MATHD_PI)),
        .tau = splat->tau,
        .facing = (float)seen->facing,
        .point_mm = vec3_add(seen->point_mm, off),
        .normal = seen->normal,
    };
}

// Writes the pigment that one event left in one dot. False when a mask covers its place.
static bool emit(struct chunk *chunk, const struct pass *pass, const struct seen *seen, int place,
                 int part, int event, bool is_again)
{
    const struct field *field = pass->field;
    const struct pass_event *by = &pass->event[event];
    int law = event * OPTION_MOST_ZONES + by->keep->zone[place];
    const float z[3] = {field->radius_z[place], field->load_z[place], field->depth_z[place]};
    struct dot_look look = dot_law_look(&by->law[by->keep->zone[place]], z[part], z[(part + 1) % 3],
                                        z[(part + 2) % 3], field->tilt_unit[place]);
    double along_mm, side_mm;
    part_offset(field, place, part, &along_mm, &side_mm);
    along_mm += (double)look.smear_mm;
    float x = (float)(seen->x + seen->jxx * along_mm + seen->jxy * side_mm);
    float y = (float)(seen->y + seen->jyx * along_mm + seen->jyy * side_mm);
    if (kept_out(pass, x, y))
        return false;
    float fade = smp_smoothstep(0.05f, 0.15f, (float)seen->facing); // domain.md 7.4, made smooth
    struct splat *splat = &chunk->splats[chunk->count];
    *splat = (struct splat){
        .x = x,
        .y = y,
        .jxx = (float)seen->jxx,
        .jxy = (float)seen->jxy,
        .jyx = (float)seen->jyx,
        .jyy = (float)seen->jyy,
        .radius_mm = look.radius_mm,
        .sharpness = look.sharpness,
        .smear_a_mm = look.smear_mm,
        .tau = look.tau * smp_tilt_thins(look.radius_mm, look.smear_mm) * fade,
        .depth_mm = look.depth_mm,
        .group = (uint32_t)law | (is_again ? AGAIN : 0),
    };
    if (pass->want_dots)
        chunk->dots[chunk->count] = describe(pass, seen, splat, place, part, event, along_mm,
                                             side_mm);
    chunk->count++;
    chunk->laws[law].count++;
    chunk->laws[law].depth_sum_mm += (double)look.depth_mm;
    return true;
}

static int event_of(const struct pass *pass, const float places[], int place)
{
    float level[COURSE_MOST_EVENTS];
    for (int i = 0; i < pass->event_count; i++)
        level[i] = pass->event[i].keep->level[place] * places[i];
    return course_event_of(pass->course, pass->event_count, level,
                           field_rank_frac(pass->field, place));
}

// The events whose pigment is to be drawn in a dot made by event `first`: bit by bit.
static unsigned drawn_events(const struct pass *pass, int place, int first)
{
    unsigned events = pass->event[first].is_drawn ? 1u << first : 0;
    for (int i = first + 1; i < pass->event_count; i++) {
        const struct pass_event *event = &pass->event[i];
        const struct event *in_course = &pass->course->event[i];
        if (in_course->kind == EVENT_TOUCH_UP && event->is_drawn &&
            event->keep->level[place] > 0.0f &&
            rng_unit(pass->field->seed, (uint64_t)place, (uint64_t)(STREAM_TOUCH_UP + i)) <
                in_course->share)
            events |= 1u << i;
    }
    return events;
}

static void emit_place(struct chunk *chunk, const struct pass *pass, int place, int first)
{
    struct seen seen;
    unsigned events = drawn_events(pass, place, first);
    if (!events || !look_at(pass, place, &seen))
        return;
    int parts = part_count(pass->event[first].pattern, pass->field->cluster_unit[place]);
    int room = chunk->count + MOST_PARTS * COURSE_MOST_EVENTS;
    chunk->splats = with_room(chunk->splats, &chunk->splat_capacity, room, sizeof *chunk->splats);
    if (pass->want_dots)
        chunk->dots = with_room(chunk->dots, &chunk->dot_capacity, room, sizeof *chunk->dots);
    for (int part = 0; part < parts; part++) {
        bool is_again = false;
        for (int i = first; i < pass->event_count; i++)
            if (events >> i & 1)
                is_again |= emit(chunk, pass, &seen, place, part, i, is_again);
        chunk->scale_sum += is_again ? seen.px_per_mm : 0.0;
        chunk->part_count += is_again;
    }
}

struct find {
    struct splat_store *store;
    const struct pass *pass;
    float places[COURSE_MOST_EVENTS]; // for each dot, by the event's pattern
};

static void find_chunk(void *context, int index)
{
    const struct find *find = context;
    struct chunk *chunk = &find->store->chunks[index];
    const struct field *field = find->pass->field;
    chunk->count = chunk->part_count = 0;
    chunk->scale_sum = 0.0;
    memset(chunk->laws, 0, sizeof chunk->laws);
    int from = index * PLACES_PER_CHUNK, to = from + PLACES_PER_CHUNK;
    for (int place = from; place < to && place < field->count; place++) {
        int first = event_of(find->pass, find->places, place);
        if (first >= 0)
            emit_place(chunk, find->pass, place, first);
    }
}

void splats_find(struct splat_store *store, const struct pass *pass, struct pool *pool,
                 struct law_sum laws[COMPOSE_LAWS])
{
    struct find find = {.store = store, .pass = pass};
    for (int i = 0; i < pass->event_count; i++)
        find.places[i] = 1.0f / mean_parts(pass->event[i].pattern);
    int wanted = (pass->field->count + PLACES_PER_CHUNK - 1) / PLACES_PER_CHUNK;
    if (wanted > store->chunk_count) {
        size_t size = sizeof *store->chunks;
        store->chunks = mem_grow(store->chunks, size * (size_t)store->chunk_count,
                                 size * (size_t)wanted);
        store->chunk_count = wanted;
    }
    pool_run(pool, store->chunk_count, find_chunk, &find, NULL);
    for (int law = 0; law < COMPOSE_LAWS; law++) {
        laws[law].count = 0;
        laws[law].depth_sum_mm = 0.0;
        for (int i = 0; i < store->chunk_count; i++) { // in order, for the same sum every time
            laws[law].count += store->chunks[i].laws[law].count;
            laws[law].depth_sum_mm += store->chunks[i].laws[law].depth_sum_mm;
        }
    }
}

static float mass_of(const struct splat *splat)
{
    return splat->tau * splat->radius_mm * (splat->radius_mm + splat->smear_a_mm) *
           smp_profile_mass(splat->sharpness);
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

struct gather {
    struct splat_store *store;
    const uint8_t *group_of;
    bool want_dots;
};

static void settle_chunk(void *context, int index)
{
    const struct gather *gather = context;
    struct chunk *chunk = &gather->store->chunks[index];
    int count = 0;
    for (int i = 0; i < chunk->count; i++) {
        struct splat splat = chunk->splats[i];
        bool is_again = splat.group & AGAIN;
        splat.group = gather->group_of[splat.group & ~AGAIN];
        if (is_again && chunk->splats[count - 1].group == splat.group) {
            pour(&chunk->splats[count - 1], &splat);
            continue;
        }
        if (gather->want_dots)
            chunk->dots[count] = chunk->dots[i];
        chunk->splats[count++] = splat;
    }
    chunk->count = count;
    for (int i = 0; gather->want_dots && i < count; i++) {
        chunk->dots[i].radius_mm = chunk->splats[i].radius_mm;
        chunk->dots[i].depth_mm = chunk->splats[i].depth_mm;
        chunk->dots[i].tau = chunk->splats[i].tau;
    }
}

static void copy_chunk(void *context, int index)
{
    const struct gather *gather = context;
    const struct chunk *chunk = &gather->store->chunks[index];
    if (chunk->count == 0)
        return;
    memcpy(gather->store->splats + chunk->first, chunk->splats,
           sizeof *chunk->splats * (size_t)chunk->count);
    if (gather->want_dots)
        memcpy(gather->store->dots + chunk->first, chunk->dots,
               sizeof *chunk->dots * (size_t)chunk->count);
}

void splats_gather(struct splat_store *store, const struct pass *pass,
                   const uint8_t group_of[COMPOSE_LAWS], struct pool *pool, struct composed *out)
{
    struct gather gather = {store, group_of, pass->want_dots};
    pool_run(pool, store->chunk_count, settle_chunk, &gather, NULL);
    int count = 0, parts = 0;
    double scale_sum = 0.0;
    for (int i = 0; i < store->chunk_count; i++) {
        store->chunks[i].first = count;
        count += store->chunks[i].count;
        parts += store->chunks[i].part_count;
        scale_sum += store->chunks[i].scale_sum;
    }
    store->splats = with_room(store->splats, &store->splat_capacity, count, sizeof *store->splats);
    if (pass->want_dots)
        store->dots = with_room(store->dots, &store->dot_capacity, count, sizeof *store->dots);
    pool_run(pool, store->chunk_count, copy_chunk, &gather, NULL);
    out->scene.splat_count = count;
    out->scene.splats = store->splats;
    out->dot_count = pass->want_dots ? count : 0;
    out->dots = pass->want_dots ? store->dots : NULL;
    out->px_per_mm = parts > 0 ? scale_sum / parts : 0.0;
}
