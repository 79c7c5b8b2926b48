// How much pigment the skin took (plan/take_up.h), measured beside the window on a thread of its own.
//
// Thread: the window's; the worker sees copies of the case and of the photos, whose pixels it shares.
#pragma once

#include "plan/session.h"
#include "plan/take_up.h"

struct take_up_watch;

struct take_up_watch *take_up_watch_create(void);
void take_up_watch_destroy(struct take_up_watch *watch); // waits for the worker; accepts NULL

enum take_up_answer {
    TAKE_UP_NONE,    // no two photos that would tell, or not measured yet
    TAKE_UP_UNKNOWN, // they show too little
    TAKE_UP_KNOWN
};

bool take_up_watch_is_busy(const struct take_up_watch *watch);

// Of the case as it is or was a moment ago. Starts measuring when what it follows from has changed.
enum take_up_answer take_up_watch_of(struct take_up_watch *watch, const struct session *session, int option,
                                     struct take_up *out);
