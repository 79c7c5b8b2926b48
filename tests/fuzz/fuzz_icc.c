// Any bytes as a colour profile: declined, or a space that the rest of the program can bear and pixels converted with
// it.
#include "fuzz.h"

#include "base/check.h"
#include "image/icc.h"

#include <math.h>
#include <string.h>

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

// What the profile says that it is for; any other is refused before much is done.
static enum channels channels_of(const uint8_t *data, size_t size)
{
    enum { SPACE_AT = 16 };
    if (size < SPACE_AT + 4)
        return CHANNELS_RGB;
    if (memcmp(data + SPACE_AT, "CMYK", 4) == 0)
        return size % 2 ? CHANNELS_CMYK : CHANNELS_CMYK_INVERTED;
    return memcmp(data + SPACE_AT, "GRAY", 4) == 0 ? CHANNELS_GREY : CHANNELS_RGB;
}

static void check_conversion(const uint8_t *data, size_t size, enum channels channels, enum pixel_format format)
{
    struct image *image = image_create(2, 2, format, NULL);
    for (size_t i = 0; i < 2 * image->pitch_bytes; i++)
        image->data[i] = (uint8_t)(i * 37);
    icc_convert_to_srgb(data, size, channels, image);
    image_unref(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct colour_space space = colour_srgb();
    if (colour_read_icc(data, size, &space))
        check_space(&space);
    enum channels channels = channels_of(data, size);
    bool is_16 = channels <= CHANNELS_GREY && size % 2;
    check_conversion(data, size, channels, is_16 ? PIXELS_RGBA16 : PIXELS_RGBA8);
    check_conversion(data, size, channels == CHANNELS_GREY ? CHANNELS_RGB : CHANNELS_GREY, PIXELS_RGBA8);
    return 0;
}
