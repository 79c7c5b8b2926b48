#include "render/profile.h"

#include "base/mathd.h"

#include <string.h>

enum { SERIES_TERMS = 60 };

// Gamma function for 1.5 <= x <= 4 (Lanczos's approximation, g = 5, six terms; error below 2e-10).
static double gamma_of(double x)
{
    static const double c[6] = {76.18009172947146,  -86.50532032941677,    24.01409824083091,
                                -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5};
    double sum = 1.000000000190015, base = x + 4.5;
    for (int i = 0; i < 6; i++)
        sum += c[i] / (x + i);
    return mathd_exp((x - 0.5) * mathd_log(base) - base) * 2.5066282746310005 * sum;
}

// sum over n of (-1)^(n+1) t^n / n! n^(-power)
static double series(double t, const double n_power[SERIES_TERMS])
{
    double term = 1.0, sum = 0.0;
    for (int n = 1; n < SERIES_TERMS; n++) {
        term *= -t / n;
        sum -= term * n_power[n];
    }
    return sum;
}

// The integrals of s^j 2^(-n s^(m/2)) over s = r^2 are closed, so alpha's moments are sums of them.
static void fill_row(profile_node *row, double m)
{
    double n_power[3][SERIES_TERMS], scale[3];
    for (int j = 0; j < 3; j++) {
        double power = 2.0 * (j + 1) / m;
        scale[j] = MATHD_PI * gamma_of(1.0 + power) / ((j + 1) * mathd_pow(mathd_log(2.0), power));
        for (int n = 1; n < SERIES_TERMS; n++)
            n_power[j][n] = mathd_pow(1.0 / n, power);
    }
    for (int i = 0; i <= PROFILE_T_STEPS + 1; i++) {
        double y = (double)PROFILE_Y_MOST * (i > 0 ? i : 1e-3) / PROFILE_T_STEPS;
        double t = (double)PROFILE_T_MIDDLE * y / (1.0 - y);
        double mass = scale[0] * series(t, n_power[0]);
        double variance = 0.5 * scale[1] * series(t, n_power[1]) / mass;
        double fourth = scale[2] * series(t, n_power[2]) / mass;
        row[i] = (profile_node){(float)(mass / y), // smooth, also at 0
                                (float)variance, (float)(fourth / (8.0 * variance * variance) - 1.0), 0.0f};
    }
}

void profile_init(struct profile *profile)
{
    for (int i = 0; i <= PROFILE_M_STEPS; i++)
        fill_row(profile->at[i], 2.0 + 2.0 * i / PROFILE_M_STEPS);
    memcpy(profile->at[PROFILE_M_STEPS + 1], profile->at[PROFILE_M_STEPS], sizeof profile->at[0]);
}

struct profile_moments profile_at(const struct profile *profile, float t, float sharpness)
{
    float y = profile_y(t > 0.0f ? t : 0.0f);
    profile_node node = profile_node_at(profile, y, profile_row(sharpness));
    return (struct profile_moments){y * node[0], node[1], node[2]};
}
