#include "plan/stubble.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "image/skin_marks.h"
#include "model/keep.h"
#include "plan/compose_region.h"
#include "plan/mask.h"
#include "plan/stubble_light.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_FACING 0.4
#define LEAST_PX_PER_MM 2.5
#define MOST_SHINE 40  // of 255: sheen hides contrast
#define HAIR_FROM 0.4f // share of a cell hidden: no skin to stand out from
#define LONG_DEVIATION 0.24f
enum { MASK_STEP_PX = 8, FEWEST_CELLS = 60, FEWEST_STUBBLED = 40, FEWEST_BARE = 40 };
// Where the light varies within 1.5 mm by that much of bare skin's variation there is stubble, from and wholly.
#define STUBBLE_FROM 1.4f
#define STUBBLE_TO 2.6f

enum part { PART_NONE, PART_FOREHEAD, PART_TREATED, PART_SIDES };

struct cell { // of the maps, where the head is seen well
    const struct skin_cell *skin;
    int index;
    enum part part;
    struct vec3 normal, point_mm;
    double facing, px_per_mm;
    float share; // stubbled
};

struct cells {
    int count;
    struct cell *of;
    int *at; // by the maps' cell: which of them, or -1
};

// ---- Which cells.

// Hair grows at the sides above the ears and behind them; the forehead is bare, up to where it may be stubbled.
static enum part part_of(const struct head *head, struct vec3 dir, struct vec3 point_mm)
{
    const double ear_mm = 35.0, nape_mm = 0.0, behind_mm = 45.0, front_mm = -45.0, brow_mm = 12.0;
    bool is_front = point_mm.y < front_mm;
    if (is_front && point_mm.z < head_point_mm(head, head->glabella).z + brow_mm)
        return PART_NONE;
    if (is_front && fabs(dir.x) < -0.7 * dir.y && head_arc_mm(head, head->glabella, dir) < 55.0)
        return PART_FOREHEAD;
    bool is_scalp = point_mm.z > ear_mm || (point_mm.y > behind_mm && point_mm.z > nape_mm);
    return is_scalp ? PART_SIDES : PART_NONE;
}

// Wholly: where a zone fades out there is hair to fade into.
static bool is_treated(const struct option *option, const struct head *head, struct vec3 dir)
{
    for (int i = 0; option && i < option->zone_count; i++) {
        const struct zone *zone = &option->zone[i];
        if (keep_zone_distance_mm(zone, head, dir) > zone->ramp_mm &&
            (!zone->behind_hairline || keep_hairline_distance_mm(&option->hairline, head, dir) > 0.0))
            return true;
    }
    return false;
}

struct looking {
    const struct photo_maps *maps;
    const struct view *view;
    const struct head *head;
    const struct option *option;
    const uint8_t *mask; // NULL: none
    int mask_width, mask_height;
    struct cell *out; // by the maps' cell; PART_NONE: not to be used
};

static bool is_usable(const struct looking *l, const struct skin_cell *skin, struct pt_px px)
{
    int x = (int)px.x, y = (int)px.y;
    if (!(skin->bright > 0.0f) || x < 0 || y < 0 || x >= l->maps->width || y >= l->maps->height)
        return false;
    if (l->maps->shine[(size_t)y * (size_t)l->maps->width + (size_t)x] > MOST_SHINE)
        return false;
    int column = x / MASK_STEP_PX, row = y / MASK_STEP_PX;
    return !l->mask || column >= l->mask_width || row >= l->mask_height || l->mask[row * l->mask_width + column] == 0;
}

static void look_row(void *context, int row)
{
    const struct looking *l = context;
    const struct skin_maps *skin = l->maps->skin;
    for (int column = 0; column < skin->columns; column++) {
        int index = row * skin->columns + column;
        struct cell cell = {.skin = &skin->cell[index], .index = index};
        struct pt_px px = {skin->x0 + (column + 0.5) * skin->cell_px, skin->y0 + (row + 0.5) * skin->cell_px};
        struct vec3 dir;
        if (!is_usable(l, cell.skin, px) || !view_hit(l->view, l->head, px, &dir))
            continue;
        cell.facing = view_facing(l->view, l->head, dir);
        cell.point_mm = head_point_mm(l->head, dir);
        if (cell.facing < LEAST_FACING)
            continue;
        cell.part = part_of(l->head, dir, cell.point_mm);
        if (cell.part == PART_SIDES && is_treated(l->option, l->head, dir))
            cell.part = PART_TREATED;
        cell.normal = head_normal(l->head, dir);
        cell.px_per_mm = view_scale_px_per_mm(l->view, cell.point_mm);
        l->out[index] = cell;
    }
}

