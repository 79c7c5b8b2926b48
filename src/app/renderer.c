#include "app/renderer.h"

#ifdef STIPPLE_GL

#include "base/mem.h"
#include "render/gl_context.h"
#include "render/gl_probe.h"
#include "render/gl_renderer.h"

#include <stdlib.h>
#include <string.h>

struct renderer {
    struct gl_context *context;
    struct gl_renderer *gl;
};

// Only a display's libraries may end the process.
static bool is_display_sound(struct err *err)
{
    const char *driver = getenv("SDL_VIDEODRIVER");
    struct gl_facts facts;
    return !driver || strcmp(driver, "offscreen") == 0 || gl_probe(&facts, err);
}

struct renderer *renderer_open_gl(struct err *err)
{
    if (!is_display_sound(err))
        return NULL;
    struct renderer *renderer = mem_alloc(sizeof *renderer);
    renderer->context = gl_context_create(GL_PLACE_OFFSCREEN, err);
    renderer->gl = renderer->context ? gl_renderer_create(&(struct gl_options){0}, err) : NULL;
    if (renderer->gl)
        return renderer;
    renderer_close(renderer);
    return NULL;
}

void renderer_close(struct renderer *renderer)
{
    if (!renderer)
        return;
    gl_renderer_destroy(renderer->gl);
    gl_context_destroy(renderer->context);
    mem_free(renderer);
}

const struct render_ops *renderer_ops(const struct renderer *renderer)
{
    return renderer ? render_gl(renderer->gl) : render_cpu();
}

const char *renderer_names(void)
{
    return "cpu, gl";
}

void renderer_probe(const char *word)
{
    if (strcmp(word, GL_PROBE_SWITCH) == 0)
        gl_probe_child();
}

#else

struct renderer *renderer_open_gl(struct err *err)
{
    err_set(err, ERR_MACHINE, "OpenGL is not built in; use --renderer cpu");
    return NULL;
}

void renderer_close(struct renderer *renderer)
{
    (void)renderer;
}

const struct render_ops *renderer_ops(const struct renderer *renderer)
{
    (void)renderer;
    return render_cpu();
}

const char *renderer_names(void)
{
    return "cpu";
}

void renderer_probe(const char *word)
{
    (void)word;
}

#endif
