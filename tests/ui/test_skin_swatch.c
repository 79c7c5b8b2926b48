// Swatches on the patient's skin: more pigment is darker, none is the skin itself; read off a photo, skin is skin.
#include "testing.h"

#include "model/dot_look.h"
#include "ui/skin_swatch.h"

#include <string.h>

static const uint8_t SKIN[3] = {226, 190, 160};
static const struct zone ZONE = {.density_per_cm2 = 150.0, .size_scale = 1.0, .take_up = 1.0, .fade_scale = 1.0};

static void treat(double tau, double density, uint8_t rgb[3])
{
    struct colour_space space = colour_srgb();
    struct technique technique = technique_default();
    struct zone zone = ZONE;
    struct course course = course_default();
    technique.shade_tau = tau;
    zone.density_per_cm2 = density;
    skin_swatch_treated(&space, SKIN, &technique, &zone, &course, rgb);
}

static void darker_shades_are_darker(void **state)
{
    (void)state;
    uint8_t before[3], after[3];
    memcpy(before, SKIN, sizeof before);
    for (double tau = 0.5; tau < 4.0; tau *= 2.0) {
        treat(tau, 150.0, after);
        for (int c = 0; c < 3; c++)
            assert_true(after[c] < before[c]);
        memcpy(before, after, sizeof before);
    }
}

static void no_dots_is_bare_skin(void **state)
{
    (void)state;
    uint8_t rgb[3];
    treat(1.0, 0.0, rgb);
    for (int c = 0; c < 3; c++)
        assert_int_equal(rgb[c], SKIN[c]);
}

// A head that fills the photo, all of one colour but for a dark band as hair would be.
static struct image *one_colour(void)
{
    struct image *image = image_create(600, 600, PIXELS_RGBA8, NULL);
    for (int y = 0; y < 600; y++)
        for (int x = 0; x < 600; x++)
            for (int c = 0; c < 4; c++)
                image_row(image, y)[4 * x + c] = c == 3 ? 255 : y % 7 == 0 ? 20 : SKIN[c];
    return image;
}

static void reads_lit_skin_and_not_hair(void **state)
{
    (void)state;
    struct photo photo = {.image = one_colour(), .space = colour_srgb()};
    struct head head = head_canonical();
    struct view view = {.width_px = 600, .height_px = 600, .focal_px = 900.0, .centre_px = {300.0, 300.0}};
    view.to_camera = (struct mat3){{{1.0, 0.0, 0.0}, {0.0, 0.0, -1.0}, {0.0, 1.0, 0.0}}}; // from the front
    view.origin_mm = vec3_make(0.0, 58.0, 600.0);
    uint8_t rgb[3];
    assert_true(skin_swatch_read(&photo, &view, &head, rgb));
    for (int c = 0; c < 3; c++)
        assert_int_equal(rgb[c], SKIN[c]);
    view.origin_mm.x = 5000.0; // the head is not in the photo
    assert_false(skin_swatch_read(&photo, &view, &head, rgb));
    image_unref(photo.image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(darker_shades_are_darker),
        cmocka_unit_test(no_dots_is_bare_skin),
        cmocka_unit_test(reads_lit_skin_and_not_hair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
