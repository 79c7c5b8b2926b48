#include "model/view_rim.h"

#include "base/mathd.h"

static const double inner = 0.45;     // share of the way to the rim up to which nothing moves
static const double most_off = 0.10;  // of the radius: what is farther off is no mark of the rim
static const double reach_rad = 0.42; // so far along the rim a mark counts, 35 mm; assumed
static const double marking_mm = 0.6; // of a mark set with care, as pose_rows.c has it,
static const double misfit_mm = 1.5;  // and how far off a fitted rim is without one; assumed

static double spoke_rad(int i)
{
    return 2.0 * MATHD_PI * i / VIEW_RIM_SPOKES;
}

// ---------------------------------------------------------------- the map

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

static double moved(struct spoke spoke, double r)
{
    return r + spoke.off_px * smooth((r / spoke.radius_px - inner) / (1.0 - inner));
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
        double slope = 1.0 + spoke.off_px / ((1.0 - inner) * spoke.radius_px) *
                                 smooth_slope((r / spoke.radius_px - inner) / (1.0 - inner));
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

// ---------------------------------------------------------------- from the outline's marks

// Where the fitted head's rim lies that way from the middle, px; 0: nowhere.
static double rim_radius_px(const struct view *view, const struct head *head, struct pt_px middle, double angle_rad,
                            double guess_px)
{
    double x = mathd_cos(angle_rad), y = mathd_sin(angle_rad), in = 0.0, out = guess_px;
    struct vec3 near_mm;
    int grown = 0;
    while (view_near_level(view, head, (struct pt_px){middle.x + x * out, middle.y + y * out}, &near_mm) < 1.0) {
        if (++grown > 8)
            return 0.0;
        out *= 1.5;
    }
    for (int i = 0; i < 24; i++) {
        double r = 0.5 * (in + out);
        struct pt_px at = {middle.x + x * r, middle.y + y * r};
        if (view_near_level(view, head, at, &near_mm) < 1.0)
            in = r;
        else
            out = r;
    }
    return out;
}

static bool find_rim(const struct view *view, const struct head *head, struct view_rim *rim)
{
    double guess_px = 60.0 * view_scale_px_per_mm(view, head->centre_mm), least = 1e300;
    for (int i = 0; i < VIEW_RIM_SPOKES; i++) {
        rim->radius_px[i] = rim_radius_px(view, head, rim->middle, spoke_rad(i), guess_px);
        least = fmin(least, rim->radius_px[i]);
    }
    rim->still_px = inner * least;
    return least > 1.0;
}

// Share that a mark so far along the rim has.
static double weight_at(double away_rad)
{
    double t = away_rad / reach_rad;
    return t < 1.0 ? (1.0 - t * t) * (1.0 - t * t) : 0.0;
}

void view_rim_fit(struct view *view, const struct head *head, const struct pt_px *outline, int count, double vague_mm)
{
    struct view_rim rim = {0};
    view->rim = rim;
    if (count < VIEW_RIM_FEWEST_POINTS || !view_project(view, head->centre_mm, &rim.middle) ||
        !find_rim(view, head, &rim))
        return;
    double sum[VIEW_RIM_SPOKES] = {0}, weights[VIEW_RIM_SPOKES] = {0};
    for (int i = 0; i < count; i++) {
        double x = outline[i].x - rim.middle.x, y = outline[i].y - rim.middle.y;
        double radius_px = spoke_toward(&rim, x, y).radius_px, off_px = sqrt(x * x + y * y) - radius_px;
        if (!(fabs(off_px) < most_off * radius_px))
            continue;
        double at_rad = mathd_atan2(y, x);
        for (int k = 0; k < VIEW_RIM_SPOKES; k++) {
            double away = fabs(spoke_rad(k) - (at_rad < 0.0 ? at_rad + 2.0 * MATHD_PI : at_rad));
            double weight = weight_at(fmin(away, 2.0 * MATHD_PI - away));
            sum[k] += weight * off_px;
            weights[k] += weight;
        }
    }
    double doubt = (marking_mm + vague_mm) / misfit_mm;
    for (int k = 0; k < VIEW_RIM_SPOKES; k++)
        rim.off_px[k] = sum[k] / (weights[k] + doubt * doubt);
    rim.is_used = true;
    view->rim = rim;
}
