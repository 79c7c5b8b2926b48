#include "model/scalp_draft.h"

#include "base/mathd.h"
#include "model/keep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MIDDLE = CHART_COLUMNS / 2, ABOVE_BROWS = 6, LOWEST_LINE = 8, LINE_ASIDE = 12, MOST_PATCHES = 3, TOP_ASIDE = 9 };
#define HAIRY 0.5f
#define CELL_MM 6.0         // along a column
#define LOWEST_MM 65.0      // of a grown man's hairline (plan/advice.c)
#define HIGHEST_MM 90.0     // farther back it has receded (domain.md 3)
#define BARE_SHARE 0.12     // of the treated scalp that may be hairy on a bare head: its fringe
#define LEAST_SEEN_CM2 40.0 // or nothing can be said
#define LEAST_PATCH_CM2 9.0 // below Norwood II (domain.md 3: 10 to 25, of which the drafted hairline leaves some free)
#define LEAST_FRONT_CM2 4.0
#define THIN_PATCH 0.45    // of a patch that is thin and not bare: filled between hairs
#define THIN_FRONT 0.65    // the same at the hairline, which thins toward its edge
#define THIN_SHARE 0.55    // of the skin's light: thick hair has less
#define THIN_LIGHT 2.0f    // of the light of thick hair: thin hair has more
#define COVERED_SHARE 0.25 // of what is seen: the rest says too little
#define BLEND_MM 10.0      // into the hair: half a zone's ramp

enum cell_state { STATE_OFF, STATE_UNSEEN, STATE_BARE, STATE_THIN, STATE_HAIR, STATE_COVERED };

struct reading {
    const struct hair_chart *chart;
    const struct head *head;
    const struct option *option; // the whole zone, behind the drafted hairline
    uint8_t state[CHART_CELLS];
    double cm2[CHART_CELLS];
    int patch[CHART_CELLS];    // 0: none; else which
    bool is_held[CHART_CELLS]; // by a zone that is there
    bool ends_in_hair;         // on the midline, where the seen part ends
};

static int cell_at(int row, int column)
{
    return row * CHART_COLUMNS + column;
}

// ---- The hairline that is there.

// Whether hair begins there and goes on.
static bool is_hairline(const struct hair_chart *chart, int row, int column)
{
    enum { ON = 6, LEAST = 5 };
    int hairy = 0, seen = 0;
    for (int i = 0; i < ON && row + i < CHART_ROWS && chart->cell[cell_at(row + i, column)].is_seen; i++, seen++)
        hairy += chart->cell[cell_at(row + i, column)].hair > HAIRY;
    return chart->cell[cell_at(row, column)].hair > HAIRY && seen >= 3 && hairy >= seen - (ON - LEAST);
}

// Row at which hair begins in that column, coming from the forehead; 0: nowhere.
static double line_row(const struct hair_chart *chart, int column)
{
    for (int row = ABOVE_BROWS; row + 2 < CHART_ROWS; row++) {
        const struct chart_cell *cell = &chart->cell[cell_at(row, column)];
        if (!cell->is_seen || cell->is_covered)
            return 0.0;
        if (row >= LOWEST_LINE && is_hairline(chart, row, column)) {
            double before = (double)cell[-CHART_COLUMNS].hair, here = (double)cell->hair;
            return row - (here - (double)HAIRY) / fmax(here - before, 0.1);
        }
    }
    return 0.0;
}

int scalp_draft_line(const struct hair_chart *chart, struct vec3 out[CHART_COLUMNS])
{
    const double most_jump = 4.0; // rows, from a column to the next
    double row[CHART_COLUMNS + 1] = {0.0};
    int from = 0, to = 0, start = 0;
    for (int column = MIDDLE - LINE_ASIDE; column <= MIDDLE + LINE_ASIDE; column++)
        row[column] = line_row(chart, column);
    for (int column = 1; column <= CHART_COLUMNS; column++) {
        bool goes_on = row[column] > 0.0 && row[column - 1] > 0.0 && fabs(row[column] - row[column - 1]) < most_jump;
        if (goes_on && column + 1 - start > to - from) {
            from = start;
            to = column + 1;
        }
        start = goes_on ? start : column;
    }
    for (int column = from; column < to; column++) {
        double before = row[column > from ? column - 1 : column], after = row[column + 1 < to ? column + 1 : column];
        out[column - from] = chart_direction(0.25 * before + 0.5 * row[column] + 0.25 * after, column);
    }
    return to - from;
}

