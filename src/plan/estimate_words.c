#include "plan/estimate_words.h"

#include "base/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDE 0.25 // of the likely value, from the least to the most

const char *estimate_area_basis(void)
{
    // words: xgettext:no-c-format
    return N_("areas and dots carry the 90 % interval of the scale and of the head's shape");
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

// From five digits on in threes, by a narrow blank, which no language takes for its decimal mark.
void figure_words(double value, int digits, char out[FIGURE_BYTES])
{
    static const char blank[] = "\xe2\x80\xaf";
    char plain[32];
    text_print(plain, sizeof plain, "%.6g", estimate_rounded(value, digits));
    int whole = (int)strspn(plain, "0123456789"), used = 0;
    for (int i = 0; plain[i]; i++) {
        if (whole > 4 && i > 0 && i < whole && (whole - i) % 3 == 0)
            used += snprintf(out + used, (size_t)(FIGURE_BYTES - used), "%s", blank);
        out[used++] = plain[i];
    }
    out[used] = 0;
}

int range_digits(struct range range)
{
    return range.high - range.low > WIDE * range.likely ? 2 : 3;
}

void range_words(struct range range, const char *unit, char out[ESTIMATE_WORDS_BYTES])
{
    char low[FIGURE_BYTES], likely[FIGURE_BYTES], high[FIGURE_BYTES];
    figure_words(range.likely, range_digits(range), likely);
    figure_words(range.low, 2, low);
    figure_words(range.high, 2, high);
    snprintf(out, ESTIMATE_WORDS_BYTES, _("%s%s (%s to %s)"), likely, unit, low, high);
}

void hours_words(struct range hours, char out[ESTIMATE_WORDS_BYTES])
{
    struct range minutes = {60.0 * hours.low, 60.0 * hours.likely, 60.0 * hours.high};
    if (minutes.high < 1.0)
        snprintf(out, ESTIMATE_WORDS_BYTES, "%s", _("under a minute"));
    else if (hours.likely < 1.0) // 0.17 h says little
        range_words(minutes, " min", out);
    else
        range_words(hours, " h", out);
}
