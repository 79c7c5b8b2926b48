// The case as a file: UTF-8 JSON, name.stipple.
//
// Keys in a fixed order, numbers locale-free and short, so that a diff reads well; keys that this program
// does not know are kept, at every level, as long as the part they stand in is there. Photos stand by file
// name and SHA-256, without folder. Loading builds a new case and hands it over whole or not at all; whatever
// is missing, of the wrong type, doubled, out of range or too large is refused in one line that names the
// file and the place in it. Saving leaves the old file or the new one, whole.
#pragma once

#include "plan/case.h"

#include <stddef.h>

// A case with the most of everything that it may have is 10 MB of 530 000 values, eight deep.
enum { CASE_FILE_MOST_MB = 16, CASE_FILE_MOST_DEPTH = 64, CASE_FILE_MOST_VALUES = 700000 };

struct case_ *case_load(const char *path, struct err *err);
struct case_ *case_parse(const char *text, size_t size, struct err *err);

// A new file, or "-": never over one that is there (ERR_INPUT). That is case_hold.h's, which asks whose it is.
bool case_save(const struct case_ *case_, const char *path, struct err *err);

char *case_text(const struct case_ *case_); // mem_free
// The same text, sooner where little changed since the last time that this memo was used.
struct text_memo;
char *case_text_again(const struct case_ *case_, struct text_memo *memo);
// False: the format is newer than CASE_FORMAT; what this program does not know of it could be lost. May be looked at,
// is neither changed nor saved (ERR_INPUT).
bool case_is_writable(const struct case_ *case_, const char *path, struct err *err);
// The text as it goes to the disk, which was read back as a case; mem_free. NULL: the case breaks a rule, or is not
// writable.
char *case_checked_text(const struct case_ *case_, const char *path, struct err *err);

// Whether the bytes at the start of a file are those of a case rather than of a photo.
bool case_is_text(const void *head, size_t size);
