#include "app/command.h"
#include "app/given.h"
#include "app/wrapped.h"
#include "plan/case_hold.h"
#include "plan/edit.h"
#include "plan/param.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

static void print_param(const struct param *param)
{
    char key[64], range[160], standard[NUMBER_TEXT_BYTES];
    const char *group = param_group_name(param->group);
    bool is_item = param->group == PARAM_ZONE || param->group == PARAM_EVENT || param->group == PARAM_VIEW;
    snprintf(key, sizeof key, "%s%s%s%s", group, *group ? "." : "",
             !is_item                     ? ""
             : param->group == PARAM_ZONE ? "NAME."
                                          : "N.",
             param->name);
    param_range_text(param, range, sizeof range);
    number_text(param->standard, standard);
    const char *usual = param->type == PARAM_CHOICE   ? param->choice_name((int)param->standard)
                        : param->type == PARAM_SWITCH ? (param->standard != 0.0 ? "yes" : "no")
                        : param->type == PARAM_TEXT   ? "empty"
                                                      : standard;
    char values[512];
    snprintf(values, sizeof values, "%s; default %s%s", range, usual, param->is_fixed ? "; cannot be changed" : "");
    printf("  %-31s ", key);
    wrapped_print(values, 34, 36);
    printf("%36s", "");
    wrapped_print(param->help, 36, 36);
}

static void print_keys(void)
{
    int count;
    const struct param *table = param_table(&count);
    printf("\nkeys:\n");
    for (int i = 0; i < count; i++)
        print_param(&table[i]);
    puts("\nverbs:");
    const struct edit_verb *verbs = edit_verbs(&count);
    for (int i = 0; i < count; i++) {
        printf("  %-26s ", verbs[i].form);
        wrapped_print(verbs[i].help, 29, 29);
    }
}

static bool check_form(const struct args *args, struct err *err)
{
    for (int i = 1; i < args->names.count; i++)
        if (!strchr(args->names.item[i], '='))
            return err_set(err, ERR_USAGE, "%.80s is not KEY=VALUE; see stipple set --help", args->names.item[i]);
    return true;
}

static bool run_set(const struct args *args, struct err *err)
{
    const char *path = args->names.item[0];
    if (!check_form(args, err))
        return false;
    struct case_hold *hold = NULL;
    struct case_ *case_ = given_case_to_change(path, &hold, err);
    if (!case_)
        return false;
    struct edit_place place = {0, 0};
    bool is_found =
        given_option(args, case_, &place.option, err) && (!args->view || given_view(args, case_, &place.view, err));
    struct case_ *edited = is_found ? edit_apply(case_, place, args->names.item + 1, args->names.count - 1, err) : NULL;
    bool is_saved = edited && case_hold_save(hold, edited, err);
    case_destroy(edited);
    case_destroy(case_);
    case_hold_drop(hold);
    return is_saved;
}

const struct command command_set = {.name = "set",
                                    .usage = "CASE KEY=VALUE... [--option NAME] [--view N]",
                                    .summary = "changes a case: all of the changes, or none when one is wrong",
                                    .least_names = 2,
                                    .most_names = ARGS_MOST_ITEMS,
                                    .run = run_set,
                                    .more_help = print_keys,
                                    .specs = (const struct arg_spec *const[]){args_option, args_view, args_help, NULL}};
