// A text that changes, kept on the disk change by change: a killed program loses at most the change
// it was writing.
//
// The file begins with a line of its own; then each record replaces a stretch of the text so far by
// another, the first one of the empty text. A record ends with a check over itself and the check
// before it, so that a torn or damaged record is told from a whole one: it and all behind it are
// left out. A step never waits for the disk: a killed program loses nothing that was put; a power cut
// takes what the system had not yet written, half a minute or so.
//
// The writer holds a lock on the file for as long as it lives. Files are 0600. Knows nothing of the
// text. Thread: one.
#pragma once

#include "base/file.h"

struct journal;

// A new file in the place of what may be there, whole at every moment: it comes under its name with
// its first record in it. NULL: it could not be made, nothing is left.
struct journal *journal_create(const char *path, const void *text, size_t size, struct err *err);

// The text as it is now; writes what differs. When the file has grown far beyond the text it is
// begun anew. False: not kept; the file still holds the text before, and the next call tries again.
bool journal_put(struct journal *journal, const void *text, size_t size, struct err *err);

void journal_close(struct journal *journal);  // the file stays, as a dead program's; accepts NULL
void journal_remove(struct journal *journal); // the file goes; accepts NULL

// Takes the lock of a file whose writer is dead. Close gives it back. -1: the writer lives, or no
// such file.
int journal_claim(const char *path);
// The text as of the last whole record; mem_free(out->data), which a 0 follows. False: not one is
// whole.
bool journal_read(const char *path, struct bytes *out, struct err *err);
