// SDL events into ImGui, at most one button change a frame; fingers; scrolling by finger.
//
// ImGui 1.86 looks at states, not events: a release and the next press within one frame would
// merge, and a press where the pointer moves in the same frame would land beside its target. So
// events wait in a queue, and a frame takes them up to the first that would break this.
#include "toolkit_private.hpp"

#include <cmath>
#include <cstring>

static const double SLOP = 8;         // a finger that moved less has not moved, points
static const double SCROLL_DECAY = 4; // of the speed after the finger has left, 1/s

static const ImVec2 NOWHERE(-FLT_MAX, -FLT_MAX);

// Keys of the text field; all others are ours.
static const struct {
    ImGuiKey key;
    SDL_Scancode code;
} TEXT_KEYS[] = {
    {ImGuiKey_LeftArrow, SDL_SCANCODE_LEFT},
    {ImGuiKey_RightArrow, SDL_SCANCODE_RIGHT},
    {ImGuiKey_UpArrow, SDL_SCANCODE_UP},
    {ImGuiKey_DownArrow, SDL_SCANCODE_DOWN},
    {ImGuiKey_Home, SDL_SCANCODE_HOME},
    {ImGuiKey_End, SDL_SCANCODE_END},
    {ImGuiKey_Delete, SDL_SCANCODE_DELETE},
    {ImGuiKey_Backspace, SDL_SCANCODE_BACKSPACE},
    {ImGuiKey_Enter, SDL_SCANCODE_RETURN},
    {ImGuiKey_KeyPadEnter, SDL_SCANCODE_KP_ENTER},
    {ImGuiKey_Escape, SDL_SCANCODE_ESCAPE},
    {ImGuiKey_A, SDL_SCANCODE_A},
    {ImGuiKey_C, SDL_SCANCODE_C},
    {ImGuiKey_V, SDL_SCANCODE_V},
    {ImGuiKey_X, SDL_SCANCODE_X},
    {ImGuiKey_Y, SDL_SCANCODE_Y},
    {ImGuiKey_Z, SDL_SCANCODE_Z},
};

void input_open(toolkit *t)
{
    ImGuiIO &io = ImGui::GetIO();
    io.MousePos = NOWHERE;
    io.KeyRepeatDelay = FLT_MAX; // SDL repeats
    for (int &code : io.KeyMap)
        code = -1;
    for (const auto &entry : TEXT_KEYS)
        io.KeyMap[entry.key] = entry.code;
    t->pinch = 1.0f;
}

static bool edits_text(SDL_Scancode code)
{
    for (const auto &entry : TEXT_KEYS)
        if (entry.code == code)
            return true;
    return code == SDL_SCANCODE_TAB;
}

// Window coordinates of SDL to physical pixels.
static ImVec2 to_pixels(const toolkit *t, int x, int y)
{
    float ratio = (float)t->ratio;
    return ImVec2(floorf((float)x * ratio), floorf((float)y * ratio));
}

static int button_index(Uint8 button)
{
    return button == SDL_BUTTON_LEFT ? 0 : button == SDL_BUTTON_RIGHT ? 1 : button == SDL_BUTTON_MIDDLE ? 2 : -1;
}

// What is held is let go without being pressed.
static void cancel(toolkit *t)
{
    ImGuiContext *g = t->context;
    if (g->ActiveId && g->ActiveId != g->InputTextState.ID) {
        t->cancelled = g->ActiveId;
        ImGui::ClearActiveID();
    }
}

static void forget_all(toolkit *t)
{
    ImGuiIO &io = ImGui::GetIO();
    cancel(t);
    memset(io.MouseDown, 0, sizeof io.MouseDown);
    memset(io.KeysDown, 0, sizeof io.KeysDown);
    io.KeyShift = io.KeyCtrl = io.KeyAlt = false;
    io.MousePos = NOWHERE;
    t->space_is_down = t->is_gesture = false;
    t->fingers.clear();
    t->scrolled = t->gestured = nullptr;
}

// ---- fingers ----

struct Pair {
    ImVec2 middle;
    float distance, angle;
};

