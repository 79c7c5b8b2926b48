#include "base/rng.h"

#include "base/mathd.h"

double rng_normal(uint64_t seed, uint64_t index, uint64_t stream)
{
    // Box and Muller's transform; the first uniform is kept off zero.
    double u = rng_unit(seed, index, 2 * stream) + 0x1p-54;
    double v = rng_unit(seed, index, 2 * stream + 1);
    double angle_rad = 2.0 * MATHD_PI * v;
    return __builtin_sqrt(-2.0 * mathd_log(u)) * mathd_cos(angle_rad);
}
