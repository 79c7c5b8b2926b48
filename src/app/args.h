// The command line's options: one flat struct that they fill, and tables that say which a command takes.
//
// "--name VALUE" and "--name=VALUE" are the same; "--" ends the options; "-" alone is a name (standard
// input or output). Knows no command and no case.
#pragma once

#include "base/err.h"

#include <stddef.h>

enum { ARGS_MOST_ITEMS = 512 };

struct text_list {
    int count;
    const char *item[ARGS_MOST_ITEMS]; // borrowed from argv
};

struct args {
    struct text_list names; // what is no option
    struct text_list landmark, outline, change;
    const char *output, *ruler, *facing, *hairline, *option, *view, *after, *band, *light, *layer, *format, *renderer,
        *simd;
    int sessions, done, replace, threads, width_px, restore; // -1 sessions or done, 0 the others: not given
    const char *clinic, *title, *date, *cover, *crop, *times, *options, *until; // of what is handed over
    int frames;
    const char *template_case; // of a batch
    int jobs, only;
    bool list, look, range;
    double scale; // 0: not given
    bool before, beside, wipe, json, help;
};

enum arg_kind { ARG_SWITCH, ARG_TEXT, ARG_LIST, ARG_WHOLE, ARG_NUMBER };

struct arg_spec {
    const char *name;  // "--sessions"; ends a table when NULL
    const char *value; // "N", as the help shows it; NULL for a switch
    const char *help;
    enum arg_kind kind;
    size_t offset;      // in struct args
    double least, most; // of ARG_WHOLE and ARG_NUMBER
};

#define ARG_FIELD(kind, field) kind, offsetof(struct args, field)

// Fails (ERR_USAGE) at the first option that is unknown, lacks its value or has a bad one.
bool args_parse(int argc, char **argv, const struct arg_spec *const specs[], struct args *out, struct err *err);

// The options that differ from none given, as words that args_parse takes back to the same: how many, at most
// `most`. Borrowed from args, or in `room` (mem_free it). Options whose names stand in `except` are left out.
int args_words(const struct args *args, const struct arg_spec *const specs[], const char *const except[],
               const char **words, int most, char **room);

void args_print_help(const struct arg_spec *const specs[]); // to standard output
