// Automatic set-up on the sample heads; skipped without them or without the networks.
#include "testing.h"
#include "truth.h"

#include "base/mem.h"
#include "model/keep.h"
#include "plan/case_file.h"
#include "plan/case_set_up.h"
#include "plan/mask.h"

#include <stdlib.h>
#include <string.h>

static struct face_nets *open_nets(void)
{
    const char *folder = getenv("STIPPLE_NETS");
    struct face_nets *nets = folder && testing_shared() ? face_nets_open(folder, NULL) : NULL;
    if (!nets)
        skip();
    return nets;
}

static struct photo *open_photo(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/photos/%s.jpg", testing_shared(), name);
    struct photo *photo = photo_load(path, NULL);
    assert_non_null(photo);
    return photo;
}

// Landmarks within 10 mm of the truth, the face found from in front and from aside, on light and dark skin.
static void test_landmarks_lie_where_they_are(void **state)
{
    (void)state;
    static const char *const names[] = {"s02_threequarter_light_softbox", "s07_front_dark_softbox_headA",
                                        "s08_topfront_light_spots_headB", "s09_threequarter_fair_before"};
    static const enum landmark marks[] = {LANDMARK_GLABELLA, LANDMARK_NASION, LANDMARK_PUPIL_LEFT, LANDMARK_PUPIL_RIGHT,
                                          LANDMARK_SUBNASALE};
    struct face_nets *nets = open_nets();
    struct draft *draft = mem_alloc(sizeof *draft);
    struct marks *none = mem_alloc(sizeof *none);
    for (int i = 0; i < 4; i++) {
        struct photo *photo = open_photo(names[i]);
        static struct truth truth;
        assert_true(truth_load(&truth, testing_shared(), names[i]));
        assert_true(draft_make(nets, photo, none, draft, NULL));
        assert_int_equal(draft->way, DRAFT_FACE);
        assert_true(draft->marks.certainty > DRAFT_SURE);
        assert_true(draft->marks.outline_count >= 12);
        for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
            const struct truth_landmark *at = truth_find(&truth, landmark_name(marks[k]));
            struct pt_px px = draft->marks.landmark[marks[k]];
            if (!draft->marks.has_landmark[marks[k]])
                continue;
            assert_true(draft->marks.drafted_mm[marks[k]] > 0.0);
            assert_close(px.x / at->px_per_mm, at->px.x / at->px_per_mm, 10.0);
            assert_close(px.y / at->px_per_mm, at->px.y / at->px_per_mm, 10.0);
        }
        truth_finish(&truth);
        photo_free(photo);
    }
    mem_free(none);
    mem_free(draft);
    face_nets_close(nets);
}

static void turn_over(struct image *image)
{
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            uint32_t a, b;
            uint8_t *from = image_row(image, y) + 4 * (size_t)x;
            uint8_t *to = image_row(image, image->height_px - 1 - y) + 4 * (size_t)(image->width_px - 1 - x);
            memcpy(&a, from, 4);
            memcpy(&b, to, 4);
            if (from < to) {
                memcpy(from, &b, 4);
                memcpy(to, &a, 4);
            }
        }
}

// A photo that came the wrong way up, without a word about it, is drafted as the same head.
static void test_upside_down(void **state)
{
    (void)state;
    static const char *const names[] = {"s07_front_dark_softbox_headA", "s08_topfront_light_spots_headB"};
    struct face_nets *nets = open_nets();
    struct draft *up = mem_alloc(sizeof *up), *down = mem_alloc(sizeof *down);
    struct marks *none = mem_alloc(sizeof *none);
    for (int n = 0; n < 2; n++) {
        struct photo *photo = open_photo(names[n]);
        assert_true(draft_make(nets, photo, none, up, NULL));
        turn_over(photo->image);
        assert_true(draft_make(nets, photo, none, down, NULL));
        assert_int_equal(down->way, DRAFT_FACE);
        assert_true(down->marks.certainty > DRAFT_SURE);
        for (int i = 0; i < LANDMARK_COUNT; i++) {
            assert_int_equal(up->marks.has_landmark[i], down->marks.has_landmark[i]);
            if (!up->marks.has_landmark[i])
                continue;
            assert_close(down->marks.landmark[i].x, photo->image->width_px - up->marks.landmark[i].x, 20.0); // 4 mm
            assert_close(down->marks.landmark[i].y, photo->image->height_px - up->marks.landmark[i].y, 20.0);
        }
        photo_free(photo);
    }
    mem_free(none);
    mem_free(down);
    mem_free(up);
    face_nets_close(nets);
}

