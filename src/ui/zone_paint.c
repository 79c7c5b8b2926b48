#include "ui/zone_paint.h"

#include "base/mem.h"
#include "geom/contour.h"
#include "geom/curve.h"
#include "plan/mask.h"
#include "ui/text.h"

#include <math.h>

enum { MAP_WIDTH_PX = 640 };
#define FACES_LEAST 0.02

// Its smooth rim as a polygon of the photo. False: part of it is turned away.
static bool project(const struct zone *zone, const struct view *view, const struct head *head, struct mask_stroke *out)
{
    int steps = CASE_STROKE_MOST_POINTS / (zone->point_count > 0 ? zone->point_count : 1);
    struct vec3 rim[CASE_STROKE_MOST_POINTS];
    int count = curve_smooth(zone->point, zone->point_count, true, steps, rim, CASE_STROKE_MOST_POINTS);
    out->point_count = count;
    for (int i = 0; i < count; i++)
        if (view_facing(view, head, rim[i]) < FACES_LEAST ||
            !view_project(view, head_point_mm(head, rim[i]), &out->point[i]))
            return false;
    return true;
}

static int trace(const struct mask_stroke *strokes, int count, const struct view *view, struct pt_px *out)
{
    int height = (int)lround((double)MAP_WIDTH_PX * view->height_px / view->width_px);
    uint8_t *map = mask_draw(strokes, count, view->width_px, view->height_px, MAP_WIDTH_PX, height);
    int points = map ? contour_largest(map, MAP_WIDTH_PX, height, out, ZONE_MOST_POINTS) : 0;
    mem_free(map);
    return points;
}

static bool put_rim(struct zone *zone, const struct view *view, const struct head *head, const struct pt_px *rim,
                    int count, struct err *err)
{
    struct zone painted = *zone;
    double scale = (double)view->width_px / MAP_WIDTH_PX;
    painted.point_count = 0;
    for (int i = 0; i < count; i++) // what was painted beside the head is left out
        painted.point_count += view_hit(view, head, (struct pt_px){rim[i].x * scale, rim[i].y * scale},
                                        &painted.point[painted.point_count]);
    if (painted.point_count < 3)
        return err_set(err, ERR_INPUT, _("Nothing of the zone would be left on the head."));
    *zone = painted;
    return true;
}

bool zone_paint(struct zone *zone, const struct view *view, const struct head *head, const struct mask_stroke *stroke,
                struct err *err)
{
    struct mask_stroke *strokes = mem_alloc(2 * sizeof *strokes);
    struct pt_px rim[ZONE_MOST_POINTS];
    bool has_rim = zone->point_count > 0;
    bool is_seen = !has_rim || project(zone, view, head, &strokes[0]);
    strokes[has_rim] = *stroke;
    int count = is_seen ? trace(strokes, has_rim ? 2 : 1, view, rim) : 0;
    mem_free(strokes);
    if (!is_seen)
        return err_set(err, ERR_INPUT,
                       _("Part of this zone is turned away here: paint it on a photo that shows all of it."));
    return put_rim(zone, view, head, rim, count, err);
}
