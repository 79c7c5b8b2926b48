#include "model/hairline.h"

#include "geom/curve.h"
#include "model/place.h"

#include <string.h>

enum { SIDE_POINTS = (HAIRLINE_MOST_POINTS - 1) / 2, SAMPLES_PER_SPAN = 24 };

static const char *const shape_names[HAIRLINE_SHAPE_COUNT] = {
    "straight", "round", "winged", "peaked", "boxed-up", "receded", "female-rounded",
};
static const char *const diffusion_names[DIFFUSION_COUNT] = {"zero", "medium", "high"};
static const char *const edge_names[EDGE_COUNT] = {"defined", "feathered", "broken"};

const char *hairline_shape_name(enum hairline_shape shape)
{
    return shape_names[shape];
}

const char *hairline_diffusion_name(enum hairline_diffusion diffusion)
{
    return diffusion_names[diffusion];
}

const char *hairline_edge_name(enum hairline_edge edge)
{
    return edge_names[edge];
}

bool hairline_shape_find(const char *name, enum hairline_shape *out)
{
    for (int i = 0; i < HAIRLINE_SHAPE_COUNT; i++)
        if (strcmp(shape_names[i], name) == 0) {
            *out = (enum hairline_shape)i;
            return true;
        }
    return false;
}

double hairline_ramp_mm(enum hairline_diffusion diffusion)
{
    static const double ramp_mm[DIFFUSION_COUNT] = {3.0, 6.0, 10.0}; // domain.md 7.5
    return ramp_mm[diffusion];
}

// Heights after Shapiro and Garg (domain.md section 3: 60-90 mm above the glabella, about 80 in
// men); the frontotemporal point on the vertical through the outer eye corner, some 44 mm from the
// middle, which on the curved skin is 50. (Garg's 80 mm runs from the mid-frontal point along a
// receding line.) Pairings straight + zero, round + medium, winged + high diffusion as they are
// taught.
struct hairline hairline_template(enum hairline_shape shape)
{
    static const struct hairline template[HAIRLINE_SHAPE_COUNT] = {
        [HAIRLINE_STRAIGHT] = {.diffusion = DIFFUSION_ZERO,
                               .edge = EDGE_DEFINED,
                               .height_mm = 75,
                               .frontotemporal_mm = 53,
                               .recession_mm = 17,
                               .temple_mm = 29,
                               .macro_mm = 0.6,
                               .micro_mm = 0.5},
        [HAIRLINE_ROUND] = {.diffusion = DIFFUSION_MEDIUM,
                            .edge = EDGE_FEATHERED,
                            .height_mm = 75,
                            .frontotemporal_mm = 53,
                            .recession_mm = 23,
                            .temple_mm = 24,
                            .macro_mm = 1.5,
                            .micro_mm = 1.2},
        [HAIRLINE_WINGED] = {.diffusion = DIFFUSION_HIGH,
                             .edge = EDGE_FEATHERED,
                             .height_mm = 76,
                             .frontotemporal_mm = 51,
                             .recession_mm = 38,
                             .temple_mm = 18,
                             .macro_mm = 2.0,
                             .micro_mm = 1.5},
        [HAIRLINE_PEAKED] = {.diffusion = DIFFUSION_MEDIUM,
                             .edge = EDGE_FEATHERED,
                             .height_mm = 68,
                             .frontotemporal_mm = 51,
                             .recession_mm = 34,
                             .temple_mm = 22,
                             .macro_mm = 1.2,
                             .micro_mm = 1.2},
        [HAIRLINE_BOXED_UP] = {.diffusion = DIFFUSION_ZERO,
                               .edge = EDGE_DEFINED,
                               .height_mm = 70,
                               .frontotemporal_mm = 57,
                               .recession_mm = 18,
                               .temple_mm = 32,
                               .macro_mm = 0.0,
                               .micro_mm = 0.4},
        [HAIRLINE_RECEDED] = {.diffusion = DIFFUSION_HIGH,
                              .edge = EDGE_BROKEN,
                              .height_mm = 82,
                              .frontotemporal_mm = 49,
                              .recession_mm = 54,
                              .temple_mm = 12,
                              .macro_mm = 2.5,
                              .micro_mm = 1.8},
        [HAIRLINE_FEMALE_ROUNDED] = {.diffusion = DIFFUSION_MEDIUM,
                                     .edge = EDGE_FEATHERED,
                                     .height_mm = 63,
                                     .frontotemporal_mm = 58,
                                     .recession_mm = 7,
                                     .temple_mm = 26,
                                     .macro_mm = 1.5,
                                     .micro_mm = 1.2},
    };
    struct hairline hairline = template[shape];
    hairline.shape = shape;
    return hairline;
}

