// The edge of an iris, in drawn eyes of known breadth: found to a hundredth, or refused.
#include "testing.h"

#include "base/rng.h"
#include "image/limbus.h"

#include <math.h>

struct eye {
    double x, y, breadth_px, squeeze; // squeeze: of its breadth along the rows
    double iris, white, skin;         // light, linear
    double soft_px, noise;
    double lid_over, lid_under; // of the radius: how far the lids lie from the middle; 0: shut
    double turn_rad;
};

static const struct eye plain = {100.3, 99.1, 60.0, 1.0, 0.05, 0.5, 0.35, 2.0, 0.0, 0.8, 0.95, 0.0};

static double light_of(const struct eye *eye, double x, double y)
{
    double c = cos(eye->turn_rad), s = sin(eye->turn_rad), r = 0.5 * eye->breadth_px;
    double u = c * (x - eye->x) + s * (y - eye->y), v = c * (y - eye->y) - s * (x - eye->x);
    double bow = 1.0 - u * u / (6.5 * r * r); // lids meet at the corners
    if (v < -eye->lid_over * r * bow || v > eye->lid_under * r * bow)
        return eye->skin;
    double away = sqrt(u * u / (eye->squeeze * eye->squeeze) + v * v) - r;
    double share = fmin(fmax(0.5 + away / eye->soft_px, 0.0), 1.0);
    double pupil = away + r < 0.33 * r ? 0.1 : 1.0;
    return eye->iris * pupil * (1.0 - share) + eye->white * share;
}

static struct image *draw(const struct eye *eye, enum pixel_format format)
{
    struct image *image = image_create(200, 200, format, NULL);
    for (int y = 0; y < 200; y++)
        for (int x = 0; x < 200; x++) {
            double sum = eye->noise * rng_normal(5, (uint64_t)(y * 200 + x), 0);
            for (int k = 0; k < 16; k++)
                sum += light_of(eye, x + (k % 4 + 0.5) / 4.0, y + (k / 4 + 0.5) / 4.0) / 16.0;
            double code = pow(fmin(fmax(sum, 0.0), 1.0), 1.0 / 2.2);
            for (int c = 0; c < 4; c++) {
                if (format == PIXELS_RGBA16)
                    image_row16(image, y)[4 * x + c] = (uint16_t)(65535.0 * code + 0.5);
                else
                    image_row(image, y)[4 * x + c] = (uint8_t)(255.0 * code + 0.5);
            }
        }
    return image;
}

static bool find(const struct eye *eye, double guess, struct limbus *out)
{
    struct image *image = draw(eye, PIXELS_RGBA8);
    struct pt_px near = {eye->x + 0.06 * eye->breadth_px, eye->y - 0.04 * eye->breadth_px};
    bool is_found = limbus_find(image, near, guess * eye->breadth_px, eye->turn_rad, out);
    image_unref(image);
    return is_found;
}

// Of any breadth, light or dark, turned, in noise, from a guess that is a seventh too large or small.
static void open_eyes_are_measured(void **state)
{
    (void)state;
    static const double breadths[] = {18.0, 30.0, 60.0, 90.0}, guesses[] = {0.86, 1.0, 1.14};
    static const double lights[][3] = {{0.05, 0.5, 0.35}, {0.14, 0.45, 0.4}, {0.02, 0.3, 0.05}, {0.01, 0.05, 0.03}};
    for (int b = 0; b < 4; b++)
        for (int g = 0; g < 3; g++)
            for (int k = 0; k < 4; k++) {
                struct eye eye = plain;
                struct limbus found;
                eye.breadth_px = breadths[b];
                eye.soft_px = 0.07 * breadths[b];
                eye.iris = lights[k][0], eye.white = lights[k][1], eye.skin = lights[k][2];
                eye.noise = k == 0 ? 0.01 : 0.0;
                eye.turn_rad = 0.4 * (k - 1);
                assert_true(find(&eye, guesses[g], &found));
                assert_close(found.diameter_px, breadths[b], 0.3 + 0.012 * breadths[b]);
                assert_close(found.centre.x, eye.x, 0.02 * breadths[b]);
                assert_true(fabs(found.diameter_px - breadths[b]) < 3.0 * found.sigma_px);
                assert_true(found.sigma_px < 0.06 * breadths[b]);
            }
}

static void what_is_no_open_eye_is_refused(void **state)
{
    (void)state;
    struct limbus found;
    struct eye eye = plain;
    assert_true(find(&eye, 1.0, &found));
    eye.lid_over = eye.lid_under = 0.0; // shut
    assert_false(find(&eye, 1.0, &found));
    eye = plain;
    eye.lid_over = -0.3; // nearly so
    assert_false(find(&eye, 1.0, &found));
    eye = plain;
    eye.soft_px = 60.0; // blurred
    assert_false(find(&eye, 1.0, &found));
    eye = plain;
    eye.breadth_px = 12.0;
    assert_false(find(&eye, 1.0, &found));
    eye = plain;
    eye.white = 0.052; // no white to be seen
    assert_false(find(&eye, 1.0, &found));
    eye = plain;
    eye.noise = 0.3; // a word of its own on how vague it is, or none
    assert_true(!find(&eye, 1.0, &found) || fabs(found.diameter_px - eye.breadth_px) < 2.0 * found.sigma_px);
    eye = plain;
    eye.x = -20.0; // beyond the picture
    assert_false(find(&eye, 1.0, &found));
    assert_false(find(&plain, 0.5, &found)); // the guess is of something else
    assert_false(find(&plain, (double)NAN, &found));
}

static void sixteen_bits_say_the_same(void **state)
{
    (void)state;
    struct limbus a, b;
    struct image *narrow = draw(&plain, PIXELS_RGBA8), *wide = draw(&plain, PIXELS_RGBA16);
    struct pt_px near = {101.0, 98.0};
    assert_true(limbus_find(narrow, near, 62.0, 0.0, &a) && limbus_find(wide, near, 62.0, 0.0, &b));
    assert_close(a.diameter_px, b.diameter_px, 0.1);
    image_unref(narrow);
    image_unref(wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(open_eyes_are_measured),
                                       cmocka_unit_test(what_is_no_open_eye_is_refused),
                                       cmocka_unit_test(sixteen_bits_say_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
