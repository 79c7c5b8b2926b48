// What is left of a session that ended badly: the case as it was at its last step.
//
// A running session keeps one file of its own in the state folder (XDG_STATE_HOME/stipple/recovery, folder 0700, files
// 0600): the case and where its photos lie. It is taken away at a good end; one whose program is gone is offered at the
// next start. What was declined is kept for seven days. Never writes the user's own files.
#pragma once

#include "plan/case.h"

struct recovery;

// NULL when there is no place for it (no home): the session goes on without.
struct recovery *recovery_create(void);
// Ends it well: the own file goes. Accepts NULL.
void recovery_destroy(struct recovery *recovery);

// Keeps the case. `case_path` "" when it was never saved; `folder` is where the photos lie.
bool recovery_keep(struct recovery *recovery, const struct case_ *case_, const char *case_path,
                   const char *case_sha256, const char *folder, struct err *err);

struct recovered {
    char file[4096];       // in the state folder
    char case_path[4096], folder[4096];
    char case_sha256[65];  // what the case file was when it was opened or saved; "" when it never was
};

// The newest that a dead program left and nobody declined. False: none.
bool recovery_find(const struct recovery *recovery, struct recovered *out);
struct case_ *recovery_load(const struct recovered *recovered, struct err *err);
void recovery_forget(const struct recovered *recovered);   // it has been taken over
void recovery_decline(const struct recovered *recovered);  // kept for seven days, not offered again
