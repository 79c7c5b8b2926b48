// An EXIF block as a camera that was told everything writes it: who, where, when, with what, and a small picture.
#pragma once

#include "base/file.h"

#include <stdbool.h>

enum { CRAFT_OWNER_TEXTS = 15 };

struct craft_owner {
    // Description, make, model, software, artist, host computer, copyright, author (UTF-16), maker note, comment, image
    // number, owner, body's and lens's serial numbers, place.
    const char *text[CRAFT_OWNER_TEXTS];
    const char *date; // "YYYY:MM:DD hh:mm:ss", of making and of the file
    uint32_t latitude_e7, longitude_e7;
    struct bytes thumbnail; // a JPEG
    int orientation;        // 0: 1
};

struct bytes craft_owner_exif(const struct craft_owner *owner, bool is_big_endian); // mem_free
