// The parts of a draft that need no network, on drawn heads: which end of one without a face is up, and that hair at
// the rim is not taken for the skull.
#include "testing.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "model/draft_part.h"
#include "model/pose_rows.h"

#include <math.h>
#include <string.h>

enum { SIDE = 512 };
#define DEGREE (MATHD_PI / 180.0)

static struct draft_sight *make_sight(void)
{
    struct draft_sight *sight = mem_alloc(sizeof *sight);
    sight->image = image_create(SIDE, SIDE, PIXELS_RGBA8, NULL);
    assert_non_null(sight->image);
    sight->photo = sight->image;
    sight->px_per_px = 1.0;
    sight->square = (struct square){{0.5 * SIDE, 0.5 * SIDE}, SIDE, 0.0};
    return sight;
}

static void free_sight(struct draft_sight *sight)
{
    image_unref((struct image *)sight->image);
    mem_free(sight);
}

static void paint(const struct draft_sight *sight, int x, int y, double light)
{
    uint8_t *px = image_row((struct image *)sight->image, y) + 4 * x;
    px[0] = (uint8_t)light;
    px[1] = (uint8_t)(0.8 * light);
    px[2] = (uint8_t)(0.7 * light);
    px[3] = 255;
}

// A head of 150 x 190 with neck and shoulders, leaning by that much from its middle at 256, 220.
static bool is_body(double x, double y, double lean_rad)
{
    double c = mathd_cos(lean_rad), s = mathd_sin(lean_rad), dx = x - 256.0, dy = y - 220.0;
    double across = c * dx + s * dy, down = c * dy - s * dx, a = across / 75.0, b = down / 95.0;
    bool is_neck = fabs(across) < 40.0 && down > 0.0 && down < 150.0;
    bool is_shoulder = fabs(across) < 150.0 && down >= 140.0 && down < 220.0;
    return a * a + b * b < 1.0 || is_neck || is_shoulder;
}

static void test_the_neck_tells_which_end_is_up(void **state)
{
    (void)state;
    struct draft_sight *sight = make_sight();
    struct marks *marks = mem_alloc(sizeof *marks);
    marks->width_px = marks->height_px = SIDE;
    for (int lean_deg = -20; lean_deg <= 20; lean_deg += 20) {
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                paint(sight, x, y, 180.0);
        for (int v = 0; v < PERSON_SIDE; v++)
            for (int u = 0; u < PERSON_SIDE; u++)
                sight->person[v * PERSON_SIDE + u] =
                    is_body(2.0 * u + 1.0, 2.0 * v + 1.0, lean_deg * DEGREE) ? 1.0f : 0.0f;
        struct draft_blob blob = draft_blob(sight, marks);
        assert_true(blob.likeness > 0.6 && blob.has_neck && blob.has_body);
        double lean = mathd_atan2(blob.middle.x - blob.body.x, blob.body.y - blob.middle.y);
        assert_close(lean / DEGREE, lean_deg, 8.0);
    }
    mem_free(marks);
    free_sight(sight);
}

// Upright there is nothing to say; turned by a quarter, what was up lies to the right, whatever side is seen.
static void test_a_turned_head_is_laid_turned(void **state)
{
    (void)state;
    static const enum facing sides[] = {FACING_LEFT, FACING_RIGHT, FACING_BACK, FACING_TOP};
    struct draft_sight *sight = make_sight();
    struct marks *marks = mem_alloc(sizeof *marks);
    for (int i = 0; i < 4; i++) {
        *marks = (struct marks){.facing = sides[i]};
        sight->square.turn_rad = 0.0;
        draft_lay_stand(sight, marks);
        assert_true(marks->has_turn == (sides[i] == FACING_TOP));
        sight->square.turn_rad = 0.5 * MATHD_PI;
        draft_lay_stand(sight, marks);
        assert_true(marks->has_turn);
        struct vec3 forward = marks->turn_forward, up = marks->turn_up;
        assert_close(vec3_length(forward), 1.0, 1e-9);
        assert_close(vec3_length(up), 1.0, 1e-9);
        assert_close(vec3_dot(forward, up), 0.0, 1e-9);
        if (sides[i] == FACING_TOP) {
            assert_true(forward.x > 0.99 && up.z < -0.99);
            continue;
        }
        assert_true(up.x > 0.9);
        if (sides[i] == FACING_BACK)
            assert_true(forward.z > 0.9); // away from the camera
        else                              // from the patient's left the face looks to the left of an upright photo
            assert_true((sides[i] == FACING_LEFT ? -forward.y : forward.y) > 0.9);
    }
    mem_free(marks);
    free_sight(sight);
}

