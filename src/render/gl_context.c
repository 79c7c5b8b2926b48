#include "render/gl_context.h"

#include "base/mem.h"

#include <SDL.h>
#include <stdlib.h>

struct gl_context {
    SDL_Window *window;
    SDL_GLContext gl;
};

static bool open_video(enum gl_place place, struct err *err)
{
    if (place == GL_PLACE_OFFSCREEN && !getenv("SDL_VIDEODRIVER"))
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "offscreen");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    bool is_open = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    return is_open || err_set(err, ERR_MACHINE, "there is no OpenGL here (%s)", SDL_GetError());
}

static bool open_window(struct gl_context *context, struct err *err)
{
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    context->window = SDL_CreateWindow("Stipple", 0, 0, 16, 16, SDL_WINDOW_OPENGL | SDL_WINDOW_HIDDEN);
    context->gl = context->window ? SDL_GL_CreateContext(context->window) : NULL;
    return context->gl || err_set(err, ERR_MACHINE, "there is no OpenGL 3.3 here (%s)", SDL_GetError());
}

struct gl_context *gl_context_create(enum gl_place place, struct err *err)
{
    if (!open_video(place, err))
        return NULL;
    struct gl_context *context = mem_alloc(sizeof *context);
    if (open_window(context, err))
        return context;
    gl_context_destroy(context);
    return NULL;
}

void gl_context_leave(struct gl_context *context)
{
    SDL_GL_MakeCurrent(context->window, NULL);
}

bool gl_context_enter(struct gl_context *context, struct err *err)
{
    return SDL_GL_MakeCurrent(context->window, context->gl) == 0 ||
           err_set(err, ERR_MACHINE, "OpenGL cannot be used on this thread (%s)", SDL_GetError());
}

void gl_context_destroy(struct gl_context *context)
{
    if (!context)
        return;
    if (context->gl)
        SDL_GL_DeleteContext(context->gl);
    if (context->window)
        SDL_DestroyWindow(context->window);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    mem_free(context);
}
