// What the widgets do with scripts of events.
#include "testing.h"

#include "ui_script.h"

#include <string.h>

// A panel with one of each, a canvas beside it, a card over the canvas.
struct scene {
    int presses, other_presses, answer, segment, choice, shade, keys;
    bool on, has_dialog, is_disabled;
    double value, low;
    int changes, releases;
    char text[32];
    int text_changes;
    struct pointer pointer;
    int pressed, released, cancelled, double_clicks;
    double dx, dy, wheel, pinch, turn_rad;
    int tall_rows;
};

static void canvas_draw(struct toolkit *toolkit, struct scene *scene)
{
    region_begin(toolkit, "canvas", REGION_CLEAR, 300, 0, 500, 600);
    struct pointer p = region_pointer(toolkit);
    scene->pointer = p;
    scene->pressed += p.pressed;
    scene->released += p.released;
    scene->cancelled += p.cancelled;
    scene->double_clicks += p.double_clicked;
    if (p.is_down || p.is_pinching) {
        scene->dx += p.dx;
        scene->dy += p.dy;
    }
    scene->wheel += p.wheel;
    scene->pinch *= p.pinch;
    scene->turn_rad += p.turn_rad;
    region_end(toolkit);
    region_begin(toolkit, "card", REGION_CARD, 320, 20, 200, 80);
    scene->other_presses += button(toolkit, "over", "Over the canvas", BUTTON_PLAIN);
    region_end(toolkit);
}

static void panel_draw(struct toolkit *toolkit, struct scene *scene)
{
    static const char *const THREE[] = {"One", "Two", "Three"};
    static const uint8_t SHADES[][3] = {{200, 0, 0}, {0, 200, 0}, {0, 0, 200}};
    region_begin(toolkit, "panel", REGION_PANEL, 0, 0, 300, 600);
    layout_disabled(toolkit, scene->is_disabled);
    scene->presses += button(toolkit, "button", "Press", BUTTON_PLAIN);
    layout_disabled(toolkit, false);
    struct slider_result moved = slider(toolkit, "slider", "Value", "", &scene->value, 0, 100, 1);
    scene->changes += moved.changed;
    scene->releases += moved.released;
    switch_row(toolkit, "switch", "On", &scene->on);
    segmented(toolkit, "segment", THREE, 3, &scene->segment);
    chooser(toolkit, "choice", "Choice", THREE, 3, &scene->choice);
    swatches(toolkit, "shade", SHADES, THREE, 3, &scene->shade);
    scene->text_changes += text_field(toolkit, "text", "Text", "", scene->text, sizeof scene->text);
    slider(toolkit, "low", "Low", "", &scene->low, 0, 1, 0.01);
    for (int i = 0; i < scene->tall_rows; i++) {
        char id[16];
        snprintf(id, sizeof id, "row%d", i);
        scene->other_presses += button(toolkit, id, id, BUTTON_PLAIN);
    }
    region_end(toolkit);
}

static void scene_draw(struct toolkit *toolkit, void *state)
{
    static const char *const ANSWERS[] = {"Yes", "No", "Cancel"};
    struct scene *scene = state;
    canvas_draw(toolkit, scene);
    panel_draw(toolkit, scene);
    scene->keys += key_pressed(toolkit, SDLK_ESCAPE, 0) + key_pressed(toolkit, SDLK_RETURN, 0) +
                   key_pressed(toolkit, SDLK_z, KMOD_CTRL);
    if (!scene->has_dialog)
        return;
    scene->answer = dialog(toolkit, "Sure?", "A question.", ANSWERS, 3);
    scene->has_dialog = scene->answer < 0;
}

static struct scene scene;
static struct ui_script script;

static int setup(void **state)
{
    (void)state;
    scene = (struct scene){.answer = -1, .pinch = 1};
    script = (struct ui_script){.scene = scene_draw, .state = &scene};
    ui_script_open(&script, 800, 600, THEME_LIGHT, 1);
    ui_script_settle(&script);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    ui_script_close(&script);
    return 0;
}

static void middle(const char *id, double *x, double *y)
{
    SDL_FRect box = ui_script_box(&script, id);
    *x = (double)(box.x + box.w / 2);
    *y = (double)(box.y + box.h / 2);
}

// ---- pointer ----

static void test_fast_clicks(void **state)
{
    (void)state;
    double x = 0, y = 0;
    middle("button", &x, &y);
    for (int i = 0; i < 3; i++) { // all in one batch, no frame between
        ui_script_press(&script, x, y);
        ui_script_release(&script, x, y);
    }
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 3);
}

