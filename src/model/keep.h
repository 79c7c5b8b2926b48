// Keep levels: how much of the field an option keeps at each place.
//
// level = asked density x local area of this head over the canonical one's / FIELD_FULL_PER_CM2, times
// the ramps; 0 where nothing is treated. A place holds a dot in the finished work when its rank
// fraction lies below its level; after a session that reached the share s, when it lies below s x level.
// Needs only + - x / sqrt: the same on every machine. An edit costs one pass over the field.
#pragma once

#include "base/pool.h"
#include "model/field.h"
#include "model/head.h"
#include "model/option.h"

struct keep {
    int count;          // as the field's
    float *level;       // 0..1
    uint8_t *zone;      // which zone's technique a dot at this place has; the option's index
    float *edge_mm;     // signed distance to the hairline along the skin, positive inside; cut at +-30
};

// What depends on the head but on no option: made once for a (field, head) pair.
struct keep_base {
    int count;
    float *area_ratio;  // of the head against the canonical head, at each place
};
struct keep_base *keep_base_build(const struct field *field, const struct head *head, struct pool *pool);
void keep_base_free(struct keep_base *base);

struct keep *keep_build(const struct field *field, const struct keep_base *base, const struct head *head,
                        const struct option *option, struct pool *pool);
void keep_free(struct keep *keep);

// Surface in mm2 on which a zone has any weight, and the integral of its weight; for estimates.
struct zone_area {
    double touched_mm2, weighted_mm2, dots; // dots: expected in the finished work
};
void keep_zone_areas(const struct field *field, const struct head *head, const struct option *option,
                     const struct keep *keep, struct zone_area out[OPTION_MOST_ZONES]);

// Signed distance along the skin from a direction to the hairline (positive: behind it) or to a zone's outline
// (positive: inside), mm. Exact and slow; keep_build interpolates the same function on a grid.
double keep_hairline_distance_mm(const struct hairline *hairline, const struct head *head, struct vec3 dir);
double keep_zone_distance_mm(const struct zone *zone, const struct head *head, struct vec3 dir);