static struct view from_the_front(const struct head *head)
{
    struct view view = {.width_px = SIDE, .height_px = SIDE, .focal_px = 1200.0, .centre_px = {256.0, 256.0}};
    view.to_camera = (struct mat3){{{1.0, 0.0, 0.0}, {0.0, 0.0, -1.0}, {0.0, 1.0, 0.0}}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, 600.0), mat3_mul(view.to_camera, head->centre_mm));
    return view;
}

// How far the traced rim lies outside the skull, mm, where hair of that light covers it, 5 mm thick.
static double traced_outside_mm(double hair_light, double *sigma_mm)
{
    const double hair_mm = 5.0;
    struct head head = head_canonical(), hair = head;
    hair.semi_mm = vec3_add(hair.semi_mm, vec3_make(hair_mm, hair_mm, hair_mm));
    struct view view = from_the_front(&head);
    struct draft_sight *sight = make_sight();
    struct marks *marks = mem_alloc(sizeof *marks);
    marks->width_px = marks->height_px = SIDE;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            struct vec3 dir;
            struct pt_px px = {x + 0.5, y + 0.5};
            bool is_hair = view_hit(&view, &hair, px, &dir), is_skin = view_hit(&view, &head, px, &dir);
            paint(sight, x, y, is_skin ? 190.0 : is_hair ? hair_light : 120.0);
            sight->person[y / 2 * PERSON_SIDE + x / 2] = is_hair ? 1.0f : 0.0f;
        }
    assert_true(draft_outline(sight, &head, &view, marks) > 0.9);
    double sum = 0.0;
    for (int i = 0; i < marks->outline_count; i++) {
        double off_px;
        assert_true(pose_contour_distance(&view, &head, marks->outline[i], &off_px));
        sum += off_px / view_scale_px_per_mm(&view, head.centre_mm);
    }
    sum /= marks->outline_count;
    *sigma_mm = marks->outline_drafted_mm;
    mem_free(marks);
    free_sight(sight);
    return sum;
}

static void test_hair_is_not_the_skull(void **state)
{
    (void)state;
    double sigma_mm, bare_sigma_mm;
    double off_mm = traced_outside_mm(50.0, &sigma_mm), bare_mm = traced_outside_mm(185.0, &bare_sigma_mm);
    assert_true(off_mm < 2.5 && fabs(off_mm) < sigma_mm); // what is left is within what it says
    assert_close(bare_mm, 5.0, 1.0);                      // a rim as light as the skin is the head's
    assert_true(bare_sigma_mm < sigma_mm);
}

// The rim between those colours is traced, where the network's strays by pixels from that of a head so much larger.
static void check_rim(const uint8_t skin[4], const uint8_t wall[4], double strays_px, double beyond_mm)
{
    struct head head = head_canonical(), larger = head;
    larger.semi_mm = vec3_add(larger.semi_mm, vec3_make(beyond_mm, beyond_mm, beyond_mm));
    struct view view = from_the_front(&head);
    struct draft_sight *sight = make_sight();
    struct marks *marks = mem_alloc(sizeof *marks);
    marks->width_px = marks->height_px = SIDE;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            struct vec3 dir;
            double stray = y / 16 % 2 ? strays_px : -strays_px;
            bool is_skin = view_hit(&view, &head, (struct pt_px){x + 0.5, y + 0.5}, &dir);
            bool is_person = view_hit(&view, &larger, (struct pt_px){x + 0.5, y + 0.5 + stray}, &dir);
            memcpy(image_row((struct image *)sight->image, y) + (size_t)4 * (size_t)x, is_skin ? skin : wall, 4);
            sight->person[y / 2 * PERSON_SIDE + x / 2] = is_person ? 1.0f : 0.0f;
        }
    assert_true(draft_outline(sight, &head, &view, marks) > 0.9);
    for (int i = 0; i < marks->outline_count; i++) {
        double off_px;
        assert_true(pose_contour_distance(&view, &head, marks->outline[i], &off_px));
        assert_true(fabs(off_px) < 2.2);
    }
    mem_free(marks);
    free_sight(sight);
}