static double middle_of(double *values, int count)
{
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && values[k] < values[k - 1]; k--) {
            double swap = values[k];
            values[k] = values[k - 1];
            values[k - 1] = swap;
        }
    return values[count / 2];
}

static void find_line(const struct hair_chart *chart, const struct head *head, struct scalp_draft *out)
{
    double near[5];
    int count = 0;
    for (int column = MIDDLE - LINE_ASIDE; column <= MIDDLE + LINE_ASIDE; column++) {
        double row = line_row(chart, column);
        if (row <= 0.0)
            continue;
        out->line[out->line_count++] = chart_direction(row, column);
        if (column >= MIDDLE - 2 && column <= MIDDLE + 2)
            near[count++] = row;
    }
    if (count < 3)
        return;
    double row = middle_of(near, count);
    out->present_mm = head_arc_mm(head, head->glabella, chart_direction(row, MIDDLE));
    out->present_certainty = chart->certainty * (near[count - 1] - near[0] < 2.5 ? 1.0 : 0.6);
}

// ---- What is treated, cell by cell.

static double cell_cm2(const struct head *head, int row, int column)
{
    struct vec3 dir = chart_direction(row, column);
    double round = sqrt(fmax(1.0 - dir.x * dir.x, 0.0));
    return head_area_mm2_per_sr(head, dir) * CHART_STEP_RAD * CHART_STEP_RAD * round * 0.01;
}

// Light of thick hair, where no bare skin tells how light it would be.
static float thick_light(const struct reading *r)
{
    double light[CHART_CELLS];
    int count = 0;
    for (int i = 0; i < CHART_CELLS; i++)
        if (r->chart->cell[i].is_seen && r->chart->cell[i].hair > HAIRY)
            light[count++] = (double)r->chart->cell[i].light;
    if (count < 10)
        return 0.0f;
    middle_of(light, count);
    return (float)light[count / 3];
}

// Light of bare skin that faces as this cell does, by the skin that is seen; 0: none is.
static double skin_light(const struct reading *r, const struct vec3 *normal, int at)
{
    double sum = 0.0, weights = 0.0;
    int count = 0;
    for (int i = 0; i < CHART_CELLS; i++) {
        const struct chart_cell *cell = &r->chart->cell[i];
        if (!cell->is_seen || cell->is_covered || cell->hair > 0.2f)
            continue;
        double off = 1.05 - vec3_dot(normal[i], normal[at]), weight = 1.0 / (off * off * off * off);
        sum += weight * (double)cell->light;
        weights += weight;
        count++;
    }
    return count >= 40 ? sum / weights : 0.0;
}

// Hair through which the skin between shines.
static bool is_thin(const struct reading *r, const struct vec3 *normal, float thick, int at)
{
    const struct chart_cell *cell = &r->chart->cell[at];
    double skin = skin_light(r, normal, at);
    return r->chart->is_standing && ((double)cell->light > THIN_SHARE * skin) &&
           (skin > 0.0 || cell->light > THIN_LIGHT * thick);
}

// Whether hair stands where the midline goes out of sight: then it does behind, too, and corners end there.
static bool ends_in_hair(const struct reading *r)
{
    enum { ASIDE = 4 };
    int hairy = 0, all = 0;
    for (int column = MIDDLE - ASIDE; column <= MIDDLE + ASIDE; column++) {
        int row = CHART_ROWS - 1;
        while (row >= 0 &&
               (r->state[cell_at(row, column)] == STATE_OFF || !r->chart->cell[cell_at(row, column)].is_seen))
            row--;
        all += row >= 0;
        hairy += row >= 0 && r->state[cell_at(row, column)] == STATE_HAIR;
    }
    return 2 * hairy > all;
}

