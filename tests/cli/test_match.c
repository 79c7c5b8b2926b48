// match, and what info tells of the patient's own stubble: on the demo head, shaved at the sides, and on a bald one.
#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void fetch_demo(void)
{
    static const char *const names[] = {"demo.stipple", "front.jpg", "three-quarter.jpg", "top.jpg"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[4096];
        size_t size;
        snprintf(path, sizeof path, "%s/assets/demo/%s", testing_source(), names[i]);
        char *bytes = cli_read(path, &size);
        cli_write(names[i], bytes, size);
        mem_free(bytes);
    }
}

static double get(const char *case_path, const char *key)
{
    char *text = cli_out("get", case_path, key);
    double value = strtod(text, NULL);
    mem_free(text);
    return value;
}

static void a_shaved_head_is_matched(void **state)
{
    (void)state;
    fetch_demo();
    double shade = get("demo.stipple", "technique.shade_tau"),
           density = get("demo.stipple", "zone.full.density_per_cm2");
    char *looked = cli_out("match", "demo.stipple", "--view", "2", "--look");
    assert_non_null(strstr(looked, "photo 2\n  own stubble: "));
    assert_non_null(strstr(looked, "hairs/cm2 or more stand out"));
    assert_true(get("demo.stipple", "technique.shade_tau") == shade);
    char *matched = cli_out("match", "demo.stipple", "--view", "2");
    assert_string_equal(looked, matched);
    assert_true(get("demo.stipple", "zone.full.density_per_cm2") != density);
    double tau = get("demo.stipple", "technique.shade_tau"), per_cm2 = get("demo.stipple", "zone.full.density_per_cm2");
    char said[128];
    snprintf(said, sizeof said, "option A: shade %.3g and %.0f dots/cm2 in zone full", tau, per_cm2);
    assert_non_null(strstr(matched, said));
    assert_true(tau > 0.4 && tau < 4.0 && per_cm2 >= 60.0 && per_cm2 <= 180.0);
    cli_ok("versions", "demo.stipple", "--restore", "1"); // as before every change
    assert_true(get("demo.stipple", "technique.shade_tau") == shade);
    mem_free(looked);
    mem_free(matched);
}

static void what_cannot_be_read_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    cli_new("front.png", "bald.stipple");
    size_t size;
    char *before = cli_read("bald.stipple", &size);
    cli_fails(2, "No stubble stands out", "match", "bald.stipple");
    char *after = cli_read("bald.stipple", &size);
    assert_memory_equal(before, after, size);
    char *looked = cli_out("match", "bald.stipple", "--look"), *told = cli_out("info", "bald.stipple");
    char *json = cli_out("info", "bald.stipple", "--json");
    assert_non_null(strstr(looked, "own stubble: No stubble stands out"));
    assert_non_null(strstr(told, "own stubble: No stubble stands out"));
    assert_non_null(strstr(json, "\"is_read\": false"));
    cli_fails(2, "there is no option", "match", "bald.stipple", "--option", "Z");
    assert_int_equal(rename("front.png", "gone.png"), 0);
    cli_fails(2, "front.png", "match", "bald.stipple");
    char *without = cli_out("info", "bald.stipple"); // of itself a case tells without its photos
    assert_null(strstr(without, "own stubble"));
    mem_free(before);
    mem_free(after);
    mem_free(looked);
    mem_free(told);
    mem_free(json);
    mem_free(without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_shaved_head_is_matched, cli_enter, cli_leave),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_refused_and_changes_nothing, cli_enter, cli_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
