// The rim of the skull, sought where the person ends, along rays from the head's middle.
#include "model/draft_part.h"

#include "base/mathd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RAYS = 180, EVERY = 3, NEIGHBOURS = 5, MOST_GAP = 40, NEAR_STEPS = 5 }; // each third ray becomes a mark
#define LOWEST_MM 62.0     // of the rim's points, in the head frame: above ears and face
#define TRACED_MM 0.5      // vagueness of a traced rim; assumed
#define DARK_RIM 0.5       // light under hair to that of lit skin: measured 0.3 to 0.45, bald and shaved 0.6 to 1.1
#define HAIR_MM 3.5        // how far short hair stands off the skull; samples of 6 and 8 mm length
#define HAIR_SIGMA_MM 3.0  // assumed
#define RIM_LOWEST_MM 15.0 // of the mask: down to beside the ears
#define RIM_INSIDE_PX 0.3  // the mask begins this far inside, for the trace's own error
#define RIM_OUT_MM 25.0    // and ends here: no dot of any head that fits lies farther out
#define STRAY 0.15         // of the radius
#define JUMP 0.025         // of the radius, from a ray to the next
#define SWERVE 0.015       // of the radius, from the middle of neighbours
#define NOTCH 0.004        // of the ratio to the fitted head's rim, the same
#define GRAIN 6.0          // of 255: a change across the rim that may be none
#define MISTAKEN 0.15      // of the radius: as far beyond the rim a wall as light as the head was seen taken for it
#define REACH 0.22         // of the head's radius on each side of the contour that is expected

static double person_at(const struct draft_sight *sight, struct pt_px photo_px)
{
    struct pt_px px = {photo_px.x / sight->px_per_px, photo_px.y / sight->px_per_px};
    return square_value(&sight->square, sight->person, px);
}

static bool is_inside(const struct marks *marks, struct pt_px px)
{
    double margin = 0.004 * marks->width_px;
    return px.x > margin && px.y > margin && px.x < marks->width_px - margin && px.y < marks->height_px - margin;
}

// Distance along the ray to the head's contour; 0: none.
static double contour_px(const struct view *view, const struct head *head, struct pt_px from, double dx, double dy,
                         double most)
{
    double low = 0.0, high = most;
    for (int i = 0; i < 24; i++) {
        double at = 0.5 * (low + high);
        struct vec3 dir;
        bool is_on = view_hit(view, head, (struct pt_px){from.x + at * dx, from.y + at * dy}, &dir);
        *(is_on ? &low : &high) = at;
    }
    return low;
}

static double light_at(const struct draft_sight *sight, struct pt_px photo_px)
{
    return draft_light(sight->image, (struct pt_px){photo_px.x / sight->px_per_px, photo_px.y / sight->px_per_px});
}

double draft_change(const struct image *image, struct pt_px a, struct pt_px b)
{
    double one[3], other[3], sum = 0.0;
    draft_colour(image, a, one);
    draft_colour(image, b, other);
    for (int c = 0; c < 3; c++)
        sum += (one[c] - other[c]) * (one[c] - other[c]);
    return sqrt(sum / 3.0);
}

static double change_between(const struct draft_sight *sight, struct pt_px a, struct pt_px b)
{
    double per = 1.0 / sight->px_per_px;
    return draft_change(sight->image, (struct pt_px){a.x * per, a.y * per}, (struct pt_px){b.x * per, b.y * per});
}

// How much the picture changes across a place on the ray.
static double edge_at(const struct draft_sight *sight, struct pt_px from, double dx, double dy, double at)
{
    double off = 1.5 * sight->px_per_px;
    struct pt_px in = {from.x + (at - off) * dx, from.y + (at - off) * dy};
    struct pt_px out = {from.x + (at + off) * dx, from.y + (at + off) * dy};
    return change_between(sight, in, out);
}

// The strongest edge of the picture near a rough place on the ray. Where none stands out there, a wall as light as the
// head was taken for it: the first edge farther in, else the place itself.
static double sharpen(const struct draft_sight *sight, struct pt_px from, double dx, double dy, double rough)
{
    double step = sight->px_per_px, best = GRAIN, found = 0.0;
    for (int i = -NEAR_STEPS; i <= NEAR_STEPS; i++) {
        double change = edge_at(sight, from, dx, dy, rough + i * step) * (1.0 - 0.06 * abs(i));
        if (change > best) {
            best = change;
            found = rough + i * step;
        }
    }
    for (int i = NEAR_STEPS + 1; found <= 0.0 && i * step < MISTAKEN * rough; i++) {
        double at = rough - i * step, change = edge_at(sight, from, dx, dy, at);
        if (change > 1.5 * GRAIN && change >= edge_at(sight, from, dx, dy, at - step))
            found = at;
    }
    return found > 0.0 ? found : rough;
}

