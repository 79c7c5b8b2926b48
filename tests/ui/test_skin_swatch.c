// Swatches on the patient's skin: more pigment is darker, none is the skin itself; read off a photo, skin is skin.
#include "testing.h"

#include "plan/compose.h"
#include "render/render.h"
#include "ui/skin_swatch.h"

#include <math.h>
#include <string.h>

static const uint8_t SKIN[3] = {226, 190, 160};
static struct skin_patch *patch;

static int make_patch(void **state)
{
    (void)state;
    patch = skin_patch_create();
    return 0;
}

static int drop_patch(void **state)
{
    (void)state;
    skin_patch_destroy(patch);
    return 0;
}

static struct zone zone_of(double density)
{
    return (struct zone){.density_per_cm2 = density, .size_scale = 1.0, .take_up = 1.0, .fade_scale = 1.0};
}

static void treat(const uint8_t skin[3], struct technique technique, struct zone zone, uint8_t rgb[3])
{
    struct colour_space space = colour_srgb();
    struct course course = course_default();
    assert_true(skin_patch_treated(patch, &space, skin, &technique, &zone, &course, rgb));
}

static double lab_distance(const uint8_t one[3], const uint8_t other[3])
{
    struct colour_space space = colour_srgb();
    struct lab a = colour_lab_of_8(&space, one), b = colour_lab_of_8(&space, other);
    return sqrt((a.l - b.l) * (a.l - b.l) + (a.a - b.a) * (a.a - b.a) + (a.b - b.b) * (a.b - b.b));
}

static void darker_shades_are_darker(void **state)
{
    (void)state;
    uint8_t before[3], after[3];
    memcpy(before, SKIN, sizeof before);
    for (double tau = 0.5; tau < 4.0; tau *= 2.0) {
        struct technique technique = technique_default();
        technique.shade_tau = tau;
        treat(SKIN, technique, zone_of(150.0), after);
        for (int c = 0; c < 3; c++)
            assert_true(after[c] < before[c]);
        memcpy(before, after, sizeof before);
    }
}

static void no_dots_is_bare_skin(void **state)
{
    (void)state;
    uint8_t rgb[3];
    treat(SKIN, technique_default(), zone_of(0.0), rgb);
    for (int c = 0; c < 3; c++)
        assert_int_equal(rgb[c], SKIN[c]);
}

// ---- against the picture of a whole head ----

enum { HEAD_PX = 400 };

static struct view view_of_head(const struct head *head)
{
    struct view view = {.width_px = HEAD_PX, .height_px = HEAD_PX, .focal_px = 1700.0};
    view.centre_px = (struct pt_px){0.5 * HEAD_PX, 0.5 * HEAD_PX};
    struct vec3 ahead = vec3_unit(vec3_make(0.0, 1.0, -1.2)); // from in front and above
    struct vec3 right = vec3_unit(vec3_cross(ahead, vec3_make(0.0, 0.0, 1.0)));
    view.to_camera = (struct mat3){{right, vec3_cross(ahead, right), ahead}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, 900.0), mat3_mul(view.to_camera, head->centre_mm));
    return view;
}

// That head under one lamp from above: light falls off toward its rim, with a grain as photos have.
static struct image *lit_head(const struct view *view, const struct head *head)
{
    struct image *image = image_create(HEAD_PX, HEAD_PX, PIXELS_RGBA8, NULL);
    struct colour_space space = colour_srgb();
    for (int y = 0; y < HEAD_PX; y++)
        for (int x = 0; x < HEAD_PX; x++) {
            struct vec3 dir;
            bool is_head = view_hit(view, head, (struct pt_px){x + 0.5, y + 0.5}, &dir);
            double light = is_head ? 0.35 + 0.65 * view_facing(view, head, dir) : 0.2;
            uint8_t *px = image_row(image, y) + 4 * (size_t)x;
            for (int c = 0; c < 3; c++) {
                double code = 255.0 * colour_encode(&space.curve, light * colour_decode(&space.curve, SKIN[c] / 255.0));
                px[c] = (uint8_t)(code + (x * 7 + y * 13 + c * 5) % 5 - 2.0);
            }
            px[3] = 255;
        }
    return image;
}

