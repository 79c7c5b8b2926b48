#include "model/field_tiles.h"

#include "base/mem.h"
#include "model/head.h"
#include "shared/smp_math.h"

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

static struct field_metric metric_at(const struct head *head, double u, double v)
{
    double h = 1e-3;
    struct vec3 e = head_point_mm(head, chart_dir((struct pt_chart){u + h, v}));
    struct vec3 w = head_point_mm(head, chart_dir((struct pt_chart){u - h, v}));
    struct vec3 n = head_point_mm(head, chart_dir((struct pt_chart){u, v + h}));
    struct vec3 s = head_point_mm(head, chart_dir((struct pt_chart){u, v - h}));
    struct vec3 du = vec3_scale(vec3_sub(e, w), 0.5 / h), dv = vec3_scale(vec3_sub(n, s), 0.5 / h);
    double uu = vec3_dot(du, du), uv = vec3_dot(du, dv), vv = vec3_dot(dv, dv);
    double det = uu * vv - uv * uv;
    return (struct field_metric){(float)uu, (float)uv, (float)vv, (float)sqrt(det > 0.0 ? det : 0.0)};
}

// Area of a tile's part in the region, by sampling.
static void measure_area(const struct field_tiles *tiles, int index)
{
    enum { SIDE = 8 };
    struct field_tile *tile = &tiles->tile[index];
    double width = field_tiles_width(tiles), sum = 0.0;
    double u0 = field_tiles_edge(tiles, index % tiles->side), v0 = field_tiles_edge(tiles, index / tiles->side);
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
        sum += (double)field_tiles_metric(tiles, index, (float)s, (float)t).area;
    }
    tile->area_mm2 = inside < 2 ? 0.0 : sum * width * width / (SIDE * SIDE); // no slivers
}

// Between the corners no part of the metric lies beyond theirs.
static void measure_corners(const struct field_tiles *tiles, int index)
{
    const int corners[4] = {0, 1, tiles->side + 1, tiles->side + 2};
    struct field_tile *tile = &tiles->tile[index];
    float least_area = 1e9f, most_uu = 0.0f, most_vv = 0.0f;
    for (int i = 0; i < 4; i++) {
        const struct field_metric *m = field_tiles_corner(tiles, index) + corners[i];
        tile->most_area = smp_max(tile->most_area, m->area);
        least_area = smp_min(least_area, m->area);
        most_uu = smp_max(most_uu, m->uu);
        most_vv = smp_max(most_vv, m->vv);
    }
    float least_mm = 0.999f * (float)field_tiles_width(tiles) * smp_max(least_area, 1e-6f);
    tile->reach_u = sqrtf(most_vv) / least_mm;
    tile->reach_v = sqrtf(most_uu) / least_mm;
}

static void measure_corner_row(void *context, int row)
{
    const struct field_tiles *tiles = context;
    struct head head = head_canonical();
    for (int i = 0; i <= tiles->side; i++)
        tiles->corner[row * (tiles->side + 1) + i] =
            metric_at(&head, field_tiles_edge(tiles, i), field_tiles_edge(tiles, row));
}

static void measure_tile_row(void *context, int row)
{
    const struct field_tiles *tiles = context;
    for (int i = row * tiles->side; i < (row + 1) * tiles->side; i++) {
        measure_area(tiles, i);
        measure_corners(tiles, i);
    }
}

bool field_tiles_init(struct field_tiles *tiles, int bits, struct pool *pool)
{
    size_t side = (size_t)1 << bits;
    tiles->side = (int)side;
    tiles->corner = mem_try_array_raw((side + 1) * (side + 1), sizeof *tiles->corner);
    tiles->tile = mem_try_array(side * side, sizeof *tiles->tile);
    if (!tiles->corner || !tiles->tile)
        return false;
    pool_run(pool, tiles->side + 1, measure_corner_row, tiles, NULL);
    pool_run(pool, tiles->side, measure_tile_row, tiles, NULL);
    return true;
}

void field_tiles_finish(struct field_tiles *tiles)
{
    mem_free(tiles->corner);
    mem_free(tiles->tile);
}
