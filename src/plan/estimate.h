// How much work an option is: area and dots of each zone, dots and hours of each event, what clinics ask.
//
// Every figure is a range. Areas carry the scale's 90 % interval, squared; hours and prices also the spread
// of the rates in estimate.c. Independent spreads are joined as logarithms, root sum of squares.
#pragma once

#include "base/pool.h"
#include "plan/case.h"

struct range {
    double low, likely, high;
};

struct estimate_zone {
    const char *name;          // borrowed from the option
    double density_per_cm2;
    struct range area_cm2;     // where the zone has any weight
    struct range dots;         // in the finished work
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
    struct range hours, price_usd; // of all events
};

// Fails when the case's field version is unknown to this program.
bool estimate_make(const struct case_ *case_, int option, struct pool *pool, struct estimate *out,
                   struct err *err);

const char *estimate_basis(void); // the rates and where they are from, for people
