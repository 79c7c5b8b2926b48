// (1 - x)^n for 0 <= x <= 1 as 1 - x r(x) with a polynomial r, for loops that cannot afford a
// power.
//
// Within 3e-4 up to x = 0.9 for n from 0.9 to 2, within 0.01 beyond. 1 at x = 0 exactly.
#pragma once

enum { POWER_FIT_TERMS = 5 };

void power_fit(double n, float r[POWER_FIT_TERMS]); // of x^0, x^1, ...

static inline float power_fit_at(float x, const float r[POWER_FIT_TERMS])
{
    return 1.0f - x * (r[0] + x * (r[1] + x * (r[2] + x * (r[3] + x * r[4]))));
}
