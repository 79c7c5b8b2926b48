// Any bytes as a photo: decoded or refused, never more.
#include "fuzz.h"

#include "image/photo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct photo *photo = photo_load(fuzz_file(data, size), &err);
    photo_free(photo);
    fuzz_close();
    return 0;
}
