#include "render/cpu_curve.h"

#include "base/mem.h"

#include "shared/smp_splat.h"

bool cpu_curve_init(struct cpu_curve *curve, const struct colour_space *space, enum pixel_format format)
{
    curve->codes = format == PIXELS_RGBA16 ? 65536 : 256;
    curve->decode = mem_try_array_raw((size_t)curve->codes, sizeof *curve->decode);
    curve->boundary = mem_try_array_raw((size_t)curve->codes, sizeof *curve->boundary);
    if (!curve->decode || !curve->boundary)
        return false;
    double most = curve->codes - 1;
    for (int i = 0; i < curve->codes; i++) {
        curve->decode[i] = (float)colour_decode(&space->curve, i / most);
        curve->boundary[i] = (float)colour_decode(&space->curve, (i > 0 ? i - 0.5 : 0.0) / most);
    }
    return true;
}

void cpu_curve_finish(struct cpu_curve *curve)
{
    mem_free(curve->decode);
    mem_free(curve->boundary);
    *curve = (struct cpu_curve){0};
}

static int nearest_code(const struct cpu_curve *curve, float light, int most)
{
    int low = 0, high = most; // light only gets less, so the old code bounds the new one
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (light >= curve->boundary[middle])
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static int shaded(const struct cpu_curve *curve, int code, float left)
{
    return left < 1.0f ? nearest_code(curve, curve->decode[code] * left, code) : code;
}

void cpu_curve_shade(const struct cpu_curve *curve, const struct shade_row *row, const float *share)
{
    bool is_16 = curve->codes == 65536;
    for (int i = 0; i < row->count; i++) {
        for (int c = 0; c < 4; c++) {
            int at = 4 * i + c;
            int code = is_16 ? ((const uint16_t *)row->in)[at] : ((const uint8_t *)row->in)[at];
            int out = c < 3 ? shaded(curve, code, smp_left(row->left[c][i], share[i])) : code;
            if (is_16)
                ((uint16_t *)row->out)[at] = (uint16_t)out;
            else
                ((uint8_t *)row->out)[at] = (uint8_t)out;
        }
    }
}
