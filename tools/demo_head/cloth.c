#include "cloth.h"

#include "noise.h"

static const vec3 navy = {0.030f, 0.034f, 0.045f};

vec3 cloth_albedo(vec3 p)
{
    float worn = 1.0f + 0.12f * noise_sum(v_scale(p, 0.03f), 3, 0.6f, 81u) + 0.10f * noise_at(v_scale(p, 1.6f), 82u);
    return v_scale(navy, worn);
}

/* Columns of stitches, a little under a millimetre apart. */
float cloth_relief_mm(vec3 p)
{
    float bend = 0.4f * noise_at(v_scale(p, 0.06f), 83u);
    float column = sinf((p.x + bend) * 7.0f), row = sinf((p.z + p.y + bend) * 8.5f);
    return 0.05f * column * (0.6f + 0.4f * row) + 0.03f * noise_at(v_scale(p, 2.0f), 84u);
}
