// The networks' reader and runner: on the real files where they are installed, and on damaged ones.
#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "nets/net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const files[4] = {"face_detection_short_range.tflite", "face_landmark.tflite",
                                     "selfie_segmentation.tflite", "face_landmark_with_attention.tflite"};

static bool read_file(int index, struct bytes *out)
{
    char path[4096];
    const char *folder = getenv("STIPPLE_NETS");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "", files[index]);
    return file_exists(path) && file_read(path, 1 << 24, out, NULL);
}

// The side of the input, and the outputs' sizes, as the files' makers document them.
static void test_shapes(void **state)
{
    (void)state;
    static const int side[4] = {128, 192, 256, 192};
    static const int outputs[4][7] = {
        {896 * 16, 896}, {1404, 1}, {256 * 256}, {1404, 2 * 80, 2 * 71, 2 * 71, 2 * 5, 2 * 5, 1}};
    for (int i = 0; i < 4; i++) {
        struct bytes bytes;
        if (!read_file(i, &bytes))
            skip();
        struct err err = {0};
        struct net *net = net_parse(bytes.data, bytes.size, &err);
        assert_non_null(net);
        assert_int_equal(net_input_shape(net).rows, side[i]);
        assert_int_equal(net_input_shape(net).columns, side[i]);
        assert_int_equal(net_input_shape(net).channels, 3);
        for (int k = 0; k < net_output_count(net); k++) {
            struct net_shape shape = net_output_shape(net, k);
            assert_int_equal(shape.rows * shape.columns * shape.channels, outputs[i][k]);
        }
        net_free(net);
        mem_free(bytes.data);
    }
}

// Two runs give the same bits, whatever ran between; the mask is a share.
static void test_runs_repeat(void **state)
{
    (void)state;
    struct bytes bytes;
    if (!read_file(2, &bytes))
        skip();
    struct net *net = net_parse(bytes.data, bytes.size, NULL);
    size_t count = 256 * 256 * 3;
    float *input = mem_alloc(count * sizeof *input), *other = mem_alloc(count * sizeof *other);
    float *first = mem_alloc(256 * 256 * sizeof *first);
    for (size_t i = 0; i < count; i++)
        input[i] = (float)(i * 2654435761u % 1000) / 1000.0f;
    assert_true(net_run(net, input, NULL));
    memcpy(first, net_output(net, 0), 256 * 256 * sizeof *first);
    for (int i = 0; i < 256 * 256; i++)
        assert_true(first[i] >= 0.0f && first[i] <= 1.0f);
    assert_true(net_run(net, other, NULL));
    assert_memory_not_equal(first, net_output(net, 0), 256 * 256 * sizeof *first);
    assert_true(net_run(net, input, NULL));
    assert_memory_equal(first, net_output(net, 0), 256 * 256 * sizeof *first);
    mem_free(first);
    mem_free(other);
    mem_free(input);
    net_free(net);
    mem_free(bytes.data);
}

// Cut short or changed anywhere: refused or run, never outside its memory (the sanitizers watch).
static void test_damaged_files(void **state)
{
    (void)state;
    struct bytes bytes;
    if (!read_file(0, &bytes))
        skip();
    float *input = mem_alloc(128 * 128 * 3 * sizeof *input);
    int refused = 0, run = 0;
    for (int i = 0; i < 300; i++) {
        uint8_t *copy = mem_alloc(bytes.size);
        memcpy(copy, bytes.data, bytes.size);
        size_t size = i % 3 == 0 ? bytes.size * (size_t)i / 300 : bytes.size;
        for (int k = 0; k < 4; k++) { // near the end stand the tables
            size_t at = ((size_t)i * 7919 + (size_t)k * 104729) % 24000;
            copy[bytes.size - 1 - at] ^= (uint8_t)(1 << (i + k) % 8);
        }
        struct err err = {0};
        struct net *net = net_parse(copy, size, &err);
        struct net_shape in = net ? net_input_shape(net) : (struct net_shape){0};
        refused += net == NULL;
        if (!net)
            assert_int_equal(err.code, ERR_INPUT);
        if (net && run < 12 && in.rows * in.columns * in.channels <= 128 * 128 * 3 && net_work(net) < 1e8)
            run += net_run(net, input, NULL);
        net_free(net);
        mem_free(copy);
    }
    assert_true(refused > 100);
    mem_free(input);
    mem_free(bytes.data);
}

