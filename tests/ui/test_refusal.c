// What lower layers refuse in English is said in the window's language, with what stood in it.
#include "testing.h"

#include "base/language.h"
#include "ui/refusal.h"

#include <stdlib.h>
#include <string.h>

static const char *said(const struct err *err)
{
    static char out[512];
    refusal_words(err, out, sizeof out);
    return out;
}

static void use(const char *code)
{
    language_use(language_find(code));
}

static void a_sentence_goes_over_with_its_names_and_numbers(void **state)
{
    (void)state;
    struct err err = {0};
    use("de");
    err_set(&err, ERR_INPUT, "the HEIC is too large (%d x %d pixels, at most %d megapixels); save it as JPEG", 90000,
            70, 300);
    err_prefix(&err, "%s", "/tmp/a: b.heic");
    assert_string_equal(said(&err), "a: b.heic: das HEIC ist zu gro\xc3\x9f (90000 x 70 Bildpunkte, h\xc3\xb6"
                                    "chstens 300 "
                                    "Megapixel); speichern Sie es als JPEG");
    err_set(&err, ERR_INPUT, "%s: the case has this photo already", "100 % sure: x.jpg");
    assert_string_equal(said(&err), "100 % sure: x.jpg: Der Fall hat dieses Foto schon");
}

// As it comes from the process that decodes: the sentence is there, its format is not.
static void a_sentence_is_known_word_for_word(void **state)
{
    (void)state;
    struct err err = {0};
    use("de");
    err_set(&err, ERR_INPUT, "%.*s", 100, "the JPEG is cut off; fetch the photo again");
    err_prefix(&err, "%s", "a.jpg");
    assert_string_equal(said(&err), "a.jpg: das JPEG ist abgeschnitten; holen Sie das Foto noch einmal");
}

// As they come with a photo, several in one line, some with semicolons and numbers of their own.
static void a_photo_s_warnings_go_over_each(void **state)
{
    (void)state;
    struct err err = {0};
    use("de");
    err_set(&err, ERR_INPUT, "%s",
            "it is very large and was read at 5/8 of its size, 12000 x 9000 pixels; its colour profile is damaged and "
            "was ignored; sRGB is assumed");
    assert_string_equal(said(&err), "es ist sehr gro\xc3\x9f und wurde mit 5/8 seiner Gr\xc3\xb6\xc3\x9f"
                                    "e gelesen, 12000 x 9000 Bildpunkte; sein Farbprofil ist besch\xc3\xa4"
                                    "digt und blieb unbeachtet; sRGB wird angenommen");
    err_set(&err, ERR_INPUT, "%s", "its colour profile is damaged and was ignored; sRGB is assumed; and what is new");
    assert_string_equal(said(&err), "its colour profile is damaged and was ignored; sRGB is assumed; and what is new");
}

static void what_no_catalogue_has_stays(void **state)
{
    (void)state;
    struct err err = {0};
    use("de");
    err_set(&err, ERR_INPUT, "%s: so und %d", "a.jpg", 3);
    assert_string_equal(said(&err), "a.jpg: so und 3");
    err_set(&err, ERR_INPUT, "%s", "");
    assert_string_equal(said(&err), "");
    assert_string_equal(said(&(struct err){0}), "");
    use("en");
    err_set(&err, ERR_INPUT, "%s: the case has this photo already", "a.jpg");
    assert_string_equal(said(&err), "a.jpg: the case has this photo already");
}

static void a_path_is_said_by_its_name(void **state)
{
    (void)state;
    struct err err = {0};
    use("en");
    err_set(&err, ERR_INPUT, "%s: the case has this photo already", "/home/anna/patients/Max M/a.jpg");
    assert_string_equal(said(&err), "a.jpg: the case has this photo already");
    err_set(&err, ERR_INPUT, "%s: cannot be read: see /tmp", "/a");
    assert_string_equal(said(&err), "a: cannot be read: see /tmp");
    err_set(&err, ERR_INPUT, "%s: is a folder", "/tmp/");
    assert_string_equal(said(&err), "/tmp/: is a folder");
}

int main(void)
{
    const char *words = getenv("STIPPLE_WORDS"); // the German catalogue, four folders down
    char folder[4096];
    if (!words || strlen(words) >= sizeof folder)
        return 77;
    strcpy(folder, words);
    for (int i = 0; i < 3; i++)
        *strrchr(folder, '/') = 0;
    language_start(folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_goes_over_with_its_names_and_numbers),
        cmocka_unit_test(a_sentence_is_known_word_for_word),
        cmocka_unit_test(a_photo_s_warnings_go_over_each),
        cmocka_unit_test(what_no_catalogue_has_stays),
        cmocka_unit_test(a_path_is_said_by_its_name),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    language_start(NULL);
    return failed;
}
