#include "jobs.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MAX_THREADS = 64 };

typedef struct {
    atomic_int next_row;
    int row_count;
    jobs_row_fn *run_row;
    void *context;
} row_queue;

static void *take_rows(void *argument)
{
    row_queue *queue = argument;
    for (;;) {
        int row = atomic_fetch_add(&queue->next_row, 1);
        if (row >= queue->row_count)
            return 0;
        queue->run_row(queue->context, row);
    }
}

void jobs_for_rows(int row_count, int thread_count, jobs_row_fn *run_row, void *context)
{
    row_queue queue = {.row_count = row_count, .run_row = run_row, .context = context};
    pthread_t threads[MAX_THREADS];
    int started = 0;
    if (thread_count > MAX_THREADS)
        thread_count = MAX_THREADS;
    while (started < thread_count - 1 && pthread_create(&threads[started], 0, take_rows, &queue) == 0)
        started++;
    take_rows(&queue); /* the caller works too: no thread at all is still enough */
    while (started > 0)
        pthread_join(threads[--started], 0);
}
