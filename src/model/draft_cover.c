// What covers the scalp and is neither skin nor hair: a hat, a towel, a bandage. Told by its colour against the skin of
// the face; the bounds come from the samples, made heads and cloth painted over them. A hand is skin, and not told.
#include "model/draft_part.h"

#include "geom/contour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OFF_COLOUR 0.10   // of cloth off the line from skin to grey; bare heads lie within 0.06
#define REDDER 0.20       // beyond skin on that line; bare heads 0.16, in the dark
#define GREYNESS 0.82     // of the way to grey: white cloth 0.9; skin that shines up to 0.73
#define SHADED 0.25       // of that way: hair too smooth or blurred to show as hair, where it is
#define DARK 0.4          // of the face's light
#define LEAST_COLOUR 0.05 // of skin against grey; less is a photo in black and white
#define REDDEST 0.82      // no skin is, in any light
#define BLUEST 0.06       // over red; without a face to go by
#define COVERED_SURE 0.5  // at most, where something covers the scalp
#define REACH_MM 5.0      // about the middle of a cell

enum { FEWEST_CELLS = 25, MOST_PIECES = 4, MAP = PERSON_SIDE }; // 9 cm2: less is glare

static int by_red(const void *a, const void *b)
{
    double x = ((const struct draft_tone *)a)->red, y = ((const struct draft_tone *)b)->red;
    return (x > y) - (x < y);
}

// Of the face between brows and cheeks: the middle one of its coloured places where there are some, for a mask over
// the mouth and dark lenses are not.
static struct draft_tone skin_of(const struct draft_sight *sight, const struct face *face)
{
    static const int places[] = {
        FACE_GLABELLA, FACE_NASION, 6,   8,   151, 108, 337, FACE_CHEEK_LEFT, FACE_CHEEK_RIGHT, 117, 346,
        118,           347,         101, 330, 36,  266, 197};
    enum { PLACES = sizeof places / sizeof places[0], FEWEST = 4 };
    struct draft_tone all[PLACES], coloured[PLACES];
    int count = 0;
    for (int i = 0; i < PLACES; i++) {
        all[i] = draft_tone(sight->image, face->point[places[i]]);
        if (all[i].red > all[i].blue + LEAST_COLOUR && all[i].red < REDDEST)
            coloured[count++] = all[i];
    }
    bool is_coloured = count >= FEWEST;
    struct draft_tone *from = is_coloured ? coloured : all;
    count = is_coloured ? count : PLACES;
    qsort(from, (size_t)count, sizeof from[0], by_red);
    return from[count / 2];
}

// Cloth is covered; hair that does not show by its streaks becomes hair.
static void judge_by_skin(struct chart_cell *cell, const struct draft_tone *skin)
{
    double x = 1.0 / 3.0 - skin->red, y = 1.0 / 3.0 - skin->blue, length = sqrt(x * x + y * y);
    double dx = (double)cell->red - skin->red, dy = (double)cell->blue - skin->blue;
    if (length < LEAST_COLOUR)
        return;
    double along = (dx * x + dy * y) / length, off = fabs(dx * y - dy * x) / length;
    bool is_smooth = cell->hair < 0.5f, is_dark = (double)cell->light < DARK * skin->light;
    cell->is_covered = off > OFF_COLOUR || along < -REDDER || (is_smooth && !is_dark && along > GREYNESS * length);
    if (is_smooth && !cell->is_covered && is_dark && along > SHADED * length)
        cell->hair = 1.0f;
}

static void judge_alone(struct chart_cell *cell)
{
    float green = 1.0f - cell->red - cell->blue, most = cell->red + (float)BLUEST;
    bool is_smooth = cell->hair < 0.5f;
    cell->is_covered = is_smooth && (cell->blue > most || green > most || cell->red > (float)REDDEST);
}

// Cells of a piece, from one on; none that has no inside: the rim of the head may show what lies beside it.
struct piece {
    int count;
    bool has_inside;
    int cell[CHART_CELLS];
};

