// What the system says of a file, as a sentence for people. Private to file*.c.
#pragma once

#include "base/err.h"

#include <sys/stat.h>

const char *file_reason(int error); // never translated

// "path: step: reason; what to do", false. Wrong names and missing rights are the input's fault, the
// rest the machine's.
bool file_fail(struct err *err, const char *path, const char *step, int error);

// Folders, pipes and devices are refused.
bool file_is_regular(const char *path, const struct stat *info, struct err *err);
