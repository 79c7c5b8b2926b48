#include "plan/estimate_words.h"

#include <math.h>
#include <stdio.h>

const char *estimate_area_basis(void)
{
    return "areas and dots carry the scale's 90 % interval";
}

double estimate_rounded(double value, int digits)
{
    if (!(value > 0.0))
        return 0.0;
    double step = 1.0;
    while (value / step >= (digits == 2 ? 100.0 : 1000.0))
        step *= 10.0;
    while (step > 1e-3 && value / step < (digits == 2 ? 10.0 : 100.0))
        step /= 10.0;
    return floor(value / step + 0.5) * step;
}

// Two digits tell all that such a figure knows; the middle one keeps three.
void range_words(struct range range, const char *unit, char out[ESTIMATE_WORDS_BYTES])
{
    snprintf(out, ESTIMATE_WORDS_BYTES, "%.6g%s (%.6g to %.6g)", estimate_rounded(range.likely, 3), unit,
             estimate_rounded(range.low, 2), estimate_rounded(range.high, 2));
}

void hours_words(struct range hours, char out[ESTIMATE_WORDS_BYTES])
{
    struct range minutes = {60.0 * hours.low, 60.0 * hours.likely, 60.0 * hours.high};
    if (hours.likely < 1.0) // 0.17 h says little
        range_words(minutes, " min", out);
    else
        range_words(hours, " h", out);
}
