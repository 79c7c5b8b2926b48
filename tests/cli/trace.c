#include "trace.h"

#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char program[4096]; // that stood in STIPPLE_PROGRAM

// All that touch a file or a folder; "?": where the machine has it.
#define CALLS                                                                                                          \
    "?open,openat,read,?pread64,write,fsync,?fdatasync,flock,?stat,?lstat,fstat,?newfstatat,?statx,?readlink,"         \
    "?readlinkat,linkat,?link,?rename,renameat,renameat2,?unlink,unlinkat,fchmod,?fchown,?mkdir,mkdirat,?rmdir,close," \
    "getdents64,getrandom,?faccessat2,ftruncate"

bool trace_start(void)
{
    char script[8192];
    if (system("strace -f -e trace=openat -o /dev/null true 2>/dev/null") != 0)
        return false;
    snprintf(program, sizeof program, "%s", getenv("STIPPLE_PROGRAM"));
    int length = snprintf(script, sizeof script,
                          "#!/bin/sh\nASAN_OPTIONS=detect_leaks=0 exec strace -f -qq -e signal=none "
                          "-o trace -e trace=%s $STIPPLE_TRACE '%s' \"$@\"\n",
                          CALLS, program);
    cli_write("traced", script, (size_t)length);
    assert_int_equal(chmod("traced", 0700), 0);
    char *folder = getcwd(NULL, 0), traced[8192];
    snprintf(traced, sizeof traced, "%s/traced", folder);
    free(folder);
    setenv("STIPPLE_PROGRAM", traced, 1);
    trace_next(false, "");
    return true;
}

void trace_end(void)
{
    setenv("STIPPLE_PROGRAM", program, 1);
    unsetenv("STIPPLE_TRACE");
    unlink("traced");
    unlink("trace");
}

void trace_next(bool in_hex, const char *inject)
{
    char words[256];
    snprintf(words, sizeof words, "%s%s%s", in_hex ? "-xx -s 1000000" : "-s 200", *inject ? " -e inject=" : "", inject);
    setenv("STIPPLE_TRACE", words, 1);
}

static int count_earlier(const struct call *call, int count, const char *name)
{
    int nth = 1;
    for (int i = 0; i < count; i++)
        nth += strcmp(call[i].name, name) == 0;
    return nth;
}

int trace_calls(const char *word, struct call call[TRACE_MOST_CALLS])
{
    size_t size;
    char *text = cli_read("trace", &size), *rest = NULL;
    int count = 0, first = -1;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        line += strspn(line, "0123456789 "); // the process
        size_t name = strcspn(line, "(");
        if (line[name] != '(' || name >= sizeof call->name)
            continue;
        assert_true(count < TRACE_MOST_CALLS);
        struct call *next = &call[count];
        snprintf(next->name, sizeof next->name, "%.*s", (int)name, line);
        snprintf(next->line, sizeof next->line, "%.*s", (int)sizeof next->line - 1, line);
        next->nth = count_earlier(call, count, next->name);
        if (first < 0 && strstr(next->line, word))
            first = count;
        count++;
    }
    mem_free(text);
    assert_true(first >= 0);
    memmove(call, call + first, sizeof *call * (size_t)(count - first));
    return count - first;
}
