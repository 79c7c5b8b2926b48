#include "evenness.h"

static double nearest_square(const struct vec3 *points, int count, int self)
{
    double least = HUGE_VAL;
    for (int k = 0; k < count; k++) {
        struct vec3 d = vec3_sub(points[k], points[self]);
        double square = vec3_dot(d, d);
        if (square < least && k != self)
            least = square;
    }
    return least;
}

struct evenness evenness_of(const struct vec3 *points_mm, int count, struct vec3 centre_mm, double radius_mm,
                            double per_mm2)
{
    struct evenness e = {.least_mm = HUGE_VAL};
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < count; i++) {
        if (vec3_length(vec3_sub(points_mm[i], centre_mm)) > radius_mm)
            continue;
        double square = nearest_square(points_mm, count, i), mm = sqrt(square);
        sum += mm;
        squares += square;
        e.least_mm = fmin(e.least_mm, mm);
        e.counted++;
    }
    double mean = sum / e.counted;
    e.index = mean * 2.0 * sqrt(per_mm2);
    e.variation = sqrt(fmax(squares / e.counted - mean * mean, 0.0)) / mean;
    return e;
}