static bool cells_init(struct cells *cells, const struct photo_maps *maps, const struct case_view *view,
                       const struct head *head, const struct option *option, struct pool *pool)
{
    size_t count = (size_t)maps->skin->columns * (size_t)maps->skin->rows;
    struct looking l = {.maps = maps, .view = &view->view, .head = head, .option = option};
    l.mask_width = (maps->width + MASK_STEP_PX - 1) / MASK_STEP_PX;
    l.mask_height = (maps->height + MASK_STEP_PX - 1) / MASK_STEP_PX;
    uint8_t *mask = NULL;
    if (view->stroke_count > 0)
        l.mask = mask =
            mask_draw(view->stroke, view->stroke_count, maps->width, maps->height, l.mask_width, l.mask_height);
    *cells = (struct cells){.of = mem_try_array(count + 1, sizeof *cells->of),
                            .at = mem_try_array(count + 1, sizeof *cells->at)};
    bool is_done = cells->of && cells->at && (mask || view->stroke_count == 0);
    l.out = cells->of;
    if (is_done)
        pool_run(pool, maps->skin->rows, look_row, &l, NULL);
    for (size_t i = 0; is_done && i < count; i++) {
        bool is_used = cells->of[i].part != PART_NONE;
        cells->at[i] = is_used ? cells->count : -1;
        if (is_used)
            cells->of[cells->count++] = cells->of[i];
    }
    mem_free(mask);
    return is_done;
}

static void cells_finish(struct cells *cells)
{
    mem_free(cells->of);
    mem_free(cells->at);
}

// ---- What is stubbled.

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

// Deviation of bare skin: the middle of the smoother half of forehead and treated scalp; without enough of them, of
// the smoothest fifth of all.
static float bare_deviation(const struct cells *cells)
{
    float *values = mem_alloc(((size_t)cells->count + 1) * sizeof *values);
    for (int is_any = 0; is_any < 2; is_any++) {
        int count = 0;
        for (int i = 0; i < cells->count; i++)
            if (is_any || cells->of[i].part != PART_SIDES)
                values[count++] = cells->of[i].skin->deviation;
        qsort(values, (size_t)count, sizeof *values, by_size);
        if (count >= FEWEST_BARE || is_any) {
            float value = count > 0 ? values[is_any ? count / 10 : count / 4] : 0.0f;
            mem_free(values);
            return fmaxf(value, 0.004f);
        }
    }
    return 0.0f;
}

static float share_of(const struct cell *cell, float bare)
{
    float t = (cell->skin->deviation / bare - STUBBLE_FROM) / (STUBBLE_TO - STUBBLE_FROM);
    return t > 0.0f ? (t < 1.0f ? t : 1.0f) : 0.0f;
}

// Single cells are uncertain: with the eight round about.
static void find_shares(struct cells *cells, const struct skin_maps *maps, float bare)
{
    for (int i = 0; i < cells->count; i++) {
        struct cell *cell = &cells->of[i];
        int row = cell->index / maps->columns, column = cell->index % maps->columns, count = 0;
        for (int y = row - 1; y <= row + 1; y++)
            for (int x = column - 1; x <= column + 1; x++) {
                int at =
                    x >= 0 && y >= 0 && x < maps->columns && y < maps->rows ? cells->at[y * maps->columns + x] : -1;
                if (at < 0)
                    continue;
                cell->share += share_of(&cells->of[at], bare);
                count++;
            }
        cell->share /= (float)count;
    }
}

static bool is_long(const struct cell *cell)
{
    return !cell->skin->is_skin || cell->skin->hair > HAIR_FROM || cell->skin->deviation > LONG_DEVIATION;
}

static bool is_stubbled(const struct cell *cell)
{
    return cell->part == PART_SIDES && cell->share >= 0.5f && !is_long(cell);
}

static enum stubble_state state_of(const struct cells *cells, double *px_per_mm)
{
    int sides = 0, too_long = 0, stubbled = 0;
    double scale = 0.0;
    for (int i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->of[i];
        bool is_side = cell->part == PART_SIDES;
        sides += is_side;
        too_long += is_side && is_long(cell);
        stubbled += is_stubbled(cell);
        scale += is_side ? cell->px_per_mm : 0.0;
    }
    *px_per_mm = sides > 0 ? scale / sides : 0.0;
    if (sides < FEWEST_CELLS)
        return STUBBLE_OUT_OF_SIGHT;
    if (*px_per_mm < LEAST_PX_PER_MM)
        return STUBBLE_TOO_SMALL;
    if (2 * too_long > sides)
        return STUBBLE_TOO_LONG;
    return stubbled < FEWEST_STUBBLED ? STUBBLE_NONE : STUBBLE_READ;
}

// ---- Its measures.

static double area_cm2(const struct cell *cell, int cell_px)
{
    double side_mm = cell_px / cell->px_per_mm;
    return side_mm * side_mm / cell->facing / 100.0;
}

// Marks on a square centimetre of what is stubbled, less those on what is not.
static double density_of(const struct cells *cells, const uint16_t *marks, int cell_px)
{
    double count[2] = {0}, area[2] = {0};
    for (int i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->of[i];
        int is_stubble = is_stubbled(cell);
        if (!is_stubble && (cell->share > 0.1f || is_long(cell)))
            continue;
        count[is_stubble] += marks[cell->index];
        area[is_stubble] += area_cm2(cell, cell_px);
    }
    double bare = area[0] > 1.0 ? count[0] / area[0] : 0.0;
    return fmax(count[1] / area[1] - bare, 0.0);
}

