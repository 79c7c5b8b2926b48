#include "curve.h"

#include "vec.h"

static float slope_at(const curve_knot *k, int count, int i)
{
    int a = i > 0 ? i - 1 : i, b = i < count - 1 ? i + 1 : i;
    return (k[b].value - k[a].value) / (k[b].t - k[a].t);
}

static float hermite(const curve_knot *k, int count, float t)
{
    if (t <= k[0].t)
        return k[0].value;
    for (int i = 0; i + 1 < count; i++) {
        if (t > k[i + 1].t)
            continue;
        float h = k[i + 1].t - k[i].t, s = (t - k[i].t) / h;
        float a = slope_at(k, count, i) * h, b = slope_at(k, count, i + 1) * h;
        float d = k[i + 1].value - k[i].value;
        return k[i].value + s * (a + s * ((3.0f * d - 2.0f * a - b) + s * (a + b - 2.0f * d)));
    }
    return k[count - 1].value;
}

curve curve_through(const curve_knot *knots, int count)
{
    curve c;
    float step = (knots[count - 1].t - knots[0].t) / (float)(CURVE_POINTS - 1);
    c.start = knots[0].t;
    c.inverse_step = 1.0f / step;
    for (int i = 0; i < CURVE_POINTS; i++)
        c.points[i] = hermite(knots, count, c.start + (float)i * step);
    return c;
}

float curve_at(const curve *c, float t)
{
    float s = clampf((t - c->start) * c->inverse_step, 0.0f, (float)(CURVE_POINTS - 1) - 1e-3f);
    int i = (int)s;
    float f = s - (float)i, g = 1.0f - f;
    float p0 = c->points[i > 0 ? i - 1 : 0], p1 = c->points[i];
    float p2 = c->points[i + 1], p3 = c->points[i + 2 < CURVE_POINTS ? i + 2 : CURVE_POINTS - 1];
    return (g * g * g * p0 + (3.0f * f * f * f - 6.0f * f * f + 4.0f) * p1 +
            (3.0f * g * g * g - 6.0f * g * g + 4.0f) * p2 + f * f * f * p3) /
           6.0f;
}
