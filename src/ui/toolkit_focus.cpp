// Which widget has the keyboard. The stops of the last frame, in the order of the calls, are the
// tab order.
#include "toolkit_private.hpp"

#include <cmath>

static const Stop *stop_find(const std::vector<Stop> &stops, ImGuiID id)
{
    for (const Stop &stop : stops)
        if (stop.id == id)
            return &stop;
    return nullptr;
}

static bool takes_focus(const toolkit *t, const Stop &stop)
{
    return stop.layer == t->top_layer && stop.takes_focus;
}

void focus_take(toolkit *t, ImGuiID id)
{
    t->focus = id;
    t->ring_is_on = false;
}

static void move_to(toolkit *t, const Stop &stop)
{
    if (t->context->ActiveId)
        ImGui::ClearActiveID(); // leaves a text field
    t->focus = stop.id;
    t->ring_is_on = t->focus_moved = true;
    t->enters_text = stop.is_text ? stop.id : 0;
}

static void move_by_tab(toolkit *t, bool backwards)
{
    int count = (int)t->stops_before.size(), at = -1;
    for (int i = 0; i < count; i++)
        if (t->stops_before[(size_t)i].id == t->focus)
            at = i;
    if (at < 0)
        at = backwards ? count : -1;
    for (int i = 1; i <= count; i++) {
        int next = ((backwards ? at - i : at + i) % count + count) % count;
        const Stop &stop = t->stops_before[(size_t)next];
        if (takes_focus(t, stop)) {
            move_to(t, stop);
            return;
        }
    }
}

// Distance of a box that lies in the direction; HUGE_VALF: it does not. Sideways counts threefold.
static float distance_in(const ImRect &from, const ImRect &to, int dx, int dy)
{
    float gap_x = ImMax(0.0f, ImMax(to.Min.x - from.Max.x, from.Min.x - to.Max.x));
    float gap_y = ImMax(0.0f, ImMax(to.Min.y - from.Max.y, from.Min.y - to.Max.y));
    ImVec2 a = from.GetCenter(), b = to.GetCenter();
    float along = dx ? (b.x - a.x) * (float)dx : (b.y - a.y) * (float)dy;
    bool is_beyond = dx ? (dx > 0 ? to.Min.x >= from.Max.x - 1 : to.Max.x <= from.Min.x + 1)
                        : (dy > 0 ? to.Min.y >= from.Max.y - 1 : to.Max.y <= from.Min.y + 1);
    if (!is_beyond || along <= 0)
        return HUGE_VALF;
    float off = dx ? fabsf(b.y - a.y) : fabsf(b.x - a.x);
    return (dx ? gap_x + 3 * gap_y : gap_y + 3 * gap_x) + 0.01f * off;
}

static void move_by_arrow(toolkit *t, int dx, int dy)
{
    const Stop *from = stop_find(t->stops_before, t->focus), *best = nullptr;
    float least = HUGE_VALF;
    for (const Stop &stop : t->stops_before) {
        if (!from || stop.id == t->focus || !takes_focus(t, stop))
            continue;
        float distance = distance_in(from->box, stop.box, dx, dy);
        if (distance < least) {
            least = distance;
            best = &stop;
        }
    }
    if (best)
        move_to(t, *best);
}

bool key_taken(toolkit *t, SDL_Keycode key)
{
    for (size_t i = 0; i < t->pressed.size(); i++)
        if (t->pressed[i].sym == key && !(t->pressed[i].mod & (KMOD_CTRL | KMOD_ALT))) {
            t->pressed.erase(t->pressed.begin() + (long)i);
            return true;
        }
    return false;
}

static void tab_keys(toolkit *t)
{
    bool shift = false; // as it was when Tab went down: it may be up again by now
    for (const SDL_Keysym &key : t->pressed)
        shift |= key.sym == SDLK_TAB && (key.mod & KMOD_SHIFT);
    if (!t->stops_before.empty() && key_taken(t, SDLK_TAB))
        move_by_tab(t, shift);
}

static void sideways_keys(toolkit *t)
{
    t->sideways = key_taken(t, SDLK_RIGHT) - key_taken(t, SDLK_LEFT);
    t->jump = key_taken(t, SDLK_END) - key_taken(t, SDLK_HOME);
    t->ring_is_on |= t->sideways || t->jump;
}

// A slider that was pressed takes the sideways keys even before the ring shows.
void focus_keys(toolkit *t)
{
    t->activates = t->focus_moved = false;
    t->sideways = t->jump = 0;
    tab_keys(t);
    const Stop *stop = stop_find(t->stops_before, t->focus);
    if (ImGui::GetIO().WantTextInput || !stop || !takes_focus(t, *stop))
        return;
    if (stop->takes_sideways)
        sideways_keys(t);
    if (!t->ring_is_on)
        return;
    t->activates = key_taken(t, SDLK_RETURN) || key_taken(t, SDLK_KP_ENTER) || key_taken(t, SDLK_SPACE);
    int dx = key_taken(t, SDLK_RIGHT) - key_taken(t, SDLK_LEFT);
    int dy = key_taken(t, SDLK_DOWN) - key_taken(t, SDLK_UP);
    if (dx || dy)
        move_by_arrow(t, dx, dx ? 0 : dy);
    if (t->top_layer == LAYER_REGIONS && key_taken(t, SDLK_ESCAPE))
        t->ring_is_on = false;
}

// A dialog or list has come: what was held below is let go.
void focus_enter_layer(toolkit *t, int layer)
{
    t->focus_below[layer] = t->focus;
    t->focus = 0;
    if (t->context->ActiveId) {
        t->cancels_next = t->context->ActiveId; // its widget may have been called already
        ImGui::ClearActiveID();
    }
}

void focus_end_frame(toolkit *t)
{
    if (t->top_layer_now < t->top_layer) // back to what had it
        t->focus = t->focus_below[t->top_layer];
    std::swap(t->stops, t->stops_before);
    t->stops.clear();
    t->top_layer = t->top_layer_now;
    t->top_layer_now = LAYER_REGIONS;
    if (!stop_find(t->stops_before, t->focus))
        t->focus = 0;
    t->tip_id = t->tip_next;
    t->tip_next = 0;
}
