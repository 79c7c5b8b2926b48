// Areas, dots and hours of an option, counted on a thread of its own: it takes too long for a frame.
//
// Thread: the window's; the worker sees a copy of the case.
#pragma once

#include "plan/estimate.h"
#include "plan/session.h"

struct work_count;

struct work_count *work_count_create(void);
void work_count_destroy(struct work_count *count); // waits for the worker; accepts NULL

// The newest figures for that option, or NULL while there are none. Starts counting when the case has changed
// since; `is_stale`: they are of an earlier state of the case.
const struct estimate *work_count_of(struct work_count *count, const struct session *session, int option,
                                     bool *is_stale);
