// How the widgets look: the same each time, legible, at every size. With STIPPLE_UI_OUT the
// pictures are kept.
#include "testing.h"

#include "gallery.h"
#include "ui_script.h"

#include "base/file.h"

#include <stdlib.h>

static void open_gallery(struct ui_script *script, struct gallery *gallery, int width, int height, enum theme theme,
                         double scale)
{
    gallery_init(gallery);
    *script = (struct ui_script){.scene = gallery_draw, .state = gallery};
    ui_script_open(script, width, height, theme, scale);
    ui_script_settle(script);
}

static void show_all(int width, int height, enum theme theme, double scale, const char *prefix)
{
    struct ui_script script;
    struct gallery gallery;
    char name[64];
    open_gallery(&script, &gallery, width, height, theme, scale);
    snprintf(name, sizeof name, "%s-plain", prefix);
    ui_script_show(&script, name);
    ui_script_click(&script, "template");
    ui_script_move(&script, 100, 310);
    ui_script_settle(&script);
    snprintf(name, sizeof name, "%s-list", prefix);
    ui_script_show(&script, name);
    ui_script_key(&script, SDLK_ESCAPE, 0);
    ui_script_settle(&script);
    gallery.has_toast = true;
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_settle(&script);
    snprintf(name, sizeof name, "%s-toast", prefix);
    ui_script_show(&script, name);
    gallery.has_dialog = true;
    ui_script_key(&script, SDLK_F1, 0);
    ui_script_settle(&script);
    snprintf(name, sizeof name, "%s-dialog", prefix);
    ui_script_show(&script, name);
    ui_script_close(&script);
}

static void test_pictures(void **state)
{
    (void)state;
    show_all(1366, 768, THEME_LIGHT, 1, "light");
    show_all(1366, 768, THEME_DARK, 1, "dark");
    show_all(2732, 1536, THEME_LIGHT, 2, "light-2x");
}

// Hovered, held, focused, disabled; a long dialog in a small window; a list that opens upwards.
static void test_states(void **state)
{
    (void)state;
    struct ui_script script;
    struct gallery gallery;
    open_gallery(&script, &gallery, 1024, 600, THEME_LIGHT, 1);
    SDL_FRect box = ui_script_box(&script, "undo");
    ui_script_move(&script, (double)box.x + 20, (double)box.y + 20);
    ui_script_settle(&script);
    ui_script_wait(&script, 1);
    ui_script_show(&script, "state-tip");
    box = ui_script_box(&script, "plain");
    ui_script_move(&script, (double)box.x + 20, (double)box.y + 20);
    ui_script_settle(&script);
    ui_script_show(&script, "state-hovered");
    ui_script_press(&script, (double)box.x + 20, (double)box.y + 20);
    ui_script_settle(&script);
    ui_script_show(&script, "state-held");
    ui_script_release(&script, 500, 300);
    gallery.long_texts = true;
    ui_script_click(&script, "primary");
    ui_script_show(&script, "state-long-dialog");
    ui_script_key(&script, SDLK_ESCAPE, 0);
    ui_script_settle(&script);
    ui_script_click(&script, "last");
    ui_script_show(&script, "state-list-up");
    ui_script_key(&script, SDLK_ESCAPE, 0);
    for (int i = 0; i < 4; i++)
        ui_script_key(&script, SDLK_TAB, KMOD_LSHIFT);
    ui_script_settle(&script);
    ui_script_show(&script, "state-focus");
    ui_script_close(&script);
    open_gallery(&script, &gallery, 2048, 1400, THEME_LIGHT, 2);
    toolkit_reveal(script.toolkit, "icon26");
    gallery.is_dark = true;
    ui_script_click(&script, "icon26");
    ui_script_show(&script, "state-icons-2x");
    ui_script_close(&script);
}

// ---- legible ----