static void test_drag_off_is_no_press(void **state)
{
    (void)state;
    double x = 0, y = 0;
    middle("button", &x, &y);
    ui_script_drag(&script, x, y, x, y + 300);
    assert_int_equal(scene.presses, 0);
    ui_script_press(&script, x, y);
    ui_script_frame(&script);
    ui_script_push(&script, &(SDL_Event){.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_FOCUS_LOST}});
    ui_script_settle(&script);
    ui_script_release(&script, x, y);
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 0);
}

static void test_drag_then_press_elsewhere(void **state)
{
    (void)state;
    double sx = 0, sy = 0, bx = 0, by = 0;
    middle("slider", &sx, &sy);
    middle("button", &bx, &by);
    sy += 12; // the rail
    ui_script_press(&script, sx, sy);
    ui_script_move(&script, sx + 40, sy);
    ui_script_release(&script, sx + 40, sy);
    ui_script_press(&script, bx, by);
    ui_script_release(&script, bx, by);
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 1);
    assert_true(scene.value > 55 && scene.value < 75);
    assert_int_equal(scene.releases, 1);
}

static void test_disabled(void **state)
{
    (void)state;
    scene.is_disabled = true;
    ui_script_settle(&script);
    ui_script_click(&script, "button");
    assert_int_equal(scene.presses, 0);
    ui_script_key(&script, SDLK_TAB, 0); // skips it: card's button, then the slider
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_settle(&script);
    assert_close(scene.value, 1, 0);
}

// ---- slider ----

static void test_slider_pointer(void **state)
{
    (void)state;
    SDL_FRect box = ui_script_box(&script, "slider");
    double left = (double)box.x + 13, right = (double)(box.x + box.w) - 13, y = (double)(box.y + box.h) - 18;
    ui_script_press(&script, (left + right) / 2, y); // on the rail
    ui_script_release(&script, (left + right) / 2, y);
    ui_script_settle(&script);
    assert_close(scene.value, 50, 1);
    assert_int_equal(scene.changes, 1);
    assert_int_equal(scene.releases, 1);
    // taken beside its middle, the knob does not jump
    ui_script_press(&script, (left + right) / 2 + 6, y);
    ui_script_release(&script, (left + right) / 2 + 6, y);
    ui_script_settle(&script);
    assert_int_equal(scene.changes, 1);
    assert_int_equal(scene.releases, 2);
    ui_script_drag(&script, (left + right) / 2, y, right + 100, y);
    assert_close(scene.value, 100, 0);
    ui_script_drag(&script, right, y, left - 100, y + 200); // stays with the slider
    assert_close(scene.value, 0, 0);
}

static void test_slider_keys(void **state)
{
    (void)state;
    ui_script_click(&script, "slider");
    double from = scene.value;
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_key(&script, SDLK_LEFT, 0);
    ui_script_settle(&script);
    assert_close(scene.value, from + 1, 0);
    ui_script_key(&script, SDLK_RIGHT, KMOD_LSHIFT);
    ui_script_settle(&script);
    assert_close(scene.value, from + 11, 0);
    ui_script_key(&script, SDLK_END, 0);
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_settle(&script);
    assert_close(scene.value, 100, 0);
    ui_script_key(&script, SDLK_HOME, 0);
    ui_script_settle(&script);
    assert_close(scene.value, 0, 0);
    // a held key repeats as SDL says, and only so
    SDL_Keysym right = {.scancode = SDL_SCANCODE_RIGHT, .sym = SDLK_RIGHT};
    for (int i = 0; i < 5; i++)
        ui_script_push(&script, &(SDL_Event){.key = {.type = SDL_KEYDOWN, .repeat = i > 0, .keysym = right}});
    ui_script_settle(&script);
    ui_script_wait(&script, 2);
    assert_close(scene.value, 5, 0);
}

static void test_slider_steps(void **state)
{
    (void)state;
    SDL_FRect box = ui_script_box(&script, "low");
    ui_script_drag(&script, (double)box.x + 13, (double)(box.y + box.h) - 18, (double)box.x + 111,
                   (double)(box.y + box.h) - 18);
    assert_close(scene.low * 100, floor(scene.low * 100 + 0.5), 1e-9); // on its grid of 0.01
    assert_true(scene.low > 0.3 && scene.low < 0.5);
}

// ---- keyboard ----

