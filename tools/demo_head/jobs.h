/* Rows shared among threads.  A row's result must depend on its index only, so
 * that the picture is the same for any number of threads. */
#ifndef DEMO_JOBS_H
#define DEMO_JOBS_H

typedef void jobs_row_fn(void *context, int row);

void jobs_for_rows(int row_count, int thread_count, jobs_row_fn *run_row, void *context);

#endif
