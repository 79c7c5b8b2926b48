// Any bytes as EXIF and as a colour profile: the defaults, or values that the rest of the program can bear.
#include "fuzz.h"

#include "base/check.h"
#include "image/exif.h"
#include "image/icc.h"

#include <math.h>

static void check_exif(const uint8_t *data, size_t size)
{
    struct exif exif = exif_read(data, size);
    REQUIRE(exif.orientation >= 1 && exif.orientation <= 8);
    REQUIRE(isfinite(exif.focal_35mm) && exif.focal_35mm >= 0.0 && exif.focal_35mm < 1e6);
}

static void check_space(const struct colour_space *space)
{
    for (int i = 0; i < 9; i++)
        REQUIRE(isfinite(space->to_xyz_d50[i]));
    double below = -1.0;
    for (int i = 0; i <= 64; i++) {
        double linear = colour_decode(&space->curve, i / 64.0);
        REQUIRE(linear >= 0.0 && linear <= 1.0 && linear >= below);
        below = linear;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct colour_space space = colour_srgb();
    check_exif(data, size);
    if (colour_read_icc(data, size, &space))
        check_space(&space);
    for (int channels = CHANNELS_RGB; channels <= CHANNELS_CMYK_INVERTED; channels++) {
        struct image *image = image_create(2, 2, channels % 2 ? PIXELS_RGBA8 : PIXELS_RGBA16, NULL);
        for (size_t i = 0; i < 2 * image->pitch_bytes; i++)
            image->data[i] = (uint8_t)(i * 37);
        if (channels <= CHANNELS_GREY || image->format == PIXELS_RGBA8)
            icc_convert_to_srgb(data, size, (enum channels)channels, image);
        image_unref(image);
    }
    return 0;
}
