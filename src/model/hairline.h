// The hairline: the front edge of the treated scalp, as a curve of directions on the head.
//
// An open curve from the patient's right sideburn over the right temple, the right frontotemporal
// point, the mid-frontal point and the same points on the left. Behind and above it is treated. A
// template (hairline_make) lays the control points out in mm along the skin; afterwards the points are
// the truth and may be dragged one by one. Terms after Shapiro, numbers after Garg (domain.md 3).
//
// Does not decide how dense anything is: see keep.h. Thread: plain values.
#pragma once

#include "model/head.h"

#include <stdbool.h>

enum hairline_shape {
    HAIRLINE_STRAIGHT,
    HAIRLINE_ROUND,
    HAIRLINE_WINGED,
    HAIRLINE_PEAKED,
    HAIRLINE_BOXED_UP,
    HAIRLINE_RECEDED,
    HAIRLINE_FEMALE_ROUNDED,
    HAIRLINE_SHAPE_COUNT
};
enum hairline_diffusion { DIFFUSION_ZERO, DIFFUSION_MEDIUM, DIFFUSION_HIGH, DIFFUSION_COUNT };
enum hairline_edge { EDGE_DEFINED, EDGE_FEATHERED, EDGE_BROKEN, EDGE_COUNT };

enum { HAIRLINE_MOST_POINTS = 33 };

struct hairline {
    enum hairline_shape shape;
    enum hairline_diffusion diffusion; // ramp of 3 / 6 / 10 mm (domain.md 7.5)
    enum hairline_edge edge;
    double height_mm;          // mid-frontal point above the glabella, along the skin
    double frontotemporal_mm;  // frontotemporal point: to the side of the midline, square to it,
    double recession_mm;       // from a place this far behind the mid-frontal point on the midline
    double temple_mm;          // temporal peak, forward of the front of the ear
    double macro_mm, micro_mm; // size of the irregularities at 30-60 mm and at 5-15 mm
    double draft_certainty;    // 0..1, of the program, where it laid it by itself; 0: a person did
    int point_count;
    struct vec3 point[HAIRLINE_MOST_POINTS]; // control directions, patient's right to left
};

// Lays out the control points for the shape and the five lengths above. point_count and point are
// outputs, the rest of `hairline` is input.
void hairline_make(struct hairline *hairline, const struct head *head);

// The lengths that a template starts from (height 75 mm and so on), before hairline_make.
struct hairline hairline_template(enum hairline_shape shape);

double hairline_ramp_mm(enum hairline_diffusion diffusion);

// Names as in case files and on the command line; find returns false for an unknown one.
const char *hairline_shape_name(enum hairline_shape shape);             // "straight", "boxed-up", ...
const char *hairline_diffusion_name(enum hairline_diffusion diffusion); // "zero", "medium", "high"
const char *hairline_edge_name(enum hairline_edge edge);                // "defined", "feathered", "broken"
bool hairline_shape_find(const char *name, enum hairline_shape *out);

// The smooth curve through the control points, as `most` directions evenly spaced along the skin, ends
// included; patient's right to left. Returns how many: `most`, fewer only when the points make no
// curve. A curve made by hairline_make has its ends and its mid-frontal point on it.
int hairline_trace(const struct hairline *hairline, const struct head *head, struct vec3 *out, int most);