// What a person marked is taken as it is; only the rest is drafted.
static void test_a_persons_mark_stays(void **state)
{
    (void)state;
    struct face_nets *nets = open_nets();
    struct photo *photo = open_photo("s07_front_dark_softbox_headA");
    struct draft *draft = mem_alloc(sizeof *draft);
    struct marks *given = mem_alloc(sizeof *given);
    given->has_landmark[LANDMARK_NASION] = true;
    given->landmark[LANDMARK_NASION] = (struct pt_px){815.0, 655.0};
    assert_true(draft_make(nets, photo, given, draft, NULL));
    assert_true(draft->marks.landmark[LANDMARK_NASION].x == 815.0 && draft->marks.landmark[LANDMARK_NASION].y == 655.0);
    assert_true(draft->marks.drafted_mm[LANDMARK_NASION] == 0.0);
    assert_true(draft->marks.drafted_mm[LANDMARK_GLABELLA] > 0.0);
    mem_free(given);
    mem_free(draft);
    photo_free(photo);
    face_nets_close(nets);
}

// From the photo to a case file and back: the draft's marks and their vagueness are the same.
static void test_a_draft_survives_the_file(void **state)
{
    (void)state;
    struct face_nets *nets = open_nets();
    struct photo *photo = open_photo("s07_front_dark_softbox_headA");
    struct case_ *case_ = case_create();
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    struct marks *none = mem_alloc(sizeof *none);
    assert_true(case_set_up(case_, nets, photo, "photo.jpg", none, HAIRLINE_ROUND, set_up, NULL));
    assert_int_equal(case_->option_count, 1);
    assert_true(case_->option[0]->hairline.temple_mm < hairline_template(HAIRLINE_ROUND).temple_mm);
    char *text = case_text(case_);
    struct case_ *again = case_parse(text, strlen(text), NULL);
    assert_non_null(again);
    const struct marks *a = &case_->view[0]->marks, *b = &again->view[0]->marks;
    assert_close(a->certainty, b->certainty, 1e-12);
    assert_close(a->outline_drafted_mm, b->outline_drafted_mm, 1e-12);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        assert_close(a->drafted_mm[i], b->drafted_mm[i], 1e-12);
    assert_true(a->has_turn && b->has_turn);
    assert_close(vec3_dot(a->turn_forward, b->turn_forward), 1.0, 1e-12);
    assert_close(vec3_dot(a->turn_up, b->turn_up), 1.0, 1e-12);
    assert_true(case_->view[0]->stroke_count > 0);
    assert_int_equal(again->view[0]->stroke_count, case_->view[0]->stroke_count);
    assert_true(again->view[0]->stroke[0].is_drafted);
    mem_free(text);
    case_destroy(again);
    case_destroy(case_);
    mem_free(none);
    mem_free(set_up);
    photo_free(photo);
    face_nets_close(nets);
}

