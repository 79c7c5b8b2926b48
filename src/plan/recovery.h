// What is left of a session that ended badly: the case as it was at its last step, and where its
// photos lie.
//
// A running session keeps one journal (base/journal.h) in the state folder
// (XDG_STATE_HOME/stipple/recovery, folder 0700, files 0600), step by step; it is taken away when
// nothing is unsaved and at a good end. One whose program is dead is offered at the next start.
// What was declined is kept for seven days (recovery_declined finds it). Never writes the user's
// own files.
#pragma once

#include "plan/case.h"
#include "plan/photo_shelf.h"

#include <time.h>

struct recovery;
struct text_memo;

// NULL when there is no place for it (no home): the session goes on without.
struct recovery *recovery_create(void);
// Ends it well: the own journal goes. Accepts NULL.
void recovery_destroy(struct recovery *recovery);

struct unsaved {
    const struct case_ *case_;
    const char *case_path;           // "": it was never saved
    const char *case_sha256;         // what the case file was when it was opened or saved; "": it never was
    const char *folder;              // that the photos lie in, or the case would be saved in
    const struct photo_shelf *shelf; // says where each photo came from
    struct text_memo *memo; // of the case's text as it was last written: the less has changed, the less is done
};

// Keeps it. False: the disk; what was kept before still is.
bool recovery_keep(struct recovery *recovery, const struct unsaved *unsaved, struct err *err);
void recovery_clear(struct recovery *recovery); // nothing is unsaved

struct recovered;

// The newest that a dead program left and nobody declined; held against other programs until it is
// forgotten, declined or destroyed. NULL: none.
struct recovered *recovery_find(const struct recovery *recovery);
// The newest that was declined within seven days.
struct recovered *recovery_find_declined(const struct recovery *recovery);

const struct case_ *recovered_case(const struct recovered *recovered);
const char *recovered_case_path(const struct recovered *recovered);
const char *recovered_case_sha256(const struct recovered *recovered);
const char *recovered_folder(const struct recovered *recovered);
// Where the photo of that SHA-256 lay. NULL: not known.
const char *recovered_photo(const struct recovered *recovered, const char *sha256);
const char *recovered_name(const struct recovered *recovered); // for people: the case file's, or the first photo's
time_t recovered_time(const struct recovered *recovered);      // of its last step

// Each ends it.
void recovered_forget(struct recovered *take_recovered);  // it has been taken over
void recovered_decline(struct recovered *take_recovered); // kept for seven days, not offered again
void recovered_destroy(struct recovered *recovered);      // stays as it is; accepts NULL
