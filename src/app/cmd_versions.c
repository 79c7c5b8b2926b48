#include "app/command.h"
#include "app/given.h"
#include "base/file.h"
#include "base/shown.h"
#include "plan/case_file.h"
#include "plan/case_versions.h"

#include <stdio.h>

static const struct arg_spec specs_restore[] = {{"--restore", "N",
                                                 "puts version N in place; the present one becomes the newest version",
                                                 ARG_FIELD(ARG_WHOLE, restore), 1, CASE_VERSIONS_KEPT},
                                                {0}};

static bool restore(const char *path, int number, const struct case_version *version, int count, struct err *err)
{
    if (number > count)
        return err_set(err, ERR_INPUT, "%s: there is no version %d; stipple versions shows the %d that there are", path,
                       number, count);
    struct case_hold *hold = case_hold_take(path, 0.0); // the case itself may be damaged: that is when this is wanted
    struct case_ *case_ = case_load(version[number - 1].path, err);
    bool is_done = case_ && case_hold_save(hold, case_, err);
    char name[SHOWN_BYTES];
    if (is_done)
        printf("%s is as it was at %s\n", shown(path, name, sizeof name), version[number - 1].time);
    case_destroy(case_);
    case_hold_drop(hold);
    return is_done;
}

static bool run_versions(const struct args *args, struct err *err)
{
    const char *path = args->names.item[0];
    struct case_version version[CASE_VERSIONS_KEPT];
    int count = case_versions_list(path, version);
    bool is_done = true;
    if (args->restore > 0)
        is_done = restore(path, args->restore, version, count, err);
    else if (count == 0 && !file_exists(path))
        is_done =
            err_set(err, ERR_INPUT, "%s: there is no such case and no earlier version of it; check the name", path);
    char name[SHOWN_BYTES];
    for (int i = 0; i < count && args->restore == 0; i++)
        printf("%d  %s  %s\n", i + 1, version[i].time, shown(version[i].path, name, sizeof name));
    case_versions_free(version, count);
    return is_done;
}

const struct command command_versions = {
    .name = "versions",
    .usage = "CASE [--restore N]",
    .summary = "lists the earlier versions of a case, the newest first, or brings one back",
    .least_names = 1,
    .most_names = 1,
    .run = run_versions,
    .specs = (const struct arg_spec *const[]){specs_restore, args_help, NULL}};
