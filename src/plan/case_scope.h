// One object of a case file while it is read: its values by key, each checked for what it must be. Private to
// case_read.c.
//
// Keys that were read are taken out of it; what is left when it is closed is unknown, and is kept by where it stood.
// After a failure nothing more is done: values come as 0 or nothing, objects empty, and the first error stays, so that
// nobody need look. Messages name the place: "options[0].hairline.height_mm must be a number".
#pragma once

#include "base/err.h"
#include "geom/space.h"
#include "geom/vec3.h"
#include "plan/case_part.h"

#include <jansson.h>
#include <stddef.h>

struct reader { // of the whole file
    bool has_failed;
    struct err *err;
    json_t *unknown; // place by identity -> object of keys that nobody asked for
};

enum { SCOPE_PLACE_BYTES = 192 };

struct scope {
    struct reader *reader;
    json_t *object;
    char place[SCOPE_PLACE_BYTES]; // for messages: options[0].hairline
    char id[CASE_PART_BYTES];      // for unknown keys: options/A/hairline
};

void scope_fail(struct scope *scope, const char *key, const char *what);

// The value of a key, out of the object and the caller's to release; NULL after a failure.
json_t *scope_take(struct scope *scope, const char *key, bool is_needed);
json_t *scope_take_list(struct scope *scope, const char *key, int most, int *count);

double scope_number(struct scope *scope, const char *key);
int scope_whole(struct scope *scope, const char *key, int least, int most);
bool scope_bool(struct scope *scope, const char *key);
void scope_text(struct scope *scope, const char *key, char *out, size_t room);
struct vec3 scope_vec3(struct scope *scope, const char *key);
struct pt_px scope_px(struct scope *scope, const char *key);
void scope_numbers(struct scope *scope, const char *key, double *out, int count); // a list of just so many
// A list of points of `width` numbers each; returns how many.
int scope_points(struct scope *scope, const char *key, double *out, int width, int most);
// The numbers of a list that was taken. `key` is only for messages.
void scope_numbers_of(struct scope *scope, const char *key, const json_t *list, double *out, int count);

// The object at a key, and element `index` of a list that was taken: scope_name_item says which it is, once read.
struct scope scope_open(struct scope *scope, const char *key);
struct scope scope_open_item(struct scope *scope, const char *key, json_t *list, int index);
void scope_name_item(struct scope *item, const struct scope *parent, const char *key, const char *name);
void scope_close(struct scope *part); // of each that was opened