static double contrast_of(const struct cells *cells, float bare)
{
    double sum = 0.0;
    int count = 0;
    for (int i = 0; i < cells->count; i++)
        if (is_stubbled(&cells->of[i])) {
            double deviation = (double)cells->of[i].skin->deviation;
            sum += deviation * deviation - (double)(bare * bare);
            count++;
        }
    return sqrt(fmax(sum / count, 0.0));
}

// Fine stubble on rough skin stands out little, so that its share stays below 1 all over.
static double usual_share(const struct cells *cells)
{
    double sum = 0.0;
    int count = 0;
    for (int i = 0; i < cells->count; i++)
        if (is_stubbled(&cells->of[i])) {
            sum += (double)cells->of[i].share;
            count++;
        }
    return sum / count;
}

static bool fit_light(const struct cells *cells, const struct head *head, double *darkening, double *error)
{
    struct stubble_site *sites = mem_alloc(((size_t)cells->count + 1) * sizeof *sites);
    double usual = usual_share(cells);
    int count = 0;
    for (int i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->of[i];
        if (is_long(cell) || !(cell->skin->mean > 0.0f))
            continue;
        sites[count++] = (struct stubble_site){
            .normal = cell->normal,
            .place = vec3_scale(vec3_sub(cell->point_mm, head->centre_mm), 1.0 / head->semi_mm.y),
            .log_light = mathd_log((double)cell->skin->mean),
            .share = (double)cell->share / usual,
        };
    }
    bool is_known = stubble_light_fit(sites, count, darkening, error);
    mem_free(sites);
    return is_known;
}

static double ramp(double from, double to, double x)
{
    double t = (x - from) / (to - from);
    return t > 0.0 ? (t < 1.0 ? t : 1.0) : 0.0;
}

// A few cm2, enough pixels for a hair, contrast well above skin's own and its wrinkles', and darkening that is known.
static double confidence_of(const struct stubble *stubble, double bare)
{
    double surely_darker = stubble->darkening_error > 0.0 ? stubble->darkening / stubble->darkening_error : 0.0;
    return 0.9 * ramp(0.0, 5.0, stubble->area_cm2) * ramp(2.0, 4.5, stubble->px_per_mm) *
           ramp(0.8, 2.5, stubble->contrast / bare) * ramp(0.015, 0.05, stubble->contrast) *
           (0.5 + 0.5 * ramp(0.0, 6.0, surely_darker));
}

static void measure(const struct cells *cells, const uint16_t *marks, const struct photo_maps *maps,
                    const struct head *head, float bare, struct stubble *out)
{
    int count = 0;
    for (int i = 0; i < cells->count; i++)
        if (is_stubbled(&cells->of[i])) {
            out->area_cm2 += area_cm2(&cells->of[i], maps->skin->cell_px);
            out->facing += cells->of[i].facing;
            count++;
        }
    out->facing /= count;
    out->contrast = contrast_of(cells, bare);
    out->density_per_cm2 = density_of(cells, marks, maps->skin->cell_px);
    out->camera_blur_px = maps->camera_blur_px;
    if (!fit_light(cells, head, &out->darkening, &out->darkening_error))
        out->darkening = out->darkening_error = 0.0;
    out->confidence = confidence_of(out, (double)bare);
}

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_MACHINE, "not enough memory to read the stubble of this photo");
}

bool stubble_read(const struct photo_maps *maps, const struct case_view *view, const struct head *head,
                  const struct option *option, struct pool *pool, struct stubble *out, struct err *err)
{
    struct cells cells;
    *out = (struct stubble){0};
    if (!cells_init(&cells, maps, view, head, option, pool)) {
        cells_finish(&cells);
        return out_of_memory(err);
    }
    float bare = bare_deviation(&cells);
    find_shares(&cells, maps->skin, bare);
    out->state = state_of(&cells, &out->px_per_mm);
    bool is_done = true;
    if (out->state == STUBBLE_READ) {
        uint8_t *region = head_region(&view->view, head, PHOTO_MAPS_MARGIN_MM);
        uint16_t *marks = region ? skin_marks_make(maps->skin, maps->photo->image, &maps->photo->space,
                                                   view_scale_in_front_px_per_mm(&view->view, head), region, pool)
                                 : NULL;
        is_done = marks ? true : out_of_memory(err);
        if (marks)
            measure(&cells, marks, maps, head, bare, out);
        mem_free(marks);
        mem_free(region);
    }
    cells_finish(&cells);
    return is_done;
}

const char *stubble_text(enum stubble_state state)
{
    static const char *const TEXTS[STUBBLE_STATE_COUNT] = {
        [STUBBLE_READ] = "Stubble was read at the sides.",
        [STUBBLE_OUT_OF_SIGHT] =
            "Too little of the sides is seen outside the treated areas: take a photo from the side "
            "or from behind.",
        [STUBBLE_TOO_SMALL] = "Single hairs do not show in this photo: take one from nearer.",
        [STUBBLE_TOO_LONG] = "The hair at the sides is too long: stubble of a day or two can be matched.",
        [STUBBLE_NONE] = "No stubble stands out at the sides: they are bare, or too fair or too soft in this photo.",
    };
    return TEXTS[state];
}
