// Compiled twice: see cpu_rows.h. ROWS_NAME is the table's name.
#include "render/cpu_rows.h"

#include "shared/smp_optics.h"
#include "shared/smp_splat.h"

#ifndef ROWS_NAME
#define ROWS_NAME cpu_rows_any
#define ROWS_TEXT "x86-64"
#endif

struct span {
    int from, to;
};

static int least_int(int a, int b)
{
    return a < b ? a : b;
}
static int most_int(int a, int b)
{
    return a > b ? a : b;
}

// Rows of the patch that the ellipse touches.
static struct span rows_of(const struct patch *p, const struct ellipse *e)
{
    return (struct span){most_int((int)floorf(e->y - e->half_height), p->y0),
                         least_int((int)floorf(e->y + e->half_height) + 1, p->y0 + p->height)};
}

// Pixels of row y that the ellipse touches, and at most one more at each end.
static struct span columns_of(const struct patch *p, const struct ellipse *e, float dy)
{
    float per_xx = 1.0f / e->xx, middle = e->x - 0.5f * e->xy * dy * per_xx;
    float half = sqrtf(smp_max(e->xx - e->chord * dy * dy, 0.0f)) * per_xx + 0.01f;
    return (struct span){most_int((int)floorf(middle - half), p->x0),
                         least_int((int)floorf(middle + half) + 1, p->x0 + p->width)};
}

static inline float u_at(const struct ellipse *e, int x, float dy)
{
    float dx = (float)x - e->x;
    float u = 1.0f - ((e->xx * dx + e->xy * dy) * dx + e->yy * dy * dy);
    return smp_max(u, 0.0f);
}

static void add_bell(const struct patch *p, const struct bell *bell)
{
    const struct ellipse *e = &bell->ellipse;
    struct span rows = rows_of(p, e);
    for (int y = rows.from; y < rows.to; y++) {
        float dy = (float)y - e->y;
        struct span columns = columns_of(p, e, dy);
        size_t row = (size_t)(y - p->y0) * p->pitch;
        for (int x = columns.from; x < columns.to; x += CPU_BLOCK) {
            size_t at = row + (size_t)(x - p->x0);
            float *restrict r = p->plane[0] + at, *restrict g = p->plane[1] + at,
                  *restrict b = p->plane[2] + at;
            for (int i = 0; i < CPU_BLOCK; i++) {
                float u = u_at(e, x + i, dy);
                r[i] += smp_bell(u, bell->c[0][0], bell->c[0][1], bell->c[0][2], bell->c[0][3]);
                g[i] += smp_bell(u, bell->c[1][0], bell->c[1][1], bell->c[1][2], bell->c[1][3]);
                b[i] += smp_bell(u, bell->c[2][0], bell->c[2][1], bell->c[2][2], bell->c[2][3]);
            }
        }
    }
}

static void add_wide(const struct patch *p, const struct wide_bell *bell)
{
    const struct ellipse *e = &bell->ellipse;
    struct span rows = rows_of(p, e);
    for (int y = rows.from; y < rows.to; y++) {
        float dy = (float)y - e->y;
        struct span columns = columns_of(p, e, dy);
        size_t row = (size_t)(y - p->y0) * p->pitch;
        for (int x = columns.from; x < columns.to; x += CPU_BLOCK) {
            size_t at = row + (size_t)(x - p->x0);
            float *restrict r = p->plane[0] + at, *restrict g = p->plane[1] + at,
                  *restrict b = p->plane[2] + at;
            for (int i = 0; i < CPU_BLOCK; i++) {
                float u = u_at(e, x + i, dy), u2 = u * u, u3 = u2 * u, u6 = u3 * u3;
                float u10 = u6 * (u2 * u2);
                r[i] += bell->red_3 * u3;
                g[i] += bell->green_3 * u3 + bell->green_6 * u6;
                b[i] += bell->blue_6 * u6 + bell->blue_10 * u10;
            }
        }
    }
}

