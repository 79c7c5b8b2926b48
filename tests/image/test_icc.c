#include "testing.h"

#include "base/mem.h"
#include "image/colour.h"
#include "image/icc.h"

#include <lcms2.h>
#include <string.h>

static struct bytes saved(cmsHPROFILE profile) // takes the profile
{
    cmsUInt32Number size = 0;
    assert_true(cmsSaveProfileToMem(profile, NULL, &size));
    struct bytes bytes = {mem_alloc(size), size};
    assert_true(cmsSaveProfileToMem(profile, bytes.data, &size));
    cmsCloseProfile(profile);
    return bytes;
}

static cmsHPROFILE rgb_profile(cmsToneCurve *red, cmsToneCurve *others, bool is_p3)
{
    cmsCIExyY white = {0.3127, 0.3290, 1.0};
    cmsCIExyYTRIPLE srgb = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsCIExyYTRIPLE p3 = {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *curves[3] = {red, others, others};
    return cmsCreateRGBProfile(&white, is_p3 ? &p3 : &srgb, curves);
}

// Reads a profile with that curve three times.
static bool read_with_curve(cmsToneCurve *curve, bool is_p3, double version, struct colour_space *out)
{
    cmsHPROFILE profile = rgb_profile(curve, curve, is_p3);
    cmsSetProfileVersion(profile, version);
    struct bytes icc = saved(profile);
    bool ok = colour_read_icc(icc.data, icc.size, out);
    mem_free(icc.data);
    cmsFreeToneCurve(curve);
    return ok;
}

static cmsToneCurve *sampled(int count, double gamma) // 0: sRGB's own
{
    static uint16_t table[4096];
    struct transfer srgb = colour_srgb().curve;
    for (int i = 0; i < count; i++) {
        double x = i / (count - 1.0), y = gamma > 0.0 ? pow(x, gamma) : colour_decode(&srgb, x);
        table[i] = (uint16_t)(y * 65535.0 + 0.5);
    }
    return cmsBuildTabulatedToneCurve16(NULL, (cmsUInt32Number)count, table);
}

static void assert_same_space(const struct colour_space *a, const struct colour_space *b)
{
    for (int i = 0; i < 9; i++)
        assert_close(a->to_xyz_d50[i], b->to_xyz_d50[i], 1e-4);
    for (int i = 0; i <= 1000; i++)
        assert_close(colour_decode(&a->curve, i / 1000.0), colour_decode(&b->curve, i / 1000.0), 1e-4);
    assert_int_equal(a->is_srgb_curve, b->is_srgb_curve);
}

static struct colour_space odd_space(void)
{
    static const double XY[8] = {0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001, 0.3457, 0.3585};
    struct colour_space space = {.curve = {.g = 1.9, .a = 0.95, .b = 0.05, .c = 0.2, .d = 0.02, .e = -0.001},
                                 .name = "odd"};
    space.curve.f = pow(0.95 * 0.02 + 0.05, 1.9) - 0.001 - 0.2 * 0.02; // they meet
    assert_true(colour_matrix_of(XY, space.to_xyz_d50));
    return space;
}

static void ours_round_trip(void **state)
{
    (void)state;
    struct colour_space spaces[] = {colour_srgb(), colour_display_p3(), odd_space()};
    for (int k = 0; k < 3; k++) {
        size_t size, again_size;
        uint8_t *icc = colour_make_icc(&spaces[k], &size);
        uint8_t *again = colour_make_icc(&spaces[k], &again_size);
        assert_int_equal(size, again_size);
        assert_memory_equal(icc, again, size);
        struct colour_space back;
        assert_true(colour_read_icc(icc, size, &back));
        assert_same_space(&back, &spaces[k]);
        if (k < 2)
            assert_string_equal(back.name, spaces[k].name);
        mem_free(icc);
        mem_free(again);
    }
}

// lcms2 finds ours complete, and through it sRGB goes to sRGB, P3 to what its own P3 profile says.
static void ours_for_lcms(void **state)
{
    (void)state;
    struct colour_space spaces[] = {colour_srgb(), colour_display_p3()};
    cmsFloat64Number srgb[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    for (int k = 0; k < 2; k++) {
        size_t size;
        uint8_t *icc = colour_make_icc(&spaces[k], &size);
        cmsHPROFILE ours = cmsOpenProfileFromMem(icc, (cmsUInt32Number)size);
        assert_non_null(ours);
        char text[64];
        cmsGetProfileInfoASCII(ours, cmsInfoDescription, "en", "US", text, sizeof text);
        assert_string_equal(text, k ? "Stipple Display P3" : "Stipple sRGB");
        cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, srgb);
        cmsHPROFILE theirs = rgb_profile(curve, curve, k == 1);
        cmsHTRANSFORM t =
            cmsCreateTransform(ours, TYPE_RGB_8, theirs, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
        assert_non_null(t);
        for (int i = 0; i < 4096; i++) {
            uint8_t in[3] = {(uint8_t)(i * 7), (uint8_t)(i * 31), (uint8_t)(i / 16)}, out[3];
            cmsDoTransform(t, in, out, 1);
            for (int c = 0; c < 3; c++)
                assert_close(out[c], in[c], 1.0);
        }
        cmsDeleteTransform(t);
        cmsCloseProfile(ours);
        cmsCloseProfile(theirs);
        cmsFreeToneCurve(curve);
        mem_free(icc);
    }
}

static void known_spaces_are_recognised(void **state)
{
    (void)state;
    struct colour_space space;
    cmsFloat64Number srgb[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *formula = cmsBuildParametricToneCurve(NULL, 4, srgb);
    assert_true(read_with_curve(cmsDupToneCurve(formula), true, 4.3, &space));
    assert_string_equal(space.name, "Display P3");
    assert_true(read_with_curve(formula, false, 4.3, &space));
    assert_string_equal(space.name, "sRGB");
    assert_true(read_with_curve(sampled(1024, 0), false, 2.1, &space)); // as most old sRGB files
    assert_string_equal(space.name, "sRGB");
    assert_true(space.is_srgb_curve);
    assert_true(read_with_curve(sampled(256, 0), true, 2.1, &space));
    assert_string_equal(space.name, "Display P3");
}

static void power_curves(void **state)
{
    (void)state;
    struct colour_space space;
    assert_true(read_with_curve(cmsBuildGamma(NULL, 563.0 / 256.0), false, 2.1, &space));
    assert_close(space.curve.g, 563.0 / 256.0, 1e-3); // Adobe RGB's
    assert_false(space.is_srgb_curve);
    assert_true(read_with_curve(sampled(1024, 1.8), false, 2.1, &space));
    assert_close(space.curve.g, 1.8, 1e-2);
    assert_true(read_with_curve(cmsBuildGamma(NULL, 1.0), false, 2.1, &space));
    assert_close(colour_decode(&space.curve, 0.3), 0.3, 1e-4);
}

// The ICC's types 1 to 4 (lcms2: 2 to 5) against lcms2's own evaluation.
static void formulas(void **state)
{
    (void)state;
    static const cmsFloat64Number P[4][7] = {{2.0, 0.9, 0.1},
                                             {2.0, 0.9, 0.095, 0.005},
                                             {2.4, 0.95, 0.05, 0.07, 0.04},
                                             {2.2, 0.94, 0.06, 0.06, 0.05, -0.003, 0.001}};
    for (int type = 2; type <= 5; type++) {
        cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, type, P[type - 2]);
        struct colour_space space;
        assert_true(read_with_curve(cmsDupToneCurve(curve), false, 4.3, &space));
        for (int i = 0; i <= 255; i++)
            assert_close(colour_decode(&space.curve, i / 255.0),
                         (double)cmsEvalToneCurveFloat(curve, (float)i / 255.0f), 1e-3);
        cmsFreeToneCurve(curve);
    }
}

static void others_are_declined(void **state)
{
    (void)state;
    struct colour_space space;
    static const uint16_t S_SHAPE[6] = {0, 3000, 20000, 50000, 62000, 65535};
    assert_false(read_with_curve(cmsBuildTabulatedToneCurve16(NULL, 6, S_SHAPE), false, 2.1, &space));
    cmsToneCurve *red = cmsBuildGamma(NULL, 2.2), *other = cmsBuildGamma(NULL, 2.0);
    struct bytes icc = saved(rgb_profile(red, other, false));
    assert_false(colour_read_icc(icc.data, icc.size, &space));
    mem_free(icc.data);
    icc = saved(cmsCreateGrayProfile(cmsD50_xyY(), red));
    assert_false(colour_read_icc(icc.data, icc.size, &space));
    mem_free(icc.data);
    icc = saved(cmsCreateLab4Profile(NULL));
    assert_false(colour_read_icc(icc.data, icc.size, &space));
    mem_free(icc.data);
    assert_false(colour_read_icc((const uint8_t *)"junk", 4, &space));
    assert_false(colour_read_icc((const uint8_t *)"", 0, &space));
    cmsFreeToneCurve(red);
    cmsFreeToneCurve(other);
}

// Whatever is read is usable: finite, from black to white, never falling.
static void assert_usable(const struct colour_space *space)
{
    double before = -1e-6;
    for (int i = 0; i <= 255; i++) {
        double y = colour_decode(&space->curve, i / 255.0);
        assert_true(y >= before - 1e-6 && y <= 1.0);
        assert_true(colour_encode(&space->curve, y) >= 0.0);
        before = y;
    }
    for (int i = 0; i < 9; i++)
        assert_true(fabs(space->to_xyz_d50[i]) < 100.0);
}

static void damaged(void **state)
{
    (void)state;
    size_t size;
    struct colour_space p3 = colour_display_p3(), space;
    uint8_t *icc = colour_make_icc(&p3, &size);
    for (size_t n = 0; n < size; n++) {
        uint8_t *cut = mem_alloc(n ? n : 1); // its exact size, for the sanitizer
        memcpy(cut, icc, n);
        if (colour_read_icc(cut, n, &space))
            assert_usable(&space);
        mem_free(cut);
    }
    for (size_t i = 0; i < size * 8; i++) {
        icc[i / 8] ^= (uint8_t)(1u << i % 8);
        if (colour_read_icc(icc, size, &space))
            assert_usable(&space);
        icc[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    mem_free(icc);
}

// A table profile (A2B0) that says: these RGB are sRGB with red and blue exchanged.
static int exchange(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo)
{
    uint16_t rgb[3] = {in[2], in[1], in[0]};
    cmsDoTransform(cargo, rgb, out, 1);
    return 1;
}

static struct bytes table_profile(void)
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfile(), lab = cmsCreateLab2Profile(NULL);
    cmsHTRANSFORM to_lab =
        cmsCreateTransform(srgb, TYPE_RGB_16, lab, TYPE_LabV2_16, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
    cmsPipeline *pipeline = cmsPipelineAlloc(NULL, 3, 3);
    cmsStage *stage = cmsStageAllocCLut16bit(NULL, 17, 3, 3, NULL);
    assert_true(cmsStageSampleCLut16bit(stage, exchange, to_lab, 0));
    cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, stage);
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
    cmsSetProfileVersion(profile, 2.4);
    cmsSetDeviceClass(profile, cmsSigInputClass);
    cmsSetColorSpace(profile, cmsSigRgbData);
    cmsSetPCS(profile, cmsSigLabData);
    assert_true(cmsWriteTag(profile, cmsSigAToB0Tag, pipeline));
    cmsPipelineFree(pipeline);
    cmsDeleteTransform(to_lab);
    cmsCloseProfile(srgb);
    cmsCloseProfile(lab);
    return saved(profile);
}

static void table_is_converted(void **state)
{
    (void)state;
    struct bytes icc = table_profile();
    struct colour_space space;
    assert_false(colour_read_icc(icc.data, icc.size, &space));
    for (int f = PIXELS_RGBA8; f <= PIXELS_RGBA16; f++) {
        struct image *image = image_create(2, 1, (enum pixel_format)f, NULL);
        memset(image->data, 0, image->pitch_bytes);
        if (f == PIXELS_RGBA8)
            memcpy(image->data, (uint8_t[8]){200, 150, 120, 77, 30, 60, 90, 255}, 8);
        else
            memcpy(image->data, (uint16_t[8]){51400, 38550, 30840, 777, 7710, 15420, 23130, 65535}, 16);
        assert_false(icc_convert_to_srgb(icc.data, icc.size, CHANNELS_GREY, image));
        assert_true(icc_convert_to_srgb(icc.data, icc.size, CHANNELS_RGB, image));
        static const double WANTED[8] = {120, 150, 200, 77, 90, 60, 30, 255};
        for (int i = 0; i < 8; i++) {
            double got = f == PIXELS_RGBA8 ? image_row(image, 0)[i] : image_row16(image, 0)[i];
            if (i % 4 == 3)
                assert_close(got, f == PIXELS_RGBA8 ? WANTED[i] : i == 3 ? 777 : 65535, 0.0);
            else
                assert_close(got / (f == PIXELS_RGBA8 ? 1 : 257), WANTED[i],
                             3.0); // 17 steps a side
        }
        image_unref(image);
    }
    mem_free(icc.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ours_round_trip),
        cmocka_unit_test(ours_for_lcms),
        cmocka_unit_test(known_spaces_are_recognised),
        cmocka_unit_test(power_curves),
        cmocka_unit_test(formulas),
        cmocka_unit_test(others_are_declined),
        cmocka_unit_test(damaged),
        cmocka_unit_test(table_is_converted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
