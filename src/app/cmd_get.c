#include "app/command.h"
#include "app/given.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/json_text.h"
#include "plan/param.h"

#include <stdio.h>

static json_t *value_json(const struct case_ *case_, const struct param_at *at)
{
    char room[64];
    double number = at->param->type == PARAM_TEXT ? 0.0 : param_number(case_, at);
    switch (at->param->type) {
    case PARAM_NUMBER:
        return json_real(number);
    case PARAM_WHOLE:
        return json_integer((json_int_t)number);
    case PARAM_SWITCH:
        return json_boolean(number != 0.0);
    default:
        return json_string(param_text(case_, at, room));
    }
}

static void print_json(json_t *value)
{
    char *text = json_text(value);
    fputs(text, stdout);
    mem_free(text);
    json_decref(value);
}

// Every stored parameter, as lines that stipple set takes back.
static void print_all(const struct case_ *case_, int option, bool as_json)
{
    struct param_walk walk = {0};
    json_t *object = json_object();
    while (param_next(case_, option, &walk)) {
        char key[PARAM_KEY_BYTES], room[64];
        param_key(case_, &walk.at, key);
        if (walk.at.param->is_stored && as_json)
            json_object_set_new(object, key, value_json(case_, &walk.at));
        else if (walk.at.param->is_stored)
            printf("%s=%s\n", key, param_text(case_, &walk.at, room));
    }
    if (as_json)
        print_json(json_incref(object));
    json_decref(object);
}

static bool print_one(const struct case_ *case_, int option, const char *key, bool as_json, struct err *err)
{
    struct param_at at;
    char room[64];
    if (!param_find(case_, option, key, &at, err))
        return false;
    if (as_json)
        print_json(value_json(case_, &at));
    else
        printf("%s\n", param_text(case_, &at, room));
    return true;
}

static bool run_get(const struct args *args, struct err *err)
{
    struct case_ *case_ = case_load(args->names.item[0], err);
    int option = 0;
    bool is_done = case_ && given_option(args, case_, &option, err);
    if (is_done && args->names.count > 1)
        is_done = print_one(case_, option, args->names.item[1], args->json, err);
    else if (is_done)
        print_all(case_, option, args->json);
    case_destroy(case_);
    return is_done;
}

const struct command command_get = {.name = "get",
                                    .usage = "CASE [KEY] [--json] [--option NAME]",
                                    .summary = "prints a value of a case, or all of them as KEY=VALUE",
                                    .least_names = 1,
                                    .most_names = 2,
                                    .run = run_get,
                                    .specs = (const struct arg_spec *const[]){args_json, args_option, args_help, NULL}};
