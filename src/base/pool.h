// A pool of worker threads that runs numbered jobs.
//
// pool_run calls job(context, i) for i = 0..count-1, in any order, on the calling thread and the
// workers, and returns when all are done. A job writes only what belongs to its own number, so the
// result does not depend on the thread count. Only one thread may call pool_run at a time.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

struct pool;

struct pool *pool_create(int threads);     // at least 1; the caller counts as one
void pool_destroy(struct pool *pool);      // accepts NULL
int pool_threads(const struct pool *pool); // NULL: 1

// `cancel` may be NULL; when it becomes true no further job starts. Returns false if cancelled.
// pool may be NULL: the jobs run on the calling thread.
bool pool_run(struct pool *pool, int count, void (*job)(void *context, int index), void *context,
              const atomic_bool *cancel);

int pool_default_threads(void); // the processors this process may use