// The same in the photo's own pixels: what is passed there is half head, half background. Where they are too alike to
// tell, the place itself.
static double settle(const struct draft_sight *sight, struct pt_px from, double dx, double dy, double at)
{
    enum { SIDE_PLACES = 4, PER_PX = 2 };
    double reach = 1.5 * sight->px_per_px + 2.0, ends[2][3] = {{0.0}}, axis[3], length2 = 0.0, outside = 0.0;
    for (int i = 0; i < 2 * SIDE_PLACES; i++) {
        bool is_outer = i >= SIDE_PLACES;
        double rgb[3], r = at + (is_outer ? reach : -reach - SIDE_PLACES) + i % SIDE_PLACES;
        draft_colour(sight->photo, (struct pt_px){from.x + r * dx, from.y + r * dy}, rgb);
        for (int c = 0; c < 3; c++)
            ends[is_outer][c] += rgb[c] / SIDE_PLACES;
    }
    for (int c = 0; c < 3; c++) {
        axis[c] = ends[1][c] - ends[0][c];
        length2 += axis[c] * axis[c];
    }
    if (length2 < 3.0 * GRAIN * GRAIN)
        return at;
    int places = (int)(2.0 * reach * PER_PX);
    for (int i = 0; i < places; i++) {
        double rgb[3], r = at + reach * ((2 * i + 1.0) / places - 1.0), along = 0.0;
        draft_colour(sight->photo, (struct pt_px){from.x + r * dx, from.y + r * dy}, rgb);
        for (int c = 0; c < 3; c++)
            along += (rgb[c] - ends[0][c]) * axis[c] / length2;
        outside += fmin(fmax(along, 0.0), 1.0) / places;
    }
    return at + reach * (1.0 - 2.0 * outside);
}

// Where the person ends along a ray, near the contour that is expected there, px of the photo; 0: nowhere.
static double trace(const struct draft_sight *sight, struct pt_px from, double dx, double dy, double expected,
                    double size)
{
    double step = 0.005 * size;
    for (double r = expected * (1.0 - REACH); r < expected * (1.0 + REACH); r += step) {
        struct pt_px a = {from.x + r * dx, from.y + r * dy}, b = {from.x + (r + step) * dx, from.y + (r + step) * dy};
        double inner = person_at(sight, a), outer = person_at(sight, b);
        if (inner >= 0.5 && outer < 0.5)
            return sharpen(sight, from, dx, dy, r + step * (inner - 0.5) / (inner - outer));
    }
    return 0.0;
}

