// How long work is watched: told how far it is, and asked whether to go on.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct watch {
    const atomic_bool *cancel;                            // NULL: never
    void (*progress)(void *context, int done, int total); // NULL: nobody asks; on the calling thread
    void *context;
};

static inline void watch_tell(const struct watch *watch, int done, int total)
{
    if (watch->progress)
        watch->progress(watch->context, done, total);
}

static inline bool watch_is_cancelled(const struct watch *watch)
{
    return watch->cancel && atomic_load(watch->cancel);
}
