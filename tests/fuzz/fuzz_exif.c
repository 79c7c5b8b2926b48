// Any bytes as EXIF: the defaults, or values that the rest of the program can bear.
#include "fuzz.h"

#include "base/check.h"
#include "image/exif.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct exif exif = exif_read(data, size);
    REQUIRE(exif.orientation >= 1 && exif.orientation <= 8);
    REQUIRE(isfinite(exif.focal_35mm) && exif.focal_35mm >= 0.0 && exif.focal_35mm < 1e6);
    return 0;
}
