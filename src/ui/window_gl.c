#include "ui/window_gl.h"

#include <epoxy/gl.h>

// A driver that can tell of its reset is asked to; one that refuses such a context gives a plain one.
static SDL_GLContext make_context(SDL_Window *sdl)
{
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_RESET_NOTIFICATION, SDL_GL_CONTEXT_RESET_LOSE_CONTEXT);
    SDL_GLContext context = SDL_GL_CreateContext(sdl);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_RESET_NOTIFICATION, SDL_GL_CONTEXT_RESET_NO_NOTIFICATION);
    if (!context)
        context = SDL_GL_CreateContext(sdl);
    if (context)
        SDL_GL_SetSwapInterval(1);
    return context;
}

// A child tries first: a driver may end the process that loads it.
bool window_gl_open(struct window_gl *gl, int width_pt, int height_pt, struct err *err)
{
    struct err why = {0};
    if (gl_probe(&gl->facts, &why)) {
        SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
        SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
        SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
        SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
        gl->sdl = SDL_CreateWindow("Stipple", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width_pt, height_pt,
                                   SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
        gl->context = gl->sdl ? make_context(gl->sdl) : NULL;
        if (gl->context)
            return true;
        err_set(&why, ERR_MACHINE, "%s", SDL_GetError());
    }
    return err_set(err, ERR_MACHINE,
                   "the window cannot open: %s; update the graphics driver or try with "
                   "LIBGL_ALWAYS_SOFTWARE=1; the command line works without: stipple --help",
                   why.text);
}

void window_gl_close(struct window_gl *gl)
{
    if (gl->context)
        SDL_GL_DeleteContext(gl->context);
    if (gl->sdl)
        SDL_DestroyWindow(gl->sdl);
}

bool window_gl_is_lost(const struct window_gl *gl)
{
    if (!gl->context)
        return false;
    if (epoxy_gl_version() >= 45)
        return glGetGraphicsResetStatus() != GL_NO_ERROR;
    return epoxy_has_gl_extension("GL_ARB_robustness") && glGetGraphicsResetStatusARB() != GL_NO_ERROR;
}

bool window_gl_renew(struct window_gl *gl, struct err *err)
{
    SDL_GL_DeleteContext(gl->context);
    gl->context = make_context(gl->sdl);
    return gl->context || err_set(err, ERR_MACHINE,
                                  "the graphics driver was reset and does not start again (%s); what was "
                                  "planned is kept: start Stipple again",
                                  SDL_GetError());
}
