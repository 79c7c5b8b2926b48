// Widgets for a touch screen, drawn as one product: large, quiet, light or dark.
//
// A C face over Dear ImGui, which stays inside toolkit*.cpp together with its input layer: SDL
// events are queued so that at most one button changes in a frame (fast clicks and injected events
// are not lost), text input follows focus, a second finger cancels what the first began. Immediate
// mode: call a widget in every frame, it tells what happened.
//
// What it does not do: it knows no case and no photo, keeps no value of the caller's, opens no
// window, swaps no buffers, never sleeps, and does not shape text (no Arabic, no Indic scripts;
// Latin, Greek, Cyrillic and Vietnamese are there). There is no screen reader support.
//
// Units: points, unless a name says px. A point is `toolkit_scale` physical pixels: drawable size
// over window size times the user's own scale. Origin top left, y down. Labels are UTF-8 and
// already translated; too long ones end in an ellipsis, text_body, text_hint and notes wrap.
//
// An id names a widget or a region in the frame: unique there, not shown, need not live on. Parts
// of a widget are called "id#0", "id#1"...
//
// Keyboard: Tab and Shift+Tab walk through all widgets in the order of the calls, arrows move to
// the neighbour, Enter or Space act. Left and right change a slider (Shift: ten steps; Home, End),
// a segmented control, swatches, also after these were pressed. The ring shows only after a key has
// been used; Escape puts it away first.
//
// Thread: the one that owns the GL context, which is current in every call.
#pragma once

#include "base/err.h"

#include <SDL2/SDL.h>
#include <stdbool.h>
#include <stdint.h>

// ---- life and frame ----

enum theme { THEME_LIGHT, THEME_DARK };
struct toolkit;
// window: has an OpenGL 3.3 core context, which is current. scale: the user's, 1 normal. NULL: no
// such OpenGL. Fonts: Inter from the system or from the folder in the environment variable
// STIPPLE_FONTS; another sans serif where it is missing, ImGui's own as the last resort.
struct toolkit *toolkit_create(SDL_Window *window, enum theme theme, double scale, struct err *err);
void toolkit_destroy(struct toolkit *toolkit); // accepts NULL
void toolkit_set_theme(struct toolkit *toolkit, enum theme theme);
void toolkit_set_scale(struct toolkit *toolkit, double scale); // the user's; from the next frame
double toolkit_scale(const struct toolkit *toolkit);           // physical pixels for a point
// Size of the window in points, as this frame lays it out.
void toolkit_size(const struct toolkit *toolkit, double *width, double *height);

void toolkit_event(struct toolkit *toolkit, const SDL_Event *event); // every event of the loop
// now_s: any clock that never goes back. False: the window has no size now, draw nothing and do not
// call toolkit_end.
bool toolkit_begin(struct toolkit *toolkit, double now_s);
void toolkit_end(struct toolkit *toolkit); // clears and draws into the current framebuffer
// Something is still to be drawn without any event: queued input, an animation, a toast that is
// to vanish. False: sleep until the next event.
bool toolkit_wants_frame(const struct toolkit *toolkit);
// A reset of the driver took the context away: before it is destroyed, and when another one is current. Textures are
// there again, with nothing in them: write them anew.
void toolkit_gl_lost(struct toolkit *toolkit);
bool toolkit_gl_again(struct toolkit *toolkit, struct err *err);
// How long the loop may wait for an event before the next frame: 0 at once, HUGE_VAL for ever.
double toolkit_wait_s(const struct toolkit *toolkit);
// Where a widget or a part was in the last frame, in points of the window; false: it was not.
// For hints that point at a control, and for tests.
bool toolkit_where(const struct toolkit *toolkit, const char *id, SDL_FRect *box);
// A line of the last frame that had to end in an ellipsis, names apart; "": none. For tests of
// translations.
const char *toolkit_cut(const struct toolkit *toolkit);
// A control of the last frame with a side under 44 points; "": none. For tests, as the next.
const char *toolkit_small(const struct toolkit *toolkit);
// The control that shows the ring in the last frame, in sight; "": none does.
const char *toolkit_focus(const struct toolkit *toolkit);
// The controls of the last frame that Tab can come to, by number; "": a part of one. False: there are no more.
bool toolkit_stop(const struct toolkit *toolkit, int number, const char **name);
// Scrolls the region of this widget, when it comes next, so that it is in sight.
void toolkit_reveal(struct toolkit *toolkit, const char *id);

// ---- regions: everything is drawn inside one; later ones lie above earlier ones ----

// PANEL and BAR: flush areas. CARD: floats with a shadow. CLEAR: nothing drawn, no margin (canvas).
// A panel, card or dialog that is too small scrolls: wheel, finger, bar.
enum region_kind { REGION_PANEL, REGION_BAR, REGION_CARD, REGION_CLEAR, REGION_DIALOG };
void region_begin(struct toolkit *toolkit, const char *id, enum region_kind kind, double x, double y, double width,
                  double height);
void region_end(struct toolkit *toolkit);
bool region_scrolls(struct toolkit *toolkit); // content is higher than the region