static Pair pair_of(const toolkit *t)
{
    const Finger &a = t->fingers[0], &b = t->fingers[1];
    float dx = b.x - a.x, dy = b.y - a.y;
    return {ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2), ImMax(sqrtf(dx * dx + dy * dy), 1.0f), atan2f(dy, dx)};
}

static Finger finger_of(const SDL_TouchFingerEvent &event)
{
    ImVec2 size = ImGui::GetIO().DisplaySize;
    return {event.fingerId, event.x * size.x, event.y * size.y};
}

static Finger *finger_find(toolkit *t, SDL_FingerID id)
{
    for (Finger &finger : t->fingers)
        if (finger.id == id)
            return &finger;
    return nullptr;
}

static void gesture_go(toolkit *t, ImVec2 at)
{
    t->gesture_at = at;
    ImGui::GetIO().MousePos = at; // finds the region below
}

static void finger_down(toolkit *t, const SDL_TouchFingerEvent &event)
{
    if (finger_find(t, event.fingerId))
        return;
    t->fingers.push_back(finger_of(event));
    if (t->fingers.size() != 2)
        return;
    cancel(t); // what the first finger began
    ImGui::GetIO().MouseDown[0] = false;
    t->is_gesture = true;
    t->moved_by_fingers = false;
    t->scrolled = nullptr;
    gesture_go(t, pair_of(t).middle);
}

static void finger_moved(toolkit *t, const SDL_TouchFingerEvent &event)
{
    Finger *finger = finger_find(t, event.fingerId);
    if (!finger)
        return;
    bool is_pair = t->fingers.size() >= 2;
    Pair before = is_pair ? pair_of(t) : Pair();
    *finger = finger_of(event);
    if (!is_pair)
        return;
    Pair now = pair_of(t);
    t->moved_by_fingers = true;
    t->pinch *= now.distance / before.distance;
    t->turn_rad += remainderf(now.angle - before.angle, 2.0f * (float)M_PI);
    t->gesture_delta.x += now.middle.x - before.middle.x;
    t->gesture_delta.y += now.middle.y - before.middle.y;
    gesture_go(t, now.middle);
}

static void finger_up(toolkit *t, const SDL_TouchFingerEvent &event)
{
    Finger *finger = finger_find(t, event.fingerId);
    if (finger)
        t->fingers.erase(t->fingers.begin() + (finger - t->fingers.data()));
    if (!t->fingers.empty() || !t->is_gesture)
        return;
    t->is_gesture = false;
    t->gestured = nullptr;
    t->leaves_next = true;
}

// Only where the driver gives gestures and no movements of the fingers. dDist is the change of a
// finger's distance from the middle in shares of the window, so half a window apart doubles.
static void gesture(toolkit *t, const SDL_MultiGestureEvent &event)
{
    if (t->moved_by_fingers)
        return;
    ImVec2 size = ImGui::GetIO().DisplaySize, at(event.x * size.x, event.y * size.y);
    t->pinch *= ImMax(0.1f, 1.0f + 2.0f * event.dDist);
    t->turn_rad += event.dTheta;
    t->gesture_delta.x += at.x - t->gesture_at.x;
    t->gesture_delta.y += at.y - t->gesture_at.y;
    gesture_go(t, at);
}

// ---- one event ----

// Held down they act once.
static bool acts(SDL_Keycode key)
{
    return key == SDLK_RETURN || key == SDLK_KP_ENTER || key == SDLK_SPACE || key == SDLK_ESCAPE;
}

static void apply_key(toolkit *t, const SDL_KeyboardEvent &key)
{
    ImGuiIO &io = ImGui::GetIO();
    bool is_down = key.type == SDL_KEYDOWN;
    unsigned code = (unsigned)key.keysym.scancode;
    if (code < IM_ARRAYSIZE(io.KeysDown)) {
        io.KeysDown[code] = is_down;
        if (is_down)
            io.KeysDownDuration[code] = -1.0f; // new in this frame, repeats too
    }
    io.KeyShift = (key.keysym.mod & KMOD_SHIFT) != 0;
    io.KeyCtrl = (key.keysym.mod & KMOD_CTRL) != 0;
    io.KeyAlt = (key.keysym.mod & KMOD_ALT) != 0;
    if (key.keysym.sym == SDLK_SPACE)
        t->space_is_down = is_down;
    if (is_down && !(key.repeat && acts(key.keysym.sym)))
        t->pressed.push_back(key.keysym);
}

