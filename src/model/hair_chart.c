#include "model/hair_chart.h"

#include "base/mathd.h"
#include "model/draft_part.h"

#include "shared/smp_math.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 5, SAMPLES = SIDE * SIDE }; // of a cell
#define LEAST_FACING 0.22
#define LEAST_STREAK 0.06f     // less is skin,
#define MOST_STREAK 0.10f      // more is not
#define SHINY 1.1f             // times the forehead's light: shine, perhaps
#define COARSE_MM 1.0          // blur of a photo hardly matters over that
#define STANDING_STREAK 0.064f // coarse: stubble of the samples 0.045 to 0.054, hair 0.076 to 0.137

struct vec3 chart_direction(double row, double column)
{
    double up = CHART_FIRST_RAD + row * CHART_STEP_RAD, aside = (column - CHART_COLUMNS / 2) * CHART_STEP_RAD;
    double round = mathd_cos(aside);
    return vec3_make(mathd_sin(aside), -round * mathd_cos(up), round * mathd_sin(up));
}

static bool sample_at(const struct image *image, double px_per_px, const struct view *view, const struct head *head,
                      struct vec3 dir, struct draft_tone *out)
{
    struct pt_px px;
    if (!view_project(view, head_point_mm(head, dir), &px))
        return false;
    px = (struct pt_px){px.x / px_per_px, px.y / px_per_px};
    if (px.x < 0.0 || px.y < 0.0 || px.x >= image->width_px || px.y >= image->height_px)
        return false;
    *out = draft_tone(image, px);
    return true;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// How much darker than its middle the darker half is, its slope over the cell taken off; share of the mean. Shine
// glitters the other way.
static double streak_of(const struct draft_tone *s, double mean)
{
    double across = 0.0, down = 0.0, unit = 0.0, off[SAMPLES], sum = 0.0;
    for (int i = 0; i < SAMPLES; i++) {
        double x = i % SIDE - SIDE / 2, y = i / SIDE - SIDE / 2;
        across += x * s[i].light;
        down += y * s[i].light;
        unit += x * x;
    }
    for (int i = 0; i < SAMPLES; i++) {
        double x = i % SIDE - SIDE / 2, y = i / SIDE - SIDE / 2;
        off[i] = s[i].light - mean - (across * x + down * y) / unit;
    }
    qsort(off, SAMPLES, sizeof off[0], by_size);
    for (int i = 0; i < SAMPLES / 2; i++)
        sum += (off[SAMPLES / 2] - off[i]) * (off[SAMPLES / 2] - off[i]);
    return sqrt(sum / (SAMPLES / 2)) / mean;
}

// Of a cell's samples.
static struct vec3 sample_direction(int row, int column, int i)
{
    return chart_direction(row + (i / SIDE - SIDE / 2) * (1.0 / SIDE), column + (i % SIDE - SIDE / 2) * (1.0 / SIDE));
}

static void read_cell(struct chart_cell *cell, int row, int column, const struct image *image, double px_per_px,
                      const struct head *head, const struct view *view)
{
    struct draft_tone s[SAMPLES], mean = {0.0, 0.0, 0.0};
    if (view_facing(view, head, chart_direction(row, column)) < LEAST_FACING)
        return;
    for (int i = 0; i < SAMPLES; i++) {
        if (!sample_at(image, px_per_px, view, head, sample_direction(row, column, i), &s[i]))
            return;
        mean.light += s[i].light / SAMPLES;
        mean.red += s[i].red / SAMPLES;
        mean.blue += s[i].blue / SAMPLES;
    }
    *cell = (struct chart_cell){.is_seen = true,
                                .light = (float)mean.light,
                                .streak = (float)streak_of(s, mean.light),
                                .red = (float)mean.red,
                                .blue = (float)mean.blue};
}

// ---- Hair or skin.

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

struct bare_skin {
    float streak; // that it shows in this photo
    float light;  // 0: unknown
};

// Of the forehead, its more even part; else of the most even that is seen.
static struct bare_skin find_skin(const struct hair_chart *chart)
{
    enum { MIDDLE = CHART_COLUMNS / 2, FIRST = 4, LAST = 9, ASIDE = 6, FEWEST = 20 };
    float streak[CHART_CELLS], light[CHART_CELLS], all[CHART_CELLS];
    int count = 0, seen = 0;
    for (int i = 0; i < CHART_CELLS; i++) {
        const struct chart_cell *cell = &chart->cell[i];
        int row = i / CHART_COLUMNS, column = i % CHART_COLUMNS;
        if (!cell->is_seen)
            continue;
        all[seen++] = cell->streak;
        if (row < FIRST || row > LAST || column < MIDDLE - ASIDE || column > MIDDLE + ASIDE)
            continue;
        streak[count] = cell->streak;
        light[count++] = cell->light;
    }
    qsort(streak, (size_t)count, sizeof streak[0], by_value);
    qsort(light, (size_t)count, sizeof light[0], by_value);
    qsort(all, (size_t)seen, sizeof all[0], by_value);
    if (count >= FEWEST)
        return (struct bare_skin){streak[count / 3], light[count / 2]};
    return (struct bare_skin){seen > 0 ? all[seen / 8] : 0.0f, 0.0f};
}

// The middle one of a cell and those seen beside it.
static float steady_streak(const struct hair_chart *chart, int row, int column)
{
    float near[9];
    int count = 0;
    for (int v = row - 1; v <= row + 1; v++)
        for (int u = column - 1; u <= column + 1; u++)
            if (v >= 0 && u >= 0 && v < CHART_ROWS && u < CHART_COLUMNS && chart->cell[v * CHART_COLUMNS + u].is_seen)
                near[count++] = chart->cell[v * CHART_COLUMNS + u].streak;
    qsort(near, (size_t)count, sizeof near[0], by_value);
    return near[count / 2];
}

static void tell_hair(struct hair_chart *chart)
{
    struct bare_skin skin = find_skin(chart);
    float from = fminf(fmaxf(LEAST_STREAK, 1.6f * skin.streak), MOST_STREAK);
    double vague = 0.0, seen = 0.0;
    for (int i = 0; i < CHART_CELLS; i++) {
        struct chart_cell *cell = &chart->cell[i];
        if (!cell->is_seen)
            continue;
        float streak = steady_streak(chart, i / CHART_COLUMNS, i % CHART_COLUMNS);
        float shine = skin.light > 0.0f ? fmaxf(cell->light / (SHINY * skin.light), 1.0f) : 1.0f; // it glitters
        cell->hair = smp_smoothstep(from * shine, 1.5f * from * shine, streak);
        seen += 1.0;
        vague += cell->hair > 0.2f && cell->hair < 0.8f;
    }
    chart->certainty = seen > 0.0 ? fmax(0.95 - 1.5 * vague / seen, 0.1) : 0.0;
}

// Mean light of a millimetre about a place.
static bool coarse_light(const struct image *image, double px_per_px, const struct head *head, const struct view *view,
                         struct vec3 dir, double *light)
{
    enum { REACH = 2 };
    struct pt_px px;
    if (!view_project(view, head_point_mm(head, dir), &px))
        return false;
    double step = COARSE_MM * view_scale_px_per_mm(view, head_point_mm(head, dir)) / (2.0 * REACH) / px_per_px;
    *light = 0.0;
    for (int y = -REACH; y <= REACH; y++)
        for (int x = -REACH; x <= REACH; x++) {
            struct pt_px at = {px.x / px_per_px + x * step, px.y / px_per_px + y * step};
            *light += draft_tone(image, at).light / ((2 * REACH + 1) * (2 * REACH + 1));
        }
    return true;
}

// Whether hair stands off the skin: locks of it show even where single hairs do not.
static bool is_standing(const struct hair_chart *chart, const struct image *image, double px_per_px,
                        const struct head *head, const struct view *view)
{
    enum { EVERY = 3 };
    float streak[CHART_CELLS];
    int count = 0;
    for (int i = 0; i < CHART_CELLS; i += EVERY) {
        struct draft_tone s[SAMPLES];
        double mean = 0.0;
        bool is_seen = chart->cell[i].is_seen && chart->cell[i].hair > 0.5f;
        for (int k = 0; k < SAMPLES && is_seen; k++) {
            is_seen = coarse_light(image, px_per_px, head, view,
                                   sample_direction(i / CHART_COLUMNS, i % CHART_COLUMNS, k), &s[k].light);
            mean += s[k].light / SAMPLES;
        }
        if (is_seen)
            streak[count++] = (float)streak_of(s, mean);
    }
    qsort(streak, (size_t)count, sizeof streak[0], by_value);
    return count > 0 && streak[count / 2] > STANDING_STREAK;
}

void hair_chart_read(struct hair_chart *chart, const struct image *image, double px_per_px, const struct head *head,
                     const struct view *view)
{
    memset(chart, 0, sizeof *chart);
    for (int i = 0; i < CHART_CELLS; i++)
        read_cell(&chart->cell[i], i / CHART_COLUMNS, i % CHART_COLUMNS, image, px_per_px, head, view);
    tell_hair(chart);
    chart->is_standing = is_standing(chart, image, px_per_px, head, view);
}

// The cell that holds a direction; -1: none.
static int cell_of(struct vec3 dir)
{
    double up = mathd_atan2(dir.z, -dir.y), aside = mathd_asin(dir.x);
    if (up < CHART_FIRST_RAD - 0.5 * CHART_STEP_RAD)
        up += 2.0 * MATHD_PI;
    int row = (int)floor((up - CHART_FIRST_RAD) / CHART_STEP_RAD + 0.5);
    int column = CHART_COLUMNS / 2 + (int)floor(aside / CHART_STEP_RAD + 0.5);
    bool is_on = row >= 0 && column >= 0 && row < CHART_ROWS && column < CHART_COLUMNS;
    return is_on ? row * CHART_COLUMNS + column : -1;
}

void hair_chart_carry(const struct hair_chart *from, const struct head *from_head, const struct view *from_view,
                      const struct head *head, const struct view *view, struct hair_chart *out)
{
    *out = *from;
    for (int i = 0; i < CHART_CELLS; i++) {
        struct vec3 dir = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS), was;
        struct pt_px px;
        bool is_seen = view_facing(view, head, dir) >= LEAST_FACING &&
                       view_project(view, head_point_mm(head, dir), &px) && view_hit(from_view, from_head, px, &was);
        int at = is_seen ? cell_of(was) : -1;
        out->cell[i] = at >= 0 ? from->cell[at] : (struct chart_cell){0};
    }
}
