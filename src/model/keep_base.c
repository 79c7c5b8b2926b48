#include "model/keep_base.h"

#include "base/mem.h"
#include "base/rng.h"
#include "geom/chart.h"

enum { GRID = 50 }; // cells of about 6 mm on a head
#define CELL_SIDE (2.0 * CHART_REACH / GRID)

enum { STREAM_MACRO = 0x6b31, STREAM_CHANCE = 0x6b32 };

// Wave of 30-60 mm: a lattice of 20 mm on a head's mean radius, smoothly joined.
#define LATTICE_PER_UNIT 4.25
enum { LATTICE_HALF = 6, LATTICE = 2 * LATTICE_HALF };

enum { LATTICE_POINTS = LATTICE * LATTICE * LATTICE };

static void make_lattice(uint64_t seed, double lattice[LATTICE_POINTS])
{
    for (int i = 0; i < LATTICE_POINTS; i++)
        lattice[i] = 2.0 * rng_unit(seed, (uint64_t)i, STREAM_MACRO) - 1.0;
}

static double macro_wave(const double lattice[LATTICE_POINTS], struct vec3 dir)
{
    double p[3] = {dir.x * LATTICE_PER_UNIT, dir.y * LATTICE_PER_UNIT, dir.z * LATTICE_PER_UNIT};
    int cell[3];
    double share[3], sum = 0.0;
    for (int c = 0; c < 3; c++) {
        double low = floor(p[c]), t = p[c] - low;
        cell[c] = (int)low + LATTICE_HALF;
        share[c] = t * t * t * (t * (6.0 * t - 15.0) + 10.0);
    }
    for (int corner = 0; corner < 8; corner++) {
        int ox = corner & 1, oy = corner >> 1 & 1, oz = corner >> 2;
        double w =
            (ox ? share[0] : 1.0 - share[0]) * (oy ? share[1] : 1.0 - share[1]) * (oz ? share[2] : 1.0 - share[2]);
        sum += w * lattice[((cell[2] + oz) * LATTICE + cell[1] + oy) * LATTICE + cell[0] + ox];
    }
    return 1.5 * sum; // reaches about -1 and 1 along a hairline
}

static int grid_index(double coordinate)
{
    double i = floor((coordinate + CHART_REACH) / CELL_SIDE);
    return i < 0.0 ? 0 : i > GRID - 1 ? GRID - 1 : (int)i;
}

static int cell_of(const struct field *field, int place)
{
    return grid_index((double)field->v[place]) * GRID + grid_index((double)field->u[place]);
}

// Sorts places by grid cell, in the order of rank within one; start[c] .. start[c + 1] are cell
// c's.
static void sort_places(const struct field *field, int *start, int *place)
{
    for (int i = 0; i < field->count; i++)
        start[cell_of(field, i) + 1]++;
    for (int c = 0; c < GRID * GRID; c++)
        start[c + 1] += start[c];
    int *next = mem_alloc(GRID * GRID * sizeof *next);
    for (int c = 0; c < GRID * GRID; c++)
        next[c] = start[c];
    for (int i = 0; i < field->count; i++)
        place[next[cell_of(field, i)]++] = i;
    mem_free(next);
}

static void cut_cells(struct keep_base *base, const int *start)
{
    for (int c = 0; c < GRID * GRID; c++)
        for (int first = start[c]; first < start[c + 1]; first += KEEP_CELL_MOST) {
            int left = start[c + 1] - first;
            struct keep_cell cell = {.first = first, .count = left < KEEP_CELL_MOST ? left : KEEP_CELL_MOST};
            base->cell[base->cell_count++] = cell;
        }
}

struct fill_work {
    struct keep_base *base;
    const struct field *field;
    struct head canonical;
    double lattice[LATTICE_POINTS];
};

