#include "render/cpu_curve.h"

#include "base/mem.h"

#include "shared/smp_splat.h"

enum { GUESSES = 4096 };

static void fill_guesses(struct cpu_curve *curve)
{
    int code = 0;
    for (int i = 0; i <= GUESSES; i++) {
        float root = (float)i / GUESSES;
        while (code + 1 < curve->codes && curve->boundary[code + 1] <= root * root)
            code++;
        curve->near[i] = (uint16_t)code;
    }
}

bool cpu_curve_init(struct cpu_curve *curve, const struct colour_space *space, enum pixel_format format)
{
    curve->codes = format == PIXELS_RGBA16 ? 65536 : 256;
    curve->decode = mem_try_array_raw((size_t)curve->codes, sizeof *curve->decode);
    curve->boundary = mem_try_array_raw((size_t)curve->codes, sizeof *curve->boundary);
    curve->near = mem_try_array_raw(GUESSES + 1, sizeof *curve->near);
    if (!curve->decode || !curve->boundary || !curve->near)
        return false;
    double most = curve->codes - 1;
    for (int i = 0; i < curve->codes; i++) {
        curve->decode[i] = (float)colour_decode(&space->curve, i / most);
        curve->boundary[i] = (float)colour_decode(&space->curve, (i > 0 ? i - 0.5 : 0.0) / most);
    }
    fill_guesses(curve);
    return true;
}

void cpu_curve_finish(struct cpu_curve *curve)
{
    mem_free(curve->decode);
    mem_free(curve->boundary);
    mem_free(curve->near);
    *curve = (struct cpu_curve){0};
}

static int nearest_code(const struct cpu_curve *curve, float light)
{
    int code = curve->near[(int)(smp_sqrt(smp_clamp(light, 0.0f, 1.0f)) * GUESSES)];
    while (code > 0 && light < curve->boundary[code]) // a rounded root may guess one too many
        code--;
    while (code + 1 < curve->codes && light >= curve->boundary[code + 1])
        code++;
    return code;
}

static int shaded(const struct cpu_curve *curve, int code, float left)
{
    return left < 1.0f ? nearest_code(curve, curve->decode[code] * left) : code;
}

void cpu_curve_shade(const struct cpu_curve *curve, const struct shade_row *row, const float *share[3])
{
    bool is_16 = curve->codes == 65536;
    for (int i = 0; i < row->count; i++) {
        for (int c = 0; c < 4; c++) {
            int at = 4 * i + c;
            int code = is_16 ? ((const uint16_t *)row->in)[at] : ((const uint8_t *)row->in)[at];
            int out = c < 3 ? shaded(curve, code, smp_left(row->left[c][i], share[c][i])) : code;
            if (is_16)
                ((uint16_t *)row->out)[at] = (uint16_t)out;
            else
                ((uint8_t *)row->out)[at] = (uint8_t)out;
        }
    }
}
