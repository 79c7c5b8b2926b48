// The parameter table: every number, choice and switch that a user can set stands here once.
//
// Key, label, unit, least, most, default, step and help; the command line, the case file's checks, the
// panels and the documentation read them here. A parameter belongs to a group, and a group to a part of the
// case; its key is "hairline.height_mm", "zone.crown.ramp_mm", "event.2.day", "view.1.done_events". In the
// case file the same names stand without the group, inside the part's object (case_file.h).
//
// A derived parameter is another way to say a stored one (technique.dilution says shade_tau); it is set and
// got but not stored. Thread: the table is constant.
#pragma once

#include "plan/case.h"

#include <stddef.h>

enum param_group {
    PARAM_CASE,
    PARAM_HAIRLINE,
    PARAM_TECHNIQUE,
    PARAM_ZONE,
    PARAM_COURSE,
    PARAM_EVENT,
    PARAM_VIEW,
    PARAM_GROUP_COUNT
};
enum param_type { PARAM_NUMBER, PARAM_WHOLE, PARAM_CHOICE, PARAM_SWITCH, PARAM_TEXT };

enum param_storage { PARAM_DOUBLE, PARAM_INT, PARAM_UINT64, PARAM_CHARS };

struct param_at;

struct param {
    enum param_group group;
    enum param_type type;
    const char *name; // within its group
    const char *label, *unit, *help;
    double least, most, standard, step;     // a choice's are indices; standard: the default
    const char *(*choice_name)(int choice); // PARAM_CHOICE
    bool is_fixed;                          // stored and shown, but not for the user to set
    bool is_stored;                         // false: derived
    bool may_lack;                          // files from before it lack it: the default
    size_t offset;                          // in the group's struct, when stored
    enum param_storage storage;
    size_t bytes;                                                              // PARAM_CHARS: room with its end
    double (*get)(const struct case_ *case_, const struct param_at *at);       // derived
    bool (*set)(struct case_ *case_, const struct param_at *at, double value); // derived; false: no room
    void (*after)(struct case_ *case_, const struct param_at *at);             // what else follows from a change
};

// A parameter at its place in a case.
struct param_at {
    const struct param *param;
    int option; // index: for the groups of an option, and what an event marked done was done with
    int item;   // index of the zone, event or view
};

const struct param *param_table(int *count);
const char *param_group_name(enum param_group group);                         // "hairline", ...; "" for PARAM_CASE
const struct param *param_in_group(enum param_group group, const char *name); // NULL: none

// The group's struct inside a case, that `offset` counts from.
const void *param_base(const struct case_ *case_, const struct param_at *at);
// A stored number, not text, in such a struct.
double param_load(const struct param *param, const void *base);
void param_store(const struct param *param, void *base, double value);

// Finds a key; an unknown one fails (ERR_INPUT) and names the nearest that there is.
bool param_find(const struct case_ *case_, int option, const char *key, struct param_at *out, struct err *err);
// Sets from text. Fails (ERR_INPUT), with nothing changed, when it is not a value of that kind or out of
// range; the message says the range or the choices.
bool param_set(struct case_ *case_, const struct param_at *at, const char *value, struct err *err);
// A value by number, for panels: a choice's index, 0 or 1 for a switch. Not for text.
bool param_set_number(struct case_ *case_, const struct param_at *at, double value, struct err *err);
double param_number(const struct case_ *case_, const struct param_at *at);

enum { PARAM_KEY_BYTES = 128 };
void param_key(const struct case_ *case_, const struct param_at *at, char out[PARAM_KEY_BYTES]);
// The value as text that param_set takes back; for text parameters the text itself (borrowed or in `room`).
const char *param_text(const struct case_ *case_, const struct param_at *at, char room[64]);
// Walks all parameters of the case at their places: table order, one zone, event or view after the other.
struct param_walk {
    struct param_at at; // all zero to start
};
bool param_next(const struct case_ *case_, int option, struct param_walk *walk);

// "from 40 to 150 mm", "one of light, medium, dark, black", "yes or no".
void param_range_text(const struct param *param, char *out, size_t size);
// Whether a number may stand for it; the rule broken goes to err, `what` naming the place.
bool param_check(const struct param *param, double value, const char *what, struct err *err);
int param_choice_find(const struct param *param, const char *name); // -1: none