static void test_tab_order(void **state)
{
    (void)state;
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_key(&script, SDLK_SPACE, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.other_presses, 0);
    assert_int_equal(scene.presses, 2); // the card's button comes first, then the panel's
    assert_int_equal(scene.keys, 0);    // Enter was used up
    ui_script_key(&script, SDLK_TAB, KMOD_LSHIFT);
    ui_script_key(&script, SDLK_SPACE, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.other_presses, 1);
    ui_script_key(&script, SDLK_TAB, KMOD_LSHIFT); // round to the last one
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_settle(&script);
    assert_close(scene.low, 0.01, 1e-12);
}

static void test_arrows(void **state)
{
    (void)state;
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_DOWN, 0);
    ui_script_key(&script, SDLK_DOWN, 0);
    ui_script_key(&script, SDLK_SPACE, 0);
    ui_script_settle(&script);
    assert_true(scene.on);
    ui_script_key(&script, SDLK_DOWN, 0);
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_key(&script, SDLK_RIGHT, 0); // stops at the end
    ui_script_settle(&script);
    assert_int_equal(scene.segment, 2);
    ui_script_key(&script, SDLK_UP, 0);
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_settle(&script);
    assert_false(scene.on);
}

static void test_choices_by_pointer(void **state)
{
    (void)state;
    ui_script_click(&script, "segment#1");
    ui_script_click(&script, "shade#2");
    ui_script_click(&script, "switch");
    assert_int_equal(scene.segment, 1);
    assert_int_equal(scene.shade, 2);
    assert_true(scene.on);
}

static void test_list(void **state)
{
    (void)state;
    ui_script_click(&script, "choice");
    ui_script_click(&script, "choice#2");
    assert_int_equal(scene.choice, 2);
    SDL_FRect box;
    assert_false(toolkit_where(script.toolkit, "choice#2", &box));
    ui_script_click(&script, "choice");
    ui_script_click(&script, "button"); // only puts the list away
    assert_int_equal(scene.presses, 0);
    ui_script_click(&script, "button");
    assert_int_equal(scene.presses, 1);
    // by keys
    ui_script_click(&script, "choice");
    ui_script_key(&script, SDLK_ESCAPE, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.keys, 0);
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_TAB, KMOD_LSHIFT);
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_settle(&script);
    ui_script_key(&script, SDLK_UP, 0);
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.choice, 1);
    ui_script_key(&script, SDLK_TAB, 0); // the focus is back at the chooser; next: swatches
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.shade, 1);
}

// ---- text ----

static void test_text(void **state)
{
    (void)state;
    assert_false(SDL_IsTextInputActive());
    double x = 0, y = 0;
    middle("text", &x, &y);
    ui_script_press(&script, x, y);
    ui_script_release(&script, x, y);
    ui_script_type(&script, "J");
    ui_script_type(&script, "\xc3\xbc");
    ui_script_type(&script, "rx");
    ui_script_key(&script, SDLK_BACKSPACE, 0);
    ui_script_type(&script, "gen");
    ui_script_settle(&script);
    assert_string_equal(scene.text, "J\xc3\xbcrgen");
    assert_true(SDL_IsTextInputActive());
    ui_script_key(&script, SDLK_HOME, 0);
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_key(&script, SDLK_DELETE, 0); // the whole letter of two bytes
    ui_script_settle(&script);
    assert_string_equal(scene.text, "Jrgen");
    ui_script_key(&script, SDLK_z, KMOD_LCTRL); // the field's own undo
    ui_script_settle(&script);
    assert_string_equal(scene.text, "J\xc3\xbcrgen");
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_settle(&script);
    assert_false(SDL_IsTextInputActive());
    assert_int_equal(scene.keys, 0); // neither ctrl-z nor Enter reached the program
    ui_script_type(&script, "no");
    ui_script_settle(&script);
    assert_string_equal(scene.text, "J\xc3\xbcrgen");
}

// Keys that overlap, as fast typing does: the next letter comes before the key is up.
static void test_text_in_order(void **state)
{
    (void)state;
    SDL_Keysym back = {.scancode = SDL_SCANCODE_BACKSPACE, .sym = SDLK_BACKSPACE};
    ui_script_click(&script, "text");
    ui_script_type(&script, "ab");
    ui_script_push(&script, &(SDL_Event){.key = {.type = SDL_KEYDOWN, .keysym = back}});
    ui_script_type(&script, "c");
    ui_script_push(&script, &(SDL_Event){.key = {.type = SDL_KEYUP, .keysym = back}});
    ui_script_settle(&script);
    assert_string_equal(scene.text, "ac");
}

