// The one list of commands, and how a line of words becomes one of them.
#pragma once

#include "app/args.h"

struct command {
    const char *name;
    const char *usage;   // after the name
    const char *summary; // one line
    int least_names, most_names;
    bool (*run)(const struct args *args, struct err *err);
    void (*more_help)(void);             // NULL: none
    const struct arg_spec *const *specs; // ends with NULL
};

extern const struct command command_add_view, command_batch, command_clip, command_compare, command_demo, command_dots,
    command_estimate, command_get, command_info, command_marking, command_match, command_new, command_page,
    command_recover, command_render, command_report, command_set, command_sheet, command_strip, command_versions;

// The window: [CASE | PHOTO] [--renderer cpu|gl]; on the demo head when nothing is named.
bool window_command(int argc, char **argv, struct err *err);

// Runs what argv says and returns the exit code; errors are one line on standard error.
int command_main(int argc, char **argv);

// Options that several commands take.
extern const struct arg_spec args_help[], args_threads[], args_output[], args_view[], args_option[], args_frame[],
    args_pose[], args_json[], args_band[], args_light[], args_clinic[], args_cover[], args_handover[];
