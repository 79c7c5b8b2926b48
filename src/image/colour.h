// Colour: what a picture's numbers mean, and the few conversions that Stipple needs.
//
// A colour space here is three primaries with the white point (as a matrix to XYZ, D50-adapted as in
// ICC) and one transfer curve for all channels. sRGB when a photo says nothing. LUT profiles and profiles with
// unequal curves are converted to sRGB on loading (photo.h). Linear light is always of the photo's own primaries.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// encoded -> linear: (a x + b)^g + e for x >= d, else c x + f (ICC parametric curve type 4).
struct transfer {
    double g, a, b, c, d, e, f;
};

struct colour_space {
    double to_xyz_d50[3][3]; // linear RGB of this space -> XYZ, D50
    struct transfer curve;
    bool is_srgb_curve;      // the curve is sRGB's own within rounding
    char name[32];           // "sRGB", "Display P3", ...
};

struct colour_space colour_srgb(void);
struct colour_space colour_display_p3(void);

double colour_decode(const struct transfer *curve, double encoded); // 0..1 -> 0..1
double colour_encode(const struct transfer *curve, double linear);

void colour_fill_decode_8(const struct colour_space *space, float table[256]);

// CIE L*a*b* (D50) of linear RGB in that space, and the CIEDE2000 difference of two colours.
struct lab {
    double l, a, b;
};
struct lab colour_lab(const struct colour_space *space, const double linear_rgb[3]);
struct lab colour_lab_of_8(const struct colour_space *space, const uint8_t rgb[3]);
double colour_ciede2000(struct lab one, struct lab two);
double colour_ita_deg(struct lab skin); // individual typology angle, domain.md 4.2

// Our own ICC profile for that space, the same bytes every time. mem_free.
uint8_t *colour_make_icc(const struct colour_space *space, size_t *size);

// Reads a photo's profile. False when it is not a matrix profile with one curve: then `icc` must be
// converted to sRGB, pixel by pixel, with colour_convert_to_srgb.
bool colour_read_icc(const uint8_t *icc, size_t size, struct colour_space *out);
struct image;
bool colour_convert_to_srgb(const uint8_t *icc, size_t size, struct image *image); // in place
