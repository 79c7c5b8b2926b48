#include "geom/curve.h"

enum { MOST_CONTROLS = 256 };

// Chords below this are the same point: 0.1 micrometre on a head.
static const double least_chord = 1e-9;

static bool is_usable(struct vec3 p)
{
    double length2 = vec3_dot(p, p);
    return length2 > 1e-12 && length2 < 1e12; // false for NaN too
}

static int collect_controls(const struct vec3 *point, int count, bool is_closed, struct vec3 *out)
{
    int n = 0;
    for (int i = 0; i < count && n < MOST_CONTROLS; i++) {
        if (!is_usable(point[i]))
            continue;
        struct vec3 p = vec3_unit(point[i]);
        if (n == 0 || vec3_length(vec3_sub(p, out[n - 1])) > least_chord)
            out[n++] = p;
    }
    if (is_closed && n > 1 && vec3_length(vec3_sub(out[0], out[n - 1])) <= least_chord)
        n--;
    return n;
}

// The point before the first or after the last of an open curve: mirrored.
static struct vec3 control_at(const struct vec3 *p, int n, bool is_closed, int i)
{
    if (is_closed)
        return p[(i + n) % n];
    if (i < 0)
        return vec3_sub(vec3_scale(p[0], 2.0), p[1]);
    if (i >= n)
        return vec3_sub(vec3_scale(p[n - 1], 2.0), p[n - 2]);
    return p[i];
}

// Catmull-Rom of one span by Barry and Goldman's pyramid; knots k[0..3], at k[1] <= t <= k[2].
static struct vec3 pyramid(const struct vec3 p[4], const double k[4], double t)
{
    struct vec3 a[3], b[2];
    for (int i = 0; i < 3; i++)
        a[i] = vec3_mix(p[i], p[i + 1], (t - k[i]) / (k[i + 1] - k[i]));
    for (int i = 0; i < 2; i++)
        b[i] = vec3_mix(a[i], a[i + 1], (t - k[i]) / (k[i + 2] - k[i]));
    return vec3_mix(b[0], b[1], (t - k[1]) / (k[2] - k[1]));
}

int curve_smooth(const struct vec3 *point, int count, bool is_closed, int per_span, struct vec3 *out, int most)
{
    struct vec3 control[MOST_CONTROLS];
    int n = collect_controls(point, count, is_closed, control);
    if (n < 2) {
        if (n == 1 && most > 0)
            out[0] = control[0];
        return n < most ? n : most;
    }
    int spans = is_closed ? n : n - 1, written = 0;
    for (int s = 0; s < spans; s++) {
        struct vec3 p[4];
        double k[4] = {0.0};
        for (int i = 0; i < 4; i++)
            p[i] = control_at(control, n, is_closed, s - 1 + i);
        for (int i = 1; i < 4; i++) // centripetal: knots by the square root of the chord
            k[i] = k[i - 1] + sqrt(vec3_length(vec3_sub(p[i], p[i - 1])));
        for (int j = 0; j < per_span && written < most; j++)
            out[written++] = vec3_unit(pyramid(p, k, k[1] + (k[2] - k[1]) * j / per_span));
    }
    if (!is_closed && written < most)
        out[written++] = control[n - 1];
    return written;
}

int curve_even(const struct vec3 *fine, const double *length, int count, struct vec3 *out, int wanted)
{
    if (count < 1 || wanted < 1)
        return 0;
    if (count == 1 || wanted == 1 || !(length[count - 1] > 0.0)) {
        out[0] = fine[0];
        return 1;
    }
    for (int i = 0, at = 0; i < wanted; i++) {
        double target = length[count - 1] * i / (wanted - 1);
        while (at < count - 2 && length[at + 1] < target)
            at++;
        double step = length[at + 1] - length[at];
        double share = step > 0.0 ? (target - length[at]) / step : 0.0;
        out[i] = vec3_unit(vec3_mix(fine[at], fine[at + 1], share < 1.0 ? share : 1.0));
    }
    return wanted;
}
