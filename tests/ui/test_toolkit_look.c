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

// ---- a picture at its own size, as the canvas shows it ----

enum { PICTURE_WIDTH = 60, PICTURE_HEIGHT = 40, PICTURE_LEFT = 50, PICTURE_TOP = 30 };

struct picture_scene {
    texture_id texture;
    double part[4], clip[4];
};

static uint8_t picture_code(int x, int y, int channel)
{
    return (uint8_t)(channel == 0 ? 4 * x : channel == 1 ? 6 * y : 7 * x + 3 * y);
}

static void draw_picture(struct toolkit *toolkit, void *state)
{
    struct picture_scene *scene = state;
    if (!scene->texture) {
        uint8_t pixels[PICTURE_HEIGHT][PICTURE_WIDTH][4];
        for (int y = 0; y < PICTURE_HEIGHT; y++)
            for (int x = 0; x < PICTURE_WIDTH; x++)
                for (int c = 0; c < 4; c++)
                    pixels[y][x][c] = picture_code(x, y, c);
        scene->texture = texture_create(toolkit, PICTURE_WIDTH, PICTURE_HEIGHT);
        texture_write(toolkit, scene->texture, pixels, 0, 0, PICTURE_WIDTH, PICTURE_HEIGHT, sizeof pixels[0]);
    }
    double width = scene->part[2] - scene->part[0], height = scene->part[3] - scene->part[1];
    const double corners[4][2] = {{PICTURE_LEFT, PICTURE_TOP},
                                  {PICTURE_LEFT + width, PICTURE_TOP},
                                  {PICTURE_LEFT + width, PICTURE_TOP + height},
                                  {PICTURE_LEFT, PICTURE_TOP + height}};
    region_begin(toolkit, "canvas", REGION_CLEAR, 0, 0, 200, 150);
    draw_texture(toolkit, scene->texture, scene->part, corners, scene->clip);
    draw_box(toolkit, PICTURE_LEFT + 20, PICTURE_TOP + 10, 4, 4, 0, 0x0a0b0cff); // over it
    region_end(toolkit);
}

static void check_picture(const struct image *shown, const struct picture_scene *scene)
{
    for (int y = 0; y < shown->height_px; y++)
        for (int x = 0; x < shown->width_px; x++) {
            int from_x = x - PICTURE_LEFT + (int)scene->part[0], from_y = y - PICTURE_TOP + (int)scene->part[1];
            bool is_over = x >= PICTURE_LEFT + 20 && x < PICTURE_LEFT + 24 && y >= PICTURE_TOP + 10 &&
                           y < PICTURE_TOP + 14; // its rim is blended
            bool is_in = x >= scene->clip[0] && x < scene->clip[2] && y >= scene->clip[1] && y < scene->clip[3] &&
                         x >= PICTURE_LEFT && from_x < scene->part[2] && y >= PICTURE_TOP && from_y < scene->part[3];
            for (int c = 0; c < 3 && !is_over; c++)
                assert_int_equal(image_row(shown, y)[4 * x + c],
                                 is_in ? picture_code(from_x, from_y, c) : image_row(shown, 0)[c]);
        }
    assert_int_equal(image_row(shown, PICTURE_TOP + 12)[4 * (PICTURE_LEFT + 22)], 0x0a);
}

static void test_picture_at_its_own_size(void **state)
{
    (void)state;
    const struct picture_scene SCENES[] = {
        {.part = {0, 0, PICTURE_WIDTH, PICTURE_HEIGHT}, .clip = {0, 0, 200, 150}},
        {.part = {7, 5, 52, 33}, .clip = {55, 34, 90, 60}}, // a tile's part, clipped on all sides
        {.part = {0, 0, PICTURE_WIDTH, PICTURE_HEIGHT}, .clip = {0, 0, 80, 60}},
    };
    for (size_t i = 0; i < sizeof SCENES / sizeof *SCENES; i++) {
        struct picture_scene scene = SCENES[i];
        struct ui_script script = {.scene = draw_picture, .state = &scene};
        ui_script_open(&script, 200, 150, THEME_LIGHT, 1);
        ui_script_settle(&script);
        struct image *shown = ui_script_pixels(&script);
        check_picture(shown, &scene);
        image_unref(shown);
        ui_script_close(&script);
    }
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
        cmocka_unit_test(test_pictures),      cmocka_unit_test(test_picture_at_its_own_size),
        cmocka_unit_test(test_states),        cmocka_unit_test(test_contrast),
        cmocka_unit_test(test_touch_sizes),   cmocka_unit_test(test_theme_and_scale_can_change),
        cmocka_unit_test(test_layout_scales), cmocka_unit_test(test_without_fonts),
        cmocka_unit_test(test_tiny_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
