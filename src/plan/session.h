// A session of work on one case: the present value, its history, its file and its photos.
//
// Every change goes through session_change, by the text of edit.h or by a function, and makes one named
// step of the history; undo and redo walk it without limit but bytes. View state (zoom, panels) is not here.
//
// Thread: one, the window's. Hand other threads a session_snapshot.
#pragma once

#include "image/photo.h"
#include "plan/case.h"
#include "plan/edit.h"
#include "plan/recovery.h"

struct session;

struct session *session_create(void);                         // empty: no case
void session_destroy(struct session *session);                // accepts NULL

// Opens a case with the photos beside it, or makes a case without pose from a photo. On failure the session is
// as it was. `session_warning` then tells what was odd but bearable ("" when nothing).
bool session_open(struct session *session, const char *path, struct err *err);
bool session_add_photo(struct session *session, const char *path, struct err *err); // another view
// NULL: where it came from, or session_default_path. Refused when session_read_only says so, and when another program
// changed the file since it was opened: then another name is the way. The version before is kept (case_versions.h).
bool session_save(struct session *session, const char *path, struct err *err);
char *session_default_path(const struct session *session);         // beside the first photo, by its name; mem_free

// Takes over what a dead session left, as unsaved work; and keeps this one's against the same.
bool session_recover(struct session *session, const struct recovered *recovered, struct err *err);
void session_keep(struct session *session, struct recovery *recovery); // does nothing when nothing changed
const char *session_warning(const struct session *session);

const struct case_ *session_case(const struct session *session);   // NULL: none; valid until the next change
const struct photo *session_photo(const struct session *session, int view); // NULL: missing
const char *session_path(const struct session *session);           // "": never saved
const char *session_read_only(const struct session *session);      // "": can be saved where it is; else why not
bool session_is_dirty(const struct session *session);              // differs from what is on disk
struct case_ *session_snapshot(const struct session *session);     // case_destroy

// One step. `gesture` nonzero merges with the step before when that had the same gesture and label (a drag).
bool session_change(struct session *session, struct edit_place place, const char *change, const char *label,
                    unsigned gesture, struct err *err);
// The same with a function that edits a copy of the case; false from it leaves everything as it was.
bool session_change_with(struct session *session, bool (*edit)(struct case_ *case_, void *context, struct err *err),
                         void *context, const char *label, unsigned gesture, struct err *err);

const char *session_undo_label(const struct session *session);     // NULL: nothing to undo
const char *session_redo_label(const struct session *session);
bool session_undo(struct session *session);
bool session_redo(struct session *session);
unsigned session_generation(const struct session *session);        // grows with every change of the case