static struct pt_px on_ray(struct pt_px from, int ray, double r)
{
    double angle = 2.0 * MATHD_PI * ray / RAYS;
    return (struct pt_px){from.x + r * mathd_cos(angle), from.y + r * mathd_sin(angle)};
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// What was found, or, off it by more than that share, the middle of what the neighbouring rays found: hair, a collar, a
// shoulder behind can take one away.
static double steady(const double *found, int at, double most_off)
{
    double near[NEIGHBOURS];
    int count = 0;
    for (int i = 0; i < NEIGHBOURS; i++) {
        double r = found[(at + i - NEIGHBOURS / 2 + RAYS) % RAYS];
        if (r > 0.0)
            near[count++] = r;
    }
    if (found[at] <= 0.0 || count < 3)
        return 0.0;
    qsort(near, (size_t)count, sizeof near[0], by_size);
    double middle = near[count / 2];
    return fabs(found[at] - middle) > most_off * middle ? middle : found[at];
}

// What lies off the contour by much more or less than most of it does is not the head: a shoulder, a shelf.
static void drop_strays(const double *expected, double *found)
{
    double ratio[RAYS];
    int count = 0;
    for (int i = 0; i < RAYS; i++)
        if (found[i] > 0.0)
            ratio[count++] = found[i] / expected[i];
    qsort(ratio, (size_t)count, sizeof ratio[0], by_size);
    for (int i = 0; i < RAYS; i++)
        if (found[i] > 0.0 && fabs(found[i] / expected[i] - ratio[count / 2]) > STRAY)
            found[i] = 0.0;
}

// Short pieces that jump off their neighbours on both sides: a shelf behind that was taken for the person.
static void drop_pieces(const double *expected, double *px)
{
    double found[RAYS];
    int count = 0, start = 0;
    memcpy(found, px, sizeof found);
    for (int i = 0; i < RAYS; i++)
        count += found[i] > 0.0;
    while (start < RAYS && found[start] > 0.0)
        start++;
    for (int i = start, length = 0; i <= start + RAYS; i++) {
        int ray = i % RAYS, before = (i + RAYS - 1) % RAYS;
        bool goes_on = length > 0 && i < start + RAYS && found[ray] > 0.0 &&
                       fabs(found[ray] / expected[ray] - found[before] / expected[before]) < JUMP;
        bool is_between = found[ray] > 0.0 && found[(i + RAYS - length - 1) % RAYS] > 0.0;
        if (!goes_on && is_between && length < count / 5)
            for (int k = 1; k <= length; k++)
                px[(i + RAYS - k) % RAYS] = 0.0;
        length = goes_on ? length + 1 : found[ray] > 0.0 ? 1 : 0;
    }
}

// A gap between two pieces, as they go on over it.
static void bridge(const double *expected, double *px)
{
    for (int i = 0; i < RAYS; i++) {
        int gap = 0;
        while (px[i] > 0.0 && gap < RAYS && px[(i + 1 + gap) % RAYS] <= 0.0)
            gap++;
        int end = (i + gap + 1) % RAYS;
        if (gap == 0 || gap > MOST_GAP)
            continue;
        double from = px[i] / expected[i], to = px[end] / expected[end];
        for (int k = 1; k <= gap; k++)
            px[(i + k) % RAYS] = expected[(i + k) % RAYS] * (from + (to - from) * k / (gap + 1));
    }
}

struct rim { // as this head is expected in this view
    struct pt_px from;
    double px_per_mm, height_mm[RAYS]; // of the head there, in the head frame
    double px[RAYS], expected[RAYS];   // along the ray; 0: not found, or not in the photo
    bool has_hair;                     // and lies inside it
};

// Mean light along a ray, from one distance to another.
static double mean_light(const struct draft_sight *sight, const struct rim *rim, int ray, double from, double to)
{
    enum { PLACES = 12 };
    double sum = 0.0;
    for (int i = 0; i < PLACES; i++)
        sum += light_at(sight, on_ray(rim->from, ray, from + (to - from) * i / (PLACES - 1)));
    return sum / PLACES;
}

// Hair that covers the rim is far darker there than the head is in its lit parts; bare skin and stubble turning away
// from the light are not, but for a side in shadow. What is seen then is the hair's rim: the skull lies inside.
static void step_inside_hair(const struct draft_sight *sight, struct rim *rim)
{
    double inner[RAYS], share[RAYS], sorted[RAYS];
    int count = 0;
    for (int i = 0; i < RAYS; i++)
        if (rim->px[i] > 0.0)
            inner[count++] = mean_light(sight, rim, i, 0.2 * rim->px[i], 0.75 * rim->px[i]);
    if (count == 0)
        return;
    qsort(inner, (size_t)count, sizeof inner[0], by_size);
    double lit = fmax(inner[3 * count / 4], 1.0);
    for (int i = 0, k = 0; i < RAYS; i++) {
        double outer_px = rim->px[i] - 1.0 * rim->px_per_mm, inner_px = rim->px[i] - 3.5 * rim->px_per_mm;
        share[i] = rim->px[i] > 0.0 ? mean_light(sight, rim, i, inner_px, outer_px) / lit : 1.0;
        if (rim->px[i] > 0.0)
            sorted[k++] = share[i];
    }
    qsort(sorted, (size_t)count, sizeof sorted[0], by_size);
    rim->has_hair = sorted[count / 2] < DARK_RIM;
    for (int i = 0; i < RAYS && rim->has_hair; i++)
        if (rim->px[i] > 0.0 && share[i] < DARK_RIM)
            rim->px[i] -= HAIR_MM * rim->px_per_mm;
}

static bool trace_all(const struct draft_sight *sight, const struct head *head, const struct view *view,
                      const struct marks *marks, struct rim *out)
{
    double found[RAYS];
    if (!view_project(view, head->centre_mm, &out->from))
        return false;
    out->px_per_mm = view_scale_px_per_mm(view, head->centre_mm);
    double size = 100.0 * out->px_per_mm;
    for (int i = 0; i < RAYS; i++) {
        struct pt_px unit = on_ray((struct pt_px){0.0, 0.0}, i, 1.0);
        out->expected[i] = contour_px(view, head, out->from, unit.x, unit.y, 2.5 * size);
        struct vec3 near_mm;
        struct pt_px at = on_ray(out->from, i, out->expected[i]);
        view_near_level(view, head, at, &near_mm);
        out->height_mm[i] = is_inside(marks, at) ? near_mm.z : -1e9;
        bool is_sought = out->height_mm[i] > RIM_LOWEST_MM;
        found[i] = is_sought ? trace(sight, out->from, unit.x, unit.y, out->expected[i], size) : 0.0;
    }
    drop_strays(out->expected, found);
    for (int i = 0; i < RAYS; i++)
        out->px[i] = steady(found, i, SWERVE);
    step_inside_hair(sight, out);
    return true;
}

double draft_outline(const struct draft_sight *sight, const struct head *head, const struct view *view,
                     struct marks *marks)
{
    struct rim rim = {0};
    int searched = 0, found = 0;
    marks->outline_count = 0;
    marks->outline_drafted_mm = 0.0;
    if (!trace_all(sight, head, view, marks, &rim))
        return 0.0;
    for (int i = 0; i < RAYS; i += EVERY) {
        if (rim.height_mm[i] < LOWEST_MM)
            continue;
        struct pt_px at = on_ray(rim.from, i, rim.px[i]);
        searched++;
        if (rim.px[i] <= 0.0 || !is_inside(marks, at))
            continue;
        marks->outline[marks->outline_count++] = at;
        found++;
    }
    if (found < 6)
        marks->outline_count = 0;
    else
        marks->outline_drafted_mm = rim.has_hair ? HAIR_SIGMA_MM : TRACED_MM;
    return searched > 0 ? (double)found / searched : 0.0;
}

// Between the rim and well outside it, over `count` rays from `first` on.
static void add_mask(struct draft *out, const struct rim *rim, int first, int count)
{
    if (out->mask_count == DRAFT_MOST_MASKS || count < 2)
        return;
    struct draft_mask *mask = &out->mask[out->mask_count++];
    mask->count = 2 * count;
    for (int i = 0; i < count; i++) {
        int ray = (first + i) % RAYS;
        mask->point[i] = on_ray(rim->from, ray, rim->px[ray] - RIM_INSIDE_PX);
        mask->point[2 * count - 1 - i] = on_ray(rim->from, ray, rim->px[ray] + RIM_OUT_MM * rim->px_per_mm);
    }
}

// The whole rim in the photo's own pixels; what stands out from its neighbours, where the background changes, as they
// do.
static void settle_all(const struct draft_sight *sight, struct rim *rim)
{
    double ratio[RAYS];
    for (int i = 0; i < RAYS; i++) {
        struct pt_px unit = on_ray((struct pt_px){0.0, 0.0}, i, 1.0);
        double px = rim->px[i] > 0.0 ? settle(sight, rim->from, unit.x, unit.y, rim->px[i]) : 0.0;
        ratio[i] = px / rim->expected[i];
    }
    for (int i = 0; i < RAYS; i++)
        rim->px[i] = steady(ratio, i, NOTCH) * rim->expected[i];
}

void draft_rim(const struct draft_sight *sight, const struct head *head, const struct view *view, struct draft *out)
{
    struct rim rim = {0};
    out->mask_count = 0;
    if (!trace_all(sight, head, view, &out->marks, &rim))
        return;
    drop_pieces(rim.expected, rim.px);
    if (!rim.has_hair) // else it lies inside what is seen
        settle_all(sight, &rim);
    bridge(rim.expected, rim.px);
    int start = 0;
    while (start < RAYS && rim.px[start] > 0.0)
        start++;
    for (int i = start, first = -1; i <= start + RAYS; i++) {
        bool is_on = i < start + RAYS && rim.px[i % RAYS] > 0.0;
        if (is_on && first < 0)
            first = i;
        bool is_full = first >= 0 && i - first + 1 == DRAFT_MASK_MOST_POINTS / 2;
        if (first >= 0 && (!is_on || is_full))
            add_mask(out, &rim, first, is_on ? i - first + 1 : i - first);
        first = !is_on ? -1 : is_full ? i - 1 : first; // the next one laps over by a ray
    }
}