static void apply_motion(toolkit *t, const SDL_MouseMotionEvent &motion)
{
    if (t->is_gesture)
        return;
    t->is_touch = motion.which == SDL_TOUCH_MOUSEID;
    ImGui::GetIO().MousePos = to_pixels(t, motion.x, motion.y);
}

static void apply_button(toolkit *t, const SDL_MouseButtonEvent &button)
{
    int index = button_index(button.button);
    if (index < 0 || t->is_gesture)
        return;
    t->is_touch = button.which == SDL_TOUCH_MOUSEID;
    ImGui::GetIO().MouseDown[index] = button.type == SDL_MOUSEBUTTONDOWN;
    if (t->is_touch && button.type == SDL_MOUSEBUTTONUP)
        t->leaves_next = true;
}

static void apply(toolkit *t, const SDL_Event &event)
{
    ImGuiIO &io = ImGui::GetIO();
    switch (event.type) {
    case SDL_MOUSEMOTION:
        apply_motion(t, event.motion);
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        apply_button(t, event.button);
        break;
    case SDL_MOUSEWHEEL:
        t->wheel_turns = io.KeyAlt;
        io.MouseWheel += event.wheel.preciseY;
        io.MouseWheelH += event.wheel.preciseX;
        break;
    case SDL_FINGERDOWN:
        finger_down(t, event.tfinger);
        break;
    case SDL_FINGERMOTION:
        finger_moved(t, event.tfinger);
        break;
    case SDL_FINGERUP:
        finger_up(t, event.tfinger);
        break;
    case SDL_MULTIGESTURE:
        gesture(t, event.mgesture);
        break;
    case SDL_TEXTINPUT:
        io.AddInputCharactersUTF8(event.text.text);
        break;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        apply_key(t, event.key);
        break;
    case SDL_WINDOWEVENT:
        if (event.window.event == SDL_WINDOWEVENT_FOCUS_LOST)
            forget_all(t);
        else if (event.window.event == SDL_WINDOWEVENT_LEAVE && !ImGui::IsAnyMouseDown())
            io.MousePos = NOWHERE;
        break;
    default:
        break;
    }
}

// ---- how many of them in one frame ----

struct Taken {
    bool wheel, moved, button, finger, text, key_down, edit_key;
    SDL_Scancode code;
};

static bool is_finger(const SDL_Event &event)
{
    return event.type == SDL_FINGERDOWN || event.type == SDL_FINGERUP;
}

static bool moves(const toolkit *t, const SDL_MouseButtonEvent &button)
{
    ImVec2 at = to_pixels(t, button.x, button.y), now = ImGui::GetIO().MousePos;
    return !t->is_gesture && (at.x != now.x || at.y != now.y);
}

static bool must_wait(const toolkit *t, const SDL_Event &event, const Taken &taken)
{
    switch (event.type) {
    case SDL_MOUSEMOTION:
        return taken.button || taken.finger;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return taken.button || taken.moved || taken.finger || taken.text;
    case SDL_FINGERDOWN:
        return taken.button && !t->fingers.empty(); // a second one
    case SDL_KEYDOWN:
        return taken.key_down || taken.text; // a key may leave the field
    case SDL_MOUSEWHEEL:
        return taken.wheel && t->wheel_turns != ImGui::GetIO().KeyAlt;
    case SDL_KEYUP:
        return taken.key_down && taken.code == event.key.keysym.scancode;
    case SDL_TEXTINPUT:
        return taken.edit_key || taken.button;
    default:
        return false;
    }
}

