#include "image/colour.h"

#include "base/mathd.h"

#include <math.h>
#include <stdio.h>

static const double D50[3] = {0.9642, 1.0, 0.8249}; // ICC.1, the profile connection space

static const struct transfer SRGB_CURVE = { // IEC 61966-2-1
    .g = 2.4,
    .a = 1.0 / 1.055,
    .b = 0.055 / 1.055,
    .c = 1.0 / 12.92,
    .d = 0.04045};

// 3 x 3 matrices here are nine numbers, row by row.
static bool invert(const double m[9], double out[9])
{
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            int r = 3 * ((j + 1) % 3), s = 3 * ((j + 2) % 3), p = (i + 1) % 3, q = (i + 2) % 3;
            out[3 * i + j] = m[r + p] * m[s + q] - m[r + q] * m[s + p];
        }
    }
    double det = m[0] * out[0] + m[1] * out[3] + m[2] * out[6];
    if (!(fabs(det) > 1e-9))
        return false;
    for (int i = 0; i < 9; i++)
        out[i] /= det;
    return true;
}

static void apply(const double m[9], const double v[3], double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2];
}

static void multiply(const double a[9], const double b[9], double out[9])
{
    for (int i = 0; i < 9; i++) {
        int row = i - i % 3, column = i % 3;
        out[i] = a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
    }
}

// Bradford's cone responses (ICC.1 annex E).
static bool adapt_to_d50(const double white[3], double out[9])
{
    static const double CONES[9] = {0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296};
    double back[9], from[3], to[3], scaled[9];
    apply(CONES, white, from);
    apply(CONES, D50, to);
    for (int i = 0; i < 9; i++) {
        if (!(fabs(from[i / 3]) > 1e-9))
            return false;
        scaled[i] = CONES[i] * to[i / 3] / from[i / 3];
    }
    if (!invert(CONES, back))
        return false;
    multiply(back, scaled, out);
    return true;
}

bool colour_matrix_of(const double xy[8], double to_xyz_d50[9])
{
    double xyz[4][3], primaries[9], inverse[9], weight[3], adapt[9];
    for (int i = 0; i < 4; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        if (!(y > 1e-6))
            return false;
        xyz[i][0] = x / y;
        xyz[i][1] = 1.0;
        xyz[i][2] = (1.0 - x - y) / y;
    }
    for (int i = 0; i < 9; i++)
        primaries[i] = xyz[i % 3][i / 3];
    if (!invert(primaries, inverse) || !adapt_to_d50(xyz[3], adapt))
        return false;
    apply(inverse, xyz[3], weight);
    for (int i = 0; i < 9; i++)
        primaries[i] *= weight[i % 3];
    multiply(adapt, primaries, to_xyz_d50);
    return true;
}

static struct colour_space known_space(const double xy[8], const char *name)
{
    struct colour_space space = {.curve = SRGB_CURVE, .is_srgb_curve = true};
    colour_matrix_of(xy, space.to_xyz_d50);
    snprintf(space.name, sizeof space.name, "%s", name);
    return space;
}

struct colour_space colour_srgb(void)
{
    static const double XY[8] = {0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290};
    return known_space(XY, "sRGB");
}

struct colour_space colour_display_p3(void)
{
    static const double XY[8] = {0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.3290};
    return known_space(XY, "Display P3");
}

struct colour_space colour_bt2020(void)
{
    static const double XY[8] = {0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290};
    return known_space(XY, "BT.2020");
}

static double clamp01(double x)
{
    return x > 0.0 ? (x < 1.0 ? x : 1.0) : 0.0; // NaN becomes 0
}

double colour_decode(const struct transfer *t, double encoded)
{
    double x = clamp01(encoded);
    if (x < t->d)
        return clamp01(t->c * x + t->f);
    double base = t->a * x + t->b;
    return clamp01((base > 0.0 ? mathd_pow(base, t->g) : 0.0) + t->e);
}

double colour_encode(const struct transfer *t, double linear)
{
    double y = clamp01(linear);
    double base = t->a * t->d + t->b;
    double knee = (base > 0.0 ? mathd_pow(base, t->g) : 0.0) + t->e;
    if (y < knee) {
        double x = t->c > 0.0 ? (y - t->f) / t->c : 0.0;
        return clamp01(x < t->d ? x : t->d);
    }
    double above = y - t->e;
    return clamp01(((above > 0.0 ? mathd_pow(above, 1.0 / t->g) : 0.0) - t->b) / t->a);
}

