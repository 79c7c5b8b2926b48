// Which photos a batch is of, each with a number that stays its own.
//
// DIR/batch.list keeps the numbering: one entry a photo, ended by a NUL, its number its place from 1. An entry is an
// absolute path, with a tab and a facing behind it where a list gave one. Later runs add new photos at the end and
// move none. Thread: one; two programs that write the same list write the same bytes.
#pragma once

#include "base/err.h"

#include <stddef.h>

struct batch_list {
    int count;
    char **entry; // each owned
    int folders;  // within the folder that was added: left out
};

// Adds what is new of a folder (its files in byte order; hidden files, folders, which are counted, and cases are left
// out) or of a list (a path a line, or ended by NULs; "#" begins a remark; relative to the folder at hand); a photo is
// a list of one. ERR_INPUT: none of them.
bool batch_list_add(struct batch_list *list, const char *folder_or_list, struct err *err);

// What an earlier run left in `folder`; none there is an empty list.
bool batch_list_load(const char *folder, struct batch_list *out, struct err *err);
bool batch_list_save(const char *folder, const struct batch_list *list, struct err *err);
void batch_list_finish(struct batch_list *list);

// The path of an entry (mem_free) and the facing it names, "" for none.
char *batch_list_path(const char *entry, const char **facing);
