#include "brute_skin.h"

#include "base/mem.h"
#include "shared/smp_optics.h"

#include <math.h>
#include <string.h>

static size_t cells(const struct brute_skin *skin)
{
    return (size_t)skin->width * (size_t)skin->height;
}

static int wrap(int index, int count)
{
    int rest = index % count;
    return rest < 0 ? rest + count : rest;
}

struct brute_skin *brute_skin_create(double width_mm, double height_mm, double px_per_mm)
{
    struct brute_skin *skin = mem_alloc(sizeof *skin);
    skin->width = (int)lround(width_mm * px_per_mm);
    skin->height = (int)lround(height_mm * px_per_mm);
    skin->px_per_mm = px_per_mm;
    skin->tau = mem_alloc(sizeof(double) * cells(skin));
    return skin;
}

void brute_skin_free(struct brute_skin *skin)
{
    if (skin)
        mem_free(skin->tau);
    mem_free(skin);
}

// Elliptic radius in units of the half-value radius.
static double elliptic_radius(const struct brute_dot *dot, double dx_mm, double dy_mm)
{
    double smear = hypot(dot->smear_x_mm, dot->smear_y_mm);
    double ux = smear > 0.0 ? dot->smear_x_mm / smear : 1.0;
    double uy = smear > 0.0 ? dot->smear_y_mm / smear : 0.0;
    double along = (dx_mm * ux + dy_mm * uy) / (dot->radius_mm + smear);
    double across = (dy_mm * ux - dx_mm * uy) / dot->radius_mm;
    return sqrt(along * along + across * across);
}

void brute_skin_add(struct brute_skin *skin, const struct brute_dot *dot)
{
    double smear = hypot(dot->smear_x_mm, dot->smear_y_mm), mm = 1.0 / skin->px_per_mm;
    int reach = (int)ceil(4.5 * (dot->radius_mm + smear) * skin->px_per_mm) + 1;
    int middle_x = (int)floor(dot->x_mm / mm), middle_y = (int)floor(dot->y_mm / mm);
    for (int y = middle_y - reach; y <= middle_y + reach; y++)
        for (int x = middle_x - reach; x <= middle_x + reach; x++) {
            double rho = elliptic_radius(dot, (x + 0.5) * mm - dot->x_mm, (y + 0.5) * mm - dot->y_mm);
            size_t cell = (size_t)wrap(y, skin->height) * (size_t)skin->width + (size_t)wrap(x, skin->width);
            skin->tau[cell] += dot->tau * exp(-M_LN2 * pow(rho, dot->sharpness));
        }
}

double brute_skin_add_lattice(struct brute_skin *skin, const struct brute_dot *dot, double per_cm2)
{
    double width_mm = skin->width / skin->px_per_mm, height_mm = skin->height / skin->px_per_mm;
    double spacing_mm = sqrt(2.0 / sqrt(3.0) * 100.0 / per_cm2);
    int columns = (int)fmax(1.0, round(width_mm / spacing_mm));
    int rows = 2 * (int)fmax(1.0, round(height_mm / spacing_mm / sqrt(3.0)));
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++) {
            struct brute_dot one = *dot;
            one.x_mm = (column + (row % 2 ? 0.5 : 0.0)) * width_mm / columns;
            one.y_mm = row * height_mm / rows;
            brute_skin_add(skin, &one);
        }
    return rows * columns / (width_mm * height_mm) * 100.0;
}

// One pass along rows (step 1) or columns (step width) with a sampled, normalised Gaussian.
static void blur_lines(double *field, int lines, int line_step, int count, int step, double sigma_px)
{
    int reach = (int)ceil(6.0 * sigma_px);
    double *weight = mem_alloc(sizeof(double) * (size_t)(2 * reach + 1)), sum = 0.0;
    double *line = mem_alloc(sizeof(double) * (size_t)(count + 2 * reach));
    for (int i = -reach; i <= reach; i++)
        sum += weight[i + reach] = exp(-0.5 * i * i / (sigma_px * sigma_px));
    for (int i = 0; i < lines; i++) {
        double *at = field + (ptrdiff_t)i * line_step;
        for (int k = 0; k < count + 2 * reach; k++)
            line[k] = at[(ptrdiff_t)wrap(k - reach, count) * step];
        for (int k = 0; k < count; k++) {
            double total = 0.0;
            for (int j = 0; j <= 2 * reach; j++)
                total += weight[j] * line[k + j];
            at[(ptrdiff_t)k * step] = total / sum;
        }
    }
    mem_free(line);
    mem_free(weight);
}

void brute_blur(const struct brute_skin *skin, double *field, double sigma_mm)
{
    double sigma_px = sigma_mm * skin->px_per_mm;
    if (sigma_px <= 0.0)
        return;
    blur_lines(field, skin->height, skin->width, skin->width, 1, sigma_px);
    blur_lines(field, skin->width, 1, skin->height, skin->width, sigma_px);
}

double *brute_alpha(const struct brute_skin *skin, double spectrum)
{
    double *alpha = mem_alloc(sizeof(double) * cells(skin));
    for (size_t i = 0; i < cells(skin); i++)
        alpha[i] = 1.0 - exp(-(double)SMP_KAPPA * fmin(spectrum * skin->tau[i], (double)SMP_TAU_MOST));
    return alpha;
}

double *brute_skin_light(const struct brute_skin *skin, int channel, double spectrum, double depth_mm, double veil,
                         double camera_mm)
{
    float d = (float)depth_mm;
    double beta = (double)smp_beta(channel, d), sigma1_mm = (double)smp_sigma1_mm(d);
    double *sharp = brute_alpha(skin, spectrum), *near = brute_alpha(skin, spectrum);
    double *wide = brute_alpha(skin, spectrum);
    brute_blur(skin, sharp, camera_mm);
    brute_blur(skin, near, sqrt(sigma1_mm * sigma1_mm + camera_mm * camera_mm));
    brute_blur(skin, wide, (double)smp_sigma2_mm(channel, d));
    for (size_t i = 0; i < cells(skin); i++) {
        double cov1 = beta * sharp[i] + (1.0 - beta) * near[i];
        sharp[i] = (double)smp_transmittance(channel, (float)veil, (float)cov1, (float)wide[i]);
    }
    mem_free(near);
    mem_free(wide);
    return sharp;
}

double brute_skin_mean(const struct brute_skin *skin, const double *field)
{
    double sum = 0.0;
    for (size_t i = 0; i < cells(skin); i++)
        sum += field[i];
    return sum / (double)cells(skin);
}

double brute_skin_at(const struct brute_skin *skin, const double *field, double x_mm, double y_mm)
{
    double x = x_mm * skin->px_per_mm - 0.5, y = y_mm * skin->px_per_mm - 0.5;
    int left = (int)floor(x), top = (int)floor(y);
    double value = 0.0;
    for (int j = 0; j < 2; j++)
        for (int i = 0; i < 2; i++) {
            double weight = (i ? x - left : 1.0 - (x - left)) * (j ? y - top : 1.0 - (y - top));
            value +=
                weight *
                field[(size_t)wrap(top + j, skin->height) * (size_t)skin->width + (size_t)wrap(left + i, skin->width)];
        }
    return value;
}
