// The window of SDL and its OpenGL 3.3 context, which a reset of the graphics driver may take away and which is made
// anew. Thread: the window's.
#pragma once

#include "base/err.h"
#include "render/gl_probe.h"

#include <SDL2/SDL.h>
#include <stdbool.h>

struct window_gl {
    SDL_Window *sdl;
    SDL_GLContext context; // current on the window's thread
    struct gl_facts facts;
};

bool window_gl_open(struct window_gl *gl, int width_pt, int height_pt, struct err *err); // ERR_MACHINE: what to do
void window_gl_close(struct window_gl *gl);                                              // also when it did not open
bool window_gl_is_lost(const struct window_gl *gl); // the driver was reset: nothing is drawn any more
// Another context for the same window: textures and shaders are gone with the old one.
bool window_gl_renew(struct window_gl *gl, struct err *err);
