// A session of work on one case: the present value, its history, its file and its photos.
//
// Every change goes through session_change, by the text of edit.h or by a function, and makes one named
// step of the history; undo and redo walk it without limit but bytes. View state (zoom, panels) is not here.
//
// Thread: one, the window's. Hand other threads a session_snapshot.
#pragma once

#include "plan/document.h"
#include "plan/edit.h"

struct session;

struct session *session_create(void);          // empty: no case
void session_destroy(struct session *session); // accepts NULL

// Puts a document (document.h) in the place of the one at hand. Photos of the old one end.
void session_take(struct session *session, struct document *take_document);
// document_load and session_take. On failure the session is as it was.
bool session_open(struct session *session, const char *path, struct err *err);
// Writes the case, and beside it the photos that came from elsewhere; never over another file. NULL: where it came
// from, or session_default_path. Refused when session_read_only says so, and when another program changed the file
// since it was opened: then another name is the way. The version before is kept (case_versions.h).
bool session_save(struct session *session, const char *path, struct err *err);
char *session_default_path(const struct session *session); // beside the first photo, by its name; mem_free

// Photos of the case, each change one step. `take_photo` was read from `path`, which stays where it is: session_save
// copies.
struct new_photo {
    enum facing facing;
    int done_events;           // that it shows already
    const struct draft *draft; // what was found in it; NULL: the usual marks
};
bool session_add_photo(struct session *session, struct photo *take_photo, const char *path, struct new_photo what,
                       struct err *err);
// The same bytes as the case knows: found again, and no step. Else as case_replace_photo.
bool session_replace_photo(struct session *session, int view, struct photo *take_photo, const char *path,
                           const struct draft *draft, struct err *err);
bool session_remove_photo(struct session *session, int view, struct err *err); // the last one stays

enum photo_state { PHOTO_FOUND, PHOTO_MISSING, PHOTO_CHANGED };
enum photo_state session_photo_state(const struct session *session, int view);
// What lies in its place now: PHOTO_CHANGED's way out. Without new decoding.
bool session_accept_photo(struct session *session, int view, const struct draft *draft, struct err *err);
const struct photo *session_changed_photo(const struct session *session, int view); // that one; NULL: no other is there

// From now on each step is in `recovery` before the call that makes it returns, as long as it is not saved; NULL: no
// more.
void session_keep_in(struct session *session, struct recovery *recovery);
const char *session_unkept(const struct session *session); // why the last step is not kept; "": it is, or need not be
const struct err *session_warning(const struct session *session); // of the document: odd but bearable, or ERR_NONE

const struct case_ *session_case(const struct session *session); // NULL: none; valid until the next change
// NULL: missing or changed. Valid until another document is taken.
const struct photo *session_photo(const struct session *session, int view);
const char *session_path(const struct session *session);                // "": never saved
const char *session_read_only(const struct session *session);           // "": can be saved where it is; else why not
enum case_hold_state session_hold_state(const struct session *session); // why not
bool session_is_dirty(const struct session *session);                   // differs from what is on disk
struct case_ *session_snapshot(const struct session *session);          // case_destroy

// One step. `gesture` nonzero merges with the step before when that had the same gesture and label (a drag).
bool session_change(struct session *session, struct edit_place place, const char *change, const char *label,
                    unsigned gesture, struct err *err);
// The same with a function that edits a copy of the case; false from it leaves everything as it was.
bool session_change_with(struct session *session, bool (*edit)(struct case_ *case_, void *context, struct err *err),
                         void *context, const char *label, unsigned gesture, struct err *err);

const char *session_undo_label(const struct session *session); // NULL: nothing to undo
const char *session_redo_label(const struct session *session);
bool session_undo(struct session *session);
bool session_redo(struct session *session);
unsigned session_generation(const struct session *session); // grows with every change of the case
