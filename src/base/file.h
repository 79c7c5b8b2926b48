// Files as bytes: read whole with a bound, write whole or not at all.
//
// Knows no format. Regular files only: pipes, devices and folders are refused. Messages name the
// file as the user gave it.
#pragma once

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct bytes {
    uint8_t *data; // mem_free
    size_t size;
};

// One 0 follows the bytes, outside size, so that text may be read as a string.
bool file_read(const char *path, size_t most_bytes, struct bytes *out, struct err *err);

// Old file or new file, never half of one: writes an unnamed or 0600 temporary in the same folder,
// fsyncs it, reads it back, renames it over the target (through a symlink, mode kept), fsyncs the
// folder. A failed fsync is a failed save. "-" writes to standard output.
bool file_write_atomic(const char *path, const void *data, size_t size, struct err *err);
// The same where no file of that name may be: of two writers at once one is refused (ERR_INPUT), as is one whose file
// is there already.
bool file_write_new(const char *path, const void *data, size_t size, struct err *err);
// The same for this user's eyes: 0600, whatever it was and whatever others may usually read.
bool file_write_private(const char *path, const void *data, size_t size, struct err *err);

// All of it to a descriptor. 0, or the error.
int file_put(int fd, const void *data, size_t size);

// The names in the folder to the disk. True, too, where a folder cannot be: network drives, one that may not be listed.
bool file_sync_folder(const char *folder, struct err *err);

// Takes temporaries away that a killed program left in the folder; those of a living one stay.
void file_sweep(const char *folder);

bool file_exists(const char *path);
bool file_make_folder(const char *path, struct err *err); // one level; fine if it is there

// Borrowed pointer into path: what follows the last '/', and the suffix with its dot or "".
const char *file_base_name(const char *path);
const char *file_suffix(const char *path);
// The file behind a chain of symbolic links, whether it exists yet or not; mem_free. NULL: a loop.
char *file_resolve(const char *path);
char *file_in_folder_of(const char *path, const char *name); // mem_free
