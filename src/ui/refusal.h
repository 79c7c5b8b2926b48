// What was refused, in the user's language: lower layers say it in English, once for all languages.
//
// A sentence is known again by the format that it was made of, or word for word; what stood in the format's places goes
// over as it is. One that no catalogue has stays English. Names before it ("photo.jpg: ...") stay,
// a path's last name for the path: who looks on need not read in which folder.
#pragma once

#include "base/err.h"

#include <stddef.h>

void refusal_words(const struct err *err, char *out, size_t size);
