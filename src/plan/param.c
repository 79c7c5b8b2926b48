#include "plan/param.h"

#include "base/check.h"
#include "base/number.h"
#include "base/spelling.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *param_group_name(enum param_group group)
{
    static const char *const names[PARAM_GROUP_COUNT] = {"",       "hairline", "technique", "zone",
                                                         "course", "event",    "view"};
    return names[group];
}

const struct param *param_in_group(enum param_group group, const char *name)
{
    int count;
    const struct param *table = param_table(&count);
    for (int i = 0; i < count; i++)
        if (table[i].group == group && strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

int param_choice_find(const struct param *param, const char *name)
{
    for (int i = 0; i <= (int)param->most; i++)
        if (strcmp(param->choice_name(i), name) == 0)
            return i;
    return -1;
}

const void *param_base(const struct case_ *case_, const struct param_at *at)
{
    switch (at->param->group) {
    case PARAM_HAIRLINE:
        return &case_->option[at->option]->hairline;
    case PARAM_TECHNIQUE:
        return &case_->option[at->option]->technique;
    case PARAM_ZONE:
        return &case_->option[at->option]->zone[at->item];
    case PARAM_COURSE:
        return &case_->course;
    case PARAM_EVENT:
        return &case_->course.event[at->item];
    case PARAM_VIEW:
        return case_->view[at->item];
    default:
        return case_;
    }
}

static const void *field_of(const struct case_ *case_, const struct param_at *at)
{
    return (const char *)param_base(case_, at) + at->param->offset;
}

double param_load(const struct param *param, const void *base)
{
    const char *field = (const char *)base + param->offset;
    double number;
    int whole;
    uint64_t wide;
    switch (param->storage) {
    case PARAM_DOUBLE:
        memcpy(&number, field, sizeof number);
        return number;
    case PARAM_UINT64:
        memcpy(&wide, field, sizeof wide);
        return (double)wide;
    default:
        memcpy(&whole, field, sizeof whole);
        return (double)whole;
    }
}

void param_store(const struct param *param, void *base, double value)
{
    char *field = (char *)base + param->offset;
    int whole = (int)(param->storage == PARAM_INT ? value : 0.0);
    uint64_t wide = (uint64_t)(param->storage == PARAM_UINT64 ? value : 0.0);
    switch (param->storage) {
    case PARAM_DOUBLE:
        memcpy(field, &value, sizeof value);
        break;
    case PARAM_UINT64:
        memcpy(field, &wide, sizeof wide);
        break;
    default:
        memcpy(field, &whole, sizeof whole);
        break;
    }
}

double param_number(const struct case_ *case_, const struct param_at *at)
{
    if (!at->param->is_stored)
        return at->param->get(case_, at);
    return param_load(at->param, param_base(case_, at));
}

static void store_in_option(struct case_ *case_, const struct param_at *at, double value)
{
    struct option option = *case_->option[at->option];
    void *base = at->param->group == PARAM_HAIRLINE    ? (void *)&option.hairline
                 : at->param->group == PARAM_TECHNIQUE ? (void *)&option.technique
                                                       : (void *)&option.zone[at->item];
    bool is_new = param_load(at->param, base) != value;
    param_store(at->param, base, value);
    if (is_new && at->param->group == PARAM_HAIRLINE)
        option.hairline.draft_certainty = 0.0; // a person's now
    else if (is_new && at->param->group == PARAM_ZONE)
        option.zone[at->item].draft_certainty = 0.0;
    case_set_option(case_, at->option, &option);
}

static void choices_text(const struct param *param, char *out, size_t size)
{
    size_t used = (size_t)snprintf(out, size, "one of");
    for (int i = 0; i <= (int)param->most && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s %s", i ? "," : "", param->choice_name(i));
}

void param_range_text(const struct param *param, char *out, size_t size)
{
    char least[NUMBER_TEXT_BYTES], most[NUMBER_TEXT_BYTES];
    number_text(param->least, least);
    number_text(param->most, most);
    const char *gap = *param->unit ? " " : "";
    switch (param->type) {
    case PARAM_CHOICE:
        choices_text(param, out, size);
        break;
    case PARAM_SWITCH:
        snprintf(out, size, "yes or no");
        break;
    case PARAM_TEXT:
        snprintf(out, size, "text up to %d bytes", (int)param->bytes - 1);
        break;
    case PARAM_WHOLE:
        snprintf(out, size, "whole, %s to %s%s%s", least, most, gap, param->unit);
        break;
    default:
        snprintf(out, size, "%s to %s%s%s", least, most, gap, param->unit);
        break;
    }
}

bool param_check(const struct param *param, double value, const char *what, struct err *err)
{
    char range[160], text[NUMBER_TEXT_BYTES];
    param_range_text(param, range, sizeof range);
    number_text(value, text);
    bool is_whole = value == floor(value);
    if (!(value >= param->least && value <= param->most))
        return err_set(err, ERR_INPUT, "%s = %s is out of range: %s", what, text, range);
    if (param->type != PARAM_NUMBER && !is_whole)
        return err_set(err, ERR_INPUT, "%s = %s is not a whole number: %s", what, text, range);
    return true;
}

bool param_set_number(struct case_ *case_, const struct param_at *at, double value, struct err *err)
{
    const struct param *param = at->param;
    char key[PARAM_KEY_BYTES];
    param_key(case_, at, key);
    if (param->is_fixed && value == param_number(case_, at))
        return true; // what get prints, set takes back
    if (param->is_fixed)
        return err_set(err, ERR_INPUT, "%s cannot be changed: remove the part and add another", key);
    if (!param_check(param, value, key, err))
        return false;
    if (!param->is_stored && !param->set(case_, at, value))
        return err_set(err, ERR_INPUT, "%s: there is no room for that many events", key);
    bool in_option = param->group >= PARAM_HAIRLINE && param->group <= PARAM_ZONE;
    if (param->is_stored && in_option)
        store_in_option(case_, at, value);
    else if (param->is_stored) // case_ is ours to change
        param_store(param, (void *)param_base(case_, at), value);
    if (param->after)
        param->after(case_, at);
    return true;
}

static bool parse_switch(const char *text, double *out)
{
    static const char *const words[2][4] = {{"no", "false", "off", "0"}, {"yes", "true", "on", "1"}};
    for (int i = 0; i < 8; i++)
        if (strcmp(text, words[i / 4][i % 4]) == 0) {
            *out = i / 4;
            return true;
        }
    return false;
}

static bool parse_value(const struct param *param, const char *text, double *out)
{
    if (param->type == PARAM_SWITCH)
        return parse_switch(text, out);
    if (param->type == PARAM_CHOICE) {
        *out = param_choice_find(param, text);
        return *out >= 0.0;
    }
    return number_parse(text, out);
}

static bool set_text(struct case_ *case_, const struct param_at *at, const char *value, struct err *err)
{
    size_t bytes = strlen(value) + 1;
    if (bytes > at->param->bytes)
        return err_set(err, ERR_INPUT, "%s is longer than %d bytes", at->param->name, (int)at->param->bytes - 1);
    memcpy((char *)field_of(case_, at), value, bytes);
    return true;
}

bool param_set(struct case_ *case_, const struct param_at *at, const char *value, struct err *err)
{
    if (at->param->type == PARAM_TEXT)
        return set_text(case_, at, value, err);
    double number;
    if (!parse_value(at->param, value, &number)) {
        char range[160], key[PARAM_KEY_BYTES];
        param_range_text(at->param, range, sizeof range);
        param_key(case_, at, key);
        return err_set(err, ERR_INPUT, "%s = %.60s is not a value for it: %s", key, value, range);
    }
    return param_set_number(case_, at, number, err);
}

void param_key(const struct case_ *case_, const struct param_at *at, char out[PARAM_KEY_BYTES])
{
    const char *group = param_group_name(at->param->group), *name = at->param->name;
    switch (at->param->group) {
    case PARAM_CASE:
        snprintf(out, PARAM_KEY_BYTES, "%s", name);
        break;
    case PARAM_ZONE:
        snprintf(out, PARAM_KEY_BYTES, "%s.%s.%s", group, case_->option[at->option]->zone[at->item].name, name);
        break;
    case PARAM_EVENT:
    case PARAM_VIEW:
        snprintf(out, PARAM_KEY_BYTES, "%s.%d.%s", group, at->item + 1, name);
        break;
    default:
        snprintf(out, PARAM_KEY_BYTES, "%s.%s", group, name);
        break;
    }
}

const char *param_text(const struct case_ *case_, const struct param_at *at, char room[64])
{
    const struct param *param = at->param;
    if (param->type == PARAM_TEXT)
        return field_of(case_, at);
    double value = param_number(case_, at);
    if (param->type == PARAM_CHOICE)
        return value < 0.0 ? "custom" : param->choice_name((int)value);
    if (param->type == PARAM_SWITCH)
        return value != 0.0 ? "yes" : "no";
    // A derived number is not stored to its last digit.
    number_text(param->is_stored ? value : floor(value * 100.0 + 0.5) / 100.0, room);
    return room;
}

// How many items of its kind a group has at that option: zones, events, views; else one.
static int item_count(const struct case_ *case_, enum param_group group, int option)
{
    bool has_option = option >= 0 && option < case_->option_count;
    switch (group) {
    case PARAM_HAIRLINE:
    case PARAM_TECHNIQUE:
        return has_option;
    case PARAM_ZONE:
        return has_option ? case_->option[option]->zone_count : 0;
    case PARAM_EVENT:
        return case_->course.event_count;
    case PARAM_VIEW:
        return case_->view_count;
    default:
        return 1;
    }
}

bool param_next(const struct case_ *case_, int option, struct param_walk *walk)
{
    int count;
    const struct param *table = param_table(&count), *last = walk->at.param;
    int index = last ? (int)(last - table) + 1 : 0, item = last ? walk->at.item : 0;
    bool group_ends = last && (index == count || table[index].group != last->group);
    if (group_ends && item + 1 < item_count(case_, last->group, option)) {
        while (index > 0 && table[index - 1].group == last->group)
            index--;
        item++;
    } else if (group_ends) {
        item = 0;
    }
    while (index < count && item >= item_count(case_, table[index].group, option))
        index++;
    if (index == count)
        return false;
    walk->at = (struct param_at){&table[index], option, item};
    return true;
}

static bool unknown_key(const struct case_ *case_, int option, const char *key, struct err *err)
{
    struct param_walk walk = {0};
    struct spelling spelling = {0};
    char near[PARAM_KEY_BYTES], next[PARAM_KEY_BYTES];
    while (param_next(case_, option, &walk)) {
        param_key(case_, &walk.at, next);
        if (spelling_try(&spelling, key, next))
            spelling.nearest = memcpy(near, next, sizeof near);
    }
    return err_set(err, ERR_INPUT, "there is no %.80s; %s%s", key,
                   spelling.nearest ? "did you mean " : "stipple get CASE lists what there is",
                   spelling.nearest ? spelling.nearest : "");
}

static bool number_item(const char *text, int count, int *out)
{
    double number;
    if (!number_parse(text, &number) || !(number >= 1.0 && number <= count) || number != floor(number))
        return false;
    *out = (int)number - 1;
    return true;
}

// Which zone, event or view the middle of a key names.
static bool find_item(const struct case_ *case_, enum param_group group, int option, const char *name, int *out)
{
    int count = item_count(case_, group, option);
    if (group != PARAM_ZONE)
        return number_item(name, count, out);
    *out = count > 0 ? option_find_zone(case_->option[option], name) : -1;
    return *out >= 0;
}

static bool find_group(const char *name, size_t length, enum param_group *out)
{
    for (int i = 1; i < PARAM_GROUP_COUNT; i++) {
        const char *group = param_group_name((enum param_group)i);
        if (strlen(group) == length && strncmp(group, name, length) == 0) {
            *out = (enum param_group)i;
            return true;
        }
    }
    return false;
}

bool param_find(const struct case_ *case_, int option, const char *key, struct param_at *out, struct err *err)
{
    const char *first = strchr(key, '.'), *last = strrchr(key, '.');
    enum param_group group = PARAM_CASE;
    if (first && !find_group(key, (size_t)(first - key), &group))
        return unknown_key(case_, option, key, err);
    struct param_at at = {param_in_group(group, last ? last + 1 : key), option, 0};
    bool has_item = group == PARAM_ZONE || group == PARAM_EVENT || group == PARAM_VIEW;
    bool is_found = at.param && (has_item ? last > first : last == first);
    if (is_found && has_item) {
        char item[PARAM_KEY_BYTES];
        snprintf(item, sizeof item, "%.*s", (int)(last - first - 1), first + 1);
        is_found = find_item(case_, group, option, item, &at.item);
    } else if (is_found) {
        is_found = item_count(case_, group, option) > 0;
    }
    if (!is_found)
        return unknown_key(case_, option, key, err);
    *out = at;
    return true;
}
