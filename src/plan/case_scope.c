#include "plan/case_scope.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void scope_fail(struct scope *scope, const char *key, const char *what)
{
    if (!scope->reader->has_failed)
        err_set(scope->reader->err, ERR_INPUT, "%s%s%s%s%s", scope->place, *scope->place && *key ? "." : "", key,
                *scope->place || *key ? " " : "", what);
    scope->reader->has_failed = true;
}

json_t *scope_take(struct scope *scope, const char *key, bool is_needed)
{
    if (scope->reader->has_failed)
        return NULL;
    json_t *value = json_object_get(scope->object, key);
    if (!value && is_needed)
        scope_fail(scope, key, "is missing");
    json_incref(value);
    json_object_del(scope->object, key);
    return value;
}

static double number_of(struct scope *scope, const char *key, const json_t *value)
{
    double number = json_number_value(value);
    if (!json_is_number(value) || !isfinite(number))
        scope_fail(scope, key, "must be a number");
    return number;
}

double scope_number(struct scope *scope, const char *key)
{
    json_t *value = scope_take(scope, key, true);
    double number = value ? number_of(scope, key, value) : 0.0;
    json_decref(value);
    return number;
}

int scope_whole(struct scope *scope, const char *key, int least, int most)
{
    double number = scope_number(scope, key);
    char what[64];
    snprintf(what, sizeof what, "must be a whole number from %d to %d", least, most);
    if (!(number >= least && number <= most) || number != floor(number)) {
        scope_fail(scope, key, what);
        return least;
    }
    return (int)number;
}

bool scope_bool(struct scope *scope, const char *key)
{
    json_t *value = scope_take(scope, key, true);
    if (value && !json_is_boolean(value))
        scope_fail(scope, key, "must be true or false");
    bool is_true = json_is_true(value);
    json_decref(value);
    return is_true;
}

void scope_text(struct scope *scope, const char *key, char *out, size_t room)
{
    json_t *value = scope_take(scope, key, true);
    *out = 0;
    if (value && !json_is_string(value))
        scope_fail(scope, key, "must be text");
    else if (value && json_string_length(value) >= room)
        scope_fail(scope, key, "is too long");
    else if (value)
        memcpy(out, json_string_value(value), json_string_length(value) + 1);
    json_decref(value);
}

void scope_numbers_of(struct scope *scope, const char *key, const json_t *list, double *out, int count)
{
    char what[48];
    snprintf(what, sizeof what, "must be a list of %d numbers", count);
    if (!json_is_array(list) || json_array_size(list) != (size_t)count) {
        scope_fail(scope, key, what);
        return;
    }
    for (int i = 0; i < count; i++)
        out[i] = number_of(scope, key, json_array_get(list, (size_t)i));
}

void scope_numbers(struct scope *scope, const char *key, double *out, int count)
{
    json_t *list = scope_take(scope, key, true);
    if (list)
        scope_numbers_of(scope, key, list, out, count);
    json_decref(list);
}

int scope_points(struct scope *scope, const char *key, double *out, int width, int most)
{
    json_t *list = scope_take(scope, key, true);
    int count = 0;
    char what[48];
    snprintf(what, sizeof what, "must be a list of at most %d points", most);
    if (list && (!json_is_array(list) || json_array_size(list) > (size_t)most))
        scope_fail(scope, key, what);
    else if (list)
        for (count = 0; count < (int)json_array_size(list); count++)
            scope_numbers_of(scope, key, json_array_get(list, (size_t)count), out + count * width, width);
    json_decref(list);
    return count;
}

_Static_assert(sizeof(struct vec3) == 3 * sizeof(double), "points are read as numbers");
_Static_assert(sizeof(struct pt_px) == 2 * sizeof(double), "points are read as numbers");

struct vec3 scope_vec3(struct scope *scope, const char *key)
{
    double v[3] = {0};
    scope_numbers(scope, key, v, 3);
    return vec3_make(v[0], v[1], v[2]);
}

struct pt_px scope_px(struct scope *scope, const char *key)
{
    double v[2] = {0};
    scope_numbers(scope, key, v, 2);
    return (struct pt_px){v[0], v[1]};
}

struct scope scope_open(struct scope *scope, const char *key)
{
    struct scope part = {.reader = scope->reader, .object = scope_take(scope, key, true)};
    snprintf(part.place, sizeof part.place, "%.120s%s%.60s", scope->place, *scope->place ? "." : "", key);
    case_part_id(part.id, scope->id, key, "");
    if (part.object && !json_is_object(part.object))
        scope_fail(scope, key, "must be an object");
    return part;
}

struct scope scope_open_item(struct scope *scope, const char *key, json_t *list, int index)
{
    struct scope part = {.reader = scope->reader, .object = json_incref(json_array_get(list, (size_t)index))};
    snprintf(part.place, sizeof part.place, "%.100s%s%.60s[%d]", scope->place, *scope->place ? "." : "", key, index);
    if (!json_is_object(part.object))
        scope_fail(&part, "", "must be an object");
    return part;
}

void scope_name_item(struct scope *item, const struct scope *parent, const char *key, const char *name)
{
    case_part_id(item->id, parent->id, key, name);
}

void scope_close(struct scope *part)
{
    if (!part->reader->has_failed && json_object_size(part->object) > 0)
        json_object_set(part->reader->unknown, part->id, part->object);
    json_decref(part->object);
}

json_t *scope_take_list(struct scope *scope, const char *key, int most, int *count)
{
    json_t *list = scope_take(scope, key, true);
    char what[48];
    snprintf(what, sizeof what, "must be a list of at most %d", most);
    *count = 0;
    if (list && (!json_is_array(list) || json_array_size(list) > (size_t)most))
        scope_fail(scope, key, what);
    else if (list)
        *count = (int)json_array_size(list);
    return list;
}