// Without these every widget has a row of its own.
void layout_row(struct toolkit *toolkit, int columns); // the next `columns` widgets share the width
// The next `count` widgets have these widths; 0: an equal share of what is left.
void layout_widths(struct toolkit *toolkit, int count, const double *widths);
void layout_skip(struct toolkit *toolkit); // leaves a cell of the row empty
void layout_space(struct toolkit *toolkit, double height);
void layout_rule(struct toolkit *toolkit);          // a thin line between groups
double layout_width(const struct toolkit *toolkit); // of the next widget
// Widgets that follow are faint and take no input, until it is set back; a region ends it too.
void layout_disabled(struct toolkit *toolkit, bool is_disabled);

// ---- text ----

void text_title(struct toolkit *toolkit, const char *text);
void text_heading(struct toolkit *toolkit, const char *text); // of a group in a panel
void text_body(struct toolkit *toolkit, const char *text);
void text_hint(struct toolkit *toolkit, const char *text);      // smaller, quieter
void text_hint_line(struct toolkit *toolkit, const char *text); // one line, a name: it may be cut
void text_value(struct toolkit *toolkit, const char *label, const char *value);
// Keys and what they do, in two columns; text_keys_size: what they need, points.
void text_keys(struct toolkit *toolkit, const char *const (*rows)[2], int count);
void text_keys_size(const struct toolkit *toolkit, const char *const (*rows)[2], int count, double *width,
                    double *height);
double text_hint_width(const struct toolkit *toolkit, const char *text); // of one line
double text_title_width(const struct toolkit *toolkit, const char *text);
// Height of text_hint at this width, points: for a card that holds its words.
double text_hint_height(const struct toolkit *toolkit, const char *text, double width);
enum note_kind { NOTE_INFO, NOTE_WARNING, NOTE_ERROR };
void text_note(struct toolkit *toolkit, enum note_kind kind, const char *text);

// ---- controls ----
// The value belongs to the caller. True: it was pressed or changed in this frame.

enum icon {
    ICON_UNDO,
    ICON_REDO,
    ICON_OPEN,
    ICON_SAVE,
    ICON_PLUS,
    ICON_MINUS,
    ICON_EYE,
    ICON_PLAY,
    ICON_PAUSE,
    ICON_COMPARE,
    ICON_FULLSCREEN,
    ICON_HELP,
    ICON_LEFT,
    ICON_RIGHT,
    ICON_TRASH,
    ICON_HAND,
    ICON_PEN,
    ICON_CLOSE,
    ICON_CHECK,
    ICON_MORE,
    ICON_EXPORT,
    ICON_CAMERA,
    ICON_RULER,
    ICON_MIRROR,
    ICON_FIT,
    ICON_INFO,
    ICON_WARNING,
    ICON_HEAD,
    ICON_HAIRLINE,
    ICON_AREA,
    ICON_DROP,
    ICON_CALENDAR,
    ICON_THEME,
    ICON_LANGUAGE,
    ICON_SAVE_AS,
    ICON_SIDES,
    ICON_COUNT
};
enum button_kind { BUTTON_PLAIN, BUTTON_PRIMARY, BUTTON_QUIET, BUTTON_DANGER };
bool button(struct toolkit *toolkit, const char *id, const char *label, enum button_kind kind);
bool button_with_icon(struct toolkit *toolkit, const char *id, enum icon icon, const char *label,
                      enum button_kind kind);
// That a button needs to show its label whole, points.
double button_width(const struct toolkit *toolkit, const char *label, bool has_icon);
bool button_toggle(struct toolkit *toolkit, const char *id, const char *label, bool *on);
// The same as a row of a list: its name at the left, what is to say of it at the right.
bool row_toggle(struct toolkit *toolkit, const char *id, const char *name, const char *value, bool *on);
// A square of 44, in the middle of its cell; tip: shown beside it after a while under a mouse, or
// while it has the focus.
bool icon_button(struct toolkit *toolkit, const char *id, enum icon icon, const char *tip, bool is_on);
// The icon above its word, 52 high: one of a few places to go.
bool place_button(struct toolkit *toolkit, const char *id, enum icon icon, const char *label, bool is_on);

struct slider_result {
    bool changed;  // *value is another
    bool released; // the drag, key or click has ended: a step to undo
};
// Keeps *value within least and most, on a multiple of step from least. A drag that a second finger
// cancels gives the value back that it began with: changed and released.
struct slider_result slider(struct toolkit *toolkit, const char *id, const char *label, const char *unit, double *value,
                            double least, double most, double step);
bool segmented(struct toolkit *toolkit, const char *id, const char *const *labels, int count, int *index);
// Opens a list of large rows below or above it, which holds all other input until it is closed.
bool chooser(struct toolkit *toolkit, const char *id, const char *label, const char *const *labels, int count,
             int *index);
bool swatches(struct toolkit *toolkit, const char *id, const uint8_t (*rgb)[3], const char *const *labels, int count,
              int *index);
