// The rim of the skull, sought where the person ends, along rays from the head's middle.
#include "model/draft_part.h"

#include "base/mathd.h"

#include <math.h>
#include <stdlib.h>

enum { RAYS = 60 };
#define LOWEST_MM 62.0 // of the rim's points, in the head frame: above ears and face
#define TRACED_MM 0.5  // vagueness of a traced rim; assumed
#define REACH 0.22     // of the head's radius on each side of the contour that is expected

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

double draft_light(const struct image *image, struct pt_px px)
{
    int x = (int)px.x, y = (int)px.y;
    x = x < 0 ? 0 : x >= image->width_px ? image->width_px - 1 : x;
    y = y < 0 ? 0 : y >= image->height_px ? image->height_px - 1 : y;
    if (image->format == PIXELS_RGBA16) {
        const uint16_t *deep = image_row16(image, y) + 4 * x;
        return (0.3 * deep[0] + 0.6 * deep[1] + 0.1 * deep[2]) / 257.0;
    }
    const uint8_t *p = image_row(image, y) + 4 * x;
    return 0.3 * p[0] + 0.6 * p[1] + 0.1 * p[2];
}

static double light_at(const struct draft_sight *sight, struct pt_px photo_px)
{
    return draft_light(sight->image, (struct pt_px){photo_px.x / sight->px_per_px, photo_px.y / sight->px_per_px});
}

// The strongest edge of the picture near a rough place on the ray; the place itself where none stands out.
static double sharpen(const struct draft_sight *sight, struct pt_px from, double dx, double dy, double rough)
{
    double step = sight->px_per_px, best = 6.0, found = rough; // 6 of 255: grain
    for (int i = -5; i <= 5; i++) {
        double at = rough + i * step;
        struct pt_px in = {from.x + (at - 1.5 * step) * dx, from.y + (at - 1.5 * step) * dy};
        struct pt_px out = {from.x + (at + 1.5 * step) * dx, from.y + (at + 1.5 * step) * dy};
        double change = fabs(light_at(sight, in) - light_at(sight, out)) * (1.0 - 0.06 * abs(i));
        if (change > best) {
            best = change;
            found = at;
        }
    }
    return found;
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

double draft_outline(const struct draft_sight *sight, const struct head *head, const struct view *view,
                     struct marks *marks)
{
    struct pt_px from;
    int searched = 0, found = 0;
    if (!view_project(view, head->centre_mm, &from))
        return 0.0;
    double size = view_scale_px_per_mm(view, head->centre_mm) * 100.0;
    marks->outline_count = 0;
    marks->outline_drafted_mm = TRACED_MM;
    for (int i = 0; i < RAYS; i++) {
        double angle = 2.0 * MATHD_PI * i / RAYS, dx = mathd_cos(angle), dy = mathd_sin(angle);
        double rim = contour_px(view, head, from, dx, dy, 2.5 * size);
        struct vec3 near_mm;
        struct pt_px at = {from.x + rim * dx, from.y + rim * dy};
        view_near_level(view, head, at, &near_mm);
        if (near_mm.z < LOWEST_MM || !is_inside(marks, at))
            continue;
        searched++;
        double edge = trace(sight, from, dx, dy, rim, size);
        at = (struct pt_px){from.x + edge * dx, from.y + edge * dy};
        if (edge <= 0.0 || !is_inside(marks, at) || marks->outline_count == MARKS_MOST_OUTLINE)
            continue;
        marks->outline[marks->outline_count++] = at;
        found++;
    }
    if (found < 6) {
        marks->outline_count = 0;
        marks->outline_drafted_mm = 0.0;
    }
    return searched > 0 ? (double)found / searched : 0.0;
}

enum { RIM_RAYS = 180, CHUNK = DRAFT_MASK_MOST_POINTS / 2 };
#define RIM_LOWEST_MM 15.0 // down to beside the ears
#define RIM_INSIDE_MM 0.4  // the mask begins this far inside, for the trace's own error
#define RIM_OUT_MM 25.0    // and ends here: no dot of any head that fits lies farther out

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The middle of what was found by the neighbouring rays: hair, a collar or a shelf behind can take one away.
static double steady(const double *rim, int at)
{
    double near[5];
    int count = 0;
    for (int i = -2; i <= 2; i++)
        if (rim[(at + i + RIM_RAYS) % RIM_RAYS] > 0.0)
            near[count++] = rim[(at + i + RIM_RAYS) % RIM_RAYS];
    if (rim[at] <= 0.0 || count < 3)
        return 0.0;
    qsort(near, (size_t)count, sizeof near[0], by_size);
    double middle = near[count / 2];
    return fabs(rim[at] - middle) > 0.015 * middle ? middle : rim[at];
}

static struct pt_px on_ray(struct pt_px from, int ray, double r)
{
    double angle = 2.0 * MATHD_PI * ray / RIM_RAYS;
    return (struct pt_px){from.x + r * mathd_cos(angle), from.y + r * mathd_sin(angle)};
}

// Between the rim and well outside it, over `count` rays from `first` on.
static void add_mask(struct draft *out, struct pt_px from, const double *rim, int first, int count, double px_per_mm)
{
    if (out->mask_count == DRAFT_MOST_MASKS || count < 2)
        return;
    struct draft_mask *mask = &out->mask[out->mask_count++];
    mask->count = 2 * count;
    for (int i = 0; i < count; i++) {
        int ray = (first + i) % RIM_RAYS;
        mask->point[i] = on_ray(from, ray, rim[ray] - RIM_INSIDE_MM * px_per_mm);
        mask->point[2 * count - 1 - i] = on_ray(from, ray, rim[ray] + RIM_OUT_MM * px_per_mm);
    }
}

void draft_rim(const struct draft_sight *sight, const struct head *head, const struct view *view, struct draft *out)
{
    struct pt_px from;
    double found[RIM_RAYS] = {0}, rim[RIM_RAYS];
    out->mask_count = 0;
    if (!view_project(view, head->centre_mm, &from))
        return;
    double px_per_mm = view_scale_px_per_mm(view, head->centre_mm), size = 100.0 * px_per_mm;
    for (int i = 0; i < RIM_RAYS; i++) {
        struct pt_px unit = on_ray((struct pt_px){0.0, 0.0}, i, 1.0);
        double expected = contour_px(view, head, from, unit.x, unit.y, 2.5 * size);
        struct vec3 near_mm;
        struct pt_px at = on_ray(from, i, expected);
        view_near_level(view, head, at, &near_mm);
        if (near_mm.z > RIM_LOWEST_MM && is_inside(&out->marks, at))
            found[i] = trace(sight, from, unit.x, unit.y, expected, size);
    }
    for (int i = 0; i < RIM_RAYS; i++)
        rim[i] = steady(found, i);
    int start = 0;
    while (start < RIM_RAYS && rim[start] > 0.0)
        start++;
    for (int i = start, first = -1; i <= start + RIM_RAYS; i++) {
        bool is_on = i < start + RIM_RAYS && rim[i % RIM_RAYS] > 0.0;
        if (is_on && first < 0)
            first = i;
        bool is_full = first >= 0 && i - first + 1 == CHUNK;
        if (first >= 0 && (!is_on || is_full))
            add_mask(out, from, rim, first, is_on ? i - first + 1 : i - first, px_per_mm);
        first = !is_on ? -1 : is_full ? i - 1 : first; // the next one laps over by a ray
    }
}
