#include "ui/take_up_watch.h"

#include "base/mem.h"

#include <SDL2/SDL.h>
#include <stdatomic.h>

// A drag changes the case in every frame: measuring begins when it has rested for so long.
enum { REST_MS = 400 };

struct take_up_watch {
    SDL_Thread *thread;
    atomic_bool is_ready;
    struct case_ *case_;        // the worker's
    struct photo before, after; // the same; their pixels are shared
    struct take_up_views views;
    int option;
    unsigned generation; // that was measured, or is
    bool was_tried;
    struct take_up result, shown;
    enum take_up_answer answer, shown_answer;
};

struct take_up_watch *take_up_watch_create(void)
{
    return mem_alloc(sizeof(struct take_up_watch));
}

static void take_result(struct take_up_watch *watch)
{
    SDL_WaitThread(watch->thread, NULL);
    watch->thread = NULL;
    case_destroy(watch->case_);
    image_unref(watch->before.image);
    image_unref(watch->after.image);
    watch->case_ = NULL;
    watch->shown = watch->result;
    watch->shown_answer = watch->answer;
}

void take_up_watch_destroy(struct take_up_watch *watch)
{
    if (!watch)
        return;
    if (watch->thread)
        take_result(watch);
    mem_free(watch);
}

bool take_up_watch_is_busy(const struct take_up_watch *watch)
{
    return watch->thread && !atomic_load(&watch->is_ready);
}

static int run(void *context)
{
    struct take_up_watch *watch = context;
    SDL_Delay(REST_MS);
    bool is_known = take_up_measure(watch->case_, watch->option, watch->views, &watch->before, &watch->after, NULL,
                                    &watch->result, NULL);
    watch->answer = is_known ? TAKE_UP_KNOWN : TAKE_UP_UNKNOWN;
    atomic_store(&watch->is_ready, true);
    SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT});
    return 0;
}

static void start(struct take_up_watch *watch, const struct session *session, const struct photo *before,
                  const struct photo *after)
{
    watch->before = *before;
    watch->after = *after;
    image_ref(before->image);
    image_ref(after->image);
    watch->case_ = session_snapshot(session);
    atomic_store(&watch->is_ready, false);
    watch->thread = SDL_CreateThread(run, "take-up", watch);
    if (!watch->thread) {
        watch->answer = TAKE_UP_NONE;
        case_destroy(watch->case_);
        image_unref(watch->before.image);
        image_unref(watch->after.image);
        watch->case_ = NULL;
    }
}

enum take_up_answer take_up_watch_of(struct take_up_watch *watch, const struct session *session, int option,
                                     struct take_up *out)
{
    struct take_up_views views;
    const struct case_ *case_ = session_case(session);
    if (watch->thread && atomic_load(&watch->is_ready))
        take_result(watch);
    if (option >= case_->option_count || !take_up_find_views(case_, &views))
        return TAKE_UP_NONE;
    const struct photo *before = session_photo(session, views.before), *after = session_photo(session, views.after);
    if (!before || !after)
        return TAKE_UP_NONE;
    bool is_stale = !watch->was_tried || watch->option != option || watch->generation != session_generation(session);
    if (is_stale && !watch->thread) {
        watch->was_tried = true;
        watch->option = option;
        watch->generation = session_generation(session);
        watch->views = views;
        start(watch, session, before, after);
    }
    *out = watch->shown;
    bool is_of_them = watch->shown.views.before == views.before && watch->shown.views.after == views.after;
    return is_of_them ? watch->shown_answer : TAKE_UP_NONE;
}
