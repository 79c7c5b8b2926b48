#include "ui/preview.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/mem.h"
#include "image/to_display.h"
#include "plan/compose_region.h"
#include "render/crop.h"
#include "ui/drawer.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#define QUIET_MS 90.0       // of the canvas, before thumbnails are made
#define TELL_EVERY_MS 150.0 // of thumbnails: for each the window is drawn anew

struct slot {
    struct preview_request wanted, made;
    bool is_wanted, is_running;
    struct image *picture; // not taken yet
    bool is_untold;        // of that picture
};

struct preview {
    pthread_t thread;
    struct pool *pool;
    struct composer *composer;     // the worker's alone
    struct drawer *drawer;         // the same
    struct to_display *to_display; // of the space below, made when a photo of another one comes; NULL: nothing to do
    struct colour_space space;
    Uint32 event_type;
    int canvas_slots;
    atomic_bool cancel; // of the run that is on
    pthread_mutex_t lock;
    pthread_cond_t wake, idle;
    // The following are protected by lock.
    struct slot slot[PREVIEW_MOST_SLOTS];
    int running; // slot, or -1
    bool is_stopping, is_paused;
    double quiet_from_ms; // thumbnails may be made from then on
    double last_ms;       // that the canvas's last picture took
    double told_ms;       // when the window was last told of pictures
    void *icc;            // of the display
    size_t icc_size;
    bool has_new_display;
};

static struct timespec time_of(double ms)
{
    double s = floor(ms * 1e-3);
    return (struct timespec){.tv_sec = (time_t)s, .tv_nsec = (long)(1e6 * (ms - 1e3 * s))};
}

static void drop_wanted(struct slot *slot)
{
    if (slot->is_wanted)
        case_destroy((struct case_ *)slot->wanted.case_);
    slot->is_wanted = false;
}

static struct image *draw_crop(struct preview *preview, struct drawer *drawer, const struct preview_request *request,
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
    struct render_request render = {.scene = &crop.scene, .pool = preview->pool, .cancel = &preview->cancel};
    bool is_drawn = drawer_draw(drawer, &render, out, &err);
    scene_crop_finish(&crop);
    if (is_drawn)
        return out;
    image_unref(out);
    return NULL;
}

// The conversion for photos of that space, made anew when space or display is another.
static void follow_display(struct preview *preview, const struct colour_space *space)
{
    pthread_mutex_lock(&preview->lock);
    bool is_new = preview->has_new_display || memcmp(&preview->space, space, sizeof *space) != 0;
    if (is_new) {
        to_display_destroy(preview->to_display);
        preview->to_display = to_display_create(space, preview->icc, preview->icc_size);
        memcpy(&preview->space, space, sizeof *space);
        preview->has_new_display = false;
    }
    pthread_mutex_unlock(&preview->lock);
}

static void draw_tint(struct image *out, const struct preview_request *request, const struct composed *composed)
{
    const struct case_ *case_ = request->case_;
    uint8_t *on_head =
        request->tint == TINT_SHINE ? head_region(&case_->view[request->frame.view]->view, &case_->head, 0.0) : NULL;
    map_tint_draw(out, &composed->maps, on_head, request->tint, request->left, request->top,
                  composed->scene.photo->width_px);
    mem_free(on_head);
}

// Thumbnails are small: the processor has them before OpenGL has taken the dots over, and can stop in their middle.
static struct image *draw(struct preview *preview, const struct preview_request *request, bool is_canvas)
{
    struct composed composed;
    struct err err = {0};
    if (!composer_compose(preview->composer, request->case_, &request->frame, false, &composed, &err) ||
        !composed.scene.photo)
        return NULL;
    struct image *out = draw_crop(preview, is_canvas ? preview->drawer : NULL, request, &composed.scene);
    follow_display(preview, composed.scene.space);
    if (out)
        draw_tint(out, request, &composed);
    if (out)
        to_display_apply(preview->to_display, out, preview->pool);
    return out;
}

// The lowest slot that waits: the canvas before the thumbnails. -1: none may be made now.
static int next_slot(const struct preview *preview)
{
    bool is_quiet = clock_ms(CLOCK_MONOTONIC) >= preview->quiet_from_ms;
    int count = is_quiet ? PREVIEW_MOST_SLOTS : preview->canvas_slots;
    for (int i = 0; i < count && !preview->is_paused; i++)
        if (preview->slot[i].is_wanted)
            return i;
    return -1;
}

static void wait_for_work(struct preview *preview)
{
    struct timespec until = time_of(preview->quiet_from_ms);
    if (clock_ms(CLOCK_MONOTONIC) < preview->quiet_from_ms)
        pthread_cond_timedwait(&preview->wake, &preview->lock, &until);
    else
        pthread_cond_wait(&preview->wake, &preview->lock);
}

