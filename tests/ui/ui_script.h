// A window without a screen, driven by a script of SDL events, looked at through its pixels.
//
// SDL's "offscreen" driver and OpenGL in software: no display and no GPU are needed. The clock is
// the script's own, 1/60 s a frame, so that the same script gives the same pixels. Coordinates are
// in points, as toolkit_where gives them; events carry window pixels, which are physical pixels
// here.
#pragma once

#include "ui/toolkit.h"

#include "image/pixels.h"

struct ui_script {
    SDL_Window *window;
    SDL_GLContext context;
    struct toolkit *toolkit;
    double now_s;
    void (*scene)(struct toolkit *toolkit, void *state); // one frame's widgets
    void *state;
};

// False, with the reason printed, where there is no such OpenGL: the test program returns 77.
bool ui_script_can_run(void);
void ui_script_open(struct ui_script *script, int width_px, int height_px, enum theme theme, double scale);
void ui_script_close(struct ui_script *script);

void ui_script_frame(struct ui_script *script);
int ui_script_settle(struct ui_script *script);                // frames until nothing is wanted at once; at most 100
void ui_script_wait(struct ui_script *script, double seconds); // as the program's loop would sleep
void ui_script_push(struct ui_script *script, const SDL_Event *event);

// Events; none of them draws a frame.
void ui_script_move(struct ui_script *script, double x, double y);
void ui_script_press(struct ui_script *script, double x, double y);
void ui_script_release(struct ui_script *script, double x, double y);
void ui_script_wheel(struct ui_script *script, double notches);
void ui_script_key(struct ui_script *script, SDL_Keycode key, Uint16 modifiers); // down and up
void ui_script_type(struct ui_script *script, const char *utf8);
// A finger as SDL reports it: touch events, and mouse events made of the first.
enum touch { TOUCH_DOWN, TOUCH_MOVE, TOUCH_UP };
void ui_script_touch(struct ui_script *script, enum touch what, int finger, double x, double y);

// Scrolls to a widget, moves to its middle, presses, releases, settles. Fails the test where it is
// not shown.
void ui_script_click(struct ui_script *script, const char *id);
SDL_FRect ui_script_box(struct ui_script *script, const char *id);
// From there to there in steps, left button held, settled.
void ui_script_drag(struct ui_script *script, double x0, double y0, double x1, double y1);

struct image *ui_script_pixels(struct ui_script *script); // of the last frame; image_unref
uint32_t ui_script_hash(struct ui_script *script);
// Writes the last frame to $STIPPLE_UI_OUT/name.png where that folder is named; for looking at.
void ui_script_show(struct ui_script *script, const char *name);
