#include "testing.h"

#include "image/colour.h"

#include <lcms2.h>
#include <string.h>

// Sharma, Wu, Dalal 2005, table 1, with its four-digit results.
static const double PAIRS[34][7] = {
    {50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425},
    {50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615},
    {50, 2.8361, -74.0200, 50, 0, -82.7485, 3.4412},
    {50, -1.3802, -84.2814, 50, 0, -82.7485, 1.0000},
    {50, -1.1848, -84.8006, 50, 0, -82.7485, 1.0000},
    {50, -0.9009, -85.5211, 50, 0, -82.7485, 1.0000},
    {50, 0, 0, 50, -1, 2, 2.3669},
    {50, -1, 2, 50, 0, 0, 2.3669},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0009, 7.1792},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0010, 7.1792},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0011, 7.2195},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0012, 7.2195},
    {50, -0.0010, 2.4900, 50, 0.0009, -2.4900, 4.8045},
    {50, -0.0010, 2.4900, 50, 0.0010, -2.4900, 4.8045},
    {50, -0.0010, 2.4900, 50, 0.0011, -2.4900, 4.7461},
    {50, 2.5, 0, 50, 0, -2.5, 4.3065},
    {50, 2.5, 0, 73, 25, -18, 27.1492},
    {50, 2.5, 0, 61, -5, 29, 22.8977},
    {50, 2.5, 0, 56, -27, -3, 31.9030},
    {50, 2.5, 0, 58, 24, 15, 19.4535},
    {50, 2.5, 0, 50, 3.1736, 0.5854, 1.0000},
    {50, 2.5, 0, 50, 3.2972, 0, 1.0000},
    {50, 2.5, 0, 50, 1.8634, 0.5757, 1.0000},
    {50, 2.5, 0, 50, 3.2592, 0.3350, 1.0000},
    {60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644},
    {63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630},
    {61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731},
    {35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645},
    {22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373},
    {36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146},
    {90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441},
    {90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381},
    {6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377},
    {2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082},
};

static void ciede2000_published(void **state)
{
    (void)state;
    for (size_t i = 0; i < 34; i++) {
        const double *p = PAIRS[i];
        struct lab one = {p[0], p[1], p[2]}, two = {p[3], p[4], p[5]};
        assert_close(colour_ciede2000(one, two), p[6], 5.1e-5);
        assert_close(colour_ciede2000(two, one), p[6], 5.1e-5);
    }
}

static void ciede2000_lcms(void **state)
{
    (void)state;
    struct lab one = {62.0, 14.0, 19.0};
    for (int i = 0; i < 2000; i++) {
        struct lab two = {(i * 37) % 101, (i * 53) % 161 - 80, (i * 71) % 159 - 79};
        cmsCIELab a = {one.l, one.a, one.b}, b = {two.l, two.a, two.b};
        assert_close(colour_ciede2000(one, two), cmsCIE2000DeltaE(&a, &b, 1, 1, 1), 1e-6);
        one = two;
    }
}