static void note_taken(const SDL_Event &event, Taken *taken)
{
    taken->moved |= event.type == SDL_MOUSEMOTION;
    taken->button |= event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP;
    taken->wheel |= event.type == SDL_MOUSEWHEEL;
    taken->finger |= is_finger(event);
    taken->text |= event.type == SDL_TEXTINPUT;
    if (event.type == SDL_KEYDOWN) {
        taken->key_down = true;
        taken->code = event.key.keysym.scancode;
        taken->edit_key = edits_text(taken->code);
    }
}

void input_apply(toolkit *t)
{
    t->pinch = 1.0f;
    t->turn_rad = 0.0f;
    t->gesture_delta = ImVec2(0, 0);
    t->cancelled = t->cancels_next;
    t->cancels_next = 0;
    t->pressed.clear();
    if (t->leaves_next) { // no finger there any more: nothing is hovered
        ImGui::GetIO().MousePos = NOWHERE;
        t->leaves_next = false;
    }
    Taken taken = {};
    while (!t->events.empty()) {
        const SDL_Event event = t->events.front();
        if (must_wait(t, event, taken))
            break;
        bool is_button = event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP;
        if (is_button && moves(t, event.button)) { // go there first, press in the next frame
            ImGui::GetIO().MousePos = to_pixels(t, event.button.x, event.button.y);
            break;
        }
        t->events.pop_front();
        apply(t, event);
        note_taken(event, &taken);
    }
}

// ---- scrolling by finger ----

static void scroll_by(toolkit *t, float delta)
{
    ImGuiWindow *window = t->scrolled;
    ImGui::SetScrollY(window, ImClamp(window->Scroll.y - delta, 0.0f, window->ScrollMax.y));
}

static void scroll_begin(toolkit *t)
{
    ImGuiWindow *window = t->context->HoveredWindow;
    bool can = window && window->ScrollMax.y > 0 && !(window->Flags & ImGuiWindowFlags_NoScrollWithMouse);
    t->scrolled = can ? window : nullptr;
    t->scroll_is_on = false;
    t->scroll_speed = 0;
}

static void scroll_drag(toolkit *t)
{
    ImGuiIO &io = ImGui::GetIO();
    float dx = fabsf(io.MousePos.x - io.MouseClickedPos[0].x);
    float dy = fabsf(io.MousePos.y - io.MouseClickedPos[0].y);
    if (!t->scroll_is_on && dx > pt(t, SLOP) && dx >= dy) {
        t->scrolled = nullptr; // sideways: a slider has it
        return;
    }
    if (!t->scroll_is_on && dy > pt(t, SLOP)) {
        t->scroll_is_on = true;
        cancel(t);
    }
    if (!t->scroll_is_on)
        return;
    scroll_by(t, io.MouseDelta.y);
    t->scroll_speed = 0.6f * t->scroll_speed + 0.4f * io.MouseDelta.y / ImMax(io.DeltaTime, 0.004f);
}

static void scroll_coast(toolkit *t)
{
    float dt = ImMin(ImGui::GetIO().DeltaTime, 0.05f);
    scroll_by(t, t->scroll_speed * dt);
    t->scroll_speed *= expf(-(float)SCROLL_DECAY * dt);
    if (fabsf(t->scroll_speed) < pt(t, 20))
        t->scrolled = nullptr;
}

void input_after_frame_began(toolkit *t)
{
    ImGuiIO &io = ImGui::GetIO();
    if (t->is_gesture && !t->gestured)
        t->gestured = t->context->HoveredWindow;
    if (io.MouseClicked[0] || io.MouseWheel != 0)
        t->scrolled = nullptr;
    if (!t->is_touch)
        return;
    if (io.MouseClicked[0])
        scroll_begin(t);
    if (!t->scrolled)
        return;
    if (io.MouseDown[0])
        scroll_drag(t);
    else if (t->scroll_is_on)
        scroll_coast(t);
    else
        t->scrolled = nullptr;
}

bool input_is_moving(const toolkit *t)
{
    return t->leaves_next || (t->scrolled && t->scroll_is_on && !ImGui::GetIO().MouseDown[0]);
}
