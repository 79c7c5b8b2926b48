#include "ui/script_events.h"

#include <stdio.h>
#include <string.h>

enum { DRAG_STEPS = 8 };

static void push_motion_of(Uint32 which, int x, int y)
{
    SDL_Event event = {.type = SDL_MOUSEMOTION};
    event.motion.which = which;
    event.motion.x = x;
    event.motion.y = y;
    SDL_PushEvent(&event);
}

static void push_button_of(Uint32 which, Uint32 type, int x, int y)
{
    SDL_Event event = {.type = type};
    event.button.which = which;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.x = x;
    event.button.y = y;
    event.button.clicks = 1;
    SDL_PushEvent(&event);
}

static void push_drag_of(Uint32 which, int x1, int y1, int x2, int y2)
{
    push_motion_of(which, x1, y1);
    push_button_of(which, SDL_MOUSEBUTTONDOWN, x1, y1);
    for (int i = 1; i <= DRAG_STEPS; i++)
        push_motion_of(which, x1 + (x2 - x1) * i / DRAG_STEPS, y1 + (y2 - y1) * i / DRAG_STEPS);
    push_button_of(which, SDL_MOUSEBUTTONUP, x2, y2);
}

void push_motion(int x, int y)
{
    push_motion_of(0, x, y);
}

void push_button(Uint32 type, int x, int y)
{
    push_button_of(0, type, x, y);
}

void push_drag(int x1, int y1, int x2, int y2)
{
    push_drag_of(0, x1, y1, x2, y2);
}

void push_touch_drag(int x1, int y1, int x2, int y2)
{
    push_drag_of(SDL_TOUCH_MOUSEID, x1, y1, x2, y2);
}

static void push_one_key(SDL_Keycode key, Uint16 modifiers, bool is_down)
{
    SDL_Event event = {.type = is_down ? SDL_KEYDOWN : SDL_KEYUP};
    event.key.keysym.sym = key;
    event.key.keysym.scancode = SDL_GetScancodeFromKey(key);
    event.key.keysym.mod = modifiers;
    SDL_PushEvent(&event);
}

static const struct {
    const char *name;
    Uint16 bits;
    SDL_Keycode key;
} MODIFIERS[] = {
    {"Ctrl+", KMOD_LCTRL, SDLK_LCTRL}, {"Shift+", KMOD_LSHIFT, SDLK_LSHIFT}, {"Alt+", KMOD_LALT, SDLK_LALT}};

void push_key(const char *name)
{
    enum { MOST = sizeof MODIFIERS / sizeof *MODIFIERS };
    Uint16 modifiers = 0;
    for (size_t i = 0; i < MOST; i++) {
        size_t length = strlen(MODIFIERS[i].name);
        if (strncmp(name, MODIFIERS[i].name, length) != 0)
            continue;
        modifiers |= MODIFIERS[i].bits;
        name += length;
        push_one_key(MODIFIERS[i].key, modifiers, true);
    }
    SDL_Keycode key = SDL_GetKeyFromName(name);
    push_one_key(key, modifiers, true);
    push_one_key(key, modifiers, false);
    for (size_t i = MOST; i-- > 0;) { // let go one after the other, as a hand does
        if (!(modifiers & MODIFIERS[i].bits))
            continue;
        modifiers &= (Uint16)~MODIFIERS[i].bits;
        push_one_key(MODIFIERS[i].key, modifiers, false);
    }
}

void push_wheel(int notches, const char *held)
{
    size_t i = 0, count = sizeof MODIFIERS / sizeof *MODIFIERS;
    while (i < count && (!*held || strncmp(held, MODIFIERS[i].name, strlen(held)) != 0))
        i++;
    if (i < count)
        push_one_key(MODIFIERS[i].key, MODIFIERS[i].bits, true);
    SDL_Event event = {.type = SDL_MOUSEWHEEL};
    event.wheel.y = notches;
    event.wheel.preciseY = (float)notches;
    SDL_PushEvent(&event);
    if (i < count)
        push_one_key(MODIFIERS[i].key, 0, false);
}

void push_text(const char *text)
{
    SDL_Event event = {.type = SDL_TEXTINPUT};
    snprintf(event.text.text, sizeof event.text.text, "%s", text);
    SDL_PushEvent(&event);
}

void push_drop(const char *path)
{
    SDL_Event event = {.type = SDL_DROPFILE};
    event.drop.file = SDL_strdup(path);
    SDL_PushEvent(&event);
}
