#include "model/zone.h"

#include "base/mathd.h"
#include "model/hairline.h"
#include "model/place.h"

#include <stdio.h>
#include <string.h>

static const char *const kind_names[ZONE_KIND_COUNT] = {
    "full", "density", "crown", "part", "fut-scar", "fue-scars", "areata", "birthmark",
};
static const char *const form_names[ZONE_FORM_COUNT] = {"area", "band", "spots"};

const char *zone_kind_name(enum zone_kind kind)
{
    return kind_names[kind];
}

const char *zone_form_name(enum zone_form form)
{
    return form_names[form];
}

bool zone_kind_find(const char *name, enum zone_kind *out)
{
    for (int i = 0; i < ZONE_KIND_COUNT; i++)
        if (strcmp(kind_names[i], name) == 0) {
            *out = (enum zone_kind)i;
            return true;
        }
    return false;
}

static void add(struct zone *zone, struct vec3 dir)
{
    zone->point[zone->point_count++] = dir;
}

// A closed outline about a middle, as far off along the skin as radius_mm, give or take `uneven` of it: nothing grown
// is a circle or has a mirror line.
static void add_round(struct zone *zone, const struct head *head, struct vec3 middle, double radius_mm, double uneven,
                      int points)
{
    struct vec3 east, north;
    head_tangents(head, middle, &east, &north);
    for (int i = 0; i < points; i++) {
        double angle = 2.0 * MATHD_PI * i / points;
        struct vec3 toward = vec3_add(vec3_scale(east, mathd_cos(angle)), vec3_scale(north, mathd_sin(angle)));
        double wave = 0.48 * mathd_cos(2.0 * angle + 0.9) + 0.27 * mathd_cos(3.0 * angle + 2.6) +
                      0.25 * mathd_cos(5.0 * angle + 0.4);
        double length_mm = radius_mm * (1.0 + uneven * wave);
        add(zone, head_walk(head, middle, toward, length_mm));
    }
}

// Down into the fringe that is left in Norwood VI, so that half of the ramp is reached some 30 mm
// above the ears' tops (27 mm above the tragions) and 60 mm below the whorl; lower before the ears,
// where the temples are treated. In front it runs over the forehead, where the hairline is the
// border.
static void make_full(struct zone *zone, const struct head *head)
{
    static const double side_view[][2] = {
        // forward, up of the tragion, mm
        {58.0, 42.0}, {40.0, 32.0}, {20.0, 30.0}, {4.0, 39.0}, {-14.0, 47.0}, {-38.0, 50.0}, {-64.0, 52.0},
    };
    enum { SIDE = sizeof side_view / sizeof side_view[0] };
    const double behind_mm = 69.0;
    add(zone, place_above(head, 25.0, 0.0, 1));
    for (int i = 0; i < SIDE; i++)
        add(zone, place_beside(head, side_view[i][0], side_view[i][1], 1));
    add(zone, place_behind(head, behind_mm, 30.0, 1));
    add(zone, place_behind(head, behind_mm, 30.0, -1));
    for (int i = SIDE - 1; i >= 0; i--)
        add(zone, place_beside(head, side_view[i][0], side_view[i][1], -1));
}

static double middle_height_mm(const struct head *head, const struct hairline *hairline)
{
    if (!hairline || hairline->point_count < 1)
        return 75.0;
    return head_arc_mm(head, head->glabella, hairline->point[hairline->point_count / 2]);
}

// Between existing hairs over the top: from the hairline, where its ramp is already full, to behind
// the vertex, 62 mm to each side.
static void make_density(struct zone *zone, const struct head *head, const struct hairline *hairline)
{
    double front_mm = middle_height_mm(head, hairline) - 20.0;
    double back_mm = head_arc_mm(head, head->glabella, vec3_make(0.0, 0.0, 1.0)) + 35.0;
    enum { POINTS = 16 };
    for (int i = 0; i < POINTS; i++) {
        double angle = 2.0 * MATHD_PI * i / POINTS;
        double along_mm = 0.5 * (front_mm + back_mm) - 0.5 * (back_mm - front_mm) * mathd_cos(angle);
        double aside_mm = 62.0 * mathd_sin(angle);
        add(zone, place_above(head, along_mm, aside_mm, 1));
    }
}