bool switch_row(struct toolkit *toolkit, const char *id, const char *label, bool *on);
// size: of text, with its zero. Escape gives back what was there before, Enter and Tab leave it.
// true with every change. empty: stands in it faintly while there is no text; may be "".
bool text_field(struct toolkit *toolkit, const char *id, const char *label, const char *empty, char *text, size_t size);
// The same over some lines, where Enter begins the next one. At rest long
// lines are wrapped; while it is written in they scroll.
bool text_area(struct toolkit *toolkit, const char *id, const char *label, char *text, size_t size, int lines);
void progress(struct toolkit *toolkit, const char *label, double share_frac);

// ---- pictures: GL textures of RGBA8 pixels ----

// Made with linear filtering and no smaller sizes: give thumbnails about the size they are shown
// at.
typedef unsigned int texture_id; // 0: none
texture_id texture_create(struct toolkit *toolkit, int width_px, int height_px);
void texture_write(struct toolkit *toolkit, texture_id texture, const void *rgba, int left, int top, int width_px,
                   int height_px, size_t pitch_bytes);
void texture_destroy(struct toolkit *toolkit, texture_id texture); // once no frame shows it any more
int texture_most_px(const struct toolkit *toolkit);                // of a side
void texture_limit(struct toolkit *toolkit, int most_px);          // less than the driver can, for tests
// A picture of the cell's width with its label below. aspect: width over height.
bool picture_card(struct toolkit *toolkit, const char *id, texture_id texture, double aspect, const char *label,
                  bool is_chosen);

// ---- free drawing on a region, for the canvas and its handles ----
// In physical pixels of the window, clipped to the region.

struct pen {
    uint32_t rgba; // 0xRRGGBBAA
    double width_px;
};
void draw_line(struct toolkit *toolkit, double x0, double y0, double x1, double y1, struct pen pen);
void draw_polyline(struct toolkit *toolkit, const double (*points)[2], int count, bool closed, struct pen pen);
void draw_disc(struct toolkit *toolkit, double x, double y, double radius_px, uint32_t fill, struct pen edge);
void draw_box(struct toolkit *toolkit, double x, double y, double width, double height, double round_px, uint32_t fill);
// x, y: its middle.
void draw_label(struct toolkit *toolkit, double x, double y, const char *text, uint32_t rgba);
void draw_icon(struct toolkit *toolkit, enum icon icon, double x, double y, double size_px, uint32_t rgba);
// What is drawn until draw_clip_end stays within this box, in physical pixels.
void draw_clip(struct toolkit *toolkit, double x, double y, double width, double height);
void draw_clip_end(struct toolkit *toolkit);
// Opaque: the texture's alpha is not used. At its own size on whole pixels it is copied, which in
// software OpenGL costs a twentieth of any other placing. corners: where top left, top right,
// bottom right, bottom left of the part lie. part: left, top, right, bottom in the texture's
// pixels, NULL: all. clip: the same of the window.
void draw_texture(struct toolkit *toolkit, texture_id texture, const double *part_px, const double corners_px[4][2],
                  const double clip_px[4]);
// The same laid over what is there, whole, opacity 0 to 1; slower.
void draw_texture_faint(struct toolkit *toolkit, texture_id texture, const double corners_px[4][2],
                        const double clip_px[4], double opacity);
// 0xRRGGBBAA. Roles: paper (behind the regions), panel, card, line, ink, quiet (text), accent,
// on-accent, track, warning, error, on-error, shade (behind dialogs).
uint32_t theme_colour(const struct toolkit *toolkit, const char *role);

// ---- the pointer over a free region: one finger or a mouse button, two fingers, a wheel ----

struct pointer {
    bool is_over, is_down, pressed, released, double_clicked;
    bool cancelled;         // what began with `pressed` is void; `released` is false then
    double x, y, dx, dy;    // physical pixels; with two fingers: of their middle
    double wheel;           // notches, up positive; none while Alt turns with it
    double pinch, turn_rad; // factor and angle of two fingers in this frame (or of Alt and the
                            // wheel); 1 and 0: none
    bool is_pinching;       // two fingers are down on this region
    bool pans;              // middle or right button, or space held
};
struct pointer region_pointer(struct toolkit *toolkit); // of the present region, once in a frame
// Pressed in this frame, or repeated (Enter, Space and Escape are not); not while a text field has
// the focus (but for Ctrl and a letter that edits no text), below a dialog or an open list, or when the focused widget
// used it. modifiers: KMOD_CTRL, KMOD_SHIFT, KMOD_ALT, exactly these.
bool key_pressed(struct toolkit *toolkit, SDL_Keycode key, Uint16 modifiers);

// ---- above all ----

// A question with up to three answers; called in every frame while it is open. Gives -1 until an
// answer is chosen. Enter takes the first, Escape the last. Nothing below it takes input.
int dialog(struct toolkit *toolkit, const char *title, const char *text, const char *const *answers, int count);
// Shows for 4 s, warnings and errors for 8 s; a press puts it away. The same text again starts
// anew.
void toast(struct toolkit *toolkit, enum note_kind kind, const char *text);
