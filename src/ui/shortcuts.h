// The keys of the window: one table says what each does and what the help tells of it.
#pragma once

#include "ui/workspace.h"

struct shortcut {
    SDL_Keycode first; // of `count` keys in a row
    int count;
    Uint16 modifiers;
    const char *keys, *help; // as the help shows them; NULL: another way to an entry above, not shown
    void (*act)(struct workspace *w, int which); // which of the keys; NULL: is held (shortcut_hold)
};

const struct shortcut *shortcut_table(int *count);
void shortcuts_take(struct workspace *w); // once in a frame, after toolkit_begin
// Keys that act while they are down; every event of the loop.
void shortcuts_hold(struct workspace *w, const SDL_Event *event);
