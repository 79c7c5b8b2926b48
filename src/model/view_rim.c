#include "model/view_rim.h"

#include "base/mathd.h"

#include <math.h>

double view_rim_spoke_rad(int spoke)
{
    return 2.0 * MATHD_PI * spoke / VIEW_RIM_SPOKES;
}

static double smooth(double t)
{
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    return t * t * (3.0 - 2.0 * t);
}
static double smooth_slope(double t)
{
    return t < 0.0 || t > 1.0 ? 0.0 : 6.0 * t * (1.0 - t);
}

struct spoke { // in the direction of a point
    double radius_px, off_px;
};

static struct spoke spoke_toward(const struct view_rim *rim, double x, double y)
{
    double at = mathd_atan2(y, x) * (VIEW_RIM_SPOKES / (2.0 * MATHD_PI));
    at = at < 0.0 ? at + VIEW_RIM_SPOKES : at;
    int i = (int)at % VIEW_RIM_SPOKES, next = (i + 1) % VIEW_RIM_SPOKES;
    double t = at - (int)at;
    return (struct spoke){rim->radius_px[i] + t * (rim->radius_px[next] - rim->radius_px[i]),
                          rim->off_px[i] + t * (rim->off_px[next] - rim->off_px[i])};
}

double view_rim_radius_px(const struct view_rim *rim, double x, double y)
{
    return spoke_toward(rim, x, y).radius_px;
}

static double moved(struct spoke spoke, double r)
{
    return r + spoke.off_px * smooth((r / spoke.radius_px - VIEW_RIM_STILL) / (1.0 - VIEW_RIM_STILL));
}

// The point in the same direction from the middle as (x, y), `length` away, so far out instead.
static struct pt_px at_radius(const struct view_rim *rim, double x, double y, double length, double r)
{
    return (struct pt_px){rim->middle.x + x * (r / length), rim->middle.y + y * (r / length)};
}

struct pt_px view_rim_apply(const struct view_rim *rim, struct pt_px px)
{
    if (!rim->is_used)
        return px;
    double x = px.x - rim->middle.x, y = px.y - rim->middle.y, r = sqrt(x * x + y * y);
    if (r < rim->still_px)
        return px;
    return at_radius(rim, x, y, r, moved(spoke_toward(rim, x, y), r));
}

struct pt_px view_rim_undo(const struct view_rim *rim, struct pt_px px)
{
    if (!rim->is_used)
        return px;
    double x = px.x - rim->middle.x, y = px.y - rim->middle.y, out = sqrt(x * x + y * y), r = out;
    if (out < rim->still_px)
        return px;
    struct spoke spoke = spoke_toward(rim, x, y);
    for (int i = 0; i < 12; i++) { // Newton: the map grows along each spoke, its slope is 0.6 or more
        double over = moved(spoke, r) - out;
        double slope = 1.0 + spoke.off_px / ((1.0 - VIEW_RIM_STILL) * spoke.radius_px) *
                                 smooth_slope((r / spoke.radius_px - VIEW_RIM_STILL) / (1.0 - VIEW_RIM_STILL));
        r -= over / slope;
        if (fabs(over) < 1e-12 * out)
            break;
    }
    return at_radius(rim, x, y, out, r);
}

struct mat2 view_rim_slopes(const struct view_rim *rim, struct pt_px px)
{
    const double h = 0.5;
    if (!rim->is_used)
        return (struct mat2){1.0, 0.0, 0.0, 1.0};
    struct pt_px a = view_rim_apply(rim, (struct pt_px){px.x - h, px.y}),
                 b = view_rim_apply(rim, (struct pt_px){px.x + h, px.y}),
                 c = view_rim_apply(rim, (struct pt_px){px.x, px.y - h}),
                 d = view_rim_apply(rim, (struct pt_px){px.x, px.y + h});
    return (struct mat2){(b.x - a.x) / (2.0 * h), (d.x - c.x) / (2.0 * h), (b.y - a.y) / (2.0 * h),
                         (d.y - c.y) / (2.0 * h)};
}

void view_rim_scale(struct view_rim *rim, double factor)
{
    rim->middle = (struct pt_px){rim->middle.x * factor, rim->middle.y * factor};
    rim->still_px *= factor;
    for (int i = 0; i < VIEW_RIM_SPOKES; i++) {
        rim->radius_px[i] *= factor;
        rim->off_px[i] *= factor;
    }
}
