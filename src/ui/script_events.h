// The events a script pushes: SDL's own, as hands would make them. Points of the window.
#pragma once

#include <SDL2/SDL.h>
#include <stdbool.h>

void push_motion(int x, int y);
void push_button(Uint32 type, int x, int y);          // SDL_MOUSEBUTTONDOWN or UP, the left one
void push_touch_drag(int x1, int y1, int x2, int y2); // of one finger, as SDL tells it
void push_drag(int x1, int y1, int x2, int y2);
void push_key(const char *name);                // down and up; "Ctrl+", "Shift+" and "Alt+" before it
void push_wheel(int notches, const char *held); // held: "", or a modifier as for keys
void push_text(const char *text);
void push_drop(const char *path);
