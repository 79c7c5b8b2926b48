// A window whose drawable has twice its size, as on Wayland with scale 2: SDL's own answer is
// replaced.
#include "testing.h"

#include "ui_script.h"

static double ratio = 2;

void SDL_GL_GetDrawableSize(SDL_Window *window, int *width, int *height)
{
    int w = 0, h = 0;
    SDL_GetWindowSize(window, &w, &h);
    if (width)
        *width = (int)(w * ratio);
    if (height)
        *height = (int)(h * ratio);
}

struct scene {
    int presses;
    double value;
    struct pointer pointer;
    double dx;
};

static void draw(struct toolkit *toolkit, void *state)
{
    struct scene *scene = state;
    double width = 0, height = 0;
    toolkit_size(toolkit, &width, &height);
    region_begin(toolkit, "canvas", REGION_CLEAR, 0, 0, width, height);
    scene->pointer = region_pointer(toolkit);
    scene->dx += scene->pointer.is_down ? scene->pointer.dx : 0;
    region_end(toolkit);
    region_begin(toolkit, "panel", REGION_PANEL, 0, 0, 200, 200);
    scene->presses += button(toolkit, "button", "Press", BUTTON_PLAIN);
    slider(toolkit, "slider", "Value", "", &scene->value, 0, 100, 1);
    region_end(toolkit);
}

static void test_points_are_window_units(void **state)
{
    (void)state;
    struct scene scene = {0};
    struct ui_script script = {.scene = draw, .state = &scene};
    ui_script_open(&script, 400, 300, THEME_LIGHT, 1);
    ui_script_settle(&script);
    assert_close(toolkit_scale(script.toolkit), 2, 0);
    double width = 0, height = 0;
    toolkit_size(script.toolkit, &width, &height);
    assert_close(width, 400, 0);
    assert_close(height, 300, 0);
    SDL_FRect box = ui_script_box(&script, "button");
    assert_close((double)box.h, 44, 0);
    ui_script_click(&script, "button");
    assert_int_equal(scene.presses, 1);
    ui_script_drag(&script, 300, 250, 350, 250);
    assert_close(scene.pointer.x, 700, 0); // physical pixels
    assert_close(scene.dx, 100, 0);
    ui_script_close(&script);
}

// Moved to a screen of another density while it runs.
static void test_ratio_changes(void **state)
{
    (void)state;
    struct scene scene = {0};
    struct ui_script script = {.scene = draw, .state = &scene};
    ratio = 1;
    ui_script_open(&script, 400, 300, THEME_LIGHT, 1.5);
    ui_script_settle(&script);
    SDL_FRect before = ui_script_box(&script, "slider");
    ratio = 2;
    ui_script_settle(&script);
    assert_close(toolkit_scale(script.toolkit), 3, 0);
    SDL_FRect after = ui_script_box(&script, "slider");
    assert_close((double)after.x, (double)before.x, 0.5);
    assert_close((double)after.y, (double)before.y, 0.5);
    ui_script_click(&script, "button");
    assert_int_equal(scene.presses, 1);
    ui_script_close(&script);
}

int main(void)
{
    if (!ui_script_can_run())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_are_window_units),
        cmocka_unit_test(test_ratio_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