static void tell(struct preview *preview)
{
    for (int i = 0; i < PREVIEW_MOST_SLOTS; i++) {
        SDL_Event event = {.type = preview->event_type};
        event.user.code = i;
        if (preview->slot[i].is_untold)
            SDL_PushEvent(&event);
        preview->slot[i].is_untold = false;
    }
    preview->told_ms = clock_ms(CLOCK_MONOTONIC);
}

// The canvas at once; thumbnails some at a time, and the last ones.
static bool is_time_to_tell(const struct preview *preview, int made)
{
    bool is_more = false;
    for (int i = 0; i < PREVIEW_MOST_SLOTS; i++)
        is_more |= preview->slot[i].is_wanted;
    return made < preview->canvas_slots || !is_more || clock_ms(CLOCK_MONOTONIC) - preview->told_ms >= TELL_EVERY_MS;
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
    double since_ms = clock_ms(CLOCK_MONOTONIC);
    struct image *picture = draw(preview, &request, index < preview->canvas_slots);
    pthread_mutex_lock(&preview->lock);
    preview->running = -1;
    if (index < preview->canvas_slots) {
        preview->last_ms = clock_ms(CLOCK_MONOTONIC) - since_ms;
        preview->quiet_from_ms = clock_ms(CLOCK_MONOTONIC) + QUIET_MS;
    }
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
        slot->is_untold = true;
    }
    if (is_time_to_tell(preview, index))
        tell(preview);
    pthread_cond_broadcast(&preview->idle);
}

static void *work(void *argument)
{
    struct preview *preview = argument;
    pthread_mutex_lock(&preview->lock);
    while (!preview->is_stopping) {
        int index = next_slot(preview);
        if (index < 0)
            wait_for_work(preview);
        else
            make_one(preview, index);
    }
    pthread_mutex_unlock(&preview->lock);
    drawer_leave(preview->drawer);
    return NULL;
}

struct preview *preview_create(const struct preview_options *options)
{
    struct preview *preview = mem_alloc(sizeof *preview);
    pthread_condattr_t steady;
    preview->pool = pool_create(options->threads);
    preview->composer = composer_create(preview->pool);
    preview->drawer = options->drawer;
    preview->event_type = options->event_type;
    preview->canvas_slots = options->canvas_slots;
    preview->running = -1;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&preview->lock, NULL);
    pthread_cond_init(&preview->wake, &steady);
    pthread_cond_init(&preview->idle, &steady);
    pthread_condattr_destroy(&steady);
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
    drawer_destroy(preview->drawer);
    to_display_destroy(preview->to_display);
    mem_free(preview->icc);
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
        preview->slot[i].is_untold = false;
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
    if (slot < preview->canvas_slots && preview->running >= preview->canvas_slots)
        atomic_store(&preview->cancel, true);
    pthread_cond_signal(&preview->wake);
    pthread_mutex_unlock(&preview->lock);
}

void preview_wait(struct preview *preview, int slot, double most_ms)
{
    struct timespec until = time_of(clock_ms(CLOCK_MONOTONIC) + most_ms);
    pthread_mutex_lock(&preview->lock);
    const struct slot *of = &preview->slot[slot];
    while (!of->picture && (of->is_wanted || preview->running == slot))
        if (pthread_cond_timedwait(&preview->idle, &preview->lock, &until) == ETIMEDOUT)
            break;
    pthread_mutex_unlock(&preview->lock);
}

double preview_last_ms(const struct preview *preview)
{
    struct preview *open = (struct preview *)preview;
    pthread_mutex_lock(&open->lock);
    double last_ms = open->last_ms;
    pthread_mutex_unlock(&open->lock);
    return last_ms;
}

void preview_set_display(struct preview *preview, const void *icc, size_t size)
{
    pthread_mutex_lock(&preview->lock);
    mem_free(preview->icc);
    preview->icc = icc ? mem_alloc(size + 1) : NULL;
    if (icc)
        memcpy(preview->icc, icc, size);
    preview->icc_size = icc ? size : 0;
    preview->has_new_display = true;
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

void preview_lose(struct preview *preview)
{
    if (preview->drawer)
        drawer_lose(preview->drawer);
}

bool preview_is_busy(const struct preview *preview, int slot)
{
    struct preview *open = (struct preview *)preview;
    pthread_mutex_lock(&open->lock);
    bool is_busy = open->running == slot || open->slot[slot].is_wanted;
    pthread_mutex_unlock(&open->lock);
    return is_busy;
}
