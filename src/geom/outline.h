// Signed distance to a curve on a surface: the one kernel behind every edge of hairlines and zones.
//
// A curve is given as points in mm from the surface's centre, close together; between neighbours it is
// the straight chord. A distance is the shortest straight line in space, turned into a length along
// the skin as the arc of a circle whose radius is the place's distance from the centre: on a head
// right to 0.5 % up to 30 mm.
//
// Float with + - x / sqrt only; the value at a place does not depend on which other places or which
// farther parts are looked at with it. Thread: read by anyone once built.
#pragma once

#include "geom/vec3.h"

#include <stdbool.h>

enum outline_kind {
    OUTLINE_LINE,   // open; distances are positive on both sides
    OUTLINE_DIVIDE, // open; positive to the left when walked along, seen from outside
    OUTLINE_CLOSED, // the last point joins the first; positive inside: on the side away from -z
    OUTLINE_SPOTS,  // single points
};

// Chord a..a + d. The sign of q . normal tells the side; at a corner the mean of both parts' normals.
struct outline_part {
    float a[3], d[3], per_length2;
    float normal[3], normal_start[3], normal_end[3];
    float u, v, end_u, end_v; // the same in the chart
};

struct outline_block { // a run of parts and the ball that holds them
    float middle[3], radius;
    float most_u, least_v, most_v;
    int first, count;
};

struct outline {
    enum outline_kind kind;
    int count, block_count;
    struct outline_part *part;
    struct outline_block *block;
};

enum { OUTLINE_MOST_PARTS = 1024 };

// Aborts when memory runs out. No usable points: an outline without parts.
void outline_build(struct outline *outline, enum outline_kind kind, const struct vec3 *point_mm, int count);
void outline_finish(struct outline *outline); // accepts all-zero

// The parts that can be nearest to a place of some ball.
struct outline_near {
    int count;
    int part[OUTLINE_MOST_PARTS];
    float part_mm[OUTLINE_MOST_PARTS]; // of each from the ball's middle
    float middle_mm;                   // least of them: the middle's unsigned distance
};

// Finds them for places in the ball (middle, radius). True when some place of it may be within reach_mm;
// else outline_side tells where all of them are.
bool outline_find_near(const struct outline *outline, const float middle[3], float radius, float reach_mm,
                       struct outline_near *near);

// Whether a place whose nearest parts are these lies on the positive side; at any distance.
bool outline_side(const struct outline *outline, const struct outline_near *near, const float place[3]);

enum { OUTLINE_MOST_PLACES = 256 };

// Signed distances of `count` <= OUTLINE_MOST_PLACES places (mm from the centre) to these parts.
void outline_distances(const struct outline *outline, const struct outline_near *near, const float *x,
                       const float *y, const float *z, int count, float *distance_mm);

// The same for one place and the whole outline, which has at least one part.
double outline_distance(const struct outline *outline, struct vec3 place_mm);
