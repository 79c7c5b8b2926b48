// How much work an option is: area and dots of each zone, dots and hours of each event, what it costs.
//
// Every figure is a range. Areas carry the scale's 90 % interval, squared, and what the head's shape leaves
// open; hours and prices also the spread of the clinic's rates. Independent spreads are joined as logarithms, root sum
// of squares.
#pragma once

#include "base/pool.h"
#include "plan/case.h"
#include "plan/clinic.h"

struct estimate_zone {
    const char *name; // borrowed from the option
    double density_per_cm2;
    struct range area_cm2; // where the zone has any weight
    struct range dots;     // in the finished work
};

struct estimate_event {
    enum event_kind kind;
    int is_done;
    double day;
    struct range dots, hours;
};

struct estimate {
    int zone_count;
    struct estimate_zone zone[OPTION_MOST_ZONES];
    struct range area_cm2, dots;
    int event_count;
    struct estimate_event event[COURSE_MOST_EVENTS];
    struct range hours, price; // of all events; in the clinic's currency
};

// Fails when the case's field version is unknown to this program.
bool estimate_make(const struct case_ *case_, int option, const struct clinic *clinic, struct pool *pool,
                   struct estimate *out, struct err *err);
