#include "image/icc.h"

#include "image/colour.h"

#include <lcms2.h>
#include <math.h>
#include <stdio.h>

enum { SAMPLES = 1024 };

static double step_of(int i)
{
    return i / (double)SAMPLES;
}

// Whether `t` follows the curve within a quarter of an 8-bit code, measured along the code axis, so
// that flat dark ends count as what one sees of them.
static bool follows(const cmsToneCurve *curve, const struct transfer *t)
{
    const double tolerance = 0.25 / 255.0, rounding = 2.0 / 65535.0;
    for (int i = 0; i <= SAMPLES; i++) {
        double x = step_of(i), y = (double)cmsEvalToneCurveFloat(curve, (float)x);
        if (!(y >= colour_decode(t, x - tolerance) - rounding) || !(y <= colour_decode(t, x + tolerance) + rounding))
            return false;
    }
    return true;
}

// A formula of lcms2's types 1-5 (the ICC's 0-4) in the form of type 4.
static bool from_formula(const cmsToneCurve *curve, struct transfer *out)
{
    int type = cmsGetToneCurveParametricType(curve);
    const double *p = cmsGetToneCurveParams(curve);
    if (type < 1 || type > 5 || !p)
        return false;
    *out = (struct transfer){.g = p[0], .a = 1.0};
    if (type >= 2) {
        out->a = p[1];
        out->b = p[2];
    }
    if (type == 2 || type == 3) {
        if (!(fabs(p[1]) > 1e-9))
            return false;
        out->d = -p[2] / p[1];
        out->e = out->f = type == 3 ? p[3] : 0.0;
    }
    if (type >= 4) {
        out->c = p[3];
        out->d = p[4];
    }
    if (type == 5) {
        out->e = p[5];
        out->f = p[6];
    }
    return true;
}

// Monotone from black to white, and nothing in it that our own arithmetic could stumble over.
static bool is_sane(const struct transfer *t)
{
    const double values[7] = {t->g, t->a, t->b, t->c, t->d, t->e, t->f};
    for (int i = 0; i < 7; i++)
        if (!(fabs(values[i]) < 100.0))
            return false;
    if (!(t->g > 0.1) || !(t->g < 10.0) || !(t->a > 0.01) || colour_decode(t, 0.0) > 0.02 ||
        colour_decode(t, 1.0) < 0.98)
        return false;
    for (int i = 1; i <= SAMPLES; i++)
        if (colour_decode(t, step_of(i)) < colour_decode(t, step_of(i - 1)) - 1e-6)
            return false;
    return true;
}

// sRGB's own curve when it fits, then the formula that stands there, then a plain power.
static bool fit_curve(const cmsToneCurve *curve, struct transfer *out, bool *is_srgb)
{
    *out = colour_srgb().curve;
    *is_srgb = follows(curve, out);
    if (*is_srgb)
        return true;
    if (from_formula(curve, out) && is_sane(out) && follows(curve, out))
        return true;
    double middle = (double)cmsEvalToneCurveFloat(curve, 0.5f);
    if (!(middle > 1e-4 && middle < 0.999))
        return false;
    *out = (struct transfer){.g = -log2(middle), .a = 1.0};
    out->g = floor(out->g * 65536.0 + 0.5) / 65536.0; // the bits of log2 must not matter
    return is_sane(out) && follows(curve, out);
}

static bool same_curve(const cmsToneCurve *one, const cmsToneCurve *other)
{
    for (int i = 0; i <= SAMPLES; i++) {
        float x = (float)step_of(i);
        float difference = cmsEvalToneCurveFloat(one, x) - cmsEvalToneCurveFloat(other, x);
        if (!(fabsf(difference) < 1.0f / 4096.0f))
            return false;
    }
    return true;
}

// Profiles of one space differ by their rounding: known ones are named and made one.
static void recognise(struct colour_space *space)
{
    const struct colour_space known[] = {colour_srgb(), colour_display_p3()};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        double worst = 0.0;
        for (int i = 0; i < 9; i++)
            worst = fmax(worst, fabs(space->to_xyz_d50[i] - known[k].to_xyz_d50[i]));
        if (worst < 5e-4 && space->is_srgb_curve)
            *space = known[k];
    }
}

