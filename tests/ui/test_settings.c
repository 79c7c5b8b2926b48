// What the window remembers, and the language it starts in.
#include "testing.h"

#include "base/file.h"
#include "base/language.h"
#include "base/state_folder.h"
#include "ui/settings.h"
#include "ui/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stipple-settings-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    return setenv("XDG_STATE_HOME", folder, 1);
}

static void write_settings(const char *text)
{
    char path[STATE_PATH_BYTES], file[STATE_PATH_BYTES + 16];
    assert_true(state_folder("", path));
    snprintf(file, sizeof file, "%s/settings", path);
    assert_true(file_write_atomic(file, text, strlen(text), NULL));
}

static void what_is_saved_is_loaded(void **state)
{
    (void)state;
    struct settings settings = {.language = "de", .has_theme = true, .theme = THEME_DARK, .hints_read = 2}, again;
    settings_save(&settings);
    settings_load(&again);
    assert_string_equal(again.language, "de");
    assert_true(again.has_theme);
    assert_int_equal(again.theme, THEME_DARK);
    assert_int_equal(again.hints_read, 2);
    char path[STATE_PATH_BYTES + 16];
    struct stat info;
    snprintf(path, sizeof path, "%s/stipple/settings", folder);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_damaged_file_is_the_default(void **state)
{
    (void)state;
    struct settings settings;
    write_settings("language=much too long for a language\n====\nhints=many\n\x01\xff theme");
    settings_load(&settings);
    assert_string_equal(settings.language, "");
    assert_false(settings.has_theme);
    assert_int_equal(settings.hints_read, 0);
}

static void the_folder_is_the_users_alone(void **state)
{
    (void)state;
    char path[STATE_PATH_BYTES];
    struct stat info;
    assert_true(state_folder("some", path));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    setenv("XDG_STATE_HOME", "/proc/nowhere", 1);
    assert_false(state_folder("some", path));
    setenv("XDG_STATE_HOME", folder, 1);
}

static void the_language_follows_the_environment(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 4; i++)
        unsetenv(NAMES[i]);
    assert_int_equal(language_of_system(), 0);
    setenv("LANG", "de_AT.UTF-8", 1);
    assert_string_equal(language_at(language_of_system())->code, "de");
    setenv("LC_MESSAGES", "fr_FR.UTF-8", 1); // not there
    assert_int_equal(language_of_system(), 0);
    setenv("LANGUAGE", "de:en", 1);
    assert_string_equal(language_at(language_of_system())->code, "de");
    assert_int_equal(language_find("den"), -1);
}

// The catalogue as built: words change at once and back, numbers with them, files' numbers do not.
static void words_and_numbers_change_with_the_language(void **state)
{
    (void)state;
    const char *words = getenv("STIPPLE_WORDS");
    char text[64], number[64];
    if (!words || !file_exists(words))
        skip();
    char catalogues[4096];
    snprintf(catalogues, sizeof catalogues, "%.*s", (int)(strlen(words) - strlen("/de/LC_MESSAGES/stipple.mo")), words);
    language_start(catalogues);
    language_use(language_find("de"));
    assert_string_equal(_("Undo"), "R\xc3\xbc"
                                   "ckg\xc3\xa4ngig");
    text_print(text, sizeof text, "%.1f mm (A. B., 3.)", 2.5);
    assert_string_equal(text, "2,5 mm (A. B., 3.)");
    snprintf(number, sizeof number, "%.1f", 2.5);
    assert_string_equal(number, "2.5");
    assert_string_equal(ngettext("%.6g year", "%.6g years", 3), "%.6g Jahre");
    language_use(0);
    assert_string_equal(_("Undo"), "Undo");
    text_print(text, sizeof text, "%.1f mm", 2.5);
    assert_string_equal(text, "2.5 mm");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_saved_is_loaded),
        cmocka_unit_test(a_damaged_file_is_the_default),
        cmocka_unit_test(the_folder_is_the_users_alone),
        cmocka_unit_test(the_language_follows_the_environment),
        cmocka_unit_test(words_and_numbers_change_with_the_language),
    };
    return cmocka_run_group_tests(tests, make_folder, NULL);
}
