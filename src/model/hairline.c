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

static int find_name(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

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
    int i = find_name(shape_names, HAIRLINE_SHAPE_COUNT, name);
    *out = i < 0 ? *out : (enum hairline_shape)i;
    return i >= 0;
}

bool hairline_diffusion_find(const char *name, enum hairline_diffusion *out)
{
    int i = find_name(diffusion_names, DIFFUSION_COUNT, name);
    *out = i < 0 ? *out : (enum hairline_diffusion)i;
    return i >= 0;
}

bool hairline_edge_find(const char *name, enum hairline_edge *out)
{
    int i = find_name(edge_names, EDGE_COUNT, name);
    *out = i < 0 ? *out : (enum hairline_edge)i;
    return i >= 0;
}

double hairline_ramp_mm(enum hairline_diffusion diffusion)
{
    static const double ramp_mm[DIFFUSION_COUNT] = {3.0, 6.0, 10.0}; // domain.md 7.5
    return ramp_mm[diffusion];
}

// Heights after Shapiro and Garg (domain.md section 3: 60-90 mm above the glabella, about 80 in men).
// Pairings straight + zero, round + medium, winged + high diffusion as they are taught.
struct hairline hairline_template(enum hairline_shape shape)
{
    static const struct hairline template[HAIRLINE_SHAPE_COUNT] = {
        [HAIRLINE_STRAIGHT] = {.diffusion = DIFFUSION_ZERO, .edge = EDGE_DEFINED, .height_mm = 75,
                               .frontotemporal_mm = 62, .recession_mm = 20, .temple_mm = 26,
                               .macro_mm = 0.8, .micro_mm = 0.6},
        [HAIRLINE_ROUND] = {.diffusion = DIFFUSION_MEDIUM, .edge = EDGE_FEATHERED, .height_mm = 75,
                            .frontotemporal_mm = 64, .recession_mm = 30, .temple_mm = 24,
                            .macro_mm = 1.5, .micro_mm = 1.2},
        [HAIRLINE_WINGED] = {.diffusion = DIFFUSION_HIGH, .edge = EDGE_FEATHERED, .height_mm = 76,
                             .frontotemporal_mm = 64, .recession_mm = 42, .temple_mm = 20,
                             .macro_mm = 2.0, .micro_mm = 1.5},
        [HAIRLINE_PEAKED] = {.diffusion = DIFFUSION_MEDIUM, .edge = EDGE_FEATHERED, .height_mm = 70,
                             .frontotemporal_mm = 63, .recession_mm = 38, .temple_mm = 24,
                             .macro_mm = 1.2, .micro_mm = 1.2},
        [HAIRLINE_BOXED_UP] = {.diffusion = DIFFUSION_ZERO, .edge = EDGE_DEFINED, .height_mm = 72,
                               .frontotemporal_mm = 64, .recession_mm = 20, .temple_mm = 30,
                               .macro_mm = 0.0, .micro_mm = 0.4},
        [HAIRLINE_RECEDED] = {.diffusion = DIFFUSION_HIGH, .edge = EDGE_BROKEN, .height_mm = 82,
                              .frontotemporal_mm = 66, .recession_mm = 56, .temple_mm = 14,
                              .macro_mm = 2.5, .micro_mm = 1.8},
        [HAIRLINE_FEMALE_ROUNDED] = {.diffusion = DIFFUSION_MEDIUM, .edge = EDGE_FEATHERED,
                                     .height_mm = 64, .frontotemporal_mm = 66, .recession_mm = 12,
                                     .temple_mm = 30, .macro_mm = 1.5, .micro_mm = 1.2},
    };
    struct hairline hairline = template[shape];
    hairline.shape = shape;
    return hairline;
}

// Where the front line lies at a share of the way from the middle to the frontotemporal point: share
// of the recession reached there. Squared is a line level with the brow, as seen from in front.
static double front_share(enum hairline_shape shape, double s)
{
    switch (shape) {
    case HAIRLINE_WINGED: return s * s * (0.25 + 0.75 * s * s);
    case HAIRLINE_RECEDED: return s * s * (0.45 + 0.55 * s * s);
    case HAIRLINE_PEAKED: return 0.24 * (1.0 - (1.0 - s) * (1.0 - s) * (1.0 - s) * (1.0 - s)) +
                                 0.76 * s * s;
    default: return s * s;
    }
}

// One side's control points from the middle outward; returns how many.
static int lay_side(const struct hairline *h, const struct head *head, int side, struct vec3 *out)
{
    int n = 0;
    static const double front[] = {0.0, 0.16, 0.36, 0.58, 0.8, 1.0};
    for (int i = 0; i < 6; i++)
        out[n++] = place_above(head, h->height_mm + h->recession_mm * front_share(h->shape, front[i]),
                               h->frontotemporal_mm * front[i], side);
    struct vec3 corner = out[n - 1];
    // Ear: its front is some 8 mm before the tragion, its top 27 mm above (ANSUR ear length 64 mm).
    const double ear_front_mm = 8.0;
    struct vec3 peak = place_beside(head, ear_front_mm + h->temple_mm, 52.0, side);
    out[n++] = vec3_unit(vec3_mix(corner, peak, 0.4));
    out[n++] = vec3_unit(vec3_mix(corner, peak, 0.75));
    out[n++] = peak;
    out[n++] = place_beside(head, ear_front_mm + 0.5 * h->temple_mm + 3.0, 38.0, side);
    out[n++] = place_beside(head, ear_front_mm + 6.0, 18.0, side);
    return n;
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
    int count = curve_smooth(hairline->point, hairline->point_count, false, SAMPLES_PER_SPAN, fine,
                             MOST_FINE);
    for (int i = 0; i < count; i++) {
        struct vec3 point_mm = head_point_mm(head, fine[i]);
        length_mm[i] = i ? length_mm[i - 1] + vec3_length(vec3_sub(point_mm, last)) : 0.0;
        last = point_mm;
    }
    return curve_even(fine, length_mm, count, out, most);
}
