// What is handed over speaks the user's language; what programs read does not.
#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void speak(const char *language, const char *locale)
{
    if (language)
        setenv("LANGUAGE", language, 1);
    else
        unsetenv("LANGUAGE");
    setenv("LC_ALL", locale, 1);
}

// A catalogue is made only where gettext's tools are.
static bool has_german(void)
{
    speak("de", "C.UTF-8");
    char *text = cli_out("estimate", "front.stipple");
    bool is_german = strstr(text, "Variante A") != NULL;
    mem_free(text);
    return is_german;
}

#define NEED_GERMAN()                                                                                                  \
    if (!has_german())                                                                                                 \
    skip()

static void check_estimate(const char *language, const char *locale, const char *word)
{
    speak(language, locale);
    char *text = cli_out("estimate", "front.stipple");
    if (!strstr(text, word))
        fail_msg("LANGUAGE=%s LC_ALL=%s: no %s in %s", language ? language : "", locale, word, text);
    mem_free(text);
}

static void test_who_decides(void **state)
{
    (void)state;
    NEED_GERMAN();
    check_estimate(NULL, "de_DE.UTF-8", "Variante A"); // also where that locale is not installed
    check_estimate(NULL, "de_AT", "Variante A");
    check_estimate("en", "de_DE.UTF-8", "option A");
    check_estimate(NULL, "C", "option A");
    check_estimate("fr", "fr_FR.UTF-8", "option A"); // no such catalogue
    check_estimate("de", "C.UTF-8", ",");            // and its decimal mark
    check_estimate("fr:de:en", "C.UTF-8", "Variante A");
    check_estimate("fr:en:de", "C.UTF-8", "option A");
}

static void test_page_says_so(void **state)
{
    (void)state;
    NEED_GERMAN();
    size_t size;
    cli_ok("page", "front.stipple", "-o", "page.html", "--size", "120", "--times", "fresh,healed", "--date",
           "2026-01-02");
    char *text = cli_read("page.html", &size);
    static const char *const words[] = {
        "<html lang=\"de\">", "Simulation der Behandlung", "keine Garantie", ">Vorher<", "Sitzung 2, verheilt",
        "\"of\":\"von\"",     "Erstellt am 02.01.2026",    "0,28 mm"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strstr(text, words[i]))
            fail_msg("not in the page: %s", words[i]);
    assert_null(strstr(text, "{{"));
    assert_null(strstr(text, "Healed"));
    mem_free(text);
}

static void test_words_on_paper(void **state)
{
    (void)state;
    NEED_GERMAN();
    static const char *const languages[] = {"de", "de", "en"}, *const files[] = {"de.pdf", "again.pdf", "en.pdf"},
                             *const strips[] = {"de.png", "again.png", "en.png"};
    for (int i = 0; i < 3; i++) {
        speak(languages[i], "C.UTF-8");
        cli_ok("marking", "front.stipple", "-o", files[i], "--date", "2026-01-02");
        cli_ok("strip", "front.stipple", "-o", strips[i], "--date", "2026-01-02", "--size", "80");
    }
    assert_true(cli_same_bytes("de.pdf", "again.pdf") && cli_same_bytes("de.png", "again.png"));
    assert_false(cli_same_bytes("de.pdf", "en.pdf") || cli_same_bytes("de.png", "en.png"));
}

// Tables, JSON, cases, messages: the same in every language.
static void test_programs_read_the_same(void **state)
{
    (void)state;
    static const char *const asked[][5] = {
        {"estimate", "front.stipple", "--json"}, {"get", "front.stipple"},  {"get", "front.stipple", "--json"},
        {"info", "front.stipple", "--json"},     {"dots", "front.stipple"}, {"strip", "--help"}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        speak("en", "C");
        char *english = cli_out_words(asked[i]);
        speak("de", "de_DE.UTF-8");
        char *german = cli_out_words(asked[i]);
        assert_string_equal(english, german);
        mem_free(english);
        mem_free(german);
    }
    cli_fails(2, "gone.stipple: ", "strip", "gone.stipple", "-o", "never.png");
    cli_fails(1, "is wanted", "strip", "front.stipple", "-o", "never.png", "--date", "heute");
    cli_ok("set", "front.stipple", "hairline.height_mm=71.5");
    char *text = cli_out("get", "front.stipple", "hairline.height_mm");
    assert_non_null(strstr(text, "71.5"));
    mem_free(text);
}

// A clinic that says its currency and not what it asks: hours, and no price; its own dollars are none of ours.
static void test_no_foreign_price(void **state)
{
    (void)state;
    speak("en", "C");
    static const char euro[] = "{\"currency\": \"EUR\"}",
                      own[] = "{\"currency\": \"EUR\", \"price_per_hour\": [9, 9, 9]}";
    cli_write("euro.json", euro, sizeof euro - 1);
    cli_write("own.json", own, sizeof own - 1);
    char *text = cli_out("estimate", "front.stipple", "--clinic", "euro.json");
    assert_null(strstr(text, "dollar"));
    assert_null(strstr(text, "EUR"));
    assert_non_null(strstr(text, " h ("));
    mem_free(text);
    text = cli_out("estimate", "front.stipple", "--clinic", "euro.json", "--json");
    assert_non_null(strstr(text, "\"price\": null"));
    mem_free(text);
    text = cli_out("estimate", "front.stipple", "--clinic", "own.json");
    assert_non_null(strstr(text, "EUR an hour, not under 0,"));
    assert_null(strstr(text, "dollar"));
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_decides), cmocka_unit_test(test_page_says_so), cmocka_unit_test(test_words_on_paper),
        cmocka_unit_test(test_programs_read_the_same), cmocka_unit_test(test_no_foreign_price)};
    return cmocka_run_group_tests(tests, cli_enter_with_case, cli_leave);
}
