#include "ui/work_count.h"

#include "base/mem.h"

#include <SDL2/SDL.h>
#include <stdatomic.h>

// A drag changes the case in every frame: the count begins when it has rested for so long.
enum { REST_MS = 250 };

struct work_count {
    SDL_Thread *thread;
    atomic_bool is_ready;
    bool is_sound, has_figures;
    struct case_ *case_; // the worker's
    int option, shown_option;
    unsigned generation, shown_generation;
    struct estimate result, shown;
};

struct work_count *work_count_create(void)
{
    return mem_alloc(sizeof(struct work_count));
}

static void take_result(struct work_count *count)
{
    SDL_WaitThread(count->thread, NULL);
    count->thread = NULL;
    case_destroy(count->case_);
    count->case_ = NULL;
}

void work_count_destroy(struct work_count *count)
{
    if (!count)
        return;
    if (count->thread)
        take_result(count);
    mem_free(count);
}

static int run(void *context)
{
    struct work_count *count = context;
    SDL_Delay(REST_MS);
    struct clinic clinic = clinic_default(); // areas and dots do not depend on its rates
    count->is_sound = estimate_make(count->case_, count->option, &clinic, NULL, &count->result, NULL);
    atomic_store(&count->is_ready, true);
    SDL_Event wake = {.type = SDL_USEREVENT};
    SDL_PushEvent(&wake);
    return 0;
}

static void start(struct work_count *count, const struct session *session, int option)
{
    count->case_ = session_snapshot(session);
    count->option = option;
    count->generation = session_generation(session);
    atomic_store(&count->is_ready, false);
    count->thread = SDL_CreateThread(run, "count", count);
    if (!count->thread) {
        case_destroy(count->case_);
        count->case_ = NULL;
    }
}

const struct estimate *work_count_of(struct work_count *count, const struct session *session, int option,
                                     bool *is_stale)
{
    if (count->thread && atomic_load(&count->is_ready)) {
        take_result(count);
        count->has_figures = count->is_sound;
        count->shown = count->result;
        count->shown_option = count->option;
        count->shown_generation = count->generation;
    }
    bool is_mine = count->has_figures && count->shown_option == option;
    *is_stale = !is_mine || count->shown_generation != session_generation(session);
    bool was_tried = count->option == option && count->generation == session_generation(session);
    if (*is_stale && !count->thread && !was_tried)
        start(count, session, option);
    return is_mine ? &count->shown : NULL;
}
