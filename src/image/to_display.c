#include "image/to_display.h"

#include "base/mem.h"

#include <lcms2.h>
#include <math.h>
#include <string.h>

enum { ROWS_PER_JOB = 32 };

struct to_display {
    cmsHTRANSFORM of_8, of_16; // used by several threads: made without a cache
};

static bool is_same_space(const struct colour_space *a, const struct colour_space *b)
{
    double worst = 0.0;
    for (int i = 0; i < 9; i++)
        worst = fmax(worst, fabs(a->to_xyz_d50[i] - b->to_xyz_d50[i]));
    return worst < 5e-4 && (a->is_srgb_curve ? b->is_srgb_curve : memcmp(&a->curve, &b->curve, sizeof a->curve) == 0);
}

static cmsHPROFILE open_space(const struct colour_space *space)
{
    size_t size = 0;
    uint8_t *icc = colour_make_icc(space, &size);
    cmsHPROFILE profile = icc ? cmsOpenProfileFromMem(icc, (cmsUInt32Number)size) : NULL;
    mem_free(icc);
    return profile;
}

// NULL when it is none of a display: damaged, or not of red, green and blue.
static cmsHPROFILE open_display(const void *icc, size_t size)
{
    cmsHPROFILE profile = icc && size <= UINT32_MAX ? cmsOpenProfileFromMem(icc, (cmsUInt32Number)size) : NULL;
    if (!profile || cmsGetColorSpace(profile) == cmsSigRgbData)
        return profile;
    cmsCloseProfile(profile);
    return NULL;
}

struct to_display *to_display_create(const struct colour_space *photo, const void *icc, size_t icc_size)
{
    struct colour_space own = colour_srgb();
    cmsHPROFILE display = open_display(icc, icc_size);
    bool is_known = !display || colour_read_icc(icc, icc_size, &own);
    if (is_known && is_same_space(photo, &own)) {
        if (display)
            cmsCloseProfile(display);
        return NULL;
    }
    if (!display)
        display = open_space(&own);
    cmsHPROFILE from = open_space(photo);
    const cmsUInt32Number flags = cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA;
    struct to_display *conversion = mem_alloc(sizeof *conversion);
    if (from && display) {
        conversion->of_8 =
            cmsCreateTransform(from, TYPE_RGBA_8, display, TYPE_RGBA_8, INTENT_RELATIVE_COLORIMETRIC, flags);
        conversion->of_16 =
            cmsCreateTransform(from, TYPE_RGBA_16, display, TYPE_RGBA_16, INTENT_RELATIVE_COLORIMETRIC, flags);
    }
    if (from)
        cmsCloseProfile(from);
    if (display)
        cmsCloseProfile(display);
    if (conversion->of_8 && conversion->of_16)
        return conversion;
    to_display_destroy(conversion);
    return NULL;
}

void to_display_destroy(struct to_display *conversion)
{
    if (!conversion)
        return;
    if (conversion->of_8)
        cmsDeleteTransform(conversion->of_8);
    if (conversion->of_16)
        cmsDeleteTransform(conversion->of_16);
    mem_free(conversion);
}

struct work {
    const struct to_display *conversion;
    struct image *image;
};

static void convert_rows(void *context, int index)
{
    const struct work *work = context;
    struct image *image = work->image;
    cmsHTRANSFORM transform = image->format == PIXELS_RGBA16 ? work->conversion->of_16 : work->conversion->of_8;
    int from = index * ROWS_PER_JOB, to = from + ROWS_PER_JOB;
    for (int y = from; y < to && y < image->height_px; y++)
        cmsDoTransform(transform, image_row(image, y), image_row(image, y), (cmsUInt32Number)image->width_px);
}

void to_display_apply(const struct to_display *conversion, struct image *image, struct pool *pool)
{
    struct work work = {conversion, image};
    if (conversion)
        pool_run(pool, (image->height_px + ROWS_PER_JOB - 1) / ROWS_PER_JOB, convert_rows, &work, NULL);
}