void colour_fill_decode_8(const struct colour_space *space, float table[256])
{
    for (int i = 0; i < 256; i++)
        table[i] = (float)colour_decode(&space->curve, i / 255.0);
}

void colour_fill_encode_8(const struct colour_space *space, struct encode_table_8 *table)
{
    table->edge[0] = 0.0f;
    for (int i = 1; i < 256; i++)
        table->edge[i] = (float)colour_decode(&space->curve, (i - 0.5) / 255.0);
    table->edge[256] = INFINITY;
    unsigned code = 0;
    for (unsigned i = 0; i <= 4096; i++) {
        while ((float)i / 4096.0f >= table->edge[code + 1])
            code++;
        table->first[i] = (uint8_t)code;
    }
}

static double lab_f(double t) // CIE 15: cube root, a straight line below (6/29)^3
{
    double knee = 6.0 / 29.0;
    return t > knee * knee * knee ? mathd_cbrt(t) : t / (3.0 * knee * knee) + 4.0 / 29.0;
}

struct lab colour_lab(const struct colour_space *space, const double linear_rgb[3])
{
    double xyz[3];
    apply(space->to_xyz_d50, linear_rgb, xyz);
    double x = lab_f(xyz[0] / D50[0]), y = lab_f(xyz[1] / D50[1]), z = lab_f(xyz[2] / D50[2]);
    return (struct lab){116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)};
}

struct lab colour_lab_of_8(const struct colour_space *space, const uint8_t rgb[3])
{
    double linear[3];
    for (int i = 0; i < 3; i++)
        linear[i] = colour_decode(&space->curve, rgb[i] / 255.0);
    return colour_lab(space, linear);
}

double colour_ita_deg(struct lab skin)
{
    return mathd_atan2(skin.l - 50.0, skin.b) * 180.0 / MATHD_PI;
}

static double to_rad(double deg)
{
    return deg * MATHD_PI / 180.0;
}

static double hue_deg(double a, double b) // 0 up to 360; 0 for grey
{
    double hue = mathd_atan2(b, a) * 180.0 / MATHD_PI;
    return hue < 0.0 ? hue + 360.0 : hue;
}

static double chroma_weight(double chroma) // sqrt(C^7 / (C^7 + 25^7))
{
    double c2 = chroma * chroma, c7 = c2 * c2 * c2 * chroma;
    return sqrt(c7 / (c7 + 6103515625.0));
}

// Sharma, Wu and Dalal 2005, "The CIEDE2000 color-difference formula"; kL = kC = kH = 1.
double colour_ciede2000(struct lab one, struct lab two)
{
    double mean_c = 0.5 * (sqrt(one.a * one.a + one.b * one.b) + sqrt(two.a * two.a + two.b * two.b));
    double stretch = 1.0 + 0.5 * (1.0 - chroma_weight(mean_c));
    double a1 = one.a * stretch, a2 = two.a * stretch;
    double c1 = sqrt(a1 * a1 + one.b * one.b), c2 = sqrt(a2 * a2 + two.b * two.b);
    double h1 = hue_deg(a1, one.b), h2 = hue_deg(a2, two.b);
    double dh = 0.0, h = h1 + h2; // a grey has no hue: the other's counts
    if (c1 * c2 > 0.0) {
        dh = h2 - h1;
        h *= 0.5;
        if (fabs(h2 - h1) > 180.0) {
            dh += dh > 0.0 ? -360.0 : 360.0;
            h += h1 + h2 < 360.0 ? 180.0 : -180.0;
        }
    }
    double dl = two.l - one.l, dc = c2 - c1;
    double d_hue = 2.0 * sqrt(c1 * c2) * mathd_sin(to_rad(0.5 * dh));
    double l = 0.5 * (one.l + two.l), c = 0.5 * (c1 + c2);
    double t = 1.0 - 0.17 * mathd_cos(to_rad(h - 30.0)) + 0.24 * mathd_cos(to_rad(2.0 * h)) +
               0.32 * mathd_cos(to_rad(3.0 * h + 6.0)) - 0.20 * mathd_cos(to_rad(4.0 * h - 63.0));
    double l50 = (l - 50.0) * (l - 50.0), blue = (h - 275.0) / 25.0;
    double sl = 1.0 + 0.015 * l50 / sqrt(20.0 + l50), sc = 1.0 + 0.045 * c, sh = 1.0 + 0.015 * c * t;
    double turn = -2.0 * chroma_weight(c) * mathd_sin(to_rad(60.0 * mathd_exp(-blue * blue)));
    double x = dl / sl, y = dc / sc, z = d_hue / sh;
    return sqrt(x * x + y * y + z * z + turn * y * z);
}