static void sort_cells(struct reading *r)
{
    const struct zone *zone = &r->option->zone[0];
    float thick = thick_light(r);
    struct vec3 dir[CHART_CELLS], normal[CHART_CELLS];
    double inside_mm[CHART_CELLS], behind_mm[CHART_CELLS];
    for (int i = 0; i < CHART_CELLS; i++) {
        dir[i] = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS);
        normal[i] = head_normal(r->head, dir[i]);
    }
    keep_zone_distances_mm(zone, r->head, dir, CHART_CELLS, inside_mm);
    keep_hairline_distances_mm(&r->option->hairline, r->head, dir, CHART_CELLS, behind_mm);
    for (int i = 0; i < CHART_CELLS; i++) {
        const struct chart_cell *cell = &r->chart->cell[i];
        r->state[i] = STATE_OFF;
        if (inside_mm[i] < 0.25 * zone->ramp_mm || behind_mm[i] < 0.0)
            continue;
        r->cm2[i] = cell_cm2(r->head, i / CHART_COLUMNS, i % CHART_COLUMNS);
        r->state[i] = !cell->is_seen                 ? STATE_UNSEEN
                      : cell->is_covered             ? STATE_COVERED
                      : cell->hair <= HAIRY          ? STATE_BARE
                      : is_thin(r, normal, thick, i) ? STATE_THIN
                                                     : STATE_HAIR;
    }
    r->ends_in_hair = ends_in_hair(r);
}

static double area_cm2(const struct reading *r, enum cell_state state)
{
    double sum = 0.0;
    for (int i = 0; i < CHART_CELLS; i++)
        sum += r->state[i] == state ? r->cm2[i] : 0.0;
    return sum;
}

// ---- Patches.

static bool is_open(const struct reading *r, int i)
{
    return (r->state[i] == STATE_BARE || r->state[i] == STATE_THIN) && !r->is_held[i];
}

struct patch {
    double cm2, thin_cm2;
    struct vec3 middle; // not a unit
};

static struct patch fill_patch(struct reading *r, int from, int number)
{
    static const int steps[4] = {1, -1, CHART_COLUMNS, -CHART_COLUMNS};
    struct patch patch = {0};
    int stack[CHART_CELLS], count = 1;
    stack[0] = from;
    r->patch[from] = number;
    while (count > 0) {
        int at = stack[--count];
        patch.cm2 += r->cm2[at];
        patch.thin_cm2 += r->state[at] == STATE_THIN ? r->cm2[at] : 0.0;
        struct vec3 dir = chart_direction(at / CHART_COLUMNS, at % CHART_COLUMNS);
        patch.middle = vec3_add(patch.middle, vec3_scale(dir, r->cm2[at]));
        for (int k = 0; k < 4; k++) {
            int next = at + steps[k];
            bool is_beside = next >= 0 && next < CHART_CELLS && (k > 1 || next / CHART_COLUMNS == at / CHART_COLUMNS);
            if (is_beside && r->patch[next] == 0 && is_open(r, next)) {
                r->patch[next] = number;
                stack[count++] = next;
            }
        }
    }
    return patch;
}

// First treated cell of the column; CHART_ROWS: none.
static int first_row(const struct reading *r, int column)
{
    int row = 0;
    while (row < CHART_ROWS && r->state[cell_at(row, column)] == STATE_OFF)
        row++;
    return row;
}

static bool is_at_front(const struct reading *r, int number)
{
    for (int column = 0; column < CHART_COLUMNS; column++)
        for (int row = first_row(r, column), k = 0; k < 2 && row + k < CHART_ROWS; k++)
            if (r->patch[cell_at(row + k, column)] == number)
                return true;
    return false;
}

// ---- Zones.

// Row up to which the scalp behind the hairline is open in that column; the first one less 1 where it is not.
static double open_to(const struct reading *r, int column)
{
    int first = first_row(r, column), row = first, last = CHART_ROWS - 1;
    while (last > first && r->state[cell_at(last, column)] == STATE_OFF)
        last--;
    for (; row <= last; row++) {
        bool is_last = row == last || r->state[cell_at(row + 1, column)] == STATE_HAIR;
        if (r->state[cell_at(row, column)] == STATE_HAIR && is_last)
            break;
        if (r->state[cell_at(row, column)] == STATE_UNSEEN && r->ends_in_hair)
            break;
    }
    bool is_all = row > last;
    return is_all ? last + 2.0 : row - 0.5 + BLEND_MM / CELL_MM;
}

