// Compiled twice: see cpu_rows.h. ROWS_NAME is the table's name.
#include "render/cpu_rows.h"

#include "shared/smp_math.h"
#include "shared/smp_splat.h"

#ifndef ROWS_NAME
#define ROWS_NAME cpu_rows_any
#define ROWS_TEXT "x86-64"
#endif

// Eight floats at any address. Without AVX the compiler makes two of four; the sums are the same.
typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t v8i __attribute__((vector_size(32)));

static const v8i LANES = {0, 1, 2, 3, 4, 5, 6, 7};

static inline v8 load(const float *from)
{
    return *(const v8 *)from;
}
static inline void store(float *to, v8 x)
{
    *(v8 *)to = x;
}
static inline v8 positive(v8 x)
{
    return (v8)((v8i)x & (v8i)(x > 0.0f));
}

// ---- ellipses on a patch ----

struct span {
    int from, to;
};

static inline int least_int(int a, int b)
{
    return a < b ? a : b;
}
static inline int most_int(int a, int b)
{
    return a > b ? a : b;
}
static inline int floor_int(float x) // |x| < 2^30
{
    int i = (int)x;
    return i - (x < (float)i);
}

// The rows and columns of the patch that an ellipse touches; perhaps one more at each end.
static inline struct span span_of(float middle, float half, int first, int count)
{
    return (struct span){most_int(floor_int(middle - half), first),
                         least_int(floor_int(middle + half) + 1, first + count)};
}

// A column of blocks, eight pixels wide, under an ellipse: u of row dy is positive(even - dy (slant + yy dy)).
struct column {
    v8 even, slant;
    struct span rows;
    size_t at;          // of the first row in a plane
};

// Rows in which the block's columns x .. x + 7 can lie inside the ellipse; transposed columns_of.
static inline struct column column_of(const struct patch *p, const struct ellipse *e, struct span rows, int x)
{
    v8 dx = __builtin_convertvector(LANES + x, v8) - e->x;
    return (struct column){.even = 1.0f - e->xx * dx * dx, .slant = e->xy * dx, .rows = rows,
                           .at = (size_t)(rows.from - p->y0) * p->pitch + (size_t)(x - p->x0)};
}

// ---- bells ----

static inline v8 cubic(v8 u, v8 u2, const float c[4])
{
    return u2 * (c[0] + u * (c[1] + u * (c[2] + u * c[3])));
}

static void add_bell(const struct patch *p, const struct bell *bell)
{
    const struct ellipse *e = &bell->ellipse;
    struct span rows = span_of(e->y, e->half_height, p->y0, p->height);
    struct span columns = span_of(e->x, e->half_width, p->x0, p->width);
    for (int x = columns.from; x < columns.to; x += CPU_BLOCK) {
        struct column column = column_of(p, e, rows, x);
        float *r = p->plane[0] + column.at, *g = p->plane[1] + column.at, *b = p->plane[2] + column.at;
        for (int y = rows.from; y < rows.to; y++) {
            float dy = (float)y - e->y;
            v8 u = positive(column.even - dy * (column.slant + e->yy * dy)), u2 = u * u;
            store(r, load(r) + cubic(u, u2, bell->c[0]));
            store(g, load(g) + cubic(u, u2, bell->c[1]));
            store(b, load(b) + cubic(u, u2, bell->c[2]));
            r += p->pitch;
            g += p->pitch;
            b += p->pitch;
        }
    }
}

static void add_wide(const struct patch *p, const struct wide_bell *bell)
{
    const struct ellipse *e = &bell->ellipse;
    struct span rows = span_of(e->y, e->half_height, p->y0, p->height);
    struct span columns = span_of(e->x, e->half_width, p->x0, p->width);
    for (int x = columns.from; x < columns.to; x += CPU_BLOCK) {
        struct column column = column_of(p, e, rows, x);
        float *r = p->plane[0] + column.at, *g = p->plane[1] + column.at, *b = p->plane[2] + column.at;
        for (int y = rows.from; y < rows.to; y++) {
            float dy = (float)y - e->y;
            v8 u = positive(column.even - dy * (column.slant + e->yy * dy));
            v8 u2 = u * u, u3 = u2 * u, u4 = u2 * u2, u6 = u3 * u3;
            store(r, load(r) + bell->red_3 * u3);
            store(g, load(g) + (bell->green_3 * u3 + bell->green_6 * u6));
            store(b, load(b) + u6 * (bell->blue_6 + bell->blue_10 * u4));
            r += p->pitch;
            g += p->pitch;
            b += p->pitch;
        }
    }
}