static void make_part(struct zone *zone, const struct head *head, const struct hairline *hairline)
{
    double from_mm = middle_height_mm(head, hairline) + 15.0;
    double to_mm = head_arc_mm(head, head->glabella, vec3_make(0.0, 0.0, 1.0));
    enum { POINTS = 5 };
    for (int i = 0; i < POINTS; i++)
        add(zone, place_above(head, from_mm + (to_mm - from_mm) * i / (POINTS - 1), 0.0, 1));
}

// 200 mm across the occiput, rising toward the ears as strip scars do.
static void make_strip(struct zone *zone, const struct head *head)
{
    for (int i = -4; i <= 4; i++)
        add(zone, place_behind(head, 92.0, 25.0 * i, 1));
}

// 60 spots over the donor region, spread by the additive recurrence of the plastic number.
static void make_extractions(struct zone *zone, const struct head *head)
{
    for (int i = 0; i < 60; i++) {
        double a = 0.7548776662466927 * (i + 1), b = 0.5698402909980532 * (i + 1);
        add(zone, place_behind(head, 75.0 + 45.0 * (a - floor(a)), 170.0 * (b - floor(b) - 0.5), 1));
    }
}

// Scars take 0.8 of the pigment and lose it 1.7 times as fast (domain.md 7.7).
static const struct zone usual[ZONE_KIND_COUNT] = {
    [ZONE_FULL] = {.form = ZONE_AREA, .density_per_cm2 = 150, .ramp_mm = 18, .behind_hairline = 1},
    [ZONE_DENSITY] = {.form = ZONE_AREA, .density_per_cm2 = 90, .ramp_mm = 20, .behind_hairline = 1},
    [ZONE_CROWN] = {.form = ZONE_AREA, .density_per_cm2 = 120, .ramp_mm = 20},
    [ZONE_PART] = {.form = ZONE_BAND, .width_mm = 14, .density_per_cm2 = 100, .ramp_mm = 5},
    [ZONE_FUT_SCAR] =
        {.form = ZONE_BAND, .width_mm = 8, .density_per_cm2 = 170, .ramp_mm = 2.5, .take_up = 0.8, .fade_scale = 1.7},
    [ZONE_FUE_SCARS] =
        {.form = ZONE_SPOTS, .width_mm = 1, .density_per_cm2 = 250, .ramp_mm = 0, .take_up = 0.8, .fade_scale = 1.7},
    [ZONE_AREATA] = {.form = ZONE_AREA, .density_per_cm2 = 150, .ramp_mm = 5},
    [ZONE_BIRTHMARK] = {.form = ZONE_AREA, .density_per_cm2 = 170, .ramp_mm = 3},
};

struct zone zone_make(enum zone_kind kind, const struct head *head, const struct hairline *hairline)
{
    struct zone zone = usual[kind];
    zone.kind = kind;
    zone.size_scale = 1.0;
    zone.take_up = zone.take_up > 0.0 ? zone.take_up : 1.0;
    zone.fade_scale = zone.fade_scale > 0.0 ? zone.fade_scale : 1.0;
    snprintf(zone.name, sizeof zone.name, "%s", kind_names[kind]);
    switch (kind) {
    case ZONE_FULL:
        make_full(&zone, head);
        break;
    case ZONE_DENSITY:
        make_density(&zone, head, hairline);
        break;
    case ZONE_CROWN:
        add_round(&zone, head, head->whorl, 55.0, 0.12, 16);
        break;
    case ZONE_PART:
        make_part(&zone, head, hairline);
        break;
    case ZONE_FUT_SCAR:
        make_strip(&zone, head);
        break;
    case ZONE_FUE_SCARS:
        make_extractions(&zone, head);
        break;
    case ZONE_AREATA:
        add_round(&zone, head, place_beside(head, -55.0, 95.0, 1), 15.0, 0.15, 16);
        break;
    case ZONE_BIRTHMARK:
        add_round(&zone, head, place_beside(head, -30.0, 88.0, -1), 10.0, 0.45, 20);
        break;
    case ZONE_KIND_COUNT:
        break;
    }
    return zone;
}
