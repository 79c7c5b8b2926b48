#include "ui/preview.h"

#include "base/check.h"
#include "base/mem.h"
#include "render/crop.h"
#include "render/render.h"

#include <pthread.h>

struct slot {
    struct preview_request wanted, made;
    bool is_wanted, is_running;
    struct image *picture;       // not taken yet
};

struct preview {
    pthread_t thread;
    struct pool *pool;
    struct composer *composer;   // the worker's alone
    Uint32 event_type;
    atomic_bool cancel;          // of the run that is on
    pthread_mutex_t lock;
    pthread_cond_t wake, idle;
    // The following are protected by lock.
    struct slot slot[PREVIEW_MOST_SLOTS];
    int running;                 // slot, or -1
    bool is_stopping, is_paused;
};

static void drop_wanted(struct slot *slot)
{
    if (slot->is_wanted)
        case_destroy((struct case_ *)slot->wanted.case_);
    slot->is_wanted = false;
}

static struct image *draw_crop(struct preview *preview, const struct preview_request *request,
                               const struct scene *scene)
{
    struct scene_crop crop;
    struct err err = {0};
    int width = request->width, height = request->height;
    if (width <= 0 || height <= 0) {
        width = scene->photo->width_px;
        height = scene->photo->height_px;
    }
    struct image *out = image_create(width, height, scene->photo->format, &err);
    if (!out || !scene_crop_init(&crop, scene, request->left, request->top, width, height)) {
        image_unref(out);
        return NULL;
    }
    struct render_request render = {
        .scene = &crop.scene, .pool = preview->pool, .cancel = &preview->cancel};
    bool is_drawn = render_draw(render_cpu(), &render, out, &err);
    scene_crop_finish(&crop);
    if (is_drawn)
        return out;
    image_unref(out);
    return NULL;
}

static struct image *draw(struct preview *preview, const struct preview_request *request)
{
    struct composed composed;
    struct err err = {0};
    if (!composer_compose(preview->composer, request->case_, &request->frame, false, &composed, &err) ||
        !composed.scene.photo)
        return NULL;
    return draw_crop(preview, request, &composed.scene);
}

// The lowest slot that waits: the canvas before the thumbnails.
static int next_slot(const struct preview *preview)
{
    for (int i = 0; i < PREVIEW_MOST_SLOTS && !preview->is_paused; i++)
        if (preview->slot[i].is_wanted)
            return i;
    return -1;
}

static void announce(const struct preview *preview, int slot)
{
    SDL_Event event = {.type = preview->event_type};
    event.user.code = slot;
    SDL_PushEvent(&event);
}

// Called and left with the lock held.
static void make_one(struct preview *preview, int index)
{
    struct slot *slot = &preview->slot[index];
    struct preview_request request = slot->wanted;
    slot->is_wanted = false;
    preview->running = index;
    atomic_store(&preview->cancel, false);
    pthread_mutex_unlock(&preview->lock);
    struct image *picture = draw(preview, &request);
    pthread_mutex_lock(&preview->lock);
    preview->running = -1;
    if (!picture && atomic_load(&preview->cancel) && !slot->is_wanted) { // gave way: its turn comes again
        slot->wanted = request;
        slot->is_wanted = true;
    } else {
        case_destroy((struct case_ *)request.case_);
    }
    request.case_ = NULL;
    if (picture) {
        image_unref(slot->picture);
        slot->picture = picture;
        slot->made = request;
        announce(preview, index);
    }
    pthread_cond_broadcast(&preview->idle);
}

static void *work(void *argument)
{
    struct preview *preview = argument;
    pthread_mutex_lock(&preview->lock);
    while (!preview->is_stopping) {
        int index = next_slot(preview);
        if (index < 0)
            pthread_cond_wait(&preview->wake, &preview->lock);
        else
            make_one(preview, index);
    }
    pthread_mutex_unlock(&preview->lock);
    return NULL;
}

struct preview *preview_create(int threads, Uint32 event_type)
{
    struct preview *preview = mem_alloc(sizeof *preview);
    preview->pool = pool_create(threads);
    preview->composer = composer_create(preview->pool);
    preview->event_type = event_type;
    preview->running = -1;
    pthread_mutex_init(&preview->lock, NULL);
    pthread_cond_init(&preview->wake, NULL);
    pthread_cond_init(&preview->idle, NULL);
    REQUIRE(pthread_create(&preview->thread, NULL, work, preview) == 0);
    return preview;
}

void preview_destroy(struct preview *preview)
{
    if (!preview)
        return;
    pthread_mutex_lock(&preview->lock);
    preview->is_stopping = true;
    atomic_store(&preview->cancel, true);
    pthread_cond_signal(&preview->wake);
    pthread_mutex_unlock(&preview->lock);
    pthread_join(preview->thread, NULL);
    for (int i = 0; i < PREVIEW_MOST_SLOTS; i++) {
        drop_wanted(&preview->slot[i]);
        image_unref(preview->slot[i].picture);
    }
    composer_destroy(preview->composer);
    pool_destroy(preview->pool);
    pthread_cond_destroy(&preview->wake);
    pthread_cond_destroy(&preview->idle);
    pthread_mutex_destroy(&preview->lock);
    mem_free(preview);
}

void preview_set_photo(struct preview *preview, int view, const struct photo *photo)
{
    pthread_mutex_lock(&preview->lock);
    preview->is_paused = true;
    atomic_store(&preview->cancel, true);
    while (preview->running >= 0)
        pthread_cond_wait(&preview->idle, &preview->lock);
    for (int i = 0; i < PREVIEW_MOST_SLOTS; i++) { // what was asked for with the photo that goes
        drop_wanted(&preview->slot[i]);
        image_unref(preview->slot[i].picture);
        preview->slot[i].picture = NULL;
    }
    composer_set_photo(preview->composer, view, photo);
    preview->is_paused = false;
    pthread_cond_signal(&preview->wake);
    pthread_mutex_unlock(&preview->lock);
}

void preview_ask(struct preview *preview, int slot, const struct preview_request *request)
{
    REQUIRE(slot >= 0 && slot < PREVIEW_MOST_SLOTS);
    struct case_ *copy = case_copy(request->case_);
    pthread_mutex_lock(&preview->lock);
    drop_wanted(&preview->slot[slot]);
    preview->slot[slot].wanted = *request;
    preview->slot[slot].wanted.case_ = copy;
    preview->slot[slot].is_wanted = true;
    // A thumbnail gives way to the canvas; the canvas finishes, so that a drag shows something.
    if (preview->running > slot)
        atomic_store(&preview->cancel, true);
    pthread_cond_signal(&preview->wake);
    pthread_mutex_unlock(&preview->lock);
}

struct image *preview_take(struct preview *preview, int slot, struct preview_request *of)
{
    pthread_mutex_lock(&preview->lock);
    struct image *picture = preview->slot[slot].picture;
    preview->slot[slot].picture = NULL;
    if (picture && of)
        *of = preview->slot[slot].made;
    pthread_mutex_unlock(&preview->lock);
    return picture;
}

bool preview_is_busy(const struct preview *preview, int slot)
{
    struct preview *open = (struct preview *)preview;
    pthread_mutex_lock(&open->lock);
    bool is_busy = open->running == slot || open->slot[slot].is_wanted;
    pthread_mutex_unlock(&open->lock);
    return is_busy;
}
