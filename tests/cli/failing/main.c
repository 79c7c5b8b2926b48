// The program with an allocation that fails: the Nth that is sized by an input (mem.h), N in STIPPLE_FAIL_NTH, and with
// STIPPLE_FAIL_ALL all behind it. How many are left until then is written into the file STIPPLE_FAIL_LEFT.
#include "app/command.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    const char *nth = getenv("STIPPLE_FAIL_NTH"), *left = getenv("STIPPLE_FAIL_LEFT");
    mem_fail_after(nth ? strtol(nth, NULL, 10) : 0, getenv("STIPPLE_FAIL_ALL") != NULL);
    int code = command_main(argc, argv);
    FILE *out = left ? fopen(left, "w") : NULL;
    if (out) {
        fprintf(out, "%ld\n", mem_fail_left());
        fclose(out);
    }
    return code;
}
