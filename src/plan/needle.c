#include "plan/needle.h"

#include "base/words.h"

#include <math.h>
#include <stdio.h>

struct needle needle_for(double healed_diameter_mm)
{
    static const double wires_mm[] = {0.18, 0.20, 0.25, 0.30, 0.35};
    struct needle best = {0};
    double least = 1e9;
    for (int points = 1; points <= 3; points += 2)
        for (int i = 0; i < 5; i++) {
            double width_mm = 0.9 * wires_mm[i] * (points == 3 ? 1.6 : 1.0) + 0.05;
            double off_mm = fabs(width_mm - healed_diameter_mm);
            if (off_mm < least - 0.02 || (points == 1 && off_mm < least)) { // three points only where clearly nearer
                best = (struct needle){wires_mm[i], points};
                least = off_mm;
            }
        }
    return best;
}

void needle_words(struct needle needle, char out[NEEDLE_WORDS_BYTES])
{
    text_print(out, NEEDLE_WORDS_BYTES,
               ngettext("%.2f mm, %d point", "%.2f mm, %d points", (unsigned long)needle.points), needle.wire_mm,
               needle.points);
}
