// Any bytes as a photo: decoded or refused, never more. In this process, so that the fuzzer sees it; once to an image
// and once row by row, as the decoder's process does it.
#include "fuzz.h"

#include "base/check.h"
#include "image/photo_make.h"

#include <fcntl.h>
#include <unistd.h>

static void make(const struct bytes *file, int rows_fd)
{
    struct err err = {0};
    struct photo *photo = photo_make(file, rows_fd, &err);
    REQUIRE(photo ? photo_format_index(photo->format_name) >= 0 : err.code != ERR_NONE && err.text[0]);
    photo_free(photo);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes file = {(uint8_t *)(uintptr_t)data, size};
    make(&file, -1);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    REQUIRE(nowhere >= 0);
    if (!photo_is_heif(&file))
        make(&file, nowhere);
    close(nowhere);
    return 0;
}