static bool is_inside(const struct hair_chart *chart, int at)
{
    int row = at / CHART_COLUMNS, column = at % CHART_COLUMNS;
    for (int v = row - 1; v <= row + 1; v++)
        for (int u = column - 1; u <= column + 1; u++)
            if (v < 0 || u < 0 || v >= CHART_ROWS || u >= CHART_COLUMNS ||
                !chart->cell[v * CHART_COLUMNS + u].is_covered)
                return false;
    return true;
}

static void gather(const struct hair_chart *chart, bool done[CHART_CELLS], int from, struct piece *out)
{
    static const int steps[4] = {1, -1, CHART_COLUMNS, -CHART_COLUMNS};
    out->count = 1;
    out->has_inside = false;
    out->cell[0] = from;
    done[from] = true;
    for (int i = 0; i < out->count; i++) {
        int at = out->cell[i];
        out->has_inside |= is_inside(chart, at);
        for (int k = 0; k < 4; k++) {
            int next = at + steps[k];
            bool is_beside = next >= 0 && next < CHART_CELLS && (k > 1 || next / CHART_COLUMNS == at / CHART_COLUMNS);
            if (is_beside && !done[next] && chart->cell[next].is_covered) {
                done[next] = true;
                out->cell[out->count++] = next;
            }
        }
    }
}

static void paint(uint8_t *map, double x, double y, double reach)
{
    for (int v = (int)fmax(y - reach, 0.0); v < MAP && v <= y + reach; v++)
        for (int u = (int)fmax(x - reach, 0.0); u < MAP && u <= x + reach; u++)
            if ((u + 0.5 - x) * (u + 0.5 - x) + (v + 0.5 - y) * (v + 0.5 - y) <= reach * reach)
                map[v * MAP + u] = 255;
}

// A mask over the piece, a little beyond its cells.
static void mask_piece(const struct piece *piece, const struct head *head, const struct view *view, struct draft *out)
{
    static const uint8_t empty[MAP * MAP];
    uint8_t map[MAP * MAP];
    double px_per_cell = fmax(view->width_px, view->height_px) / MAP;
    if (out->mask_count == DRAFT_MOST_MASKS)
        return;
    memcpy(map, empty, sizeof map);
    for (int i = 0; i < piece->count; i++) {
        struct vec3 at =
            head_point_mm(head, chart_direction(piece->cell[i] / CHART_COLUMNS, piece->cell[i] % CHART_COLUMNS));
        struct pt_px px;
        if (view_project(view, at, &px))
            paint(map, px.x / px_per_cell, px.y / px_per_cell, REACH_MM * view_scale_px_per_mm(view, at) / px_per_cell);
    }
    struct draft_mask *mask = &out->mask[out->mask_count];
    mask->count = contour_largest(map, MAP, MAP, mask->point, DRAFT_MASK_MOST_POINTS);
    for (int i = 0; i < mask->count; i++)
        mask->point[i] = (struct pt_px){mask->point[i].x * px_per_cell, mask->point[i].y * px_per_cell};
    out->mask_count += mask->count > 0;
}

void draft_cover(const struct draft_sight *sight, const struct head *head, const struct view *view, struct draft *out)
{
    struct hair_chart *chart = &out->chart;
    bool done[CHART_CELLS] = {false};
    struct piece piece;
    struct draft_tone skin = {0};
    int pieces = 0;
    if (out->way == DRAFT_FACE)
        skin = skin_of(sight, &out->face);
    for (int i = 0; i < CHART_CELLS; i++)
        if (chart->cell[i].is_seen && out->way == DRAFT_FACE)
            judge_by_skin(&chart->cell[i], &skin);
        else if (chart->cell[i].is_seen)
            judge_alone(&chart->cell[i]);
    for (int i = 0; i < CHART_CELLS; i++) {
        if (done[i] || !chart->cell[i].is_covered)
            continue;
        gather(chart, done, i, &piece);
        bool is_cloth = piece.count >= FEWEST_CELLS && piece.has_inside && pieces < MOST_PIECES;
        for (int k = 0; k < piece.count && !is_cloth; k++)
            chart->cell[piece.cell[k]].is_covered = false;
        if (is_cloth)
            mask_piece(&piece, head, view, out);
        pieces += is_cloth;
    }
    out->has_cloth = pieces > 0;
    if (pieces > 0)
        chart->certainty = fmin(chart->certainty, COVERED_SURE);
}