// Relative luminance and contrast of WCAG 2.1.
static double luminance(uint32_t rgba)
{
    double sum = 0;
    const double WEIGHTS[] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
        double c = (double)((rgba >> (24 - 8 * i)) & 255) / 255;
        sum += WEIGHTS[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(uint32_t a, uint32_t b)
{
    double la = luminance(a), lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

static void test_contrast(void **state)
{
    (void)state;
    static const char *const TEXT[] = {"ink", "quiet", "accent", "warning", "error"};
    static const char *const GROUND[] = {"paper", "panel", "card"};
    static const char *const PAIRS[][2] = {{"on-accent", "accent"}, {"on-error", "error"}, {"panel", "ink"}};
    assert_close(contrast(0x000000ff, 0xffffffff), 21, 1e-9);
    for (int theme = THEME_LIGHT; theme <= THEME_DARK; theme++) {
        struct ui_script script;
        struct gallery gallery;
        open_gallery(&script, &gallery, 320, 240, (enum theme)theme, 1);
        struct toolkit *t = script.toolkit;
        for (int i = 0; i < 5; i++)
            for (int k = 0; k < 3; k++) {
                double found = contrast(theme_colour(t, TEXT[i]), theme_colour(t, GROUND[k]));
                if (found < 4.5)
                    fail_msg("theme %d: %s on %s only %.2f", theme, TEXT[i], GROUND[k], found);
            }
        for (int i = 0; i < 3; i++)
            assert_true(contrast(theme_colour(t, PAIRS[i][0]), theme_colour(t, PAIRS[i][1])) >= 4.5);
        ui_script_close(&script);
    }
}

static void test_touch_sizes(void **state)
{
    (void)state;
    static const char *const IDS[] = {"open",    "export", "template", "edge#0", "density", "guides",
                                      "shade#0", "plain",  "primary",  "dark",   "card0",   "years"};
    struct ui_script script;
    struct gallery gallery;
    open_gallery(&script, &gallery, 1366, 768, THEME_LIGHT, 1);
    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++) {
        SDL_FRect box = ui_script_box(&script, IDS[i]);
        assert_true(box.w >= 44 && box.h >= 44);
    }
    ui_script_close(&script);
}

// ---- the same ----

static uint32_t hash_of(int width, int height, enum theme theme, double scale)
{
    struct ui_script script;
    struct gallery gallery;
    open_gallery(&script, &gallery, width, height, theme, scale);
    uint32_t hash = ui_script_hash(&script);
    ui_script_close(&script);
    return hash;
}

static void test_theme_and_scale_can_change(void **state)
{
    (void)state;
    struct ui_script script;
    struct gallery gallery;
    uint32_t dark = hash_of(1024, 700, THEME_DARK, 1);
    open_gallery(&script, &gallery, 1024, 700, THEME_LIGHT, 1);
    uint32_t first = ui_script_hash(&script);
    toolkit_set_theme(script.toolkit, THEME_DARK);
    ui_script_settle(&script);
    assert_int_equal(ui_script_hash(&script), dark);
    ui_script_close(&script);
    open_gallery(&script, &gallery, 1024, 700, THEME_LIGHT, 1.5);
    assert_close(toolkit_scale(script.toolkit), 1.5, 0);
    assert_int_not_equal(ui_script_hash(&script), first);
    toolkit_set_scale(script.toolkit, 1);
    assert_true(toolkit_wants_frame(script.toolkit));
    ui_script_settle(&script);
    assert_int_equal(ui_script_hash(&script), first);
    ui_script_close(&script);
}

// Boxes in points do not depend on the scale.
static void test_layout_scales(void **state)
{
    (void)state;
    static const char *const IDS[] = {"export", "density", "shade#3", "card6", "danger", "edge#2"};
    SDL_FRect at_one[6];
    struct ui_script script;
    struct gallery gallery;
    for (int scale = 1; scale <= 2; scale++) {
        open_gallery(&script, &gallery, 1366 * scale, 768 * scale, THEME_LIGHT, scale);
        for (int i = 0; i < 6; i++) {
            SDL_FRect box = ui_script_box(&script, IDS[i]);
            if (scale == 1)
                at_one[i] = box;
            assert_close((double)box.x, (double)at_one[i].x, 1);
            assert_close((double)box.y, (double)at_one[i].y, 3); // line heights are whole pixels
            assert_close((double)box.w, (double)at_one[i].w, 1);
        }
        ui_script_close(&script);
    }
}

static void test_without_fonts(void **state)
{
    (void)state;
    struct ui_script script;
    struct gallery gallery;
    setenv("STIPPLE_FONTS", "/nonexistent", 1);
    open_gallery(&script, &gallery, 1024, 700, THEME_LIGHT, 1);
    ui_script_show(&script, "fallback");
    unsetenv("STIPPLE_FONTS");
    assert_true(toolkit_where(script.toolkit, "density", &(SDL_FRect){0}));
    ui_script_close(&script);
    // a file with the right name that is no font
    char folder[] = "/tmp/stipple-fonts-XXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/Inter-Regular.otf", folder);
    assert_true(file_write_atomic(path, "no font", 7, NULL));
    setenv("STIPPLE_FONTS", folder, 1);
    open_gallery(&script, &gallery, 1024, 700, THEME_LIGHT, 1);
    ui_script_show(&script, "fallback-builtin");
    unsetenv("STIPPLE_FONTS");
    assert_true(toolkit_where(script.toolkit, "density", &(SDL_FRect){0}));
    ui_script_close(&script);
    remove(path);
    remove(folder);
}

static void test_tiny_window(void **state)
{
    (void)state;
    for (int side = 1; side <= 401; side += 100) {
        struct ui_script script;
        struct gallery gallery;
        open_gallery(&script, &gallery, side, side, THEME_DARK, 2);
        gallery.has_dialog = gallery.has_toast = true;
        ui_script_key(&script, SDLK_TAB, 0);
        ui_script_settle(&script);
        ui_script_close(&script);
    }
}

int main(void)
{
    if (!ui_script_can_run())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_contrast),
        cmocka_unit_test(test_touch_sizes),
        cmocka_unit_test(test_theme_and_scale_can_change),
        cmocka_unit_test(test_layout_scales),
        cmocka_unit_test(test_without_fonts),
        cmocka_unit_test(test_tiny_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
