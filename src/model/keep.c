#include "model/keep.h"

#include "base/check.h"
#include "base/mem.h"
#include "geom/curve.h"
#include "geom/outline.h"
#include "model/keep_base.h"

#include <string.h>

// ---------------------------------------------------------------- curves of an option on a head

enum { HAIRLINE_PARTS = 384, END_PARTS = 6 };

static struct vec3 on_skin(const struct head *head, struct vec3 dir)
{
    return vec3_scale(dir, head_radius_mm(head, dir)); // from the centre
}

// From an end of the hairline straight down, so that the line parts the whole head in two.
static void lead_down(const struct head *head, struct vec3 end, struct vec3 out[END_PARTS])
{
    for (int i = 0; i < END_PARTS; i++) {
        struct vec3 dir = vec3_mix(end, vec3_make(0.0, 0.0, -1.0), 0.1 * (i + 1));
        out[i] = on_skin(head, vec3_unit(dir));
    }
}

static void build_hairline(struct outline *outline, const struct hairline *hairline, const struct head *head)
{
    struct vec3 dir[HAIRLINE_PARTS], point_mm[HAIRLINE_PARTS + 2 * END_PARTS], down[END_PARTS];
    int count = hairline_trace(hairline, head, dir, HAIRLINE_PARTS), n = 0;
    *outline = (struct outline){0};
    if (count < 2) // no line: nothing is in front of it
        return;
    lead_down(head, dir[0], down);
    for (int i = END_PARTS - 1; i >= 0; i--)
        point_mm[n++] = down[i];
    for (int i = 0; i < count; i++)
        point_mm[n++] = on_skin(head, dir[i]);
    lead_down(head, dir[count - 1], down);
    for (int i = 0; i < END_PARTS; i++)
        point_mm[n++] = down[i];
    outline_build(outline, OUTLINE_DIVIDE, point_mm, n);
}

// A zone on a head: the curve that it is measured from, and how far to each side of that it goes.
struct zone_shape {
    struct outline outline;
    float half_mm;      // of bands and spots
    struct vec3 end[2]; // of a strip scar's line, mm: towards them it narrows
    float taper_mm;     // over that length; 0: one width throughout
};

// The strip was cut out as a long spindle: what is left of it is widest in the middle and runs to a point at each end.
// Never so short that it would bulge beyond its line.
static void taper(struct zone_shape *shape, const struct zone *zone, const struct vec3 *line_mm, int count)
{
    const double share = 0.3;
    double length_mm = 0.0;
    for (int i = 1; i < count; i++)
        length_mm += vec3_length(vec3_sub(line_mm[i], line_mm[i - 1]));
    shape->end[0] = line_mm[0];
    shape->end[1] = line_mm[count - 1];
    shape->taper_mm = (float)fmax(share * length_mm, zone->width_mm);
}

static void build_zone(struct zone_shape *shape, const struct zone *zone, const struct head *head)
{
    struct vec3 point_mm[OUTLINE_MOST_PARTS];
    int points = zone->point_count, per_span = 24, count;
    if (points * per_span >= OUTLINE_MOST_PARTS)
        per_span = (OUTLINE_MOST_PARTS - 1) / points;
    bool is_closed = zone->form == ZONE_AREA;
    if (zone->form == ZONE_SPOTS) {
        for (count = 0; count < points; count++)
            point_mm[count] = zone->point[count];
    } else {
        count = curve_smooth(zone->point, points, is_closed, per_span, point_mm, OUTLINE_MOST_PARTS);
    }
    for (int i = 0; i < count; i++)
        point_mm[i] = on_skin(head, point_mm[i]);
    *shape = (struct zone_shape){.half_mm = is_closed ? 0.0f : 0.5f * (float)zone->width_mm};
    if (zone->kind == ZONE_FUT_SCAR && zone->form == ZONE_BAND && count > 1)
        taper(shape, zone, point_mm, count);
    static const enum outline_kind kind[ZONE_FORM_COUNT] = {OUTLINE_CLOSED, OUTLINE_LINE, OUTLINE_SPOTS};
    outline_build(&shape->outline, kind[zone->form], point_mm, is_closed && count < 3 ? 0 : count);
}

static float distance_mm(struct vec3 a, float x, float y, float z)
{
    float dx = x - (float)a.x, dy = y - (float)a.y, dz = z - (float)a.z;
    return sqrtf(dx * dx + dy * dy + dz * dz);
}

// Depth inside a zone of a place and its distance to the zone's outline, its line or its spots.
static float zone_depth_mm(const struct zone_shape *shape, float away_mm, float x, float y, float z)
{
    if (shape->outline.kind == OUTLINE_CLOSED)
        return away_mm;
    if (shape->taper_mm <= 0.0f)
        return shape->half_mm - away_mm;
    float t = fminf(distance_mm(shape->end[0], x, y, z), distance_mm(shape->end[1], x, y, z)) / shape->taper_mm;
    return (t < 1.0f ? t * (2.0f - t) : 1.0f) * shape->half_mm - away_mm;
}

