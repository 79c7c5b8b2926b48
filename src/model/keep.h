// Keep levels: how much of the field an option keeps at each place.
//
// level = asked density x local area of this head over the canonical one's / FIELD_FULL_PER_CM2,
// times the ramps; 0 where nothing is treated. A place holds a dot in the finished work when its
// rank fraction lies below its level; after a session that reached the share s, when it lies below
// s x level. Needs only + - x / sqrt: the same on every machine. An edit costs one pass over the
// field.
//
// At the hairline the weight is 0.2 + 0.8 smoothstep(0, W, d) with d the distance behind the line
// after wobble, W the diffusion's ramp (domain.md 7.5). A defined edge begins at 0.5, so that the
// line itself shows; a feathered one has a soft tail in front of the line; a broken one scatters
// dots in front and leaves gaps behind. A zone's weight is smoothstep(0, ramp, depth inside its
// outline). In listed order a zone replaces the density below it by that weight, and gives its
// technique to as large a share of the places.
#pragma once

#include "base/pool.h"
#include "model/field.h"
#include "model/head.h"
#include "model/option.h"

// From here on a place is wholly inside or outside: its level does not feel the edge. Room for the
// widest ramp (10 mm) and any wobble (cut at 8 mm).
#define KEEP_EDGE_REACH_MM 20.0

struct zone_area {       // of one zone, on this head; where zones overlap the later one takes its share
    double touched_mm2;  // surface on which it has any weight
    double weighted_mm2; // integral of its weight, less what later zones take
    double dots;         // expected in the finished work
};

struct keep {
    int count;      // as the field's; arrays by place
    float *level;   // 0..1
    uint8_t *zone;  // which zone's technique a dot at this place has; the option's index
    float *edge_mm; // distance along the skin to the hairline, positive behind; cut at the reach
    struct zone_area area[OPTION_MOST_ZONES];
};

// What depends on the head but on no option: made once for a (field, head) pair. Keeps nothing of
// either.
struct keep_base;
struct keep_base *keep_base_build(const struct field *field, const struct head *head, struct pool *pool);
void keep_base_free(struct keep_base *base); // accepts NULL

// For the head that `base` was built for. `pool` may be NULL; the result does not depend on it.
struct keep *keep_build(const struct keep_base *base, const struct option *option, struct pool *pool);
void keep_free(struct keep *keep); // accepts NULL

// Signed distance along the skin from a direction to the hairline (positive: behind it) or to a
// zone's outline (positive: inside), mm: the function that keep_build evaluates at every place near
// an edge.
double keep_hairline_distance_mm(const struct hairline *hairline, const struct head *head, struct vec3 dir);
double keep_zone_distance_mm(const struct zone *zone, const struct head *head, struct vec3 dir);
// Of many directions, for little more than of one.
void keep_hairline_distances_mm(const struct hairline *hairline, const struct head *head, const struct vec3 *dir,
                                int count, double *out);
void keep_zone_distances_mm(const struct zone *zone, const struct head *head, const struct vec3 *dir, int count,
                            double *out);
