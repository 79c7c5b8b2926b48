// Photos with something to hide in every place that their format has, and a search for it in whatever was made of them.
#pragma once

#include "base/file.h"
#include "image/pixels.h"

// Each text has CANARY_TEXT in it; besides, a date and a place in numbers.
#define CANARY_TEXT "QZCANARY"

enum canary_format { CANARY_JPEG, CANARY_PNG, CANARY_WEBP, CANARY_HEIC, CANARY_FORMATS };
extern const char *const canary_suffix[CANARY_FORMATS];

// False: HEIC cannot be made here. mem_free.
bool canary_photo(enum canary_format format, const struct image *image, struct bytes *out);
int canary_count(const struct bytes *photo); // how many different ones are found in it, packed or not

// What is found of the canaries, or of one of `words` (ended by NULL), in bytes: as text of 8 or 16 bits, and in what
// is packed (zlib, gzip, base64) in them; NULL: nothing. The answer lives until the next call.
const char *canary_find(const struct bytes *bytes, const char *const *words);
