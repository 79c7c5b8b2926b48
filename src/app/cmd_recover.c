#include "app/command.h"
#include "app/given.h"
#include "base/file.h"
#include "base/shown.h"
#include "plan/session.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void tell(const struct recovered *found, bool is_declined)
{
    char name[SHOWN_BYTES], when[32];
    struct tm local;
    time_t time = recovered_time(found);
    strftime(when, sizeof when, "%Y-%m-%d %H:%M", localtime_r(&time, &local));
    printf("%s, %s %s\n", shown(recovered_name(found), name, sizeof name),
           is_declined ? "not taken up on" : "left by a crash on", when);
    puts("stipple recover -o CASE.stipple writes it as a case of its own, its photos beside it");
}

// Its photos are copied beside the case, as from the window.
static bool write_case(const struct recovered *found, const char *path, struct err *err)
{
    char name[SHOWN_BYTES];
    if (strcmp(file_suffix(path), ".stipple") != 0)
        return err_set(err, ERR_USAGE, "-o %.200s: the name of a case ends in .stipple", path);
    if (file_exists(path))
        return err_set(err, ERR_INPUT, "%.200s is there already: choose another name or remove it", path);
    struct session *session = session_create();
    session_take(session, document_load_recovered(found));
    bool is_saved = session_save(session, path, err);
    if (is_saved && session_warning(session)->code)
        fprintf(stderr, "stipple: %s\n", session_warning(session)->text);
    if (is_saved)
        printf("wrote %s\n", shown(path, name, sizeof name));
    session_destroy(session);
    return is_saved;
}

static bool run_recover(const struct args *args, struct err *err)
{
    struct recovery *recovery = recovery_create();
    struct recovered *found = recovery ? recovery_find(recovery) : NULL;
    bool is_declined = recovery && !found, is_done = true;
    if (is_declined)
        found = recovery_find_declined(recovery);
    if (!found)
        is_done = !args->output || err_set(err, ERR_INPUT, "nothing is left of a session that ended without saving");
    if (!found && !args->output)
        puts("nothing is left of a session that ended without saving");
    if (found && !args->output)
        tell(found, is_declined);
    if (found && args->output)
        is_done = write_case(found, args->output, err);
    if (found && args->output && is_done)
        recovered_forget(found);
    else
        recovered_destroy(found);
    recovery_destroy(recovery);
    return is_done;
}

const struct command command_recover = {
    .name = "recover",
    .usage = "[-o CASE.stipple]",
    .summary = "says what is left of a session that ended without saving, the newest first, or writes it as a case",
    .least_names = 0,
    .most_names = 0,
    .run = run_recover,
    .specs = (const struct arg_spec *const[]){args_output, args_help, NULL}};
