// Any bytes as a photo: decoded or refused, never more. In this process, so that the fuzzer sees it.
#include "fuzz.h"

#include "image/photo_make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct bytes file = {(uint8_t *)(uintptr_t)data, size};
    photo_free(photo_make(&file, -1, &err));
    return 0;
}