// What the field says of a cell's places: nothing but loads from all over it, so that they overlap.
// x, y, z are directions for now.
static void gather_cell(const struct fill_work *work, const struct keep_cell *cell)
{
    struct keep_base *base = work->base;
    const struct field *field = work->field;
    for (int at = cell->first; at < cell->first + cell->count; at++) {
        int place = base->place[at];
        base->x[at] = field->x[place];
        base->y[at] = field->y[place];
        base->z[at] = field->z[place];
        base->u[at] = field->u[place];
        base->v[at] = field->v[place];
        base->micro[at] = field->wobble[place];
        base->zone_unit[at] = field->zone_unit[place];
    }
}

static void fill_place(const struct fill_work *work, int at)
{
    struct keep_base *base = work->base;
    struct vec3 dir = vec3_make((double)base->x[at], (double)base->y[at], (double)base->z[at]);
    struct vec3 normal;
    double r = head_surface(&base->head, dir, &normal), area = r * r / vec3_dot(dir, normal);
    base->x[at] = (float)(dir.x * r);
    base->y[at] = (float)(dir.y * r);
    base->z[at] = (float)(dir.z * r);
    double canonical_area = head_area_mm2_per_sr(&work->canonical, dir);
    base->cm2_per_place[at] = (float)(area / canonical_area / FIELD_FULL_PER_CM2);
    base->macro[at] = (float)macro_wave(work->lattice, dir);
    base->chance[at] = (float)rng_unit(work->field->seed, (uint64_t)base->place[at], STREAM_CHANCE);
}

static void bound_cell(const struct keep_base *base, struct keep_cell *cell)
{
    double sum[3] = {0.0}, n = cell->count;
    for (int i = cell->first; i < cell->first + cell->count; i++) {
        sum[0] += (double)base->x[i];
        sum[1] += (double)base->y[i];
        sum[2] += (double)base->z[i];
    }
    for (int c = 0; c < 3; c++)
        cell->middle[c] = (float)(sum[c] / n);
    float most2 = 0.0f;
    for (int i = cell->first; i < cell->first + cell->count; i++) {
        float x = base->x[i] - cell->middle[0], y = base->y[i] - cell->middle[1];
        float z = base->z[i] - cell->middle[2], d2 = x * x + y * y + z * z;
        most2 = d2 > most2 ? d2 : most2;
    }
    cell->radius = sqrtf(most2) + 1e-3f; // more than rounding can take away
}

static void fill_cell(void *context, int index)
{
    const struct fill_work *work = context;
    struct keep_cell *cell = &work->base->cell[index];
    gather_cell(work, cell);
    for (int i = cell->first; i < cell->first + cell->count; i++)
        fill_place(work, i);
    bound_cell(work->base, cell);
}

struct keep_base *keep_base_build(const struct field *field, const struct head *head, struct pool *pool)
{
    size_t count = (size_t)field->count;
    struct keep_base *base = mem_alloc(sizeof *base);
    base->head = *head;
    base->count = field->count;
    base->place = mem_alloc((count + 1) * sizeof *base->place);
    float **array[] = {&base->x,     &base->y,     &base->z,      &base->u,        &base->v, &base->cm2_per_place,
                       &base->micro, &base->macro, &base->chance, &base->zone_unit};
    for (size_t i = 0; i < sizeof array / sizeof array[0]; i++)
        *array[i] = mem_alloc((count + 1) * sizeof **array[i]);
    int *start = mem_alloc((GRID * GRID + 1) * sizeof *start);
    sort_places(field, start, base->place);
    base->cell = mem_alloc((GRID * GRID + count / KEEP_CELL_MOST + 1) * sizeof *base->cell);
    cut_cells(base, start);
    mem_free(start);
    struct fill_work work = {.base = base, .field = field, .canonical = head_canonical()};
    make_lattice(field->seed, work.lattice);
    pool_run(pool, base->cell_count, fill_cell, &work, NULL);
    return base;
}

void keep_base_free(struct keep_base *base)
{
    if (!base)
        return;
    float *array[] = {base->x,     base->y,     base->z,      base->u,        base->v, base->cm2_per_place,
                      base->micro, base->macro, base->chance, base->zone_unit};
    for (size_t i = 0; i < sizeof array / sizeof array[0]; i++)
        mem_free(array[i]);
    mem_free(base->place);
    mem_free(base->cell);
    mem_free(base);
}
