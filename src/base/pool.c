#include "base/pool.h"

#include "base/check.h"
#include "base/mem.h"

#include <pthread.h>
#include <sched.h>

struct run {
    void (*job)(void *, int);
    void *context;
    const atomic_bool *cancel;
    int count;
    atomic_int next;
};

struct pool {
    int workers;
    pthread_t *threads;
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
    // The following are protected by lock.
    struct run *run;
    unsigned generation;
    int busy;
    bool stopping;
};

static bool is_cancelled(const struct run *run)
{
    return run->cancel && atomic_load_explicit(run->cancel, memory_order_relaxed);
}

static void work(struct run *run)
{
    while (!is_cancelled(run)) {
        int index = atomic_fetch_add(&run->next, 1);
        if (index >= run->count)
            return;
        run->job(run->context, index);
    }
}

static void *worker_main(void *argument)
{
    struct pool *pool = argument;
    unsigned seen = 0;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (!pool->stopping && pool->generation == seen)
            pthread_cond_wait(&pool->wake, &pool->lock);
        if (pool->stopping)
            break;
        seen = pool->generation;
        struct run *run = pool->run;
        pthread_mutex_unlock(&pool->lock);
        work(run);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

struct pool *pool_create(int threads)
{
    struct pool *pool = mem_alloc(sizeof *pool);
    int wanted = threads > 1 ? threads - 1 : 0;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool->threads = mem_alloc(sizeof *pool->threads * (size_t)(wanted + 1));
    while (pool->workers < wanted && pthread_create(&pool->threads[pool->workers], NULL, worker_main, pool) == 0)
        pool->workers++;
    return pool;
}

void pool_destroy(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->workers; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    mem_free(pool->threads);
    mem_free(pool);
}

int pool_threads(const struct pool *pool)
{
    return pool ? pool->workers + 1 : 1;
}

bool pool_run(struct pool *pool, int count, void (*job)(void *, int), void *context, const atomic_bool *cancel)
{
    struct run run = {.job = job, .context = context, .cancel = cancel, .count = count};
    if (!pool || pool->workers == 0 || count < 2) {
        work(&run);
        return !is_cancelled(&run);
    }
    pthread_mutex_lock(&pool->lock);
    REQUIRE(pool->busy == 0);
    pool->run = &run;
    pool->generation++;
    pool->busy = pool->workers;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    work(&run);
    pthread_mutex_lock(&pool->lock);
    while (pool->busy > 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    return !is_cancelled(&run);
}

int pool_default_threads(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count > 64 ? 64 : count;
}
