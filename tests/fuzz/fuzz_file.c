#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int open_file = -1;
static char path[64];

const char *fuzz_file(const uint8_t *data, size_t size)
{
    open_file = memfd_create("fuzz", MFD_CLOEXEC);
    if (open_file < 0 || write(open_file, data, size) != (ssize_t)size)
        abort();
    lseek(open_file, 0, SEEK_SET);
    snprintf(path, sizeof path, "/proc/self/fd/%d", open_file);
    return path;
}

void fuzz_close(void)
{
    close(open_file);
    open_file = -1;
}