static void least_q(const struct patch *p, const struct ellipse *e)
{
    struct span rows = rows_of(p, e);
    for (int y = rows.from; y < rows.to; y++) {
        float dy = (float)y - e->y;
        struct span columns = columns_of(p, e, dy);
        float *row = p->plane[0] + (size_t)(y - p->y0) * p->pitch;
        for (int x = columns.from; x < columns.to; x++) {
            float q = 1.0f - u_at(e, x, dy);
            row[x - p->x0] = smp_min(row[x - p->x0], q);
        }
    }
}

static void mix(float *restrict out, const float *a, const float *b, float share_of_b, int count)
{
    for (int i = 0; i < count; i++)
        out[i] = a[i] + (b[i] - a[i]) * share_of_b;
}

static void mix_add(float *restrict out, const float *a, const float *b, float share_of_b, int count)
{
    for (int i = 0; i < count; i++)
        out[i] += a[i] + (b[i] - a[i]) * share_of_b;
}

static void multiply(float *restrict out, const float *by, int count)
{
    for (int i = 0; i < count; i++)
        out[i] *= by[i];
}

static void light(const struct light_row *row)
{
    for (int c = 0; c < 3; c++) {
        float *restrict left = row->left[c];
        const float *cov1 = row->cov1[c], *cov2 = row->cov2[c];
        float through = 1.0f - row->veil[c], n1 = row->n1[c], n2 = row->n2[c];
        for (int i = 0; i < row->count; i++) {
            float left1 = smp_clamp(1.0f - cov1[i], 0.0f, 1.0f);
            float left2 = smp_clamp(1.0f - cov2[i], 0.0f, 1.0f);
            left[i] *= 1.0f - through * (1.0f - smp_pow(left1, n1) * smp_pow(left2, n2));
        }
    }
}

// The sRGB curve on its power branch is (1.055 linear^(1 / 2.4) - 0.055): light times f is
// (code + 0.055) f^(1 / 2.4) - 0.055. Below, `power` is that sum for the input and the linear branch is
// taken for the output.
static float srgb_code(float power, float left)
{
    float p = power * smp_pow(left, 1.0f / 2.4f);         // (code + 0.055), as a share
    float linear = smp_pow(p * (1.0f / 1.055f), 2.4f) * 12.92f;
    return p > 0.09545f ? p - 0.055f : linear;
}

static void shade_srgb8(const struct shade_row *row)
{
    const uint8_t *in = row->in;
    uint8_t *out = row->out;
    for (int i = 0; i < row->count; i++) {
        float share = shade_row_share(row, i);
        for (int c = 0; c < 3; c++) {
            float left = smp_left(row->left[c][i], share);
            float code = srgb_code(row->power[in[4 * i + c]], left) * 255.0f;
            out[4 * i + c] = left < 1.0f ? (uint8_t)(code + 0.5f) : in[4 * i + c];
        }
        out[4 * i + 3] = in[4 * i + 3];
    }
}

static float power_of_16(uint16_t code)
{
    float encoded = (float)code * (1.0f / 65535.0f);
    return code > 2650 ? encoded + 0.055f
                       : 1.055f * smp_pow(encoded * (1.0f / 12.92f), 1.0f / 2.4f);
}

static void shade_srgb16(const struct shade_row *row)
{
    const uint16_t *in = row->in;
    uint16_t *out = row->out;
    for (int i = 0; i < row->count; i++) {
        float share = shade_row_share(row, i);
        for (int c = 0; c < 3; c++) {
            float left = smp_left(row->left[c][i], share);
            float code = srgb_code(power_of_16(in[4 * i + c]), left) * 65535.0f;
            out[4 * i + c] = left < 1.0f ? (uint16_t)(code + 0.5f) : in[4 * i + c];
        }
        out[4 * i + 3] = in[4 * i + 3];
    }
}

const struct cpu_rows ROWS_NAME = {
    .name = ROWS_TEXT,
    .add_bell = add_bell,
    .add_wide = add_wide,
    .least_q = least_q,
    .mix = mix,
    .mix_add = mix_add,
    .multiply = multiply,
    .light = light,
    .shade_srgb8 = shade_srgb8,
    .shade_srgb16 = shade_srgb16,
};
