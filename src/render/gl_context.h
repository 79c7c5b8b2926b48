// An OpenGL 3.3 core context without anything to see: a hidden window of SDL, or none where SDL has no display.
#pragma once

#include "base/err.h"

struct gl_context;

enum gl_place {
    GL_PLACE_DISPLAY,   // the display that a window would be on
    GL_PLACE_OFFSCREEN, // none is needed; SDL_VIDEODRIVER wins
};

// Made current on this thread. NULL (ERR_MACHINE): no driver, or one below 3.3.
struct gl_context *gl_context_create(enum gl_place place, struct err *err);
void gl_context_destroy(struct gl_context *context); // accepts NULL

// From one thread to another: leave it on the one that has it, then enter on the other.
void gl_context_leave(struct gl_context *context);
bool gl_context_enter(struct gl_context *context, struct err *err);
