// The program under strace: which system calls a run made, and runs in which one of them fails or kills.
//
// Between trace_start and trace_end every cli_run runs under strace, in the folder that cli_enter made. A run's calls
// are in `trace`, one a line, as strace writes them.
#pragma once

#include <stdbool.h>

bool trace_start(void); // false: there is no strace, or it may not watch here
void trace_end(void);

// Strings as they are, or every byte as \x.. and whole (to read them back); and what strace is to inject, or "".
void trace_next(bool in_hex, const char *inject);

struct call {
    char name[24];
    int nth;        // of that name in the run, from 1
    char line[400]; // its beginning, with its arguments
};

enum { TRACE_MOST_CALLS = 4000 };

// The calls of the last run from the first one with `word` in it; how many there are.
int trace_calls(const char *word, struct call call[TRACE_MOST_CALLS]);