static void least_q(const struct patch *p, const struct ellipse *e)
{
    struct span rows = span_of(e->y, e->half_height, p->y0, p->height);
    struct span columns = span_of(e->x, e->half_width, p->x0, p->width);
    for (int x = columns.from; x < columns.to; x += CPU_BLOCK) {
        struct column column = column_of(p, e, rows, x);
        float *q = p->plane[0] + column.at;
        for (int y = rows.from; y < rows.to; y++, q += p->pitch) {
            float dy = (float)y - e->y;
            v8 u = positive(column.even - dy * (column.slant + e->yy * dy));
            store(q, load(q) - positive(load(q) - (1.0f - u)));
        }
    }
}

// ---- rows of pixels ----

static void mix(float *restrict out, const float *restrict a, const float *restrict b, float share_of_b,
                int count)
{
    for (int i = 0; i < count; i++)
        out[i] = a[i] + (b[i] - a[i]) * share_of_b;
}

static void mix_add(float *restrict out, const float *restrict a, const float *restrict b,
                    float share_of_b, int count)
{
    for (int i = 0; i < count; i++)
        out[i] += a[i] + (b[i] - a[i]) * share_of_b;
}

static void multiply(float *restrict out, const float *restrict by, int count)
{
    for (int i = 0; i < count; i++)
        out[i] *= by[i];
}

// smp_transmittance with polynomials for its powers.
static inline float through(float cov1, float cov2, float open, const float power1[POWER_FIT_TERMS],
                            const float power2[POWER_FIT_TERMS])
{
    float left1 = power_fit_at(smp_clamp(cov1, 0.0f, 1.0f), power1);
    float left2 = power_fit_at(smp_clamp(cov2, 0.0f, 1.0f), power2);
    return smp_max(1.0f - open * (1.0f - left1 * left2), 0.0f);
}

static void light_channel(float *restrict left, const float *restrict cov1, const float *restrict cov2,
                          const struct light_row *row, int c)
{
    float open = 1.0f - row->veil[c], power1[POWER_FIT_TERMS], power2[POWER_FIT_TERMS];
    for (int k = 0; k < POWER_FIT_TERMS; k++) {
        power1[k] = row->power1[c][k];
        power2[k] = row->power2[c][k];
    }
    if (row->is_first)
        for (int i = 0; i < row->count; i++)
            left[i] = through(cov1[i], cov2[i], open, power1, power2);
    else
        for (int i = 0; i < row->count; i++)
            left[i] *= through(cov1[i], cov2[i], open, power1, power2);
}

static void light(const struct light_row *row)
{
    for (int c = 0; c < 3; c++)
        light_channel(row->left[c], row->cov1[c], row->cov2[c], row, c);
}

// ---- over the photo ----

typedef uint32_t __attribute__((may_alias)) pixel8;

// left^(1 / 2.4) by a polynomial in its square root: within 6e-5 from 0.02 on, a hundredth below.
static inline float encoded_left(float left)
{
    float y = smp_sqrt(left), sum = 0.182415022f;
    sum = sum * y - 0.659980541f;
    sum = sum * y + 0.993213037f;
    sum = sum * y - 0.879108706f;
    sum = sum * y + 1.34220715f;
    return sum * y + 0.0212540407f;
}

static inline uint32_t rounded_code(float power)
{
    return (uint32_t)(int)(power * 255.0f + (0.5f - 0.055f * 255.0f));
}

// Where the result is on the curve's linear branch: 12.92 (sum / 1.055)^2.4 by a polynomial.
static inline uint32_t exact_code(float power)
{
    float linear = power * (-0.00737933395f + power * (2.15877549f + power * (32.1688566f -
                                                                              power * 78.3242357f)));
    return power > CPU_ROWS_LEAST_POWER ? rounded_code(power) : (uint32_t)(int)(linear * 255.0f + 0.5f);
}