static void test_text_by_tab(void **state)
{
    (void)state;
    ui_script_click(&script, "shade#0");
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_type(&script, "abc");
    ui_script_settle(&script);
    assert_string_equal(scene.text, "abc");
    ui_script_key(&script, SDLK_ESCAPE, 0); // gives back what was there
    ui_script_settle(&script);
    assert_string_equal(scene.text, "");
    assert_int_equal(scene.keys, 0);
    ui_script_click(&script, "text");
    ui_script_type(&script, "q");
    ui_script_key(&script, SDLK_TAB, 0); // leaves it, keeps it
    ui_script_key(&script, SDLK_RIGHT, 0);
    ui_script_settle(&script);
    assert_string_equal(scene.text, "q");
    assert_close(scene.low, 0.01, 1e-12);
    assert_false(SDL_IsTextInputActive());
}

static void test_text_is_bounded(void **state)
{
    (void)state;
    ui_script_click(&script, "text");
    for (int i = 0; i < 40; i++)
        ui_script_type(&script, "\xc3\xbc");
    ui_script_settle(&script);
    assert_int_equal(strlen(scene.text), 30); // 31 would cut a letter in two
}

// ---- fingers ----

static void test_finger_leaves(void **state)
{
    (void)state;
    uint32_t before = ui_script_hash(&script);
    double x = 0, y = 0;
    middle("button", &x, &y);
    ui_script_touch(&script, TOUCH_DOWN, 0, x, y);
    ui_script_settle(&script);
    assert_int_not_equal(ui_script_hash(&script), before); // held
    ui_script_touch(&script, TOUCH_UP, 0, x, y);
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 1);
    assert_int_equal(ui_script_hash(&script), before); // not hovered
    ui_script_move(&script, x, y);
    ui_script_settle(&script);
    assert_int_not_equal(ui_script_hash(&script), before); // under a mouse it is
}

static void test_second_finger_cancels(void **state)
{
    (void)state;
    double x = 0, y = 0;
    middle("button", &x, &y);
    ui_script_touch(&script, TOUCH_DOWN, 0, x, y);
    ui_script_touch(&script, TOUCH_DOWN, 1, 500, 300);
    ui_script_touch(&script, TOUCH_UP, 1, 500, 300);
    ui_script_touch(&script, TOUCH_UP, 0, x, y);
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 0);
    // a slider goes back to where it was
    scene.value = 20;
    SDL_FRect box = ui_script_box(&script, "slider");
    double rail = (double)(box.y + box.h) - 18;
    ui_script_touch(&script, TOUCH_DOWN, 0, 100, rail);
    ui_script_settle(&script);
    ui_script_touch(&script, TOUCH_MOVE, 0, 200, rail);
    ui_script_settle(&script);
    assert_true(scene.value > 50);
    ui_script_touch(&script, TOUCH_DOWN, 1, 500, 300);
    ui_script_settle(&script);
    assert_close(scene.value, 20, 0);
    assert_int_equal(scene.releases, 1);
    ui_script_touch(&script, TOUCH_UP, 0, 200, rail);
    ui_script_touch(&script, TOUCH_UP, 1, 500, 300);
    ui_script_settle(&script);
    ui_script_touch(&script, TOUCH_DOWN, 0, x, y); // all is well afterwards
    ui_script_touch(&script, TOUCH_UP, 0, x, y);
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 1);
}

static void push_gesture(float distance, float angle)
{
    ui_script_push(&script, &(SDL_Event){.mgesture = {.type = SDL_MULTIGESTURE,
                                                      .x = 0.6875f,
                                                      .y = 0.5f,
                                                      .dDist = distance,
                                                      .dTheta = angle,
                                                      .numFingers = 2}});
}