static bool read_matrix(cmsHPROFILE profile, double to_xyz_d50[9])
{
    static const cmsTagSignature COLUMNS[3] = {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
    for (int i = 0; i < 3; i++) {
        const cmsCIEXYZ *column = cmsReadTag(profile, COLUMNS[i]);
        if (!column)
            return false;
        to_xyz_d50[i] = column->X;
        to_xyz_d50[3 + i] = column->Y;
        to_xyz_d50[6 + i] = column->Z;
    }
    const double *m = to_xyz_d50;
    for (int i = 0; i < 9; i++)
        if (!(fabs(m[i]) < 4.0)) // no real primary comes near
            return false;
    double det =
        m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
    double white = m[3] + m[4] + m[5];
    return fabs(det) > 1e-4 && white > 0.9 && white < 1.1;
}

static bool read_profile(cmsHPROFILE profile, struct colour_space *out)
{
    if (cmsGetColorSpace(profile) != cmsSigRgbData || cmsGetPCS(profile) != cmsSigXYZData ||
        cmsIsTag(profile, cmsSigAToB0Tag) || cmsIsTag(profile, cmsSigDToB0Tag) || !cmsIsMatrixShaper(profile) ||
        !read_matrix(profile, out->to_xyz_d50))
        return false;
    const cmsToneCurve *red = cmsReadTag(profile, cmsSigRedTRCTag);
    const cmsToneCurve *green = cmsReadTag(profile, cmsSigGreenTRCTag);
    const cmsToneCurve *blue = cmsReadTag(profile, cmsSigBlueTRCTag);
    if (!red || !green || !blue || !same_curve(red, green) || !same_curve(red, blue))
        return false;
    if (!fit_curve(green, &out->curve, &out->is_srgb_curve))
        return false;
    snprintf(out->name, sizeof out->name, "RGB");
    recognise(out);
    return true;
}

bool colour_read_icc(const uint8_t *icc, size_t size, struct colour_space *out)
{
    *out = (struct colour_space){0};
    if (size > UINT32_MAX)
        return false;
    cmsHPROFILE profile = cmsOpenProfileFromMem(icc, (cmsUInt32Number)size);
    if (!profile)
        return false;
    bool ok = read_profile(profile, out);
    cmsCloseProfile(profile);
    return ok;
}

static uint32_t input_layout(enum channels channels, bool is_16)
{
    uint32_t bytes = BYTES_SH(is_16 ? 2 : 1);
    switch (channels) {
    case CHANNELS_GREY:
        return bytes | COLORSPACE_SH(PT_GRAY) | CHANNELS_SH(1) | EXTRA_SH(3);
    case CHANNELS_CMYK:
        return bytes | COLORSPACE_SH(PT_CMYK) | CHANNELS_SH(4);
    case CHANNELS_CMYK_INVERTED:
        return bytes | COLORSPACE_SH(PT_CMYK) | CHANNELS_SH(4) | FLAVOR_SH(1);
    case CHANNELS_RGB:
        break;
    }
    return bytes | COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | EXTRA_SH(1);
}

static cmsHTRANSFORM make_transform(cmsHPROFILE from, enum channels channels, bool is_16)
{
    bool is_cmyk = channels == CHANNELS_CMYK || channels == CHANNELS_CMYK_INVERTED;
    cmsColorSpaceSignature wanted = is_cmyk                     ? cmsSigCmykData
                                    : channels == CHANNELS_GREY ? cmsSigGrayData
                                                                : cmsSigRgbData;
    if (cmsGetColorSpace(from) != wanted)
        return NULL;
    cmsHPROFILE to = cmsCreate_sRGBProfile();
    if (!to)
        return NULL;
    cmsHTRANSFORM transform = cmsCreateTransform(from, input_layout(channels, is_16), to,
                                                 is_16 ? TYPE_RGBA_16 : TYPE_RGBA_8, INTENT_PERCEPTUAL, 0);
    cmsCloseProfile(to);
    return transform;
}

bool icc_convert_to_srgb(const uint8_t *icc, size_t size, enum channels channels, struct image *image)
{
    cmsHPROFILE from = size <= UINT32_MAX ? cmsOpenProfileFromMem(icc, (cmsUInt32Number)size) : NULL;
    if (!from)
        return false;
    cmsHTRANSFORM transform = make_transform(from, channels, image->format == PIXELS_RGBA16);
    cmsCloseProfile(from);
    if (!transform)
        return false;
    bool is_cmyk = channels == CHANNELS_CMYK || channels == CHANNELS_CMYK_INVERTED;
    for (int y = 0; y < image->height_px; y++) {
        uint8_t *row = image_row(image, y);
        cmsDoTransform(transform, row, row, (cmsUInt32Number)image->width_px);
        for (int x = 0; is_cmyk && x < image->width_px; x++)
            row[4 * x + 3] = 255;
    }
    cmsDeleteTransform(transform);
    return true;
}
