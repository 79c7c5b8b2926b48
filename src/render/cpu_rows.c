// Compiled once for each level of processor: see cpu_rows.h. ROWS_LEVEL ends the table's name.
#include "render/cpu_rows.h"

#include "shared/smp_math.h"
#include "shared/smp_splat.h"

#include <string.h>
#ifdef __AVX__
#include <immintrin.h>
#endif

#ifndef ROWS_LEVEL
#define ROWS_LEVEL any
#endif
#define JOIN_NOW(a, b) a##b
#define JOIN(a, b) JOIN_NOW(a, b)

// As many floats at any address as the machine adds at once. Where it adds fewer than eight, the
// compiler makes several of one; the sums of a lane are the same with any width.
#ifdef __AVX512F__
enum { LANES = 16 };
#else
enum { LANES = 8 };
#endif
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t lane_ints __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t eight_ints __attribute__((vector_size(32), aligned(4), may_alias));

static const int32_t COUNT_UP[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static inline lanes load(const float *from)
{
    return *(const lanes *)from;
}
static inline void store(float *to, lanes x)
{
    *(lanes *)to = x;
}

// a > b ? a : b and a < b ? a : b, as the machine's own instructions have it.
#if defined(__AVX512F__)
static inline lanes most(lanes a, lanes b)
{
    return _mm512_max_ps(a, b);
}
static inline lanes least(lanes a, lanes b)
{
    return _mm512_min_ps(a, b);
}
#elif defined(__AVX__)
static inline lanes most(lanes a, lanes b)
{
    return _mm256_max_ps(a, b);
}
static inline lanes least(lanes a, lanes b)
{
    return _mm256_min_ps(a, b);
}
#else
static inline lanes choose(lane_ints which, lanes yes, lanes no)
{
    return (lanes)(((lane_ints)yes & which) | ((lane_ints)no & ~which));
}
static inline lanes most(lanes a, lanes b)
{
    return choose((lane_ints)(a > b), a, b);
}
static inline lanes least(lanes a, lanes b)
{
    return choose((lane_ints)(a < b), a, b);
}
#endif

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

// The rows and columns of the patch that an ellipse touches.
static inline struct span span_of(float middle, float half, int first, int count)
{
    return (struct span){most_int(-floor_int(half - middle), first),
                         least_int(floor_int(middle + half) + 1, first + count)};
}

// A column of blocks, LANES pixels wide. u of row dy is even - dy (slant + yy dy).
struct column {
    lanes even, slant;
    struct span rows;
    size_t at; // of the first row in a plane
};

static inline struct column column_of(const struct patch *p, const struct ellipse *e, struct span rows, int x)
{
    lanes dx = __builtin_convertvector(*(const lane_ints *)COUNT_UP + x, lanes) - e->x;
    return (struct column){.even = 1.0f - e->xx * dx * dx,
                           .slant = e->xy * dx,
                           .rows = rows,
                           .at = (size_t)(rows.from - p->y0) * p->pitch + (size_t)(x - p->x0)};
}

// ---- bells ----

static inline void add_bell(const struct patch *p, const struct bell *bell)
{
    const struct ellipse *e = &bell->ellipse;
    struct span rows = span_of(e->y, e->half_height, p->y0, p->height);
    struct span columns = span_of(e->x, e->half_width, p->x0, p->width);
    float middle_y = e->y, yy = e->yy;
    float c0 = bell->green[0], c1 = bell->green[1], c2 = bell->green[2], c3 = bell->green[3];
    float red_a = bell->red_a, red_b = bell->red_b, blue_a = bell->blue_a, blue_b = bell->blue_b;
    const lanes none = {0};
    for (int x = columns.from; x < columns.to; x += LANES) {
        struct column column = column_of(p, e, rows, x);
        float *r = p->plane[0] + column.at, *g = p->plane[1] + column.at, *b = p->plane[2] + column.at;
        size_t pitch = p->pitch;
        for (int y = rows.from; y < rows.to; y++) {
            float dy = (float)y - middle_y;
            lanes u = most(column.even - dy * (column.slant + yy * dy), none);
            lanes green = u * u * (c0 + u * (c1 + u * (c2 + u * c3)));
            store(r, load(r) + green * (red_a + red_b * u));
            store(g, load(g) + green);
            store(b, load(b) + green * (blue_a + blue_b * u));
            r += pitch;
            g += pitch;
            b += pitch;
        }
    }
}

static inline void add_wide(const struct patch *p, const struct wide_bell *bell)
{
    const struct ellipse *e = &bell->ellipse;
    struct span rows = span_of(e->y, e->half_height, p->y0, p->height);
    struct span columns = span_of(e->x, e->half_width, p->x0, p->width);
    float middle_y = e->y, yy = e->yy, red_2 = bell->red_2, green_2 = bell->green_2;
    float green_5 = bell->green_5, blue_2 = bell->blue_2, blue_5 = bell->blue_5, blue_8 = bell->blue_8;
    const lanes none = {0};
    for (int x = columns.from; x < columns.to; x += LANES) {
        struct column column = column_of(p, e, rows, x);
        float *r = p->plane[0] + column.at, *g = p->plane[1] + column.at, *b = p->plane[2] + column.at;
        size_t pitch = p->pitch;
        for (int y = rows.from; y < rows.to; y++) {
            float dy = (float)y - middle_y;
            lanes u = most(column.even - dy * (column.slant + yy * dy), none);
            lanes u2 = u * u, u3 = u2 * u;
            store(r, load(r) + red_2 * u2);
            store(g, load(g) + u2 * (green_2 + green_5 * u3));
            store(b, load(b) + u2 * (blue_2 + u3 * (blue_5 + blue_8 * u3)));
            r += pitch;
            g += pitch;
            b += pitch;
        }
    }
}

static inline void add_flush(const struct patch *p, const struct flush *flush)
{
    const struct ellipse *e = &flush->ellipse;
    struct span rows = span_of(e->y, e->half_height, p->y0, p->height);
    struct span columns = span_of(e->x, e->half_width, p->x0, p->width);
    float yy = e->yy, peak = flush->peak;
    const lanes none = {0};
    for (int x = columns.from; x < columns.to; x += LANES) {
        struct column column = column_of(p, e, rows, x);
        float *sum = p->plane[0] + column.at;
        for (int y = rows.from; y < rows.to; y++, sum += p->pitch) {
            float dy = (float)y - e->y;
            lanes u = most(column.even - dy * (column.slant + yy * dy), none);
            store(sum, load(sum) + peak * SMP_REDNESS_BELL(u));
        }
    }
}

static void add_bells(const struct patch *p, const struct bell *bells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_bell(p, &bells[i]);
}

static void add_wides(const struct patch *p, const struct wide_bell *bells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_wide(p, &bells[i]);
}

static void add_flushes(const struct patch *p, const struct flush *flushes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_flush(p, &flushes[i]);
}

// ---- rows of pixels ----

static inline eight pick(const float *from, eight_ints lane)
{
#ifdef __clang__ // which has no shuffle by variable lanes
    eight out = {0};
    for (int i = 0; i < CPU_BLOCK; i++)
        out[i] = from[lane[i]];
    return out;
#else
    return __builtin_shuffle(*(const eight *)from, lane);
#endif
}

static void spread(float *out, const float *nodes, const struct spread_plan *plan, int count)
{
    for (int x = 0; x < count; x += CPU_BLOCK) {
        const float *from = nodes + plan->node[x / CPU_BLOCK];
        eight_ints lane = *(const eight_ints *)&plan->lane[x];
        eight a = pick(from, lane);
        eight b = pick(from + 1, lane);
        *(eight *)(out + x) = a + (b - a) * *(const eight *)&plan->share[x];
    }
}

static inline lanes power_left(lanes taken, const float r[POWER_FIT_TERMS]) // power_fit_at
{
    const lanes none = {0};
    lanes x = least(most(taken, none), none + 1.0f);
    return 1.0f - x * (r[0] + x * (r[1] + x * (r[2] + x * (r[3] + x * r[4]))));
}

static void power(float *values, const float r[POWER_FIT_TERMS], int count)
{
    for (int i = 0; i < count; i += LANES)
        store(values + i, power_left(load(values + i), r));
}

static void relate(float *values, const float *taken, int count)
{
    const lanes little = (lanes){0} + 1e-3f;
    for (int i = 0; i < count; i += LANES)
        store(values + i, load(values + i) / most(1.0f - load(taken + i), little));
}

static void mix(float *out, const float *above, const float *below, float share_below, int count)
{
    for (int i = 0; i < count; i += LANES) {
        lanes a = load(above + i);
        store(out + i, a + (load(below + i) - a) * share_below);
    }
}

static void multiply_mix(float *out, const float *above, const float *below, float share_below, int count)
{
    for (int i = 0; i < count; i += LANES) {
        lanes a = load(above + i);
        store(out + i, load(out + i) * (a + (load(below + i) - a) * share_below));
    }
}

// smp_transmittance with a polynomial for the power of the sharp leg.
static void light(float *left, const struct light_row *row)
{
    float open = 1.0f - row->veil, share_below = row->share_below, r[POWER_FIT_TERMS];
    const float *cov1 = row->cov1, *above = row->above, *below = row->below;
    const lanes none = {0};
    int count = row->count;
    memcpy(r, row->power1, sizeof r);
    for (int i = 0; i < count; i += LANES) {
        lanes a = load(above + i), left2 = a + (load(below + i) - a) * share_below;
        lanes both = power_left(load(cov1 + i), r) * left2;
        store(left + i, most(1.0f - open * (1.0f - both), none));
    }
}

static void multiply(float *out, const float *by, int count)
{
    for (int i = 0; i < count; i += LANES)
        store(out + i, load(out + i) * load(by + i));
}

// ---- over the photo ----

typedef uint32_t __attribute__((may_alias)) pixel8;

// left^(1 / 2.4) by a polynomial in its square root: within 6e-6 from 0.02 on, a hundredth below.
static inline float encoded_left(float left)
{
    float y = smp_sqrt(left), sum = 0.411330029f;
    sum = sum * y - 1.90807603f;
    sum = sum * y + 3.76894304f;
    sum = sum * y - 4.17445526f;
    sum = sum * y + 2.91423203f;
    sum = sum * y - 1.45861113f;
    sum = sum * y + 1.43060833f;
    return sum * y + 0.0160290059f;
}

static inline uint32_t rounded_code(float power)
{
    return (uint32_t)(int)(power * 255.0f + (0.5f - 0.055f * 255.0f));
}

// Where the result is on the curve's linear branch: 12.92 (sum / 1.055)^2.4 by a polynomial.
static inline uint32_t exact_code(float power)
{
    float linear = power * (-0.00737933395f + power * (2.15877549f + power * (32.1688566f - power * 78.3242357f)));
    return power > CPU_ROWS_LEAST_POWER ? rounded_code(power) : (uint32_t)(int)(linear * 255.0f + 0.5f);
}

static inline float shaded(float power, float left, float share)
{
    return power * encoded_left(smp_left(left, share));
}

struct shares { // of a pixel's red, green and blue light that may change
    const float *of[3];
};

// False when a pixel is on the curve's linear branch, before or after: then nothing of `out`
// counts.
static inline bool shade_bright_8(const struct shade_row *row, const struct shares *shares)
{
    const float *share0 = shares->of[0], *share1 = shares->of[1], *share2 = shares->of[2];
    const pixel8 *restrict in = row->in;
    pixel8 *restrict out = row->out;
    const float *restrict left0 = row->left[0], *restrict left1 = row->left[1], *restrict left2 = row->left[2];
    int count = row->count, dark = 0;
    for (int i = 0; i < count; i++) {
        uint32_t px = in[i];
        float r = shaded(cpu_rows_power_branch((int)(px & 255)), left0[i], share0[i]);
        float g = shaded(cpu_rows_power_branch((int)(px >> 8 & 255)), left1[i], share1[i]);
        float b = shaded(cpu_rows_power_branch((int)(px >> 16 & 255)), left2[i], share2[i]);
        dark |= smp_min(smp_min(r, g), b) <= CPU_ROWS_LEAST_POWER;
        out[i] = (px & 0xff000000u) | rounded_code(r) | rounded_code(g) << 8 | rounded_code(b) << 16;
    }
    return !dark;
}

static void shade_any_8(const struct shade_row *row, const struct shares *shares)
{
    const float *share0 = shares->of[0], *share1 = shares->of[1], *share2 = shares->of[2];
    float power[3][CPU_MOST_ROW];
    const pixel8 *restrict in = row->in;
    pixel8 *restrict out = row->out;
    const float *restrict left0 = row->left[0], *restrict left1 = row->left[1], *restrict left2 = row->left[2];
    int count = row->count;
    for (int i = 0; i < count; i++) {
        power[0][i] = row->power[in[i] & 255];
        power[1][i] = row->power[in[i] >> 8 & 255];
        power[2][i] = row->power[in[i] >> 16 & 255];
    }
    for (int i = 0; i < count; i++)
        out[i] = (in[i] & 0xff000000u) | exact_code(shaded(power[0][i], left0[i], share0[i])) |
                 exact_code(shaded(power[1][i], left1[i], share1[i])) << 8 |
                 exact_code(shaded(power[2][i], left2[i], share2[i])) << 16;
}

static void fill_share(const struct shade_row *row, int channel, float *restrict share)
{
    const uint8_t *restrict shine = row->shine, *restrict kept = row->keep_out;
    int count = row->count;
    if (shine && row->is_shine_rgba)
        for (int i = 0; i < count; i++)
            share[i] = (float)(255 - shine[4 * i + channel]) * (1.0f / 255.0f);
    else if (shine)
        for (int i = 0; i < count; i++)
            share[i] = (float)(255 - shine[i]) * (1.0f / 255.0f);
    else
        for (int i = 0; i < count; i++)
            share[i] = 1.0f;
    if (kept)
        for (int i = 0; i < count; i++)
            share[i] *= (float)(255 - kept[i]) * (1.0f / 255.0f);
}

// The three of each pixel, which are one except in a smaller picture.
static struct shares fill_shares(const struct shade_row *row, float memory[3][CPU_MOST_ROW])
{
    struct shares shares;
    for (int c = 0; c < 3; c++) {
        bool is_own = c == 0 || row->is_shine_rgba;
        shares.of[c] = is_own ? memory[c] : memory[0];
        if (is_own)
            fill_share(row, c, memory[c]);
    }
    return shares;
}

static void shade_srgb8(const struct shade_row *row)
{
    float memory[3][CPU_MOST_ROW];
    struct shares shares = fill_shares(row, memory);
    const struct shares one = {{memory[0], memory[0], memory[0]}}; // told to the compiler
    if (!(row->is_shine_rgba ? shade_bright_8(row, &shares) : shade_bright_8(row, &one)))
        shade_any_8(row, &shares);
}

static inline float shaded_16(float code, float left)
{
    float encoded = code * (1.0f / 65535.0f);
    float dark = 1.055f * smp_pow(encoded * (1.0f / 12.92f), 1.0f / 2.4f);
    float power = (encoded > 0.04045f ? encoded + 0.055f : dark) * smp_pow(left, 1.0f / 2.4f);
    float linear = smp_pow(power * (1.0f / 1.055f), 2.4f) * 12.92f;
    float result = (power > CPU_ROWS_LEAST_POWER ? power - 0.055f : linear) * 65535.0f + 0.5f;
    return left < 1.0f ? smp_min(result, code) : code;
}

static void shade_codes_16(float *restrict codes, const float *restrict left, const float *restrict share, int count)
{
    for (int i = 0; i < count; i++)
        codes[i] = shaded_16(codes[i], smp_left(left[i], share[i]));
}

static void shade_srgb16(const struct shade_row *row)
{
    float memory[3][CPU_MOST_ROW], codes[CPU_MOST_ROW];
    const uint16_t *in = row->in;
    uint16_t *out = row->out;
    struct shares shares = fill_shares(row, memory);
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < row->count; i++)
            codes[i] = (float)in[4 * i + c];
        shade_codes_16(codes, row->left[c], shares.of[c], row->count);
        for (int i = 0; i < row->count; i++)
            out[4 * i + c] = (uint16_t)codes[i];
    }
    for (int i = 0; i < row->count; i++)
        out[4 * i + 3] = in[4 * i + 3];
}

const struct cpu_rows JOIN(cpu_rows_, ROWS_LEVEL) = {
    .build = JOIN(footprints_build_, ROWS_LEVEL),
    .add_bells = add_bells,
    .add_wides = add_wides,
    .add_flushes = add_flushes,
    .spread = spread,
    .power = power,
    .relate = relate,
    .mix = mix,
    .light = light,
    .multiply_mix = multiply_mix,
    .multiply = multiply,
    .fill_share = fill_share,
    .shade_srgb8 = shade_srgb8,
    .shade_srgb16 = shade_srgb16,
};