static void test_pinch(void **state)
{
    (void)state;
    ui_script_touch(&script, TOUCH_DOWN, 0, 500, 300);
    ui_script_settle(&script);
    assert_int_equal(scene.pressed, 1);
    ui_script_touch(&script, TOUCH_DOWN, 1, 600, 300);
    ui_script_settle(&script);
    assert_int_equal(scene.cancelled, 1);
    assert_int_equal(scene.released, 0);
    assert_true(scene.pointer.is_pinching);
    ui_script_touch(&script, TOUCH_MOVE, 1, 700, 300); // twice as far apart
    ui_script_settle(&script);
    push_gesture(0.1f, 0.2f); // SDL's own reckoning of the same movement
    ui_script_settle(&script);
    assert_close(scene.pinch, 2, 1e-3);
    assert_close(scene.pointer.x, 600, 0.5);
    ui_script_touch(&script, TOUCH_MOVE, 0, 520, 320); // both together
    ui_script_touch(&script, TOUCH_MOVE, 1, 720, 320);
    ui_script_settle(&script);
    assert_close(scene.pinch, 2, 1e-2);
    assert_close(scene.dx, 50 + 20, 0.5);
    assert_close(scene.dy, 20, 0.5);
    ui_script_touch(&script, TOUCH_MOVE, 1, 520, 520); // a quarter turn to the right
    ui_script_settle(&script);
    assert_close(scene.turn_rad, M_PI / 2, 1e-3);
    ui_script_touch(&script, TOUCH_UP, 1, 520, 520);
    ui_script_touch(&script, TOUCH_MOVE, 0, 560, 400); // the finger left over does nothing
    ui_script_touch(&script, TOUCH_UP, 0, 560, 400);
    ui_script_settle(&script);
    assert_int_equal(scene.pressed, 1);
    assert_false(scene.pointer.is_pinching || scene.pointer.is_over);
}

static void test_pinch_by_gesture_alone(void **state)
{
    (void)state;
    ui_script_touch(&script, TOUCH_DOWN, 0, 500, 300);
    ui_script_touch(&script, TOUCH_DOWN, 1, 600, 300);
    push_gesture(0.05f, 0.1f);
    ui_script_settle(&script);
    assert_close(scene.pinch, 1.1, 1e-3);
    assert_close(scene.turn_rad, 0.1, 1e-6);
}

static void test_finger_scrolls(void **state)
{
    (void)state;
    scene.tall_rows = 8;
    ui_script_settle(&script);
    float before = ui_script_box(&script, "button").y;
    double x = 0, y = 0;
    middle("switch", &x, &y);
    ui_script_touch(&script, TOUCH_DOWN, 0, x, y);
    for (int i = 1; i <= 10; i++) {
        ui_script_touch(&script, TOUCH_MOVE, 0, x, y - 10 * i);
        ui_script_frame(&script);
    }
    ui_script_settle(&script);
    assert_false(scene.on);
    assert_close((double)(before - ui_script_box(&script, "button").y), 100, 10);
    ui_script_touch(&script, TOUCH_UP, 0, x, y - 100);
    ui_script_settle(&script);
    assert_false(scene.on); // nothing was pressed
    assert_close(scene.value, 0, 0);
    ui_script_wait(&script, 3); // it coasts and stops
    assert_false(toolkit_wants_frame(script.toolkit));
    // a mouse does not scroll by dragging
    float after = ui_script_box(&script, "button").y;
    ui_script_drag(&script, 150, 400, 150, 500);
    assert_close((double)ui_script_box(&script, "button").y, (double)after, 0);
}

// A finger on a slider: up and down scrolls, sideways slides, a tap sets.
static void test_finger_on_slider(void **state)
{
    (void)state;
    scene.tall_rows = 8;
    ui_script_settle(&script);
    SDL_FRect box = ui_script_box(&script, "slider");
    double y = (double)(box.y + box.h) - 18;
    ui_script_touch(&script, TOUCH_DOWN, 0, 200, y);
    for (int i = 1; i <= 5; i++) {
        ui_script_touch(&script, TOUCH_MOVE, 0, 200 + i, y - 10 * i);
        ui_script_frame(&script);
    }
    ui_script_touch(&script, TOUCH_UP, 0, 205, y - 50);
    ui_script_wait(&script, 3);
    assert_close(scene.value, 0, 0);
    assert_int_equal(scene.releases, 0);
    toolkit_reveal(script.toolkit, "slider");
    ui_script_settle(&script);
    box = ui_script_box(&script, "slider");
    y = (double)(box.y + box.h) - 18;
    ui_script_touch(&script, TOUCH_DOWN, 0, 150, y);
    ui_script_touch(&script, TOUCH_UP, 0, 150, y);
    ui_script_settle(&script);
    assert_close(scene.value, 50, 2);
    assert_int_equal(scene.releases, 1);
    float before = box.y;
    ui_script_touch(&script, TOUCH_DOWN, 0, 150, y);
    ui_script_frame(&script);
    ui_script_touch(&script, TOUCH_MOVE, 0, 200, y + 5);
    ui_script_frame(&script);
    ui_script_touch(&script, TOUCH_MOVE, 0, 230, y + 60); // sideways it began, so it stays
    ui_script_settle(&script);
    ui_script_touch(&script, TOUCH_UP, 0, 230, y + 60);
    ui_script_settle(&script);
    assert_true(scene.value > 75);
    assert_close((double)ui_script_box(&script, "slider").y, (double)before, 0);
}