// The mask beyond the rim: over the background close beside the head, and not over the scalp. Drawn by the strokes'
// own code, judged by the truth's map.
static void test_the_mask_begins_at_the_rim(void **state)
{
    (void)state;
    static const char *const names[] = {"s02_threequarter_light_softbox", "s07_front_dark_softbox_headA"};
    struct face_nets *nets = open_nets();
    struct draft *draft = mem_alloc(sizeof *draft);
    struct marks *none = mem_alloc(sizeof *none);
    for (int n = 0; n < 2; n++) {
        struct photo *photo = open_photo(names[n]);
        static struct truth truth;
        struct case_ *case_ = case_create();
        assert_true(truth_load(&truth, testing_shared(), names[n]));
        assert_true(draft_make(nets, photo, none, draft, NULL));
        assert_true(case_draft(case_, photo, "photo.jpg", draft, NULL));
        struct case_view *view = case_->view[0];
        assert_true(view->stroke_count > 0);
        uint8_t *mask = mask_draw(view->stroke, view->stroke_count, truth.width_px, truth.height_px, truth.map_width,
                                  truth.map_height);
        int skin = 0, masked_skin = 0, masked = 0;
        for (int v = 0; v < truth.map_height; v++)
            for (int u = 0; u < truth.map_width; u++) {
                int at = v * truth.map_width + u;
                bool is_head = truth.mask[3 * at] > 127 && truth.depth_mm[at] > 0.0f;
                bool is_scalp = is_head && truth_map_point_mm(&truth, u, v).z > 70.0;
                skin += is_scalp;
                masked += mask[at] > 127;
                masked_skin += is_scalp && mask[at] > 127;
            }
        assert_true(masked_skin < 0.02 * skin); // its border alone
        assert_true(masked > 0.1 * skin);
        struct mask_stroke own = {.of = MASK_AWAY, .width_px = 5.0, .point_count = 1};
        case_view_add_stroke(view, &own);
        int count = view->stroke_count;
        assert_true(
            case_take_draft(case_, 0, draft, false, NULL)); // a person's stroke stays, the draft's are not doubled
        assert_int_equal(view->stroke_count, count);
        assert_false(view->stroke[count - 1].is_drafted);
        case_destroy(case_);
        mem_free(mask);
        truth_finish(&truth);
        photo_free(photo);
    }
    mem_free(none);
    mem_free(draft);
    face_nets_close(nets);
}

static bool is_masked(const struct draft *draft, struct pt_px px)
{
    bool is_in = false;
    for (int m = 0; m < draft->mask_count; m++)
        for (int i = 0, k = draft->mask[m].count - 1; i < draft->mask[m].count; k = i++) {
            struct pt_px a = draft->mask[m].point[i], b = draft->mask[m].point[k];
            if ((a.y > px.y) != (b.y > px.y) && px.x < a.x + (b.x - a.x) * (px.y - a.y) / (b.y - a.y))
                is_in = !is_in;
        }
    return is_in;
}

// The hairline that is seen: it begins at that place, and the file keeps it.
static void check_hairline(const struct case_ *case_, struct pt_px at)
{
    const struct marks *marks = &case_->view[0]->marks;
    char *text = case_text(case_);
    struct case_ *again = case_parse(text, strlen(text), NULL);
    double nearest = 1e9;
    assert_non_null(again);
    assert_true(marks->hairline_count >= 7);
    assert_int_equal(again->view[0]->marks.hairline_count, marks->hairline_count);
    for (int i = 0; i < marks->hairline_count; i++) {
        nearest = fmin(nearest, hypot(marks->hairline[i].x - at.x, marks->hairline[i].y - at.y));
        assert_close(again->view[0]->marks.hairline[i].x, marks->hairline[i].x, 1e-9);
        assert_close(again->view[0]->marks.hairline[i].y, marks->hairline[i].y, 1e-9);
    }
    assert_true(nearest < 25.0);
    mem_free(text);
    case_destroy(again);
}

// A shaved head that recedes is treated all over, a place with stubble too; thin hair gets a fill. The ear that is seen
// is masked from the tragion up, and the bare skin above it is not.
static void test_the_zone_follows_the_hair(void **state)
{
    (void)state;
    struct face_nets *nets = open_nets();
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    struct marks *none = mem_alloc(sizeof *none);
    static struct truth truth;
    for (int i = 0; i < 2; i++) {
        const char *name = i == 0 ? "s02_threequarter_light_softbox" : "s05_back_light_thinning";
        struct photo *photo = open_photo(name);
        struct case_ *case_ = case_create();
        assert_true(truth_load(&truth, testing_shared(), name));
        assert_true(case_set_up(case_, nets, photo, "photo.jpg", none, HAIRLINE_ROUND, set_up, NULL));
        const struct option *option = case_->option[0];
        struct vec3 vertex = {0.0, 0.0, 1.0}, place = i == 0 ? vertex : case_->head.whorl;
        assert_int_equal(set_up->scalp.kind, i == 0 ? SCALP_SHAVED : SCALP_THINNING);
        assert_int_equal(option->zone[0].kind, i == 0 ? ZONE_FULL : ZONE_DENSITY);
        assert_true(option->zone[0].draft_certainty > 0.0);
        assert_true(keep_zone_distance_mm(&option->zone[0], &case_->head, place) > 0.0);
        if (i == 0) {
            struct pt_px low = truth_find(&truth, "tragion_left")->px, high = truth_find(&truth, "ear_top_left")->px;
            struct pt_px ear = {0.5 * (low.x + high.x), 0.5 * (low.y + high.y)};
            assert_close(set_up->scalp.present_mm, 75.0, 6.0); // by eye on the photo
            check_hairline(case_, (struct pt_px){590.0, 420.0});
            assert_true(is_masked(&set_up->draft, ear));
            assert_false(is_masked(&set_up->draft, truth_find(&truth, "above_ear_L")->px));
        }
        truth_finish(&truth);
        case_destroy(case_);
        photo_free(photo);
    }
    mem_free(none);
    mem_free(set_up);
    face_nets_close(nets);
}

