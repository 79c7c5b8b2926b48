// A hold on a case file: who may write it, and whether it is still the file that was read.
//
// A lock beside the case (".NAME.lock", empty, gone with the hold, of no force once its holder is dead) lets one hold
// write at a time; every other is read-only and says why. A save compares the SHA-256 of what is on the disk with that
// of what was loaded or saved last, keeps the old version (case_versions.h), and writes (file_write_atomic): so no
// window overwrites what another program, a sync or an older hold wrote. Whoever changes a case file holds it first.
//
// Thread: one at a time.
#pragma once

#include "plan/case.h"

struct case_hold;

enum case_hold_state { CASE_HOLD_FREE, CASE_HOLD_ELSEWHERE, CASE_HOLD_FOLDER, CASE_HOLD_NEWER };

// Tries for `wait_s` to get the lock. Never NULL: without the lock the hold is for reading. Also takes away what a
// killed save left in the folder. The file need not exist.
struct case_hold *case_hold_take(const char *path, double wait_s);
void case_hold_drop(struct case_hold *hold); // accepts NULL

const char *case_hold_path(const struct case_hold *hold);
// "" when saving is possible, else one sentence: which file, why not, what to do.
const char *case_hold_read_only(const struct case_hold *hold);
// Why: another holds it, the folder cannot be written, or a newer Stipple made what case_hold_load found.
enum case_hold_state case_hold_state(const struct case_hold *hold);

// Reads the file and remembers what it was.
struct case_ *case_hold_load(struct case_hold *hold, struct err *err);
// What an earlier hold remembered, as 64 digits; and the same put into a new hold ("" forgets: the next save takes the
// place of whatever is there).
const char *case_hold_sha256(const struct case_hold *hold);
void case_hold_expect(struct case_hold *hold, const char *sha256);

// False, nothing written: read-only, or changed on the disk meanwhile, or gone (each ERR_INPUT), or the disk.
bool case_hold_save(struct case_hold *hold, const struct case_ *case_, struct err *err);

// Moves the lock from one hold of the same file to another: a document opened anew. Nothing when they differ.
void case_hold_pass_on(struct case_hold *from, struct case_hold *to);