// What tells one shape from another beside its lengths.
struct form {
    double early;          // share of the recession that grows as s^2; the rest as s^4, late
    double peak_mm;        // of a widow's peak, in front of the line beside it
    double corner_mm;      // the frontotemporal corner is rounded from this far on either side
    double temple_bow_mm;  // how far the line between it and the temporal peak is drawn back
    double peak_corner_mm; // rounding of the temporal peak
    bool has_step;         // a level cut behind the temporal peak and an upright sideburn
};

static struct form form_of(enum hairline_shape shape)
{
    static const struct form form[HAIRLINE_SHAPE_COUNT] = {
        [HAIRLINE_STRAIGHT] = {1.0, 0.0, 5.0, 7.0, 5.0, false},
        [HAIRLINE_ROUND] = {1.0, 0.0, 22.0, 6.0, 9.0, false},
        [HAIRLINE_WINGED] = {0.35, 0.0, 13.0, 7.0, 8.0, false},
        [HAIRLINE_PEAKED] = {0.75, 8.5, 14.0, 7.0, 8.0, false},
        [HAIRLINE_BOXED_UP] = {1.0, 0.0, 1.5, 6.0, 1.5, true},
        [HAIRLINE_RECEDED] = {0.45, 0.0, 14.0, 5.0, 9.0, false},
        [HAIRLINE_FEMALE_ROUNDED] = {1.0, 0.0, 30.0, 4.0, 12.0, false},
    };
    return form[shape];
}

// A place on the front line, aside_mm from the middle. A recession that grows as s^2 looks level
// with the brow from in front.
static struct vec3 front_place(const struct hairline *h, const struct head *head, double aside_mm, int side)
{
    const double peak_width_mm = 8.0;
    struct form form = form_of(h->shape);
    double s = h->frontotemporal_mm > 0.0 ? aside_mm / h->frontotemporal_mm : 0.0;
    double back_mm = h->recession_mm * s * s * (form.early + (1.0 - form.early) * s * s);
    double a2 = aside_mm * aside_mm;
    back_mm += form.peak_mm * a2 / (a2 + peak_width_mm * peak_width_mm);
    return place_above(head, h->height_mm + back_mm, aside_mm, side);
}

struct bend {
    struct vec3 dir;
    double round_mm; // 0: the line passes through dir
};

// From a bend toward its neighbour by a length, but not past half of the way.
static struct vec3 part_way(const struct head *head, struct vec3 from, struct vec3 to, double length_mm)
{
    double whole_mm = head_arc_mm(head, from, to);
    double share = length_mm < 0.5 * whole_mm ? length_mm / whole_mm : 0.5;
    return vec3_unit(vec3_mix(from, to, share));
}

// Control points of a line of bends: three for a rounded one, as a parabola's.
static int round_bends(const struct head *head, const struct bend *bend, int count, struct vec3 *out)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        if (bend[i].round_mm <= 0.0) {
            out[n++] = bend[i].dir;
            continue;
        }
        struct vec3 a = part_way(head, bend[i].dir, bend[i - 1].dir, bend[i].round_mm);
        struct vec3 b = part_way(head, bend[i].dir, bend[i + 1].dir, bend[i].round_mm);
        out[n++] = a;
        out[n++] = vec3_unit(vec3_add(vec3_scale(bend[i].dir, 2.0), vec3_add(a, b)));
        out[n++] = b;
    }
    return n;
}