// A frame round each eye, drawn on the photo: dark, 2 mm thick.
static void draw_spectacles(struct image *image, const struct draft *draft)
{
    const struct pt_px *point = draft->face.point;
    double eye_px = draft->face.eye_px, radius = 0.38 * eye_px, half = 0.02 * eye_px;
    for (int side = 0; side < 2; side++) {
        struct pt_px a = point[side ? FACE_EYE_LEFT_IN : FACE_EYE_RIGHT_IN];
        struct pt_px b = point[side ? FACE_EYE_LEFT_OUT : FACE_EYE_RIGHT_OUT];
        double x0 = 0.5 * (a.x + b.x), y0 = 0.5 * (a.y + b.y);
        for (int y = (int)(y0 - 2 * radius); y < y0 + 2 * radius; y++)
            for (int x = (int)(x0 - 2 * radius); x < x0 + 2 * radius; x++)
                if (fabs(hypot(x - x0, y - y0) - radius) < half)
                    memset(image_row(image, y) + 4 * x, 20, 3);
    }
}

// Arms are masked where a frame is seen, and only there.
static void test_spectacles_are_masked(void **state)
{
    (void)state;
    struct face_nets *nets = open_nets();
    struct draft *draft = mem_alloc(sizeof *draft);
    struct marks *none = mem_alloc(sizeof *none);
    struct photo *photo = open_photo("s07_front_dark_softbox_headA");
    assert_true(draft_make(nets, photo, none, draft, NULL));
    int masks = draft->mask_count;
    assert_false(draft->has_spectacles);
    draw_spectacles(photo->image, draft);
    assert_true(draft_make(nets, photo, none, draft, NULL));
    assert_true(draft->has_spectacles);
    assert_int_equal(draft->mask_count, masks + 2);
    photo_free(photo);
    mem_free(none);
    mem_free(draft);
    face_nets_close(nets);
}

// Cloth over the head of s07, as high above the brows as that, in shares of the eyes' distance.
static void draw_cloth(struct image *image, const struct face *face, double from, double to, const uint8_t rgb[3])
{
    struct pt_px brow = face->point[FACE_GLABELLA];
    for (int y = (int)fmax(brow.y - to * face->eye_px, 0.0); y < brow.y - from * face->eye_px; y++)
        for (int x = (int)(brow.x - 1.35 * face->eye_px); x < brow.x + 1.35 * face->eye_px; x++)
            memcpy(image_row(image, y) + 4 * x, rgb, 3);
}