// Each operator once, against values worked out from the operators' definitions by another program (plain loops in
// double precision): convolution with 16 bit weights, relu, depthwise, prelu, add, pad, pools, resize, transposed
// convolution, logistic, hard swish, multiply, reshape, concatenation.
static void test_every_operator(void **state)
{
    (void)state;
    static const double wanted[32] = {357.4364, 9138.275, 0, 0, 276.1281, 7439.121, 0, 0, 161.442,  5835.185, 0, 0,
                                      138.0414, 5773.907, 0, 0, 23.40328, 108.8614, 0, 0, 18.07959, 88.61987, 0, 0,
                                      10.57047, 69.5127,  0, 0, 9.038315, 68.78271, 0, 0};
    char path[4096];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/net/every_operator.tflite", testing_source());
    struct net *net = net_load(path, NULL, &err);
    assert_non_null(net);
    assert_null(net_load(path, "0", &err)); // another file than the one that was pinned
    float input[128];
    for (int i = 0; i < 128; i++)
        input[i] = (float)(i % 7) * 0.25f - 0.5f;
    assert_true(net_run(net, input, NULL));
    for (int i = 0; i < 32; i++)
        assert_close((double)net_output(net, 1)[i], wanted[i], 1e-5 * (1.0 + wanted[i]));
    assert_close((double)net_output(net, 0)[6 * 16 + 15], 0.000017, 1e-6);
    net_free(net);
}

// Those of a network that looks twice, against values worked out likewise, the frame by products of its turns, shifts
// and scales: points to a frame, a picture sampled in it, points in space and in the plane carried.
static void test_looking_twice(void **state)
{
    (void)state;
    static const double space[12] = {-1.8728,  -2.00885, 0.5, -2.84053, -1.55356, 2.9,
                                     -2.79785, -3.50253, 1.4, -3.76558, -3.04724, 3.8};
    static const double plane[6] = {-1.44999, -0.756987, -1.64929, -1.00119, -1.80973, -1.33786};
    static const double sampled[15] = {0,        0,       0,        0.879463, 0.87616,  1.12946, 0.566447, 0.853215,
                                       0.816447, 1.23582, 0.522837, 0.858291, 0.891674, 1.53481, 0.748363};
    static const int sizes[3] = {48, 48, 45};
    static const double sums[3] = {-55.5621, -72.3555, 27.0589};
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/net/looks_twice.tflite", testing_source());
    struct net *net = net_load(path, NULL, NULL);
    assert_non_null(net);
    float input[48];
    for (int i = 0; i < 48; i++)
        input[i] = (float)(i * 7 % 13) * 0.15f + 0.05f * (float)(i % 3);
    assert_true(net_run(net, input, NULL));
    for (int k = 0; k < 3; k++) {
        double sum = 0.0;
        for (int i = 0; i < sizes[k]; i++)
            sum += (double)net_output(net, k)[i];
        assert_close(sum, sums[k], 1e-3);
    }
    for (int i = 0; i < 15; i++) {
        assert_close((double)net_output(net, 0)[i % 12], space[i % 12], 1e-5);
        assert_close((double)net_output(net, 1)[i % 6], plane[i % 6], 1e-5);
        assert_close((double)net_output(net, 2)[15 + i], sampled[i], 1e-5);
    }
    input[0] = input[3] = (float)NAN; // points that are none
    assert_true(net_run(net, input, NULL));
    net_free(net);
}

// Options cut short or changed anywhere: refused or run, as above.
static void test_damaged_options(void **state)
{
    (void)state;
    char path[4096];
    struct bytes bytes;
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/net/looks_twice.tflite", testing_source());
    assert_true(file_read(path, 1 << 20, &bytes, NULL));
    float input[4096] = {0.5f};
    int refused = 0, run = 0;
    for (size_t at = 0; at < bytes.size; at++)
        for (int k = 0; k < 3; k++) {
            uint8_t before = bytes.data[at];
            bytes.data[at] = k == 0 ? 0xff : (uint8_t)(before ^ (k == 1 ? 1 : 0x10));
            struct net *net = net_parse(bytes.data, bytes.size, NULL);
            struct net_shape in = net ? net_input_shape(net) : (struct net_shape){0};
            refused += net == NULL;
            if (net && (long)in.rows * in.columns * in.channels <= 4096 && net_work(net) < 1e5)
                run += net_run(net, input, NULL);
            net_free(net);
            bytes.data[at] = before;
        }
    assert_true(refused > 1000 && run > 500);
    mem_free(bytes.data);
}

static void test_not_a_network(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(net_parse("", 0, &err));
    assert_int_equal(err.code, ERR_INPUT);
    static const uint8_t loop[64] = {4, 0, 0, 0, 'T', 'F', 'L', '3'};
    assert_null(net_parse(loop, sizeof loop, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),        cmocka_unit_test(test_runs_repeat),
        cmocka_unit_test(test_damaged_files), cmocka_unit_test(test_every_operator),
        cmocka_unit_test(test_looking_twice), cmocka_unit_test(test_damaged_options),
        cmocka_unit_test(test_not_a_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
