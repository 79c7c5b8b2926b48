// What is said of a plan, against the numbers of the field.
#include "testing.h"

#include "plan/advice.h"
#include "plan/edit.h"
#include "sample_case.h"

static bool says(const struct case_ *case_, enum advice_kind kind, const char *key)
{
    struct advice advice[ADVICE_MOST];
    int count = advice_find(case_, 0, advice);
    for (int i = 0; i < count; i++)
        if (advice[i].kind == kind) {
            assert_string_equal(advice[i].key, key);
            return true;
        }
    return false;
}

static void set(struct case_ *case_, const char *key, const char *value)
{
    struct param_at at;
    struct err err = {0};
    assert_true(param_find(case_, 0, key, &at, &err));
    assert_true(param_set(case_, &at, value, &err));
}

static void the_usual_plan_needs_none(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct advice advice[ADVICE_MOST];
    assert_int_equal(advice_find(case_, 0, advice), 0);
    assert_int_equal(advice_find(case_, 7, advice), 0);
    case_destroy(case_);
}

// 60 to 90 mm, 70 aggressive; women's foreheads are 6 mm lower.
static void a_low_hairline(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    set(case_, "hairline.height_mm", "70");
    assert_false(says(case_, ADVICE_HAIRLINE_LOW, "hairline.height_mm"));
    set(case_, "hairline.height_mm", "60");
    assert_true(says(case_, ADVICE_HAIRLINE_LOW, "hairline.height_mm"));
    set(case_, "hairline.shape", "female-rounded");
    assert_false(says(case_, ADVICE_HAIRLINE_LOW, "hairline.height_mm"));
    assert_false(says(case_, ADVICE_HAIRLINE_LOW_FEMALE, "hairline.height_mm"));
    set(case_, "hairline.height_mm", "50");
    assert_true(says(case_, ADVICE_HAIRLINE_LOW_FEMALE, "hairline.height_mm"));
    case_destroy(case_);
}

// Points that were dragged count, not the number they began from.
static void a_hairline_dragged_down(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    struct option option = *case_->option[0];
    int middle = option.hairline.point_count / 2;
    option.hairline.point[middle] =
        vec3_unit(vec3_add(option.hairline.point[middle], vec3_scale(case_->head.glabella, 0.6)));
    case_set_option(case_, 0, &option);
    assert_close(case_->option[0]->hairline.height_mm, 75.0, 0.0);
    assert_true(says(case_, ADVICE_HAIRLINE_LOW, "hairline.height_mm"));
    case_destroy(case_);
}

static void a_straight_hairline(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    set(case_, "hairline.shape", "straight");
    assert_true(says(case_, ADVICE_EDGE_SHARP, "hairline.diffusion"));
    set(case_, "hairline.diffusion", "medium");
    assert_false(says(case_, ADVICE_EDGE_SHARP, "hairline.diffusion"));
    set(case_, "hairline.macro_mm", "0");
    set(case_, "hairline.micro_mm", "0");
    assert_true(says(case_, ADVICE_EDGE_EVEN, "hairline.micro_mm"));
    set(case_, "hairline.recession_mm", "5");
    assert_true(says(case_, ADVICE_TEMPLES_FILLED, "hairline.recession_mm"));
    case_destroy(case_);
}

// 6 parts of water is dark, 20 light; on dark skin little or none.
static void a_shade_too_dark_for_the_skin(void **state)
{
    (void)state;
    static const char *const TONES[] = {"very-light", "light", "intermediate", "tan", "brown", "dark"};
    struct case_ *case_ = sample_case();
    for (int i = 0; i < 6; i++) {
        set(case_, "course.skin", TONES[i]);
        set(case_, "technique.dilution", "20");
        assert_false(says(case_, ADVICE_SHADE_DARK, ""));
        set(case_, "technique.dilution", "5.9");
        assert_int_equal(says(case_, ADVICE_SHADE_DARK, "technique.dilution"), i < 4);
    }
    set(case_, "technique.shade", "black");
    assert_false(says(case_, ADVICE_SHADE_DARK, ""));
    set(case_, "course.skin", "light");
    assert_true(says(case_, ADVICE_SHADE_DARK, "technique.dilution"));
    case_destroy(case_);
}

static void a_pigment_too_warm_for_the_skin(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    set(case_, "technique.pigment", "brown");
    assert_true(says(case_, ADVICE_PIGMENT_WARM, "technique.pigment"));
    set(case_, "course.skin", "brown");
    assert_false(says(case_, ADVICE_PIGMENT_WARM, ""));
    case_destroy(case_);
}

