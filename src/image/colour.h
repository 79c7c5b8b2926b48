// Colour: what a picture's numbers mean, and the few conversions that Stipple needs.
//
// A colour space here is three primaries with the white point (as a matrix to XYZ, D50-adapted as
// in ICC) and one transfer curve for all channels. sRGB when a photo says nothing. LUT profiles and
// profiles with unequal curves are converted to sRGB on loading (photo.h). Linear light is always
// of the photo's own primaries.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// encoded -> linear: (a x + b)^g + e for x >= d, else c x + f (ICC parametric curve type 4).
struct transfer {
    double g, a, b, c, d, e, f;
};

struct colour_space {
    double to_xyz_d50[9]; // linear RGB of this space -> XYZ, D50; row by row
    struct transfer curve;
    bool is_srgb_curve; // the curve is sRGB's own within rounding
    char name[32];      // "sRGB", "Display P3", ...
};

struct colour_space colour_srgb(void);
struct colour_space colour_display_p3(void);
struct colour_space colour_bt2020(void); // its primaries, with the curve of sRGB

// From x, y of red, green, blue and white; adapted to D50 by Bradford's matrix. False: degenerate.
bool colour_matrix_of(const double xy[8], double to_xyz_d50[9]);

double colour_decode(const struct transfer *curve, double encoded); // 0..1 -> 0..1
double colour_encode(const struct transfer *curve, double linear);

void colour_fill_decode_8(const struct colour_space *space, float table[256]);

// Linear light -> the nearest 8-bit code, exact; clamped. Fill once, then look up.
struct encode_table_8 {
    float edge[257];     // least linear value of each code; the last is beyond all
    uint8_t first[4097]; // code at linear i / 4096
};
void colour_fill_encode_8(const struct colour_space *space, struct encode_table_8 *table);

static inline uint8_t colour_encode_8(const struct encode_table_8 *table, float linear)
{
    float place = linear > 0.0f ? (linear < 1.0f ? linear : 1.0f) : 0.0f;
    unsigned code = table->first[(unsigned)(place * 4096.0f)];
    while (place >= table->edge[code + 1])
        code++;
    return (uint8_t)code;
}

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

// Reads a photo's profile. False when it is damaged or not a matrix profile with one curve.
bool colour_read_icc(const uint8_t *icc, size_t size, struct colour_space *out);
