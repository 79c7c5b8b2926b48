// What the files of the toolkit share. C++ stays behind toolkit.h.
//
// ImGui lends windows, clipping, draw lists, the text field and the pressing of a button. Order of
// the windows, keyboard focus, lists, dialogs and scrolling by finger are ours.
#pragma once

extern "C" {
#include "ui/toolkit.h"
}

#include <imgui.h>
#include <imgui_internal.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

const double TOUCH = 44; // least side of what a finger hits, points
const double GAP = 12;   // between widgets, points
const double ROUND = 10; // corner of a control, points

struct Palette {
    ImU32 paper, panel, card, line, ink, quiet, accent, on_accent, track, warning, error, on_error, shade;
};

// The one of this frame, drawn when it is known what lies above its widget.
struct Tip {
    ImGuiWindow *window; // of the widget; NULL: no tip
    ImRect beside;
    std::string text;
};

struct Toast {
    note_kind kind;
    std::string text;
    double until_s;
};

// What a layer holds back: the layers below it take neither pointer nor keys. A dialog lies two
// above the layer below it, an open list one above its region.
enum { LAYER_REGIONS = 0, LAYER_MOST = 15, LAYER_TOAST = 16, LAYERS };
enum { REGION_LIST = REGION_DIALOG + 1 };

// A widget that the keyboard can reach.
struct Stop {
    ImGuiID id;
    std::string name;
    ImRect box;
    int layer;
    bool takes_sideways, is_text, takes_focus; // takes_sideways: left and right are its own
};

struct Texture {
    unsigned name; // of OpenGL; a lost context takes it along
    ImVec2 size;
};

struct Copy { // of a texture's texels from (from_x, from_y) on, to the window's pixels from (left, top) on
    unsigned name;
    int left, top, from_x, from_y, width, height;
};

struct Row {
    int index = 0;
    float top = 0, height = 0;
    std::vector<float> widths; // of the cells, points; 0 shares what is left
};

struct Region {
    int layer;
    ImU32 fill;
    Row row;
};

struct Finger {
    SDL_FingerID id;
    float x, y; // physical pixels
};

struct toolkit {
    SDL_Window *window;
    ImGuiContext *context;
    theme look;
    Palette palette;
    double scale;             // physical pixels for a point
    double user_scale, ratio; // ratio: drawable to window
    ImFont *body, *small, *strong, *title;
    std::string clipboard;
    double now_s;
    int settle_frames; // frames still to draw after the last event
    bool text_is_on, is_disabled;
    ImRect text_box;          // of the field that is edited
    std::string reveal;       // the widget to scroll to
    std::string cut, cut_now; // a line that did not fit: of the last frame, of this

    // Input of this frame (toolkit_input.cpp).
    std::deque<SDL_Event> events; // not applied yet
    std::vector<SDL_Keysym> pressed;
    std::vector<Finger> fingers;
    bool is_touch, leaves_next, is_gesture, moved_by_fingers, space_is_down;
    float pinch, turn_rad;
    ImVec2 gesture_at, gesture_delta;
    ImGuiWindow *gestured; // where the gesture began
    ImGuiID cancelled,
        cancels_next; // was active until a second finger, a scroll or a dialog took it

    // Scrolling by finger.
    ImGuiWindow *scrolled;
    bool scroll_is_on;
    float scroll_speed;

    // Keyboard focus (toolkit_focus.cpp).
    std::vector<Stop> stops, stops_before;
    ImGuiID focus;
    bool ring_is_on, activates, focus_moved;
    int sideways; // left -1, right 1, for the widget in focus
    int jump;     // Home -1, End 1
    ImGuiID enters_text;
    int top_layer, top_layer_now; // of the last frame and of this
    ImGuiID focus_below[LAYERS];

    // Regions (toolkit_region.cpp).
    std::vector<Region> regions;
    struct Placed {
        ImGuiWindow *window;
        int layer;
    };
    std::vector<Placed> placed; // in the order of the calls