static void test_wheel_scrolls_what_is_below(void **state)
{
    (void)state;
    scene.tall_rows = 8;
    ui_script_settle(&script);
    float before = ui_script_box(&script, "button").y;
    ui_script_move(&script, 150, 300);
    ui_script_wheel(&script, -1);
    ui_script_settle(&script);
    assert_true(ui_script_box(&script, "button").y < before);
    assert_close(scene.wheel, 0, 0);
    float after = ui_script_box(&script, "button").y;
    ui_script_move(&script, 600, 300);
    ui_script_frame(&script);
    ui_script_wheel(&script, 2);
    ui_script_settle(&script);
    assert_close(scene.wheel, 2, 1e-6);
    assert_close((double)ui_script_box(&script, "button").y, (double)after, 0);
}

static void test_reveal(void **state)
{
    (void)state;
    scene.tall_rows = 12;
    ui_script_settle(&script);
    assert_true(ui_script_box(&script, "row11").y > 600);
    toolkit_reveal(script.toolkit, "row11");
    ui_script_settle(&script);
    SDL_FRect box = ui_script_box(&script, "row11");
    assert_true(box.y > 0 && box.y + box.h <= 600);
}

static void test_focus_comes_into_sight(void **state)
{
    (void)state;
    scene.tall_rows = 12;
    ui_script_settle(&script);
    ui_script_key(&script, SDLK_TAB, KMOD_LSHIFT); // the last
    ui_script_settle(&script);
    SDL_FRect box = ui_script_box(&script, "row11");
    assert_true(box.y + box.h <= 600);
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_settle(&script);
    assert_true(ui_script_box(&script, "button").y >= 0);
}

// ---- canvas ----

static void test_canvas_drag(void **state)
{
    (void)state;
    ui_script_drag(&script, 500, 300, 560, 260);
    assert_int_equal(scene.pressed, 1);
    assert_int_equal(scene.released, 1);
    assert_close(scene.dx, 60, 1e-6);
    assert_close(scene.dy, -40, 1e-6);
    ui_script_drag(&script, 500, 300, 100, 60); // over the panel: stays the canvas's
    assert_close(scene.dx, 60 - 400, 1e-6);
    assert_int_equal(scene.presses, 0);
    double x = 0, y = 0;
    middle("over", &x, &y);
    ui_script_drag(&script, x, y, x + 200, y + 200); // from the card: none of the canvas's
    assert_int_equal(scene.pressed, 2);
    ui_script_click(&script, "over");
    assert_int_equal(scene.other_presses, 1);
    assert_int_equal(scene.pressed, 2);
}

static void test_double_click(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        ui_script_press(&script, 500, 300);
        ui_script_release(&script, 500, 300);
    }
    ui_script_settle(&script);
    assert_int_equal(scene.double_clicks, 1);
    ui_script_wait(&script, 5);
    ui_script_press(&script, 500, 300);
    ui_script_release(&script, 500, 300);
    ui_script_wait(&script, 1);
    ui_script_press(&script, 500, 300);
    ui_script_release(&script, 500, 300);
    ui_script_settle(&script);
    assert_int_equal(scene.double_clicks, 1); // too slow
}

// ---- dialog and toasts ----

static void open_dialog(void)
{
    scene.has_dialog = true;
    ui_script_push(&script, &(SDL_Event){.type = SDL_USEREVENT});
    ui_script_settle(&script);
}

static void test_dialog_blocks(void **state)
{
    (void)state;
    open_dialog();
    double x = 0, y = 0;
    middle("button", &x, &y);
    ui_script_press(&script, x, y);
    ui_script_release(&script, x, y);
    ui_script_move(&script, 600, 500);
    ui_script_frame(&script);
    ui_script_wheel(&script, 1);
    ui_script_press(&script, 600, 500);
    ui_script_release(&script, 600, 500);
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 0);
    assert_int_equal(scene.pressed, 0);
    assert_close(scene.wheel, 0, 0);
    assert_int_equal(scene.answer, -1);
    ui_script_key(&script, SDLK_z, KMOD_LCTRL);
    ui_script_key(&script, SDLK_ESCAPE, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.answer, 2);
    assert_int_equal(scene.keys, 0);
    open_dialog();
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.answer, 0);
    open_dialog();
    ui_script_click(&script, "dialog#1");
    assert_int_equal(scene.answer, 1);
    ui_script_click(&script, "button"); // free again
    assert_int_equal(scene.presses, 1);
}

