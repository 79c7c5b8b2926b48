// Masks on what lies over the head: ears, and the arms of spectacles.
#include "model/draft_part.h"

#include <math.h>
#include <stdlib.h>

#define HIDDEN -0.25      // cosine to the camera from which an ear is behind the head
#define ABOVE 0.8         // cosine to the camera above from which the head hides what of an ear lies within its rim
#define HINGE_MM 66.0     // from the middle: spectacles are some 135 mm wide
#define ARM_HALF_MM 6.0   // of an arm's breadth, with what the head is misfitted by
#define RIM_FROM 0.3      // of the way from the eye to the cheek
#define WIRE 0.05         // of the eyes' distance: a frame's breadth and the skin beside it
#define WIRE_CONTRAST 0.3 // that skin has nowhere there

static struct pt_px project(const struct view *view, struct vec3 place, bool *is_seen)
{
    struct pt_px px = {0.0, 0.0};
    *is_seen = view_project(view, place, &px) && *is_seen;
    return px;
}

static bool is_hidden(const struct view *view, int side)
{
    struct vec3 eye = vec3_unit(vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0));
    return side * eye.x < HIDDEN || eye.z > ABOVE;
}

// The rim of an average ear (64 mm long, domain.md 3) and some mm about it, from its root round: shares of half the
// head's breadth, mm behind and above the tragion.
static void add_ear(const struct head *head, const struct view *view, int side, struct draft *out)
{
    static const double rim[][3] = {{0.88, -4, -12}, {0.88, -4, 8},  {0.92, 4, 26},   {1.02, 13, 32}, {1.11, 27, 29},
                                    {1.15, 38, 13},  {1.11, 34, -8}, {1.01, 19, -32}, {0.93, 6, -40}, {0.87, -3, -28}};
    enum { POINTS = sizeof rim / sizeof *rim };
    if (out->mask_count == DRAFT_MOST_MASKS || is_hidden(view, side))
        return;
    struct draft_mask *mask = &out->mask[out->mask_count];
    bool is_seen = true;
    mask->count = POINTS;
    for (int i = 0; i < POINTS; i++)
        mask->point[i] = project(view, vec3_make(side * rim[i][0] * head->semi_mm.x, rim[i][1], rim[i][2]), &is_seen);
    out->mask_count += is_seen;
}

// From the hinge beside the eye to above the ear.
static void add_arm(const struct head *head, const struct view *view, int side, struct draft *out)
{
    if (out->mask_count == DRAFT_MOST_MASKS || is_hidden(view, side))
        return;
    struct draft_mask *mask = &out->mask[out->mask_count];
    bool is_seen = true;
    mask->count = 4;
    for (int i = 0; i < 4; i++) {
        bool is_hinge = i == 0 || i == 3;
        double half_mm = i < 2 ? ARM_HALF_MM : -ARM_HALF_MM, aside_mm = is_hinge ? HINGE_MM : 0.98 * head->semi_mm.x;
        mask->point[i] = project(
            view, vec3_make(side * aside_mm, is_hinge ? -90.0 : 8.0, (is_hinge ? 23.0 : 27.0) + half_mm), &is_seen);
    }
    out->mask_count += is_seen;
}

static double length_px(struct pt_px a, struct pt_px b)
{
    return sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// How much darker the darkest place of a line is than both sides close by.
static double darkest(const struct image *image, struct pt_px from, struct pt_px to, double reach)
{
    enum { STEPS = 40 };
    double length = length_px(from, to), most = 0.0;
    double dx = (to.x - from.x) / length, dy = (to.y - from.y) / length;
    for (int i = 0; i <= STEPS; i++) {
        double at = length * i / STEPS;
        struct pt_px here = {from.x + at * dx, from.y + at * dy};
        double light = draft_light(image, here);
        double before = draft_light(image, (struct pt_px){here.x - reach * dx, here.y - reach * dy});
        double after = draft_light(image, (struct pt_px){here.x + reach * dx, here.y + reach * dy});
        most = fmax(most, 1.0 - light / fmax(fmin(before, after), 1.0));
    }
    return most;
}

// Whether a dark wire crosses the way between two points: the middle one of several ways side by side.
static bool has_wire(const struct draft_sight *sight, const struct face *face, struct pt_px from, struct pt_px to,
                     double breadth)
{
    enum { WAYS = 5 };
    struct pt_px right = face->point[FACE_EYE_RIGHT_OUT], left = face->point[FACE_EYE_LEFT_OUT];
    double span = length_px(right, left), contrast[WAYS];
    if (!(span > 1.0) || !(length_px(from, to) > 1.0))
        return false;
    for (int i = 0; i < WAYS; i++) {
        double off = breadth * face->eye_px * (i - WAYS / 2) / (WAYS / 2) / span;
        double x = off * (left.x - right.x), y = off * (left.y - right.y);
        contrast[i] = darkest(sight->image, (struct pt_px){from.x + x, from.y + y}, (struct pt_px){to.x + x, to.y + y},
                              WIRE * face->eye_px);
    }
    qsort(contrast, WAYS, sizeof contrast[0], by_size);
    return contrast[WAYS / 2] > WIRE_CONTRAST;
}

static struct pt_px between(struct pt_px a, struct pt_px b, double share)
{
    return (struct pt_px){a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

bool draft_has_spectacles(const struct draft_sight *sight, const struct face *face)
{
    static const enum face_point eye[] = {FACE_EYE_LEFT_DOWN, FACE_EYE_RIGHT_DOWN};
    static const enum face_point cheek[] = {FACE_CHEEK_LEFT, FACE_CHEEK_RIGHT};
    int wires = 0;
    for (int i = 0; i < 2; i++)
        wires += has_wire(sight, face, between(face->point[eye[i]], face->point[cheek[i]], RIM_FROM),
                          between(face->point[eye[i]], face->point[cheek[i]], 1.1), 0.12);
    wires += has_wire(sight, face, between(face->point[FACE_GLABELLA], face->point[FACE_NASION], 0.5),
                      between(face->point[FACE_NASION], face->point[FACE_SUBNASALE], 0.4), 0.05);
    return wires >= 2;
}

void draft_ears(const struct head *head, const struct view *view, bool has_spectacles, struct draft *out)
{
    for (int side = -1; side <= 1; side += 2) {
        add_ear(head, view, side, out);
        if (has_spectacles)
            add_arm(head, view, side, out);
    }
}