// Under a hat nothing is treated, and a band is masked; neither is taken for skin, white or coloured.
static void test_no_dots_fall_on_cloth(void **state)
{
    (void)state;
    static const struct {
        double from, to;
        uint8_t rgb[3];
        enum scalp_kind kind;
    } cloths[] = {{0.6, 1.6, {217, 214, 207}, SCALP_COVERED}, {0.7, 1.15, {125, 31, 40}, SCALP_BARE}};
    struct face_nets *nets = open_nets();
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    struct marks *none = mem_alloc(sizeof *none);
    struct face *face = mem_alloc(sizeof *face);
    for (int i = -1; i < 2; i++) { // first as it is
        struct photo *photo = open_photo("s07_front_dark_softbox_headA");
        struct case_ *case_ = case_create();
        if (i >= 0)
            draw_cloth(photo->image, face, cloths[i].from, cloths[i].to, cloths[i].rgb);
        assert_true(case_set_up(case_, nets, photo, "photo.jpg", none, HAIRLINE_ROUND, set_up, NULL));
        *face = i < 0 ? set_up->draft.face : *face;
        bool is_hat = i >= 0 && cloths[i].kind == SCALP_COVERED;
        assert_int_equal(set_up->scalp.kind, i < 0 ? SCALP_BARE : cloths[i].kind);
        assert_int_equal(case_->option[0]->zone_count, is_hat ? 0 : 1);
        double middle = i < 0 ? 1.0 : 0.5 * (cloths[i].from + cloths[i].to);
        struct pt_px on = {face->point[FACE_GLABELLA].x, face->point[FACE_GLABELLA].y - middle * face->eye_px};
        assert_true(is_masked(&set_up->draft, on) == (i >= 0));
        assert_true((set_up->draft.chart.certainty < DRAFT_SURE) == (i >= 0));
        case_destroy(case_);
        photo_free(photo);
    }
    mem_free(face);
    mem_free(none);
    mem_free(set_up);
    face_nets_close(nets);
}

// The photo at the right, at that size of it once more at the left.
static struct image *beside_itself(const struct image *image, double size)
{
    struct image *both = image_create(2 * image->width_px, image->height_px, PIXELS_RGBA8, NULL);
    for (int y = 0; y < both->height_px; y++)
        for (int x = 0; x < both->width_px; x++) {
            bool is_right = x >= image->width_px;
            int u = is_right ? x - image->width_px : (int)(x / size), v = is_right ? y : (int)(y / size);
            if (u < image->width_px && v < image->height_px)
                memcpy(image_row(both, y) + 4 * x, image_row(image, v) + 4 * u, 4);
        }
    return both;
}

// The larger of two faces is taken; where they are nearly alike the draft asks.
static void test_of_two_faces_the_larger_is_taken(void **state)
{
    (void)state;
    struct face_nets *nets = open_nets();
    struct draft *draft = mem_alloc(sizeof *draft);
    struct marks *none = mem_alloc(sizeof *none);
    struct photo *photo = open_photo("s07_front_dark_softbox_headA");
    struct image *image = image_ref(photo->image);
    for (int i = 0; i < 2; i++) {
        image_unref(photo->image);
        photo->image = beside_itself(image, i == 0 ? 0.8 : 0.4);
        assert_true(draft_make(nets, photo, none, draft, NULL));
        assert_true(draft->face.place.x > image->width_px);
        assert_true((draft->face.rival > DRAFT_RIVAL) == (i == 0));
        assert_true((draft->marks.certainty < DRAFT_SURE) == (i == 0));
    }
    image_unref(image);
    photo_free(photo);
    mem_free(none);
    mem_free(draft);
    face_nets_close(nets);
}

// Where such a head ends may be told wrong with nothing to show it.
static void test_a_photo_without_colour_is_asked_about(void **state)
{
    (void)state;
    struct face_nets *nets = open_nets();
    struct photo *photo = open_photo("s07_front_dark_softbox_headA");
    struct draft *draft = mem_alloc(sizeof *draft);
    struct marks *none = mem_alloc(sizeof *none);
    struct image *image = photo->image;
    assert_false(image_is_grey(image));
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++)
            memset(image_row(image, y) + 4 * x, image_row(image, y)[4 * x + 1], 3);
    assert_true(image_is_grey(image));
    assert_true(draft_make(nets, photo, none, draft, NULL));
    assert_true(draft->marks.certainty > 0.3 && draft->marks.certainty < DRAFT_SURE);
    mem_free(none);
    mem_free(draft);
    photo_free(photo);
    face_nets_close(nets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_landmarks_lie_where_they_are),
        cmocka_unit_test(test_upside_down),
        cmocka_unit_test(test_a_persons_mark_stays),
        cmocka_unit_test(test_a_draft_survives_the_file),
        cmocka_unit_test(test_the_mask_begins_at_the_rim),
        cmocka_unit_test(test_the_zone_follows_the_hair),
        cmocka_unit_test(test_spectacles_are_masked),
        cmocka_unit_test(test_no_dots_fall_on_cloth),
        cmocka_unit_test(test_of_two_faces_the_larger_is_taken),
        cmocka_unit_test(test_a_photo_without_colour_is_asked_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
