#include "app/args.h"

#include "app/wrapped.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/spelling.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_KNOWN = 64 };

static bool is_named(const struct arg_spec *spec, const char *text)
{
    size_t length = strlen(spec->name);
    return strncmp(text, spec->name, length) == 0 && (text[length] == 0 || text[length] == '=');
}

static const struct arg_spec *find(const struct arg_spec *const specs[], const char *text)
{
    for (int i = 0; specs[i]; i++)
        for (const struct arg_spec *spec = specs[i]; spec->name; spec++)
            if (is_named(spec, text))
                return spec;
    return NULL;
}

static bool unknown(const struct arg_spec *const specs[], const char *text, struct err *err)
{
    const char *names[MOST_KNOWN];
    int count = 0;
    for (int i = 0; specs[i]; i++)
        for (const struct arg_spec *spec = specs[i]; spec->name && count < MOST_KNOWN; spec++)
            names[count++] = spec->name;
    const char *near = spelling_nearest(text, names, count);
    return err_set(err, ERR_USAGE, "unknown option %.60s%s%s; see --help", text, near ? ": did you mean " : "",
                   near ? near : "");
}

static bool store_number(const struct arg_spec *spec, const char *value, void *field, struct err *err)
{
    double number;
    bool is_whole = spec->kind == ARG_WHOLE;
    if (!number_parse(value, &number) || !(number >= spec->least && number <= spec->most) ||
        (is_whole && number != floor(number))) {
        char least[NUMBER_TEXT_BYTES], most[NUMBER_TEXT_BYTES];
        number_text(spec->least, least);
        number_text(spec->most, most);
        return err_set(err, ERR_USAGE, "%s %.60s: %s from %s to %s is wanted", spec->name, value,
                       is_whole ? "a whole number" : "a number", least, most);
    }
    if (is_whole)
        *(int *)field = (int)number;
    else
        *(double *)field = number;
    return true;
}

static bool add(struct text_list *list, const char *item, const char *name, struct err *err)
{
    if (list->count == ARGS_MOST_ITEMS)
        return err_set(err, ERR_USAGE, "%s is given more than %d times", name, ARGS_MOST_ITEMS);
    list->item[list->count++] = item;
    return true;
}

static bool store(const struct arg_spec *spec, const char *value, struct args *out, struct err *err)
{
    void *field = (char *)out + spec->offset;
    switch (spec->kind) {
    case ARG_SWITCH:
        *(bool *)field = true;
        return true;
    case ARG_TEXT:
        *(const char **)field = value;
        return true;
    case ARG_LIST:
        return add(field, value, spec->name, err);
    default:
        return store_number(spec, value, field, err);
    }
}

// One option at argv[*i], with its value from "=" or the next argument.
static bool take_option(int argc, char **argv, int *i, const struct arg_spec *const specs[], struct args *out,
                        struct err *err)
{
    const struct arg_spec *spec = find(specs, argv[*i]);
    if (!spec)
        return unknown(specs, argv[*i], err);
    const char *value = strchr(argv[*i], '=');
    value = value ? value + 1 : NULL;
    if (spec->kind == ARG_SWITCH && value)
        return err_set(err, ERR_USAGE, "%s takes no value", spec->name);
    if (spec->kind != ARG_SWITCH && !value) {
        if (*i + 1 == argc)
            return err_set(err, ERR_USAGE, "%s lacks its value %s", spec->name, spec->value);
        value = argv[++*i];
    }
    return store(spec, value, out, err);
}

bool args_parse(int argc, char **argv, const struct arg_spec *const specs[], struct args *out, struct err *err)
{
    *out = (struct args){.sessions = -1, .done = -1};
    bool options_end = false;
    for (int i = 0; i < argc; i++) {
        bool is_option = !options_end && argv[i][0] == '-' && argv[i][1] != 0;
        if (is_option && strcmp(argv[i], "--") == 0)
            options_end = true;
        else if (is_option && !take_option(argc, argv, &i, specs, out, err))
            return false;
        else if (!is_option && !add(&out->names, argv[i], "a file", err))
            return false;
    }
    return true;
}

static bool is_among(const char *const list[], const char *name)
{
    for (int i = 0; list[i]; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

// The values of one option as text in `out`, one for each time that it is given: 0 where it is not.
static int spec_values(const struct args *args, const struct arg_spec *spec, const char *out[], int most, char *number)
{
    static const struct args none = {.sessions = -1, .done = -1};
    const void *field = (const char *)args + spec->offset;
    const struct text_list *list = field;
    int count = 0;
    switch (spec->kind) {
    case ARG_SWITCH:
        out[0] = NULL;
        return *(const bool *)field;
    case ARG_TEXT:
        out[0] = *(const char *const *)field;
        return out[0] != NULL;
    case ARG_LIST:
        for (; count < list->count && count < most; count++)
            out[count] = list->item[count];
        return count;
    case ARG_WHOLE:
        if (*(const int *)field == *(const int *)(const void *)((const char *)&none + spec->offset))
            return 0;
        snprintf(number, NUMBER_TEXT_BYTES, "%d", *(const int *)field);
        break;
    default:
        if (!(*(const double *)field > 0.0))
            return 0;
        number_text(*(const double *)field, number);
    }
    out[0] = number;
    return 1;
}

int args_words(const struct args *args, const struct arg_spec *const specs[], const char *const except[],
               const char **words, int most, char **room)
{
    int used = 0, numbers = 0;
    *room = mem_alloc((size_t)MOST_KNOWN * NUMBER_TEXT_BYTES);
    for (int i = 0; specs[i]; i++)
        for (const struct arg_spec *spec = specs[i]; spec->name && numbers < MOST_KNOWN; spec++) {
            const char *values[ARGS_MOST_ITEMS];
            if (is_among(except, spec->name))
                continue;
            int count = spec_values(args, spec, values, ARGS_MOST_ITEMS, *room + NUMBER_TEXT_BYTES * numbers++);
            for (int k = 0; k < count && used + 2 <= most; k++) {
                words[used++] = spec->name;
                if (values[k])
                    words[used++] = values[k];
            }
        }
    return used;
}

void args_print_help(const struct arg_spec *const specs[])
{
    for (int i = 0; specs[i]; i++)
        for (const struct arg_spec *spec = specs[i]; spec->name; spec++) {
            char left[64];
            snprintf(left, sizeof left, "%s%s%s", spec->name, spec->value ? " " : "", spec->value ? spec->value : "");
            printf(strlen(left) < 22 ? "  %-22s " : "  %s\n                         ", left);
            wrapped_print(spec->help, 25, 25);
        }
}