void keep_hairline_distances_mm(const struct hairline *hairline, const struct head *head, const struct vec3 *dir,
                                int count, double *out)
{
    struct outline outline;
    build_hairline(&outline, hairline, head);
    for (int i = 0; i < count; i++)
        out[i] = outline.count > 0 ? outline_distance(&outline, on_skin(head, dir[i])) : KEEP_EDGE_REACH_MM;
    outline_finish(&outline);
}

double keep_hairline_distance_mm(const struct hairline *hairline, const struct head *head, struct vec3 dir)
{
    double distance_mm;
    keep_hairline_distances_mm(hairline, head, &dir, 1, &distance_mm);
    return distance_mm;
}

void keep_zone_distances_mm(const struct zone *zone, const struct head *head, const struct vec3 *dir, int count,
                            double *out)
{
    struct zone_shape shape;
    build_zone(&shape, zone, head);
    for (int i = 0; i < count; i++) {
        struct vec3 p = on_skin(head, dir[i]);
        out[i] = -1e9;
        if (shape.outline.count > 0)
            out[i] = (double)zone_depth_mm(&shape, (float)outline_distance(&shape.outline, p), (float)p.x, (float)p.y,
                                           (float)p.z);
    }
    outline_finish(&shape.outline);
}

double keep_zone_distance_mm(const struct zone *zone, const struct head *head, struct vec3 dir)
{
    double depth_mm;
    keep_zone_distances_mm(zone, head, &dir, 1, &depth_mm);
    return depth_mm;
}

// ---------------------------------------------------------------- weights

static float clampf(float x, float low, float high)
{
    x = x < low ? low : x;
    return x > high ? high : x;
}

