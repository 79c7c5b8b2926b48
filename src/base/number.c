#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Up to three decimals, as most numbers have that a person set: such a quotient is rounded as strtod rounds its text,
// so that text is the shortest. Many times quicker than printing and reading back.
static bool write_short(double value, char out[NUMBER_TEXT_BYTES])
{
    static const double SCALES[] = {1.0, 10.0, 100.0, 1000.0};
    int decimals = 0;
    double scaled = 0.0;
    bool is_short = false;
    for (; decimals < 4 && !is_short; decimals++) {
        scaled = rint(value * SCALES[decimals]);
        is_short = fabs(scaled) < 1e12 && scaled / SCALES[decimals] == value && !(scaled == 0.0 && signbit(value));
    }
    if (!is_short)
        return false;
    decimals--;
    char digits[20], *end = digits + sizeof digits, *at = end;
    long long left = (long long)fabs(scaled);
    for (int count = 0; left > 0 || count <= decimals; left /= 10, count++) {
        if (count == decimals && count > 0)
            *--at = '.';
        *--at = (char)('0' + left % 10);
    }
    if (scaled < 0.0)
        *--at = '-';
    memcpy(out, at, (size_t)(end - at));
    out[end - at] = 0;
    return true;
}

// snprintf and strtod follow the locale's decimal sign; the program stays in the "C" locale for
// numbers, and a comma that a library brought in is put right here.
void number_text(double value, char out[NUMBER_TEXT_BYTES])
{
    if (write_short(value, out))
        return;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NUMBER_TEXT_BYTES, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    char *comma = strchr(out, ',');
    if (comma)
        *comma = '.';
}

bool number_parse(const char *text, double *out)
{
    if (!*text || strspn(text, "+-.0123456789eE") != strlen(text))
        return false;
    char *end;
    double value = strtod(text, &end);
    if (*end || !isfinite(value))
        return false;
    *out = value;
    return true;
}
