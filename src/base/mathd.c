#include "base/mathd.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static double power_of_two(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static const double LN2_HIGH = 6.93147180369123816490e-01; // ln 2 with its last 32 bits zero
static const double LN2_LOW = 1.90821492927058770002e-10;

double mathd_exp(double x)
{
    if (!(x >= -708.0))
        return x < -708.0 ? 0.0 : x; // no number stays none
    if (x > 708.0)
        x = 708.0;
    double n = floor(x * 1.44269504088896340736 + 0.5);
    double r = (x - n * LN2_HIGH) - n * LN2_LOW; // |r| <= ln 2 / 2
    double sum = 1.0;
    for (int k = 14; k > 0; k--) // Taylor series in Horner's form
        sum = 1.0 + sum * r / (double)k;
    return sum * power_of_two((int)n);
}

double mathd_log(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffu) | 0x3ff0000000000000u;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.41421356237309504880) {
        m *= 0.5;
        exponent++;
    }
    double s = (m - 1.0) / (m + 1.0), s2 = s * s, sum = 0.0; // log m = 2 artanh s, |s| < 0.172
    for (int k = 21; k > 0; k -= 2)
        sum = sum * s2 + 1.0 / (double)k;
    return (double)exponent * LN2_HIGH + (2.0 * s * sum + (double)exponent * LN2_LOW);
}

double mathd_pow(double x, double y)
{
    return x > 0.0 ? mathd_exp(y * mathd_log(x)) : 0.0;
}

double mathd_cbrt(double x)
{
    return mathd_pow(x, 1.0 / 3.0);
}

static double sin_series(double r)
{
    double r2 = r * r, sum = 1.0;
    for (int k = 16; k > 0; k -= 2)
        sum = 1.0 - sum * r2 / ((double)k * (double)(k + 1));
    return r * sum;
}

static double cos_series(double r)
{
    double r2 = r * r, sum = 1.0;
    for (int k = 15; k > 0; k -= 2)
        sum = 1.0 - sum * r2 / ((double)k * (double)(k + 1));
    return sum;
}

// sin(angle + quarters * pi / 2), by the quadrant that the angle falls in.
static double sin_shifted(double angle_rad, int quarters)
{
    double n = floor(angle_rad * (2.0 / MATHD_PI) + 0.5);
    double r = (angle_rad - n * 1.57079632673412561417) - n * 6.07710050650619224932e-11;
    switch (((int)n + quarters) & 3) {
    case 0:
        return sin_series(r);
    case 1:
        return cos_series(r);
    case 2:
        return -sin_series(r);
    default:
        return -cos_series(r);
    }
}

double mathd_sin(double angle_rad)
{
    return sin_shifted(angle_rad, 0);
}

double mathd_cos(double angle_rad)
{
    return sin_shifted(angle_rad, 1);
}

// atan of t in [0, 1]: three half-angle steps, then the series.
static double atan_unit(double t)
{
    for (int i = 0; i < 3; i++)
        t = t / (1.0 + sqrt(1.0 + t * t));
    double t2 = t * t, sum = 0.0;
    for (int k = 19; k > 0; k -= 2)
        sum = 1.0 / (double)k - t2 * sum;
    return 8.0 * t * sum;
}

double mathd_atan2(double y, double x)
{
    double ax = fabs(x), ay = fabs(y);
    if (ax == 0.0 && ay == 0.0)
        return 0.0;
    double angle = ay <= ax ? atan_unit(ay / ax) : MATHD_PI / 2.0 - atan_unit(ax / ay);
    if (x < 0.0)
        angle = MATHD_PI - angle;
    return y < 0.0 ? -angle : angle;
}

double mathd_asin(double x)
{
    if (x > 1.0)
        x = 1.0;
    if (x < -1.0)
        x = -1.0;
    return mathd_atan2(x, sqrt((1.0 - x) * (1.0 + x)));
}

double mathd_acos(double x)
{
    return MATHD_PI / 2.0 - mathd_asin(x);
}