    // Widgets that remember.
    double slider_from; // value when the drag began
    float slider_grip_px;
    bool slider_is_engaged;
    ImGuiID open_list;
    ImGuiID tip_id, tip_next; // hovered in the last frame, in this
    double tip_from_s;
    Tip tip;
    std::vector<Toast> toasts;
    std::map<texture_id, Texture> textures;
    texture_id last_texture = 0;
    std::vector<unsigned> doomed; // names of OpenGL that the frame at hand may show
    std::deque<Copy> copies;      // of the frame at hand; its draw lists point at them
    int texture_limit = 0;        // of a side, px; 0: the driver\'s
    bool wheel_turns = false;     // Alt was held when it was turned
};

static inline float pt(const toolkit *t, double points)
{
    return (float)(points * t->scale);
}

static inline ImDrawList *draw_list()
{
    return ImGui::GetWindowDrawList();
}

static inline ImRect shrunk(ImRect box, float by)
{
    box.Expand(-by);
    return box;
}

struct Item {
    ImGuiID id;
    ImRect box;
    bool hovered, held, pressed, focused; // focused: show the ring
};

// toolkit_theme.cpp
Palette palette_of(theme look);
void theme_apply(toolkit *t);
void fonts_load(toolkit *t);
ImU32 mixed(ImU32 below, ImU32 above, float share);
ImU32 faded(ImU32 colour, float alpha);

// toolkit_input.cpp
void input_open(toolkit *t);
void input_apply(toolkit *t); // feeds ImGui one frame's worth
void input_after_frame_began(toolkit *t);
bool input_is_moving(const toolkit *t);

// toolkit_focus.cpp
void focus_keys(toolkit *t); // uses up the keys that move the focus
void focus_end_frame(toolkit *t);
void focus_take(toolkit *t, ImGuiID id);
void focus_enter_layer(toolkit *t, int layer);
bool key_taken(toolkit *t, SDL_Keycode key); // was pressed; nobody else sees it

// toolkit_region.cpp
void region_open(toolkit *t, const char *id, int kind, int layer, ImRect box_px);
void veil(toolkit *t, const char *id, int layer, ImU32 shade, bool *pressed);
void regions_order(toolkit *t);
float cell_width(const toolkit *t); // of the next widget
ImRect cell_take(toolkit *t, float height);

// toolkit_text.cpp
float text_width(ImFont *font, const char *text);
ImVec2 text_size(ImFont *font, const char *text, float wrap);
void text_at(ImFont *font, ImVec2 at, ImU32 colour, const char *text, float wrap = 0);
// One line, centred in height; too long: ends in an ellipsis. align 0 left, 0.5 middle, 1 right.
void text_fit(ImFont *font, const ImRect &box, ImU32 colour, const char *text, float align);

// toolkit_widgets.cpp
enum { ITEM_TAKES_SIDEWAYS = 1, ITEM_IS_TEXT = 2, ITEM_NO_FOCUS = 4 };
Item item_at(toolkit *t, const char *id, const ImRect &box, int flags = 0);
void focus_ring(const toolkit *t, const ImRect &box, bool is_focused, float round = 0);
void tip_show(toolkit *t, const Item &it, const char *text);
void tip_draw(toolkit *t);

// Fades what is drawn while it lives, when widgets are disabled.
struct Fade {
    explicit Fade(const toolkit *t);
    ~Fade();
    ImDrawList *list;
    bool is_on;
    int from;
};

// toolkit_shape.cpp
void box_edge(ImDrawList *list, ImVec2 from, ImVec2 to, ImU32 colour, float round, float width);
void box_shadow(ImDrawList *list, const ImRect &box, float round, float reach, float strength);

// toolkit_draw.cpp
void textures_bury(toolkit *t);
void textures_again(toolkit *t); // in a new context
ImTextureID texture_name(const toolkit *t, texture_id texture);
void fill_opaque(ImDrawList *list, const ImRect &box, ImU32 colour);

// toolkit_icon.cpp
void icon_draw(toolkit *t, icon which, ImVec2 middle, float size_px, ImU32 colour);

// toolkit_float.cpp
void toasts_draw(toolkit *t);
double toasts_wait_s(const toolkit *t);