static void add_point(struct zone *zone, double row, double column)
{
    if (zone->point_count < ZONE_MOST_POINTS)
        zone->point[zone->point_count++] = chart_direction(row, column);
}

// In front before the hairline, behind where hair begins.
static void outline_front(const struct reading *r, struct zone *zone)
{
    double back[CHART_COLUMNS], smooth[CHART_COLUMNS];
    int first = CHART_COLUMNS, last = -1;
    for (int column = 0; column < CHART_COLUMNS; column++) {
        if (first_row(r, column) == CHART_ROWS)
            continue;
        first = column < first ? column : first;
        last = column;
        back[column] = open_to(r, column);
    }
    for (int column = first; column <= last; column++) {
        double near[3] = {back[column > first ? column - 1 : column], back[column],
                          back[column < last ? column + 1 : column]};
        smooth[column] = middle_of(near, 3);
    }
    zone->point_count = 0;
    for (int column = first; column <= last; column += 3) // the temples end where the whole zone does
        add_point(zone, first_row(r, column) - (abs(column - MIDDLE) <= TOP_ASIDE ? 4.0 : 0.5), column);
    for (int column = last; column >= first; column--)
        add_point(zone, smooth[column], column);
}

// All round its middle, as far as it reaches and a little into the hair.
static void outline_patch(const struct reading *r, int number, struct vec3 middle, struct zone *zone)
{
    enum { SPOKES = 16 };
    struct vec3 east, north;
    double reach[SPOKES] = {0.0};
    head_tangents(r->head, middle, &east, &north);
    for (int i = 0; i < CHART_CELLS; i++) {
        if (r->patch[i] != number)
            continue;
        struct vec3 dir = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS);
        double turn = mathd_atan2(vec3_dot(dir, north), vec3_dot(dir, east)) / (2.0 * MATHD_PI);
        int spoke = (int)floor((turn + 1.0) * SPOKES + 0.5) % SPOKES;
        reach[spoke] = fmax(reach[spoke], head_arc_mm(r->head, middle, dir) + 0.5 * CELL_MM);
    }
    zone->point_count = 0;
    for (int i = 0; i < SPOKES; i++) {
        double mean = 0.5 * reach[i] + 0.25 * (reach[(i + 1) % SPOKES] + reach[(i + SPOKES - 1) % SPOKES]);
        double angle = 2.0 * MATHD_PI * i / SPOKES;
        struct vec3 toward = vec3_add(vec3_scale(east, mathd_cos(angle)), vec3_scale(north, mathd_sin(angle)));
        zone->point[zone->point_count++] = head_walk(r->head, middle, toward, mean + BLEND_MM);
    }
}

static void name_zone(struct option *option, struct zone *zone, double certainty)
{
    int same = 0;
    for (int i = 0; i < option->zone_count; i++)
        same += option->zone[i].kind == zone->kind;
    if (same > 0)
        snprintf(zone->name, sizeof zone->name, "%s %d", zone_kind_name(zone->kind), same + 1);
    zone->draft_certainty = certainty;
    option->zone[option->zone_count++] = *zone;
}

static void add_patch(const struct reading *r, int number, const struct patch *patch, enum zone_kind kind,
                      struct option *option, double certainty)
{
    struct zone zone = zone_make(kind, r->head, &option->hairline);
    outline_patch(r, number, vec3_unit(patch->middle), &zone);
    name_zone(option, &zone, certainty);
}

static bool has_front(const struct option *option)
{
    for (int i = 0; i < option->zone_count; i++)
        if (option->zone[i].kind == ZONE_FULL)
            return true;
    return false;
}

