#include "ui/drawer.h"

#include "base/mem.h"
#include "render/gl_context.h"
#include "render/gl_renderer.h"

#include <pthread.h>
#include <stdio.h>

enum { LOST_MOST = 8 }; // resets of the driver that are borne; then the processor draws

struct drawer {
    struct gl_context *context;
    struct gl_renderer *gl; // of the preview's thread; NULL before the first picture and after a failure
    bool has_begun;
    atomic_bool is_lost;
    pthread_mutex_t lock;               // protects what follows
    struct gl_context *next;            // in the place of a lost one; NULL: none
    struct gl_context *lost[LOST_MOST]; // to be destroyed on the window's thread
    int lost_count;
    char failure[sizeof((struct err *)0)->text];
};

struct drawer *drawer_create_gl(struct err *err)
{
    struct gl_context *context = gl_context_create(GL_PLACE_DISPLAY, err);
    if (!context)
        return NULL;
    gl_context_leave(context); // for the other thread
    struct drawer *drawer = mem_alloc(sizeof *drawer);
    drawer->context = context;
    pthread_mutex_init(&drawer->lock, NULL);
    return drawer;
}

void drawer_destroy(struct drawer *drawer)
{
    if (!drawer)
        return;
    gl_context_destroy(drawer->context);
    gl_context_destroy(drawer->next);
    for (int i = 0; i < drawer->lost_count; i++)
        gl_context_destroy(drawer->lost[i]);
    pthread_mutex_destroy(&drawer->lock);
    mem_free(drawer);
}

static void give_up(struct drawer *drawer, const struct err *err)
{
    pthread_mutex_lock(&drawer->lock);
    snprintf(drawer->failure, sizeof drawer->failure, "%s", err->text);
    pthread_mutex_unlock(&drawer->lock);
    gl_renderer_destroy(drawer->gl);
    drawer->gl = NULL;
}

static void begin(struct drawer *drawer)
{
    struct err err = {0};
    drawer->has_begun = true;
    if (gl_context_enter(drawer->context, &err))
        drawer->gl = gl_renderer_create(&(struct gl_options){0}, &err);
    if (!drawer->gl)
        give_up(drawer, &err);
}

void drawer_renew(struct drawer *drawer)
{
    if (!drawer)
        return;
    struct err err = {0};
    pthread_mutex_lock(&drawer->lock);
    bool has_room = drawer->lost_count < LOST_MOST && !drawer->next;
    pthread_mutex_unlock(&drawer->lock);
    struct gl_context *next = has_room ? gl_context_create(GL_PLACE_DISPLAY, &err) : NULL;
    if (next)
        gl_context_leave(next); // for the other thread
    else
        atomic_store(&drawer->is_lost, true);
    pthread_mutex_lock(&drawer->lock);
    drawer->next = next ? next : drawer->next;
    pthread_mutex_unlock(&drawer->lock);
}

// On the preview's thread: what the old context held went with it.
static void follow_renewal(struct drawer *drawer)
{
    pthread_mutex_lock(&drawer->lock);
    struct gl_context *next = drawer->next;
    drawer->next = NULL;
    pthread_mutex_unlock(&drawer->lock);
    if (!next)
        return;
    gl_renderer_destroy(drawer->gl);
    drawer->gl = NULL;
    if (drawer->has_begun)
        gl_context_leave(drawer->context);
    pthread_mutex_lock(&drawer->lock);
    drawer->lost[drawer->lost_count++] = drawer->context;
    pthread_mutex_unlock(&drawer->lock);
    drawer->context = next;
    drawer->has_begun = false;
}

static bool draw_gl(struct drawer *drawer, const struct render_request *request, struct image *out, struct err *err)
{
    if (atomic_load(&drawer->is_lost))
        return err_set(err, ERR_MACHINE, "the graphics card was lost");
    return render_draw(render_gl(drawer->gl), request, out, err);
}

bool drawer_draw(struct drawer *drawer, const struct render_request *request, struct image *out, struct err *err)
{
    if (drawer)
        follow_renewal(drawer);
    if (drawer && !drawer->has_begun)
        begin(drawer);
    if (drawer && drawer->gl) {
        struct err why = {0};
        if (draw_gl(drawer, request, out, &why))
            return true;
        if (why.code == ERR_CANCELLED)
            return false;
        give_up(drawer, &why);
    }
    return render_draw(render_cpu(), request, out, err);
}

void drawer_leave(struct drawer *drawer)
{
    if (!drawer)
        return;
    gl_renderer_destroy(drawer->gl);
    drawer->gl = NULL;
    if (drawer->has_begun)
        gl_context_leave(drawer->context);
}

void drawer_failure(struct drawer *drawer, char *out, size_t size)
{
    pthread_mutex_lock(&drawer->lock);
    snprintf(out, size, "%s", drawer->failure);
    pthread_mutex_unlock(&drawer->lock);
}

void drawer_lose(struct drawer *drawer)
{
    atomic_store(&drawer->is_lost, true);
}