// Skin before a wall of the same light.
static void test_the_rim_is_told_by_colour(void **state)
{
    (void)state;
    check_rim((const uint8_t[]){200, 160, 138, 255}, (const uint8_t[]){170, 170, 170, 255}, 3.0, 0.0);
}

// Without colour the network takes some of such a wall for the head: nothing is seen at its rim, an edge farther in.
static void test_a_wall_is_not_the_head(void **state)
{
    (void)state;
    check_rim((const uint8_t[]){185, 185, 185, 255}, (const uint8_t[]){170, 170, 170, 255}, 2.0, 10.0);
}

// The mask that keeps dots off the background begins at the rim of the photo's own pixels, finer than those that
// the network looks at, where its rim strays by some: no pale line of skin, and no dot beside the head.
static void test_the_mask_begins_at_the_rim(void **state)
{
    (void)state;
    enum { FINER = 2 };
    struct head head = head_canonical();
    struct view view = from_the_front(&head);
    struct draft_sight *sight = make_sight();
    struct draft *out = mem_alloc(sizeof *out);
    *out = (struct draft){0};
    struct image *photo = image_create(FINER * SIDE, FINER * SIDE, PIXELS_RGBA8, NULL);
    assert_non_null(photo);
    view.width_px = view.height_px = out->marks.width_px = out->marks.height_px = FINER * SIDE;
    view.focal_px *= FINER;
    view.centre_px = (struct pt_px){0.5 * view.width_px, 0.5 * view.height_px};
    sight->photo = photo;
    sight->px_per_px = FINER;
    for (int y = 0; y < FINER * SIDE; y++)
        for (int x = 0; x < FINER * SIDE; x++) {
            struct vec3 dir;
            bool is_head = view_hit(&view, &head, (struct pt_px){x + 0.5, y + 0.5}, &dir);
            int stray = y / 32 % 2 ? 3 : -3; // of the network's map, in these pixels
            int u = x / FINER, v = y / FINER, w = (y + stray) / (2 * FINER);
            memcpy(image_row(photo, y) + (size_t)4 * (size_t)x, is_head ? "\xd0\xa0\x80\xff" : "\xb8\xb8\xb8\xff", 4);
            paint(sight, u, v, is_head ? 175.0 : 140.0);
            if (w >= 0 && w < PERSON_SIDE)
                sight->person[w * PERSON_SIDE + u / 2] = is_head ? 1.0f : 0.0f;
        }
    draft_rim(sight, &head, &view, out);
    assert_true(out->mask_count > 0);
    for (int m = 0; m < out->mask_count; m++)
        for (int i = 0; i < out->mask[m].count / 2; i++) { // the inner half of the polygon
            double off_px;
            assert_true(pose_contour_distance(&view, &head, out->mask[m].point[i], &off_px));
            assert_true(off_px > -1.2 && off_px < 0.4);
        }
    image_unref(photo);
    mem_free(out);
    free_sight(sight);
}

// From in front there are two; from above they lie under the head, and what would be masked is scalp.
static void test_ears_are_masked_where_they_are_seen(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct view front = from_the_front(&head), above = front;
    above.to_camera = (struct mat3){{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, -1.0}}};
    above.origin_mm = vec3_sub(vec3_make(0.0, 0.0, 600.0), mat3_mul(above.to_camera, head.centre_mm));
    struct draft *out = mem_alloc(sizeof *out);
    *out = (struct draft){0};
    draft_ears(&head, &front, false, out);
    assert_int_equal(out->mask_count, 2);
    *out = (struct draft){0};
    draft_ears(&head, &above, true, out);
    assert_int_equal(out->mask_count, 0);
    mem_free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_neck_tells_which_end_is_up),
        cmocka_unit_test(test_a_turned_head_is_laid_turned),
        cmocka_unit_test(test_hair_is_not_the_skull),
        cmocka_unit_test(test_the_rim_is_told_by_colour),
        cmocka_unit_test(test_the_mask_begins_at_the_rim),
        cmocka_unit_test(test_a_wall_is_not_the_head),
        cmocka_unit_test(test_ears_are_masked_where_they_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