static void test_dialog_keys(void **state)
{
    (void)state;
    ui_script_click(&script, "slider");
    double from = scene.value;
    open_dialog();
    ui_script_key(&script, SDLK_TAB, 0); // only its answers: Cancel, No, Yes
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.answer, 1);
    ui_script_key(&script, SDLK_RIGHT, 0); // the slider has the focus again
    ui_script_settle(&script);
    assert_close(scene.value, from + 1, 0);
}

static void test_held_enter_acts_once(void **state)
{
    (void)state;
    SDL_Keysym enter = {.scancode = SDL_SCANCODE_RETURN, .sym = SDLK_RETURN};
    ui_script_key(&script, SDLK_TAB, 0);
    ui_script_key(&script, SDLK_TAB, 0);
    for (int i = 0; i < 4; i++)
        ui_script_push(&script, &(SDL_Event){.key = {.type = SDL_KEYDOWN, .repeat = i > 0, .keysym = enter}});
    ui_script_settle(&script);
    assert_int_equal(scene.presses, 1);
}

// A window of the program's own that holds the rest back, with a list and a question above it.
static void draw_browser(struct toolkit *toolkit, void *state)
{
    static const char *const FOLDERS[] = {"Pictures", "Desktop"};
    struct scene *s = state;
    canvas_draw(toolkit, s);
    panel_draw(toolkit, s);
    region_begin(toolkit, "browser", REGION_DIALOG, 100, 50, 400, 300);
    chooser(toolkit, "folder", "Folder", FOLDERS, 2, &s->choice);
    s->other_presses += button(toolkit, "replace", "Replace", BUTTON_PLAIN);
    s->keys += key_pressed(toolkit, SDLK_ESCAPE, 0);
    region_end(toolkit);
    if (!s->has_dialog)
        return;
    s->answer = dialog(toolkit, "Replace it?", "", (const char *const[]){"Replace", "Cancel"}, 2);
    s->has_dialog = s->answer < 0;
}

static void test_layers(void **state)
{
    (void)state;
    script.scene = draw_browser;
    open_dialog(); // both appear in one frame
    ui_script_click(&script, "replace");
    assert_int_equal(scene.other_presses, 0);
    ui_script_key(&script, SDLK_ESCAPE, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.answer, 1);
    assert_int_equal(scene.keys, 0);
    ui_script_click(&script, "folder");
    ui_script_key(&script, SDLK_ESCAPE, 0); // the list alone goes
    ui_script_settle(&script);
    assert_int_equal(scene.keys, 0);
    ui_script_click(&script, "folder");
    ui_script_click(&script, "folder#1");
    assert_int_equal(scene.choice, 1);
    ui_script_click(&script, "replace");
    assert_int_equal(scene.other_presses, 1);
    ui_script_click(&script, "button"); // below, beside the browser
    ui_script_click(&script, "text");
    assert_int_equal(scene.presses, 0);
    assert_false(SDL_IsTextInputActive());
    ui_script_key(&script, SDLK_ESCAPE, 0);
    ui_script_settle(&script);
    assert_int_equal(scene.keys, 1);
}

// The key that opens a dialog does not answer it.
static void opens_by_key(struct toolkit *toolkit, void *state)
{
    struct scene *s = state;
    if (key_pressed(toolkit, SDLK_RETURN, 0))
        s->has_dialog = true;
    scene_draw(toolkit, state);
}

static void test_dialog_opened_by_key(void **state)
{
    (void)state;
    script.scene = opens_by_key;
    ui_script_key(&script, SDLK_RETURN, 0);
    ui_script_settle(&script);
    assert_true(scene.has_dialog);
    assert_int_equal(scene.answer, -1);
}

static void test_dialog_ends_a_drag(void **state)
{
    (void)state;
    ui_script_press(&script, 500, 300);
    ui_script_frame(&script);
    ui_script_frame(&script);
    assert_int_equal(scene.pressed, 1);
    open_dialog();
    ui_script_move(&script, 600, 400);
    ui_script_release(&script, 600, 400);
    ui_script_settle(&script);
    assert_int_equal(scene.released, 0);
    assert_int_equal(scene.cancelled, 1);
    assert_close(scene.dx, 0, 0);
}

