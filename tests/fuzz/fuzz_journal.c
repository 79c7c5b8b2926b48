// Any bytes as a recovery journal: refused, or the text of its last whole record.
#include "fuzz.h"

#include "base/check.h"
#include "base/journal.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct bytes bytes;
    char path[40];
    int fd = memfd_create("journal", MFD_CLOEXEC);
    REQUIRE(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (journal_read(path, &bytes, &err))
        mem_free(bytes.data);
    else
        REQUIRE(err.code != ERR_NONE && err.text[0]);
    close(fd);
    return 0;
}