// Parts of water to 1 of pigment: 6 is dark, 18 to 20 is for light hair, none for black; what the skin forbids or loses
// is said once, of the skin.
static void a_shade_that_hair_does_not_match(void **state)
{
    (void)state;
    static const char *const TONES[] = {"very-light", "light", "intermediate", "tan", "brown", "dark"};
    static const struct {
        const char *hair, *dilution;
        int dark, faint; // of tones from here on (very-light is 0) that is said; 6: of none
    } EXPECT[] = {
        {"not-told", "6", 6, 6}, {"not-told", "35", 6, 6}, {"black", "6", 6, 6},   {"black", "55", 6, 0},
        {"brown", "8", 6, 6},    {"brown", "5", 4, 6},     {"red", "15", 0, 6},    {"red", "20", 6, 6},
        {"fair", "15", 0, 6},    {"fair", "25", 6, 6},     {"grey", "12.5", 1, 6}, {"grey", "20", 6, 6},
    };
    struct case_ *case_ = sample_case();
    for (size_t i = 0; i < sizeof EXPECT / sizeof *EXPECT; i++)
        for (int tone = 0; tone < 6; tone++) {
            set(case_, "course.skin", TONES[tone]);
            set(case_, "course.hair", EXPECT[i].hair);
            set(case_, "technique.dilution", EXPECT[i].dilution);
            bool is_dark = says(case_, ADVICE_SHADE_DARK, "technique.dilution");
            bool is_faint = says(case_, ADVICE_SHADE_FAINT, "technique.dilution");
            assert_int_equal(says(case_, ADVICE_SHADE_DARK_FOR_HAIR, "technique.dilution"),
                             !is_dark && tone >= EXPECT[i].dark);
            assert_int_equal(says(case_, ADVICE_SHADE_FAINT_FOR_HAIR, "technique.dilution"),
                             !is_faint && tone >= EXPECT[i].faint);
        }
    case_destroy(case_);
}

static void a_pigment_too_warm_for_the_hair(void **state)
{
    (void)state;
    static const char *const HAIR[] = {"not-told", "black", "brown", "red", "fair", "grey"};
    struct case_ *case_ = sample_case();
    set(case_, "technique.pigment", "brown");
    for (int i = 0; i < 6; i++) {
        set(case_, "course.hair", HAIR[i]);
        set(case_, "course.skin", "light"); // said of the skin, once
        assert_false(says(case_, ADVICE_PIGMENT_WARM_FOR_HAIR, ""));
        set(case_, "course.skin", "brown");
        assert_int_equal(says(case_, ADVICE_PIGMENT_WARM_FOR_HAIR, "technique.pigment"), i == 1 || i == 5);
    }
    set(case_, "technique.pigment", "carbon");
    assert_false(says(case_, ADVICE_PIGMENT_WARM_FOR_HAIR, ""));
    case_destroy(case_);
}

// 150 is the field's middle, 194 a clinic's full; 1 mm dots at 194 would cover more than the skin (users.md 4.3).
static void a_helmet(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    set(case_, "zone.full.density_per_cm2", "194");
    assert_false(says(case_, ADVICE_HELMET, ""));
    set(case_, "zone.full.density_per_cm2", "280");
    assert_true(says(case_, ADVICE_HELMET, "zone.full.density_per_cm2"));
    set(case_, "zone.full.density_per_cm2", "150");
    set(case_, "technique.dot_diameter_mm", "0.8");
    assert_true(says(case_, ADVICE_HELMET, "zone.full.density_per_cm2"));
    set(case_, "technique.needle_depth_mm", "2");
    assert_true(says(case_, ADVICE_NEEDLE_DEEP, "technique.needle_depth_mm"));
    case_destroy(case_);
}

static void skin_that_may_not_be_ready(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        enum advice_kind advice;
    } KINDS[] = {{"fut-scar", ADVICE_SCAR},
                 {"fue-scars", ADVICE_SCAR},
                 {"areata", ADVICE_PATCH},
                 {"birthmark", ADVICE_BIRTHMARK}};
    for (int i = 0; i < 4; i++) {
        struct case_ *case_ = sample_case();
        char change[64], key[64];
        snprintf(change, sizeof change, "zones.add=%s", KINDS[i].kind);
        snprintf(key, sizeof key, "zone.%s.take_up", KINDS[i].kind);
        struct edit_place place = {.option = 0};
        struct err err = {0};
        assert_true(edit_one(case_, &place, change, &err));
        assert_true(says(case_, KINDS[i].advice, key));
        assert_false(advice_is_warning(KINDS[i].advice));
        case_destroy(case_);
    }
}

// Each speaks of a parameter that there is, in one line.
static void every_kind_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < ADVICE_KIND_COUNT; i++) {
        const char *text = advice_text((enum advice_kind)i);
        assert_non_null(text);
        assert_true(strlen(text) > 20 && strlen(text) < 200);
        assert_null(strchr(text, '\n'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_usual_plan_needs_none),
        cmocka_unit_test(a_low_hairline),
        cmocka_unit_test(a_hairline_dragged_down),
        cmocka_unit_test(a_straight_hairline),
        cmocka_unit_test(a_shade_too_dark_for_the_skin),
        cmocka_unit_test(a_pigment_too_warm_for_the_skin),
        cmocka_unit_test(a_shade_that_hair_does_not_match),
        cmocka_unit_test(a_pigment_too_warm_for_the_hair),
        cmocka_unit_test(a_helmet),
        cmocka_unit_test(skin_that_may_not_be_ready),
        cmocka_unit_test(every_kind_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
