#include "plan/stubble_light.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "geom/least_squares.h"

#include <math.h>
#include <stdlib.h>

enum { LAW = 18, SHARE = LAW, UNKNOWNS, ROUNDS = 8 };
// Skin's mottles are some 10 mm wide: so many sites of 1.5 mm tell no more than one.
#define SITES_ALIKE 40.0
#define MOST_ERROR 0.05

static void fill_row(const struct stubble_site *site, struct ls_row *row)
{
    double x = site->normal.x, y = site->normal.y, z = site->normal.z;
    double u = site->place.x, v = site->place.y, w = site->place.z;
    const double terms[UNKNOWNS] = {1.0, x, y,     z,     x * y, x * z, y * z, x * x - y * y, 3.0 * z * z - 1.0, u,
                                    v,   w, u * u, v * v, w * w, u * v, u * w, v * w,         site->share};
    row->count = 0;
    row->residual = -site->log_light;
    for (int i = 0; i < UNKNOWNS; i++)
        ls_row_add(row, i, terms[i]);
}

static double residual_of(const struct stubble_site *site, const double unknown[UNKNOWNS])
{
    struct ls_row row;
    fill_row(site, &row);
    double sum = row.residual;
    for (int i = 0; i < UNKNOWNS; i++)
        sum += row.slope[i] * unknown[i];
    return sum;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Middle size of the residuals, as a standard deviation.
static double spread_of(const struct stubble_site *sites, int count, const double unknown[UNKNOWNS], double *room)
{
    for (int i = 0; i < count; i++)
        room[i] = fabs(residual_of(&sites[i], unknown));
    qsort(room, (size_t)count, sizeof *room, by_size);
    return fmax(1.4826 * room[count / 2], 1e-6);
}

// One weighted fit; the variance of the share's slope for residuals of 1. False: they do not tell.
static bool solve(const struct stubble_site *sites, int count, const double before[UNKNOWNS], double spread,
                  struct ls_normal *normal, double out[UNKNOWNS], double *variance)
{
    ls_normal_clear(normal, UNKNOWNS);
    for (int i = 0; i < count; i++) {
        struct ls_row row;
        fill_row(&sites[i], &row);
        double off = spread > 0.0 ? fabs(residual_of(&sites[i], before)) / (1.5 * spread) : 0.0;
        ls_normal_add(normal, &row, off > 1.0 ? 1.0 / sqrt(off) : 1.0);
    }
    for (int i = 0; i < UNKNOWNS; i++)
        normal->matrix[i][i] += 1e-3; // a flat patch of head leaves much of the law open
    if (!ls_factor(normal))
        return false;
    double unit[UNKNOWNS] = {0};
    unit[SHARE] = 1.0;
    *variance = ls_inverse_form(normal, unit);
    for (int i = 0; i < UNKNOWNS; i++)
        out[i] = -normal->gradient[i];
    ls_solve(normal, out);
    return true;
}

bool stubble_light_fit(const struct stubble_site *sites, int count, double *darkening, double *error)
{
    double unknown[UNKNOWNS] = {0}, variance = 0.0, spread = 0.0;
    if (count < 4 * UNKNOWNS)
        return false;
    struct ls_normal *normal = mem_alloc(sizeof *normal);
    double *room = mem_alloc(sizeof *room * (size_t)count);
    bool is_sound = true;
    for (int round = 0; round < ROUNDS && is_sound; round++) {
        double before[UNKNOWNS];
        for (int i = 0; i < UNKNOWNS; i++)
            before[i] = unknown[i];
        is_sound = solve(sites, count, before, spread, normal, unknown, &variance);
        if (is_sound)
            spread = spread_of(sites, count, unknown, room);
    }
    mem_free(room);
    mem_free(normal);
    *darkening = 1.0 - mathd_exp(unknown[SHARE]);
    *error = spread * sqrt(variance * SITES_ALIKE);
    return is_sound && *error<MOST_ERROR && * darkening> * error;
}