static inline float shaded(float power, float left, float share)
{
    return power * encoded_left(smp_left(left, share));
}

// False when a pixel is on the curve's linear branch, before or after: then nothing of `out` counts.
static bool shade_bright_8(const struct shade_row *row, const float *restrict share)
{
    const pixel8 *restrict in = row->in;
    pixel8 *restrict out = row->out;
    const float *restrict left0 = row->left[0], *restrict left1 = row->left[1],
                *restrict left2 = row->left[2];
    int count = row->count, dark = 0;
    for (int i = 0; i < count; i++) {
        uint32_t px = in[i];
        float r = shaded(cpu_rows_power_branch((int)(px & 255)), left0[i], share[i]);
        float g = shaded(cpu_rows_power_branch((int)(px >> 8 & 255)), left1[i], share[i]);
        float b = shaded(cpu_rows_power_branch((int)(px >> 16 & 255)), left2[i], share[i]);
        dark |= smp_min(smp_min(r, g), b) <= CPU_ROWS_LEAST_POWER;
        out[i] = (px & 0xff000000u) | rounded_code(r) | rounded_code(g) << 8 | rounded_code(b) << 16;
    }
    return !dark;
}

static void shade_any_8(const struct shade_row *row, const float *restrict share)
{
    float power[3][CPU_MOST_ROW];
    const pixel8 *restrict in = row->in;
    pixel8 *restrict out = row->out;
    const float *restrict left0 = row->left[0], *restrict left1 = row->left[1],
                *restrict left2 = row->left[2];
    int count = row->count;
    for (int i = 0; i < count; i++) {
        power[0][i] = row->power[in[i] & 255];
        power[1][i] = row->power[in[i] >> 8 & 255];
        power[2][i] = row->power[in[i] >> 16 & 255];
    }
    for (int i = 0; i < count; i++)
        out[i] = (in[i] & 0xff000000u) | exact_code(shaded(power[0][i], left0[i], share[i])) |
                 exact_code(shaded(power[1][i], left1[i], share[i])) << 8 |
                 exact_code(shaded(power[2][i], left2[i], share[i])) << 16;
}

static void fill_share(const struct shade_row *row, float *restrict share)
{
    const uint8_t *restrict shine = row->shine, *restrict kept = row->keep_out;
    int count = row->count;
    if (shine)
        for (int i = 0; i < count; i++)
            share[i] = (float)(255 - shine[i]) * (1.0f / 255.0f);
    else
        for (int i = 0; i < count; i++)
            share[i] = 1.0f;
    if (kept)
        for (int i = 0; i < count; i++)
            share[i] *= (float)(255 - kept[i]) * (1.0f / 255.0f);
}

static void shade_srgb8(const struct shade_row *row)
{
    float share[CPU_MOST_ROW];
    fill_share(row, share);
    if (!shade_bright_8(row, share))
        shade_any_8(row, share);
}

static float power_of_16(uint16_t code)
{
    float encoded = (float)code * (1.0f / 65535.0f);
    return code > 2650 ? encoded + 0.055f
                       : 1.055f * smp_pow(encoded * (1.0f / 12.92f), 1.0f / 2.4f);
}

static float shaded_16(uint16_t code, float left)
{
    float power = power_of_16(code) * smp_pow(left, 1.0f / 2.4f);
    float linear = smp_pow(power * (1.0f / 1.055f), 2.4f) * 12.92f;
    return (power > CPU_ROWS_LEAST_POWER ? power - 0.055f : linear) * 65535.0f;
}

static void shade_srgb16(const struct shade_row *row)
{
    float share[CPU_MOST_ROW];
    const uint16_t *in = row->in;
    uint16_t *out = row->out;
    fill_share(row, share);
    for (int i = 0; i < row->count; i++) {
        for (int c = 0; c < 3; c++) {
            float left = smp_left(row->left[c][i], share[i]);
            out[4 * i + c] = left < 1.0f ? (uint16_t)(shaded_16(in[4 * i + c], left) + 0.5f) : in[4 * i + c];
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
    .fill_share = fill_share,
    .shade_srgb8 = shade_srgb8,
    .shade_srgb16 = shade_srgb16,
};