// The temple: from the frontotemporal corner down to the temporal peak, back and down the front of
// the sideburn. Its ear: the front some 8 mm before the tragion (ANSUR ear, its top 27 mm above).
static int lay_temple(const struct hairline *h, const struct head *head, int side, struct vec3 corner, struct bend *out)
{
    const double ear_front_mm = 8.0, peak_up_mm = 52.0;
    struct form form = form_of(h->shape);
    struct vec3 peak = place_beside(head, ear_front_mm + h->temple_mm, peak_up_mm, side);
    int n = 0;
    if (form.temple_bow_mm > 0.0) {
        struct vec3 half = vec3_unit(vec3_mix(corner, peak, 0.55));
        out[n++] = (struct bend){head_walk(head, half, vec3_make(0.0, 1.0, 0.0), form.temple_bow_mm), 0.0};
    }
    out[n++] = (struct bend){peak, form.peak_corner_mm};
    if (form.has_step)
        out[n++] = (struct bend){place_beside(head, ear_front_mm + 9.0, peak_up_mm - 8.0, side), form.peak_corner_mm};
    else
        out[n++] = (struct bend){place_beside(head, ear_front_mm + 9.0, 34.0, side), 0.0};
    out[n++] = (struct bend){place_beside(head, ear_front_mm + 6.0, 18.0, side), 0.0};
    return n;
}

// One side's control points from the middle outward; returns how many.
static int lay_side(const struct hairline *h, const struct head *head, int side, struct vec3 *out)
{
    static const double share[] = {0.0, 0.12, 0.26, 0.47, 0.73, 1.0};
    enum { FRONT = sizeof share / sizeof share[0] };
    struct bend bend[SIDE_POINTS + 1];
    struct form form = form_of(h->shape);
    double reach_mm = h->frontotemporal_mm - 1.6 * form.corner_mm; // then the corner rounds off
    reach_mm = reach_mm > 0.5 * h->frontotemporal_mm ? reach_mm : 0.5 * h->frontotemporal_mm;
    for (int i = 0; i < FRONT; i++)
        bend[i] = (struct bend){front_place(h, head, reach_mm * share[i], side), 0.0};
    struct vec3 corner = front_place(h, head, h->frontotemporal_mm, side);
    bend[FRONT] = (struct bend){corner, form.corner_mm};
    int n = FRONT + 1 + lay_temple(h, head, side, corner, bend + FRONT + 1);
    return round_bends(head, bend, n, out);
}

void hairline_make(struct hairline *hairline, const struct head *head)
{
    struct vec3 right[SIDE_POINTS + 1], left[SIDE_POINTS + 1];
    int n = lay_side(hairline, head, -1, right);
    lay_side(hairline, head, 1, left);
    hairline->point_count = 2 * n - 1;
    for (int i = 0; i < n; i++) {
        hairline->point[i] = right[n - 1 - i];
        hairline->point[n - 1 + i] = left[i];
    }
}

int hairline_trace(const struct hairline *hairline, const struct head *head, struct vec3 *out, int most)
{
    enum { MOST_FINE = HAIRLINE_MOST_POINTS * SAMPLES_PER_SPAN };
    struct vec3 fine[MOST_FINE], last = {0};
    double length_mm[MOST_FINE];
    int count = curve_smooth(hairline->point, hairline->point_count, false, SAMPLES_PER_SPAN, fine, MOST_FINE);
    for (int i = 0; i < count; i++) {
        struct vec3 point_mm = head_point_mm(head, fine[i]);
        length_mm[i] = i ? length_mm[i - 1] + vec3_length(vec3_sub(point_mm, last)) : 0.0;
        last = point_mm;
    }
    return curve_even(fine, length_mm, count, out, most);
}
