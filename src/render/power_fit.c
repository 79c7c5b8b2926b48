#include "render/power_fit.h"

#include "base/mathd.h"

#define MOST_X 0.92

// Interpolates (1 - (1 - x)^n) / x at Chebyshev's nodes by Newton's divided differences.
void power_fit(double n, float r[POWER_FIT_TERMS])
{
    double x[POWER_FIT_TERMS], d[POWER_FIT_TERMS], sum[POWER_FIT_TERMS + 1] = {0};
    for (int i = 0; i < POWER_FIT_TERMS; i++) {
        x[i] = MOST_X * 0.5 * (1.0 + mathd_cos(MATHD_PI * (i + 0.5) / POWER_FIT_TERMS));
        d[i] = (1.0 - mathd_pow(1.0 - x[i], n)) / x[i];
    }
    for (int order = 1; order < POWER_FIT_TERMS; order++)
        for (int i = POWER_FIT_TERMS - 1; i >= order; i--)
            d[i] = (d[i] - d[i - 1]) / (x[i] - x[i - order]);
    for (int i = POWER_FIT_TERMS - 1; i >= 0; i--) { // sum = sum (X - x[i]) + d[i]
        for (int k = POWER_FIT_TERMS; k > 0; k--)
            sum[k] = sum[k - 1] - sum[k] * x[i];
        sum[0] = d[i] - sum[0] * x[i];
    }
    for (int k = 0; k < POWER_FIT_TERMS; k++)
        r[k] = (float)sum[k];
}
