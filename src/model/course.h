// The course of a treatment: dated events, the patient's skin, and how much sun it gets.
//
// Says which dots an event adds and when; how a dot looks at a time is dot_look.h.
#pragma once

#include "model/option.h"

#include <stdbool.h>

enum { COURSE_MOST_EVENTS = 16 };

enum event_kind { EVENT_SESSION, EVENT_TOUCH_UP, EVENT_KIND_COUNT };

// ITA classes of domain.md 4.2.
enum skin_tone { SKIN_VERY_LIGHT, SKIN_LIGHT, SKIN_INTERMEDIATE, SKIN_TAN, SKIN_BROWN, SKIN_DARK, SKIN_TONE_COUNT };
// Of the hair that grows where nothing is treated; what treated skin is to match.
enum hair_colour { HAIR_NOT_TOLD, HAIR_BLACK, HAIR_BROWN, HAIR_RED, HAIR_FAIR, HAIR_GREY, HAIR_COLOUR_COUNT };
enum skin_type { SKIN_NORMAL, SKIN_OILY, SKIN_TYPE_COUNT };

struct event {
    enum event_kind kind;
    double day;         // since the first event
    double share;       // session: cumulative share of the final density; touch-up: share of the
                        // dots then present that get pigment again
    double shade_scale; // of the option's shade: a lighter first session is below 1
    int is_done;
    const struct option *done_with; // borrowed from the case; NULL if planned
};

struct course {
    int event_count; // in order of day
    struct event event[COURSE_MOST_EVENTS];
    double sun;     // 0 hat or SPF 50 always, 1 average, 3 outdoor work, bare head
    double take_up; // pigment that this skin takes, against the usual; of every event
    enum skin_tone tone;
    enum skin_type type;
    enum hair_colour hair; // for advice: no dot looks otherwise for it
};

// Three sessions, 30 / 70 / 100 %, days 0, 12, 24; sun 1; light, normal.
struct course course_default(void);

// Whether a place of that rank holds a dot after the event, if none before made one. keep_level: of
// the place, by the option that the event is done with. Only sessions add dots.
static inline bool course_adds_dot(const struct event *event, float keep_level, float rank_frac)
{
    return event->kind == EVENT_SESSION && rank_frac < (float)event->share * keep_level;
}

// The first of `count` events by which a place of that rank holds a dot, or -1.
static inline int course_event_of(const struct course *course, int count, const float *keep_level, float rank_frac)
{
    for (int i = 0; i < count; i++)
        if (course_adds_dot(&course->event[i], keep_level[i], rank_frac))
            return i;
    return -1;
}

const char *skin_tone_name(enum skin_tone tone);
const char *skin_type_name(enum skin_type type);
const char *hair_colour_name(enum hair_colour colour);
enum skin_tone skin_tone_of_ita(double ita_deg);
