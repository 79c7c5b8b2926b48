// The last five versions of a case file, each as it stood before it was saved over.
//
// They lie in one folder beside the case, VERSIONS_FOLDER (0700), in plain sight: found without Stipple, carried along
// with the folder, and not left behind unseen when a patient's files are deleted. A version is the old file itself
// under another name (a copy, 0600, where the file system has no links), NAME.TIME.stipple with the UTC time at which
// it was replaced.
#pragma once

#include "base/err.h"

enum { CASE_VERSIONS_KEPT = 5, CASE_VERSION_TIME_BYTES = 25 };

#define CASE_VERSIONS_FOLDER "stipple-versions"

struct case_version {
    char *path;                         // mem_free, or case_versions_free
    char time[CASE_VERSION_TIME_BYTES]; // "2026-11-23T10-29-07.123Z"
};

// Newest first; how many there are.
int case_versions_list(const char *case_path, struct case_version out[CASE_VERSIONS_KEPT]);
void case_versions_free(struct case_version version[CASE_VERSIONS_KEPT], int count);

// Before a save: gives the file as it is now a second name, which is put into *version (mem_free; NULL where there is
// no file yet) and on the disk before the new file can be there. After it, in any case: drops what is older than the
// fifth, or, when the save failed, that name again.
bool case_versions_keep(const char *case_path, char **version, struct err *err);
void case_versions_settle(const char *version, bool is_saved); // accepts NULL
