#include "model/rim_fit.h"

#include "base/mathd.h"

static const double most_off = 0.10;  // of the radius: what is farther off is no mark of the rim
static const double reach_rad = 0.42; // so far along the rim a mark counts, 35 mm; assumed
static const double marking_mm = 0.6; // of a mark set with care, as pose_rows.c has it,
static const double misfit_mm = 1.5;  // and how far off a fitted rim is without one; assumed

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
        rim->radius_px[i] = rim_radius_px(view, head, rim->middle, view_rim_spoke_rad(i), guess_px);
        least = fmin(least, rim->radius_px[i]);
    }
    rim->still_px = VIEW_RIM_STILL * least;
    return least > 1.0;
}

// Share that a mark so far along the rim has.
static double weight_at(double away_rad)
{
    double t = away_rad / reach_rad;
    return t < 1.0 ? (1.0 - t * t) * (1.0 - t * t) : 0.0;
}

void rim_fit(struct view *view, const struct head *head, const struct pt_px *outline, int count, double vague_mm)
{
    struct view_rim rim = {0};
    view->rim = rim;
    if (count < RIM_FIT_FEWEST_POINTS || !view_project(view, head->centre_mm, &rim.middle) ||
        !find_rim(view, head, &rim))
        return;
    double sum[VIEW_RIM_SPOKES] = {0}, weights[VIEW_RIM_SPOKES] = {0};
    for (int i = 0; i < count; i++) {
        double x = outline[i].x - rim.middle.x, y = outline[i].y - rim.middle.y;
        double radius_px = view_rim_radius_px(&rim, x, y), off_px = sqrt(x * x + y * y) - radius_px;
        if (!(fabs(off_px) < most_off * radius_px))
            continue;
        double at_rad = mathd_atan2(y, x);
        for (int k = 0; k < VIEW_RIM_SPOKES; k++) {
            double away = fabs(view_rim_spoke_rad(k) - (at_rad < 0.0 ? at_rad + 2.0 * MATHD_PI : at_rad));
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
