// Signed distance to a curve on a surface: the one kernel behind every edge of hairlines and zones.
//
// A curve is given as points in mm from the surface's centre, close together; those without which
// it stays within OUTLINE_SLACK_MM are left out, and between the others it is the straight chord. A
// distance is the shortest straight line in space, turned into a length along the skin as the arc
// of a circle whose radius is the place's distance from the centre: on a head right to 0.5 % up to
// 30 mm. The side of a curve is found in the chart of chart.h, by counting crossings; where a curve
// crosses itself, what is enclosed twice is outside.
//
// Float with + - x / sqrt only; the value at a place does not depend on which other places or which
// farther parts are looked at with it. Thread: read by anyone once built.
#pragma once

#include "geom/vec3.h"

#include <stdbool.h>

enum outline_kind {
    OUTLINE_LINE,   // open; distances are positive on both sides
    OUTLINE_DIVIDE, // open, its ends led on away from the vertex; positive to the left of the way
    OUTLINE_CLOSED, // the last point joins the first; positive inside: on the side without -z
    OUTLINE_SPOTS,  // single points
};

struct outline_part { // chord a..a + d, and its ends in the chart
    float a[3], d[3], per_length2;
    float u, v, end_u, end_v;
};

struct outline_block { // a run of parts, the ball that holds them and their bounds in the chart
    float middle[3], radius;
    float most_u, least_v, most_v;
    int first, count;
};

enum { OUTLINE_MOST_PARTS = 1024, OUTLINE_CLOSING_PARTS = 8 };
#define OUTLINE_SLACK_MM 0.02

struct outline {
    enum outline_kind kind;
    int count, block_count;
    float middle[3], radius; // ball that holds all of it
    struct outline_part *part;
    struct outline_block *block;
    struct outline_part closing[OUTLINE_CLOSING_PARTS]; // of a divide: round its left side, far out
    int closing_count;
};

// At most OUTLINE_MOST_PARTS points; overwrites them. No points: an outline without parts.
void outline_build(struct outline *outline, enum outline_kind kind, struct vec3 *point_mm, int count);
void outline_finish(struct outline *outline); // accepts all-zero

// The parts that can be nearest to a place of some ball.
struct outline_near {
    int count;
    int part[OUTLINE_MOST_PARTS];
    float part_mm2[OUTLINE_MOST_PARTS]; // square of each one's distance from the ball's middle
    float middle[3];
    float middle_mm; // the middle's unsigned distance
    bool is_crossed; // perhaps: the curve may pass through the ball
};

// Finds them for places in the ball (middle, radius). True when some place of it may be within
// reach_mm; else outline_side tells where all of them are.
bool outline_find_near(const struct outline *outline, const float middle[3], float radius, float reach_mm,
                       struct outline_near *near);

// Whether the ball's middle lies on the positive side; with a curve that does not cross the ball,
// all of it.
bool outline_side(const struct outline *outline, const struct outline_near *near);

struct outline_places {
    int count;
    const float *x, *y, *z; // mm from the surface's centre
    const float *u, *v;     // of the same in the chart
};

// Signed distances of places of that ball.
void outline_distances(const struct outline *outline, const struct outline_near *near,
                       const struct outline_places *places, float *distance_mm);

// The same for one place and the whole outline, which has at least one part.
double outline_distance(const struct outline *outline, struct vec3 place_mm);