// IEC 61966-2-1 and SMPTE EG 432-1, adapted to D50 by Bradford, as lcms2 does it.
static void matrices_lcms(void **state)
{
    (void)state;
    cmsCIExyY white = {0.3127, 0.3290, 1.0};
    cmsCIExyYTRIPLE srgb = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsCIExyYTRIPLE p3 = {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *line = cmsBuildGamma(NULL, 1.0), *lines[3] = {line, line, line};
    for (int k = 0; k < 2; k++) {
        cmsHPROFILE profile = cmsCreateRGBProfile(&white, k ? &p3 : &srgb, lines);
        struct colour_space space = k ? colour_display_p3() : colour_srgb();
        static const cmsTagSignature TAGS[3] = {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
        for (int i = 0; i < 3; i++) {
            const cmsCIEXYZ *column = cmsReadTag(profile, TAGS[i]);
            assert_close(space.to_xyz_d50[i], column->X, 1e-4);
            assert_close(space.to_xyz_d50[3 + i], column->Y, 1e-4);
            assert_close(space.to_xyz_d50[6 + i], column->Z, 1e-4);
        }
        cmsCloseProfile(profile);
    }
    cmsFreeToneCurve(line);
    static const double LINE[8] = {0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.3127, 0.3290};
    double m[9];
    assert_false(colour_matrix_of(LINE, m));
}

static void curve_published(void **state)
{
    (void)state;
    struct transfer t = colour_srgb().curve;
    assert_close(colour_decode(&t, 0.5), 0.21404114, 1e-8);
    assert_close(colour_decode(&t, 10.0 / 255.0), 0.00303527, 1e-8); // on the line
    assert_close(colour_decode(&t, 0.0), 0.0, 0.0);
    assert_close(colour_decode(&t, 1.0), 1.0, 1e-12);
    assert_close(colour_encode(&t, 0.18), 0.46135612, 1e-8);
    assert_close(colour_decode(&t, -1.0), 0.0, 0.0);
    assert_close(colour_encode(&t, 7.0), 1.0, 1e-12);
    assert_close(colour_encode(&t, (double)NAN), 0.0, 0.0);
}

static const struct transfer CURVES[] = {
    {.g = 2.4, .a = 1 / 1.055, .b = 0.055 / 1.055, .c = 1 / 12.92, .d = 0.04045},
    {.g = 2.2, .a = 1.0},
    {.g = 1.0, .a = 1.0},
    {.g = 1.8, .a = 1.0, .c = 1.0 / 16.0, .d = 0.031248},                            // ProPhoto's
    {.g = 1.0 / 0.45, .a = 1 / 1.099, .b = 0.099 / 1.099, .c = 1 / 4.5, .d = 0.081}, // BT.709
    {.g = 2.0, .a = 0.9, .b = 0.1, .c = 0.1, .d = 0.1, .e = -0.01, .f = 0.002},      // with a step
};

static void round_trips(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof CURVES / sizeof *CURVES; k++) {
        struct colour_space space = {.curve = CURVES[k]};
        float decode[256];
        struct encode_table_8 encode;
        colour_fill_decode_8(&space, decode);
        colour_fill_encode_8(&space, &encode);
        for (int i = 0; i < 256; i++)
            assert_int_equal(colour_encode_8(&encode, decode[i]), i);
        for (int i = 0; i < 65536; i += 17) {
            double x = i / 65535.0;
            // Where line and power do not quite meet, a code may come back by the other one.
            assert_close(colour_encode(&CURVES[k], colour_decode(&CURVES[k], x)), x, k < 4 ? 1e-6 : 3e-4);
        }
    }
}

static void table_rounds_to_nearest(void **state)
{
    (void)state;
    struct colour_space space = colour_srgb();
    struct encode_table_8 encode;
    colour_fill_encode_8(&space, &encode);
    for (int i = 0; i <= 100000; i++) {
        double linear = i / 100000.0, exact = colour_encode(&space.curve, linear) * 255.0;
        assert_close(colour_encode_8(&encode, (float)linear), exact, 0.5 + 1e-4);
    }
    assert_int_equal(colour_encode_8(&encode, -1.0f), 0);
    assert_int_equal(colour_encode_8(&encode, 9.0f), 255);
    assert_int_equal(colour_encode_8(&encode, NAN), 0);
}

static void lab_published(void **state)
{
    (void)state;
    struct colour_space srgb = colour_srgb();
    const uint8_t white[3] = {255, 255, 255}, red[3] = {255, 0, 0}, grey[3] = {119, 119, 119};
    struct lab lab = colour_lab_of_8(&srgb, white);
    assert_close(lab.l, 100.0, 0.02);
    assert_close(lab.a, 0.0, 0.03);
    assert_close(lab.b, 0.0, 0.03);
    lab = colour_lab_of_8(&srgb, red); // 54.29, 80.81, 69.89: Lindbloom's calculator, D50
    assert_close(lab.l, 54.29, 0.02);
    assert_close(lab.a, 80.81, 0.05);
    assert_close(lab.b, 69.89, 0.05);
    assert_close(colour_lab_of_8(&srgb, grey).l, 50.03, 0.02);
}

// domain.md 4.2: each test patch lies in its class.
static void ita_classes(void **state)
{
    (void)state;
    static const double ROWS[6][5] = {{72, 8, 13, 55, 90},  {68, 10, 16, 41, 55},  {64, 11, 18, 28, 41},
                                      {57, 12, 19, 10, 28}, {46, 13, 17, -30, 10}, {36, 11, 12, -90, -30}};
    for (int i = 0; i < 6; i++) {
        double ita = colour_ita_deg((struct lab){ROWS[i][0], ROWS[i][1], ROWS[i][2]});
        assert_true(ita > ROWS[i][3] && ita < ROWS[i][4]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ciede2000_published), cmocka_unit_test(ciede2000_lcms),
        cmocka_unit_test(matrices_lcms),       cmocka_unit_test(curve_published),
        cmocka_unit_test(round_trips),         cmocka_unit_test(table_rounds_to_nearest),
        cmocka_unit_test(lab_published),       cmocka_unit_test(ita_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
