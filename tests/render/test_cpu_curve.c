#include "render/cpu_curve.h"
#include "testing.h"

// Every code under many transmittances: the nearest code to the exact light.
static void check(enum pixel_format format, struct transfer curve, int step)
{
    struct colour_space space = {.curve = curve};
    struct cpu_curve tables;
    assert_true(cpu_curve_init(&tables, &space, format));
    int most = tables.codes - 1;
    for (int code = 0; code <= most; code += step)
        for (int k = 0; k <= 16; k++) {
            float left[3] = {1.0f, (float)(k / 16.0), 0.5f}, share = 0.75f;
            uint8_t in8[4] = {(uint8_t)code, (uint8_t)code, 0, 99}, out8[4];
            uint16_t in16[4] = {(uint16_t)code, (uint16_t)code, 0, 99}, out16[4];
            bool is_16 = format == PIXELS_RGBA16;
            struct shade_row row = {.left = {&left[0], &left[1], &left[2]},
                                    .count = 1,
                                    .in = is_16 ? (const void *)in16 : in8,
                                    .out = is_16 ? (void *)out16 : out8};
            cpu_curve_shade(&tables, &row, (const float *[3]){&share, &share, &share});
            int first = is_16 ? out16[0] : out8[0], second = is_16 ? out16[1] : out8[1];
            double light = colour_decode(&curve, code / (double)most) * (1.0 - 0.75 * (1.0 - k / 16.0));
            assert_int_equal(first, code);
            assert_close(second, most * colour_encode(&curve, light), 0.5 + most * 1e-6);
            assert_int_equal(is_16 ? out16[3] : out8[3], 99);
        }
    cpu_curve_finish(&tables);
}

static void test_nearest_codes(void **state)
{
    (void)state;
    const struct transfer gamma = {.g = 2.2, .a = 1.0};
    check(PIXELS_RGBA8, gamma, 1);
    check(PIXELS_RGBA8, colour_srgb().curve, 1);
    check(PIXELS_RGBA16, (struct transfer){.g = 1.8, .a = 1.0}, 257);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nearest_codes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