static float smooth_step(float t)
{
    t = clampf(t, 0.0f, 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

struct edge_rule {
    enum hairline_edge edge;
    float at_line, per_ramp, tail_mm, micro_mm, macro_mm;
};

static const float most_wobble_mm = 8.0f;  // keeps the edge within KEEP_EDGE_REACH_MM
static const float broken_tail_mm = 6.0f;  // scattered this far in front of the line
static const float broken_gap_mm = 7.0f;   // and thinned this far behind it
static const float weight_at_line = 0.2f;  // domain.md 7.5
static const float defined_at_line = 0.5f; // a lined edge shows its first row of dots

static struct edge_rule edge_rule_of(const struct hairline *hairline)
{
    double ramp_mm = hairline_ramp_mm(hairline->diffusion);
    struct edge_rule rule = {.edge = hairline->edge, .per_ramp = (float)(1.0 / ramp_mm)};
    rule.at_line = rule.edge == EDGE_DEFINED ? defined_at_line : weight_at_line;
    rule.micro_mm = (float)hairline->micro_mm;
    rule.macro_mm = (float)hairline->macro_mm;
    if (rule.edge == EDGE_FEATHERED)
        rule.tail_mm = (float)(1.0 + 0.5 * ramp_mm);
    if (rule.edge == EDGE_BROKEN)
        rule.tail_mm = broken_tail_mm;
    return rule;
}

// Weight at a distance behind the line, wobble already in it; chance is the place's own, in [0, 1).
static float edge_weight(const struct edge_rule *rule, float d_mm, float chance)
{
    if (d_mm <= -rule->tail_mm)
        return 0.0f;
    float inside = rule->at_line + (1.0f - rule->at_line) * smooth_step(d_mm * rule->per_ramp);
    float into_tail = d_mm < 0.0f ? 1.0f + d_mm / rule->tail_mm : 1.0f; // 0 at its outer end
    if (rule->edge == EDGE_FEATHERED)
        return inside * smooth_step(into_tail);
    if (rule->edge == EDGE_BROKEN) {
        float share = 0.55f * into_tail * into_tail + 0.45f * clampf(d_mm / broken_gap_mm, 0.0f, 1.0f);
        return chance < share ? inside : 0.0f;
    }
    return inside;
}

// ---------------------------------------------------------------- one cell of places

struct work { // of one keep_build
    const struct keep_base *base;
    const struct option *option;
    struct outline hairline;
    struct zone_shape zone[OPTION_MOST_ZONES];
    struct edge_rule rule;
    struct keep *keep;
    struct zone_area (*job_area)[OPTION_MOST_ZONES];
};

struct cell_state { // scratch: large, so made once for many cells
    struct outline_near near;
    float edge_mm[KEEP_CELL_MOST];
    float edge_weight[KEEP_CELL_MOST];
    float weight[OPTION_MOST_ZONES][KEEP_CELL_MOST];
    float density_per_cm2[KEEP_CELL_MOST];
    uint8_t top_zone[KEEP_CELL_MOST];
};

enum side { SIDE_OUT, SIDE_IN, SIDE_BOTH };

// Distances of the cell's places, cut at +-reach_mm; SIDE_OUT and SIDE_IN: all beyond the cut. With
// only_inside, places with a negative distance are told from others but not by how much.
static enum side cell_distances(const struct keep_base *base, const struct keep_cell *cell,
                                const struct outline *outline, float reach_mm, bool only_inside,
                                struct outline_near *near, float *distance_mm)
{
    bool is_near = outline_find_near(outline, cell->middle, cell->radius, reach_mm, near);
    if (!is_near || (only_inside && !near->is_crossed)) {
        bool is_in = outline_side(outline, near);
        if (!is_near || !is_in)
            return is_in ? SIDE_IN : SIDE_OUT;
    }
    int first = cell->first;
    struct outline_places places = {cell->count,     base->x + first, base->y + first,
                                    base->z + first, base->u + first, base->v + first};
    outline_distances(outline, near, &places, distance_mm);
    for (int i = 0; i < cell->count; i++)
        distance_mm[i] = clampf(distance_mm[i], -reach_mm, reach_mm);
    return SIDE_BOTH;
}

static void fill(float *out, int count, float value)
{
    for (int i = 0; i < count; i++)
        out[i] = value;
}

static void weigh_edge(const struct work *work, const struct keep_cell *cell, struct cell_state *state)
{
    const float reach_mm = (float)KEEP_EDGE_REACH_MM;
    enum side side = SIDE_IN;
    if (work->hairline.count > 0)
        side = cell_distances(work->base, cell, &work->hairline, reach_mm, false, &state->near, state->edge_mm);
    if (side != SIDE_BOTH) {
        fill(state->edge_mm, cell->count, side == SIDE_IN ? reach_mm : -reach_mm);
        fill(state->edge_weight, cell->count, side == SIDE_IN ? 1.0f : 0.0f);
        return;
    }
    const float *micro = work->base->micro + cell->first, *macro = work->base->macro + cell->first;
    const float *chance = work->base->chance + cell->first;
    for (int i = 0; i < cell->count; i++) {
        float wobble_mm = work->rule.micro_mm * micro[i] + work->rule.macro_mm * macro[i];
        float d_mm = state->edge_mm[i] + clampf(wobble_mm, -most_wobble_mm, most_wobble_mm);
        state->edge_weight[i] = edge_weight(&work->rule, d_mm, chance[i]);
    }
}

// False: the zone has no weight in this cell.
static bool weigh_zone(const struct work *work, const struct keep_cell *cell, struct cell_state *state, int index)
{
    const struct zone *zone = &work->option->zone[index];
    const struct zone_shape *shape = &work->zone[index];
    float *weight = state->weight[index], ramp_mm = (float)zone->ramp_mm;
    if (shape->outline.count == 0)
        return false;
    float reach_mm = (shape->half_mm > ramp_mm ? shape->half_mm : ramp_mm) + 1.0f;
    enum side side = cell_distances(work->base, cell, &shape->outline, reach_mm, true, &state->near, weight);
    bool is_far_in = side == SIDE_IN && zone->form == ZONE_AREA;
    if (side != SIDE_BOTH && !is_far_in)
        return false;
    const float *x = work->base->x + cell->first, *y = work->base->y + cell->first, *z = work->base->z + cell->first;
    for (int i = 0; i < cell->count; i++) {
        float depth_mm = is_far_in ? reach_mm : zone_depth_mm(shape, weight[i], x[i], y[i], z[i]);
        float inside = depth_mm > 0.0f ? 1.0f : 0.0f;
        weight[i] = ramp_mm > 0.0f ? smooth_step(depth_mm / ramp_mm) : inside;
        if (zone->behind_hairline)
            weight[i] *= state->edge_weight[i];
    }
    return true;
}

static void lay_zone_over(const struct work *work, const struct keep_cell *cell, struct cell_state *state, int index)
{
    float asked = (float)work->option->zone[index].density_per_cm2;
    const float *weight = state->weight[index], *unit = work->base->zone_unit + cell->first;
    for (int i = 0; i < cell->count; i++) {
        float below = state->density_per_cm2[i], w = weight[i];
        bool takes = w > 0.0f && (unit[i] < w || below <= 0.0f);
        state->top_zone[i] = takes ? (uint8_t)index : state->top_zone[i];
        state->density_per_cm2[i] = below * (1.0f - w) + asked * w;
    }
}

static void add_area(const struct work *work, const struct keep_cell *cell, const struct cell_state *state,
                     const bool *is_here, struct zone_area *area)
{
    const float *per_place = work->base->cm2_per_place + cell->first;
    float left[KEEP_CELL_MOST]; // share of the surface that later zones leave
    fill(left, cell->count, 1.0f);
    for (int k = work->option->zone_count - 1; k >= 0; k--) {
        if (!is_here[k])
            continue;
        float touched = 0.0f, weighted = 0.0f, dots = 0.0f;
        for (int i = 0; i < cell->count; i++) {
            float w = state->weight[k][i], cm2 = per_place[i];
            touched += w > 0.0f ? cm2 : 0.0f;
            weighted += w * left[i] * cm2;
            left[i] *= 1.0f - w;
            float level = clampf(state->density_per_cm2[i] * cm2, 0.0f, 1.0f);
            dots += state->top_zone[i] == k ? level : 0.0f;
        }
        area[k].touched_mm2 += 100.0 * (double)touched;
        area[k].weighted_mm2 += 100.0 * (double)weighted;
        area[k].dots += (double)dots;
    }
}

static void store_levels(const struct work *work, const struct keep_cell *cell, const struct cell_state *state)
{
    const float *cm2 = work->base->cm2_per_place + cell->first;
    const int *place = work->base->place + cell->first;
    for (int i = 0; i < cell->count; i++) {
        work->keep->level[place[i]] = clampf(state->density_per_cm2[i] * cm2[i], 0.0f, 1.0f);
        work->keep->zone[place[i]] = state->top_zone[i];
        work->keep->edge_mm[place[i]] = state->edge_mm[i];
    }
}

static void do_cell(const struct work *work, const struct keep_cell *cell, struct cell_state *state,
                    struct zone_area *area)
{
    bool is_here[OPTION_MOST_ZONES], is_any = false;
    weigh_edge(work, cell, state);
    fill(state->density_per_cm2, cell->count, 0.0f);
    memset(state->top_zone, 0, (size_t)cell->count);
    for (int k = 0; k < work->option->zone_count; k++) {
        is_here[k] = weigh_zone(work, cell, state, k);
        is_any = is_any || is_here[k];
        if (is_here[k])
            lay_zone_over(work, cell, state, k);
    }
    store_levels(work, cell, state);
    if (is_any)
        add_area(work, cell, state, is_here, area);
}

enum { CELLS_PER_JOB = 16 };

static void do_cells(void *context, int job)
{
    const struct work *work = context;
    struct cell_state state;
    int first = job * CELLS_PER_JOB, end = first + CELLS_PER_JOB;
    end = end < work->base->cell_count ? end : work->base->cell_count;
    for (int i = first; i < end; i++)
        do_cell(work, &work->base->cell[i], &state, work->job_area[job]);
}

struct keep *keep_build(const struct keep_base *base, const struct option *option, struct pool *pool)
{
    REQUIRE(option->zone_count >= 0 && option->zone_count <= OPTION_MOST_ZONES);
    size_t count = (size_t)base->count;
    struct keep *keep = mem_alloc(sizeof *keep);
    keep->count = base->count;
    keep->level = mem_alloc((count + 1) * sizeof *keep->level);
    keep->zone = mem_alloc((count + 1) * sizeof *keep->zone);
    keep->edge_mm = mem_alloc((count + 1) * sizeof *keep->edge_mm);
    struct work work = {.base = base, .option = option, .keep = keep};
    work.rule = edge_rule_of(&option->hairline);
    build_hairline(&work.hairline, &option->hairline, &base->head);
    for (int k = 0; k < option->zone_count; k++)
        build_zone(&work.zone[k], &option->zone[k], &base->head);
    int jobs = (base->cell_count + CELLS_PER_JOB - 1) / CELLS_PER_JOB;
    work.job_area = mem_alloc(((size_t)jobs + 1) * sizeof *work.job_area);
    pool_run(pool, jobs, do_cells, &work, NULL);
    for (int j = 0; j < jobs; j++)
        for (int k = 0; k < option->zone_count; k++) {
            keep->area[k].touched_mm2 += work.job_area[j][k].touched_mm2;
            keep->area[k].weighted_mm2 += work.job_area[j][k].weighted_mm2;
            keep->area[k].dots += work.job_area[j][k].dots;
        }
    mem_free(work.job_area);
    outline_finish(&work.hairline);
    for (int k = 0; k < option->zone_count; k++)
        outline_finish(&work.zone[k].outline);
    return keep;
}

void keep_free(struct keep *keep)
{
    if (!keep)
        return;
    mem_free(keep->level);
    mem_free(keep->zone);
    mem_free(keep->edge_mm);
    mem_free(keep);
}