// Bare patches at the hairline are one zone, however many there are: both corners. Returns how much is thin.
static double add_zones(struct reading *r, struct option *option, double certainty)
{
    struct patch front = {0};
    double thin_cm2 = 0.0;
    for (int i = 0, number = 1; i < CHART_CELLS; i++) {
        if (r->patch[i] != 0 || !is_open(r, i))
            continue;
        struct patch patch = fill_patch(r, i, number);
        bool is_front = is_at_front(r, number);
        bool is_thin = patch.thin_cm2 > (is_front ? THIN_FRONT : THIN_PATCH) * patch.cm2;
        if (!is_thin && is_front)
            front.cm2 += patch.cm2;
        else if (patch.cm2 >= LEAST_PATCH_CM2 && option->zone_count < MOST_PATCHES)
            add_patch(r, number, &patch, is_thin ? ZONE_DENSITY : ZONE_CROWN, option, certainty);
        thin_cm2 += patch.thin_cm2;
        number++;
    }
    if (front.cm2 >= LEAST_FRONT_CM2 && !has_front(option)) {
        struct zone zone = zone_make(ZONE_FULL, r->head, &option->hairline);
        zone.ramp_mm = BLEND_MM; // so that it is whole where hair begins
        outline_front(r, &zone);
        name_zone(option, &zone, certainty);
    }
    return thin_cm2;
}

static void lay_whole(struct option *option, const struct zone *whole, double certainty)
{
    option->zone[0] = *whole;
    option->zone[0].draft_certainty = certainty;
    option->zone_count = 1;
}

void scalp_draft_lay(const struct hair_chart *chart, const struct head *head, struct option *option,
                     struct scalp_draft *out)
{
    memset(out, 0, sizeof *out);
    find_line(chart, head, out);
    if (out->present_mm > 0.0 && out->present_mm < HIGHEST_MM) {
        option->hairline.height_mm = fmax(out->present_mm, LOWEST_MM);
        hairline_make(&option->hairline, head);
    }
    struct option whole = *option;
    struct reading r = {.chart = chart, .head = head, .option = &whole};
    whole.zone[0] = zone_make(ZONE_FULL, head, &option->hairline);
    sort_cells(&r);
    double hair = area_cm2(&r, STATE_HAIR) + area_cm2(&r, STATE_THIN), bare = area_cm2(&r, STATE_BARE);
    double covered = area_cm2(&r, STATE_COVERED);
    bool is_covered = covered > fmax(COVERED_SHARE * (hair + bare + covered), LEAST_PATCH_CM2);
    if (hair + bare < LEAST_SEEN_CM2 && !is_covered)
        return;
    out->certainty = chart->certainty;
    if (is_covered) {
        out->kind = SCALP_COVERED;
        option->zone_count = 0;
        return;
    }
    out->bare_cm2 = bare;
    out->hair_cm2 = hair;
    if (hair < BARE_SHARE * (hair + bare)) {
        out->kind = SCALP_BARE;
        lay_whole(option, &whole.zone[0], out->certainty);
        return;
    }
    option->zone_count = 0;
    double thin_cm2 = add_zones(&r, option, out->certainty);
    out->kind = option->zone_count == 0              ? SCALP_FULL
                : thin_cm2 > 0.5 * (bare + thin_cm2) ? SCALP_THINNING
                                                     : SCALP_RECEDING;
    if (out->kind == SCALP_RECEDING && !chart->is_standing && has_front(option)) {
        out->kind = SCALP_SHAVED;
        lay_whole(option, &whole.zone[0], out->certainty);
    }
}

static void find_held(struct reading *r, const struct option *option)
{
    struct vec3 dir[CHART_CELLS];
    double inside_mm[CHART_CELLS];
    for (int i = 0; i < CHART_CELLS; i++)
        dir[i] = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS);
    for (int k = 0; k < option->zone_count; k++) {
        keep_zone_distances_mm(&option->zone[k], r->head, dir, CHART_CELLS, inside_mm);
        for (int i = 0; i < CHART_CELLS; i++)
            r->is_held[i] |= inside_mm[i] > -BLEND_MM; // what lies closer is that zone's rim
    }
}

int scalp_draft_grow(const struct hair_chart *chart, const struct head *head, struct option *option)
{
    struct option whole = *option;
    struct reading r = {.chart = chart, .head = head, .option = &whole};
    int before = option->zone_count;
    whole.zone[0] = zone_make(ZONE_FULL, head, &option->hairline);
    sort_cells(&r);
    find_held(&r, option);
    add_zones(&r, option, chart->certainty);
    return option->zone_count - before;
}