static void test_toasts(void **state)
{
    (void)state;
    uint32_t without = ui_script_hash(&script);
    assert_false(toolkit_wants_frame(script.toolkit));
    toast(script.toolkit, NOTE_INFO, "Saved.");
    toast(script.toolkit, NOTE_INFO, "Saved."); // the same: one
    toast(script.toolkit, NOTE_ERROR, "The disk is full.");
    ui_script_settle(&script);
    SDL_FRect box;
    assert_true(toolkit_where(script.toolkit, "toast#1", &box));
    assert_false(toolkit_where(script.toolkit, "toast#2", &box));
    assert_true(toolkit_wants_frame(script.toolkit));
    assert_close(toolkit_wait_s(script.toolkit), 4, 0.3); // no busy loop until then
    ui_script_wait(&script, 5);
    assert_false(toolkit_where(script.toolkit, "toast#1", &box));
    ui_script_click(&script, "toast#0"); // pressed away
    assert_false(toolkit_where(script.toolkit, "toast#0", &box));
    assert_false(toolkit_wants_frame(script.toolkit));
    ui_script_move(&script, 790, 590);
    ui_script_settle(&script);
    assert_int_equal(ui_script_hash(&script), without);
    // a toast takes nothing from a drag that is under way
    ui_script_press(&script, 500, 300);
    ui_script_frame(&script);
    ui_script_frame(&script);
    toast(script.toolkit, NOTE_INFO, "Pictures are ready.");
    ui_script_settle(&script);
    assert_true(scene.pointer.is_down);
}

// ---- frames ----

static void test_idle(void **state)
{
    (void)state;
    assert_false(toolkit_wants_frame(script.toolkit));
    assert_true(toolkit_wait_s(script.toolkit) == HUGE_VAL);
    ui_script_click(&script, "text"); // a text cursor stands still
    assert_false(toolkit_wants_frame(script.toolkit));
    ui_script_move(&script, 500, 300);
    assert_true(toolkit_wants_frame(script.toolkit));
    assert_true(ui_script_settle(&script) <= 4);
}

static uint32_t consultation(void)
{
    setup(NULL);
    ui_script_click(&script, "choice");
    ui_script_click(&script, "choice#1");
    ui_script_drag(&script, 500, 300, 600, 320);
    ui_script_click(&script, "text");
    ui_script_type(&script, "\xc3\xa4");
    ui_script_key(&script, SDLK_TAB, 0);
    toast(script.toolkit, NOTE_WARNING, "Look.");
    ui_script_settle(&script);
    uint32_t hash = ui_script_hash(&script);
    teardown(NULL);
    return hash;
}

static void test_same_script_same_pixels(void **state)
{
    (void)state;
    assert_int_equal(consultation(), consultation());
}

int main(void)
{
    if (!ui_script_can_run())
        return 77;
#define WITH_WINDOW(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_WINDOW(test_fast_clicks),
        WITH_WINDOW(test_drag_off_is_no_press),
        WITH_WINDOW(test_drag_then_press_elsewhere),
        WITH_WINDOW(test_disabled),
        WITH_WINDOW(test_slider_pointer),
        WITH_WINDOW(test_slider_keys),
        WITH_WINDOW(test_slider_steps),
        WITH_WINDOW(test_tab_order),
        WITH_WINDOW(test_arrows),
        WITH_WINDOW(test_choices_by_pointer),
        WITH_WINDOW(test_list),
        WITH_WINDOW(test_text),
        WITH_WINDOW(test_text_in_order),
        WITH_WINDOW(test_text_by_tab),
        WITH_WINDOW(test_text_is_bounded),
        WITH_WINDOW(test_finger_leaves),
        WITH_WINDOW(test_second_finger_cancels),
        WITH_WINDOW(test_pinch),
        WITH_WINDOW(test_pinch_by_gesture_alone),
        WITH_WINDOW(test_finger_scrolls),
        WITH_WINDOW(test_finger_on_slider),
        WITH_WINDOW(test_wheel_scrolls_what_is_below),
        WITH_WINDOW(test_reveal),
        WITH_WINDOW(test_focus_comes_into_sight),
        WITH_WINDOW(test_canvas_drag),
        WITH_WINDOW(test_double_click),
        WITH_WINDOW(test_dialog_blocks),
        WITH_WINDOW(test_dialog_keys),
        WITH_WINDOW(test_held_enter_acts_once),
        WITH_WINDOW(test_layers),
        WITH_WINDOW(test_dialog_opened_by_key),
        WITH_WINDOW(test_dialog_ends_a_drag),
        WITH_WINDOW(test_toasts),
        WITH_WINDOW(test_idle),
        cmocka_unit_test(test_same_script_same_pixels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