static struct case_ *case_of_head(const struct technique *technique, double density)
{
    struct case_ *case_ = case_create();
    struct option option = {.name = "A", .technique = *technique, .zone_count = 1};
    option.hairline = hairline_template(HAIRLINE_ROUND);
    hairline_make(&option.hairline, &case_->head);
    option.zone[0] = zone_make(ZONE_FULL, &case_->head, &option.hairline);
    option.zone[0].density_per_cm2 = density;
    case_add_option(case_, &option);
    case_add_view(case_)->view = view_of_head(&case_->head);
    return case_;
}

// Mean colour where the zone has its whole density: 25 mm round a place behind the vertex's front.
static void mean_inside(const struct image *image, const struct case_ *case_, uint8_t rgb[3])
{
    struct colour_space space = colour_srgb();
    const struct vec3 middle = vec3_unit(vec3_make(0.0, -0.25, 1.0));
    double sum[3] = {0.0, 0.0, 0.0}, count = 0.0;
    for (int y = 0; y < HEAD_PX; y++)
        for (int x = 0; x < HEAD_PX; x++) {
            struct vec3 dir;
            if (!view_hit(&case_->view[0]->view, &case_->head, (struct pt_px){x + 0.5, y + 0.5}, &dir) ||
                head_arc_mm(&case_->head, middle, dir) > 25.0)
                continue;
            for (int c = 0; c < 3; c++)
                sum[c] += colour_decode(&space.curve, image_row(image, y)[4 * x + c] / 255.0);
            count++;
        }
    assert_true(count > 1000.0);
    for (int c = 0; c < 3; c++)
        rgb[c] = (uint8_t)(255.0 * colour_encode(&space.curve, sum[c] / count) + 0.5);
}

// The renderer's own mean before and after on a curved, shaded head against the swatch on skin of the mean before.
static void agrees(struct technique technique, double density)
{
    struct case_ *case_ = case_of_head(&technique, density);
    struct photo photo = {.image = lit_head(&case_->view[0]->view, &case_->head), .space = colour_srgb()};
    struct composer *composer = composer_create(NULL);
    struct image *out = image_create(HEAD_PX, HEAD_PX, PIXELS_RGBA8, NULL);
    struct composed composed;
    struct frame frame = {.sessions = 3, .time = TIME_HEALED, .band = BAND_LIKELY};
    uint8_t before[3], after[3], swatch[3];
    composer_set_photo(composer, 0, &photo);
    assert_true(composer_compose(composer, case_, &frame, false, &composed, NULL));
    struct render_request request = {.scene = &composed.scene};
    assert_true(render_draw(render_cpu(), &request, out, NULL));
    mean_inside(photo.image, case_, before);
    mean_inside(out, case_, after);
    treat(before, technique, case_->option[0]->zone[0], swatch);
    double change = lab_distance(before, after);
    double error = lab_distance(swatch, after);
    print_message("tau %.1f, %.0f/cm2: before %d %d %d, after %d %d %d, swatch %d %d %d, off by %.2f of %.2f\n",
                  technique.shade_tau, density, before[0], before[1], before[2], after[0], after[1], after[2],
                  swatch[0], swatch[1], swatch[2], error, change);
    assert_true(error < 1.5);
    assert_true(error < 0.25 * change);
    composer_destroy(composer);
    image_unref(out);
    image_unref(photo.image);
    case_destroy(case_);
}

static void swatch_is_the_picture(void **state)
{
    (void)state;
    struct technique technique = technique_default();
    agrees(technique, 150.0);
    technique.pattern = PATTERN_COARSE;
    technique.pigment = PIGMENT_BROWN;
    technique.dot_diameter_mm = 0.4;
    technique.shade_tau = shade_tau_of(SHADE_COUNT - 1);
    agrees(technique, 220.0);
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
        cmocka_unit_test(swatch_is_the_picture),
        cmocka_unit_test(reads_lit_skin_and_not_hair),
    };
    return cmocka_run_group_tests(tests, make_patch, drop_patch);
}
