// Two irises of a face become a scale, or nothing: both seen, alike, not turned away, as large as eyes have them.
#include "testing.h"

#include "base/mem.h"
#include "model/draft_part.h"

#include <math.h>

enum { WIDTH = 400, HEIGHT = 120 };
static const double middle_x[2] = {300.4, 99.7},
                    middle_y = 60.2; // left, right: the patient's left is the photo's right

static struct image *draw(const double breadth_px[2])
{
    struct image *image = image_create(WIDTH, HEIGHT, PIXELS_RGBA8, NULL);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            int eye = x < WIDTH / 2;
            double u = x + 0.5 - middle_x[eye], v = y + 0.5 - middle_y;
            double away = 0.5 + (sqrt(u * u + v * v) - 0.5 * breadth_px[eye]) / 3.0;
            double light = 0.06 + 0.5 * fmin(fmax(away, 0.0), 1.0);
            for (int c = 0; c < 4; c++)
                image_row(image, y)[4 * x + c] = (uint8_t)(255.0 * pow(light, 1.0 / 2.2));
        }
    return image;
}

// As a network of a picture half as large would have them, a little off.
static bool measure(const double breadth_px[2], double turned, double eye_px, struct limbus out[2])
{
    struct draft_sight *sight = mem_alloc(sizeof *sight);
    struct image *image = draw(breadth_px);
    struct face *face = mem_alloc(sizeof *face);
    sight->photo = image;
    sight->px_per_px = 2.0;
    face->has_irises = true;
    face->eye_px = 0.5 * eye_px;
    for (int i = 0; i < 2; i++) {
        double x = 0.5 * middle_x[i] + 0.8, y = 0.5 * middle_y - 0.6, r = 0.26 * breadth_px[i];
        const struct pt_px points[FACE_IRIS_POINTS] = {{x, y}, {x + r, y}, {x, y - r}, {x - r, y}, {x, y + 0.8 * r}};
        for (int k = 0; k < FACE_IRIS_POINTS; k++)
            face->iris[i][k] = points[k];
    }
    bool is_seen = draft_irises(sight, face, turned, out);
    mem_free(face);
    mem_free(sight);
    image_unref(image);
    return is_seen;
}

static void both_are_measured(void **state)
{
    (void)state;
    struct limbus iris[2];
    assert_true(measure((double[]){40.0, 38.0}, 0.0, 200.0, iris));
    assert_close(iris[0].diameter_px, 40.0, 0.5);
    assert_close(iris[1].diameter_px, 38.0, 0.5);
    for (int i = 0; i < 2; i++) {
        assert_close(iris[i].centre.x, middle_x[i], 0.4);
        assert_close(iris[i].centre.y, middle_y, 0.4);
    }
}

// At 18 degrees: 5 % narrower if they look ahead, as broad as they are if at the camera.
static void a_turned_face_is_vaguer(void **state)
{
    (void)state;
    struct limbus ahead[2], turned[2];
    assert_true(measure((double[]){40.0, 40.0}, 0.0, 200.0, ahead));
    assert_true(measure((double[]){40.0, 40.0}, -0.309, 200.0, turned));
    assert_close(turned[0].diameter_px / ahead[0].diameter_px, 1.025, 0.002);
    assert_true(turned[0].sigma_px > 1.5 * ahead[0].sigma_px);
}

static void what_no_pair_of_eyes_is_gives_no_scale(void **state)
{
    (void)state;
    struct limbus iris[2];
    assert_false(measure((double[]){40.0, 34.0}, 0.0, 200.0, iris)); // unlike
    assert_false(measure((double[]){40.0, 40.0}, 0.4, 200.0, iris)); // turned away
    assert_false(measure((double[]){40.0, 40.0}, 0.0, 330.0, iris)); // too small for that face
    assert_false(measure((double[]){40.0, 40.0}, 0.0, 140.0, iris)); // and too large
    assert_false(measure((double[]){40.0, 12.0}, 0.0, 200.0, iris)); // only one is seen
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_are_measured), cmocka_unit_test(a_turned_face_is_vaguer),
                                       cmocka_unit_test(what_no_pair_of_eyes_is_gives_no_scale)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
