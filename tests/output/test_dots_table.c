#include "output/dots_table.h"

#include "base/mem.h"
#include "plan/case_make.h"
#include "testing.h"

#include <stdlib.h>
#include <string.h>

static struct case_ *small_case(void)
{
    struct case_ *case_ = case_create();
    case_take_template(case_, HAIRLINE_ROUND);
    return case_;
}

// The columns semi_major_px, semi_minor_px and angle_deg of one splat.
static void ellipse(const struct splat *splat, double out[3])
{
    struct case_ *case_ = small_case();
    struct dot dot = {.place = 5, .part = 1, .event = 1};
    struct composed composed = {.dot_count = 1, .dots = &dot, .scene = {.splat_count = 1, .splats = splat}};
    struct frame frame = {.option = 0};
    struct bytes text = dots_table(case_, &frame, &composed, false);
    char *row = strndup((const char *)text.data, text.size), *at = strchr(row, '\n') + 1;
    assert_int_equal(strncmp(at, "21,5,2,", 7), 0); // id 4 x 5 + 1, rank, second session
    assert_non_null(strstr(at, ",A,full\n"));
    for (int column = 0; column < 14; column++) {
        double value = strtod(at, &at);
        at++;
        if (column >= 11)
            out[column - 11] = value;
    }
    free(row);
    mem_free(text.data);
    case_destroy(case_);
}

static void test_ellipse(void **state)
{
    (void)state;
    double e[3];
    struct splat circle = {.jxx = 6.0f, .jyy = 6.0f, .radius_mm = 0.5f};
    ellipse(&circle, e);
    assert_close(e[0], 3.0, 1e-4);
    assert_close(e[1], 3.0, 1e-4);
    struct splat flat = {.jxx = 6.0f, .jyy = 2.0f, .radius_mm = 0.5f}; // turned away about the x axis
    ellipse(&flat, e);
    assert_close(e[0], 3.0, 1e-4);
    assert_close(e[1], 1.0, 1e-4);
    assert_close(e[2], 0.0, 1e-2);
    struct splat tall = {.jxx = 2.0f, .jyy = 6.0f, .radius_mm = 0.5f};
    ellipse(&tall, e);
    assert_close(fabs(e[2]), 90.0, 1e-2);
    // Seen square, smeared by 0.3 mm at 30 degrees: longer along the smear only.
    struct splat smeared = {
        .jxx = 10.0f, .jyy = 10.0f, .radius_mm = 0.2f, .smear_a_mm = 0.3f * 0.8660254f, .smear_b_mm = 0.3f * 0.5f};
    ellipse(&smeared, e);
    assert_close(e[0], 5.0, 1e-3);
    assert_close(e[1], 2.0, 1e-3);
    assert_close(e[2], 30.0, 1e-2);
}

// Against points of the outline carried over one by one: the farthest and the nearest are the axes.
static void test_ellipse_by_its_outline(void **state)
{
    (void)state;
    struct splat s = {.jxx = 5.0f,
                      .jxy = -2.0f,
                      .jyx = 1.5f,
                      .jyy = 3.0f,
                      .radius_mm = 0.15f,
                      .smear_a_mm = -0.08f,
                      .smear_b_mm = 0.05f};
    double e[3], most = 0.0, least = 1e9, angle = 0.0, smear = hypot(0.08, 0.05);
    ellipse(&s, e);
    for (int i = 0; i < 36000; i++) {
        double t = i * 3.14159265358979 / 18000.0, a = 0.15 * cos(t), b = 0.15 * sin(t);
        double along = (a * -0.08 + b * 0.05) / smear / 0.15 * smear; // what the smear adds along itself
        a += along * -0.08 / smear;
        b += along * 0.05 / smear;
        double x = 5.0 * a - 2.0 * b, y = 1.5 * a + 3.0 * b, r = hypot(x, y);
        if (r > most) {
            most = r;
            angle = atan2(y, x) * 180.0 / 3.14159265358979;
        }
        least = fmin(least, r);
    }
    assert_close(e[0], most, 1e-3);
    assert_close(e[1], least, 1e-3);
    assert_close(fabs(remainder(e[2] - angle, 180.0)), 0.0, 0.05);
}

static void test_empty(void **state)
{
    (void)state;
    struct case_ *case_ = small_case();
    struct composed composed = {0};
    struct frame frame = {0};
    struct bytes csv = dots_table(case_, &frame, &composed, false), json = dots_table(case_, &frame, &composed, true);
    assert_int_equal(csv.data[csv.size - 1], '\n');
    assert_null(memchr(csv.data, '\n', csv.size - 1));
    assert_int_equal(json.size, 4);
    assert_memory_equal(json.data, "[\n]\n", 4);
    mem_free(csv.data);
    mem_free(json.data);
    case_destroy(case_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ellipse), cmocka_unit_test(test_ellipse_by_its_outline),
                                       cmocka_unit_test(test_empty)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
