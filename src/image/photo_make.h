// From the bytes of a file to a photo, here and now: what photo.h does, in the process that calls. Private to this
// layer.
#pragma once

#include "base/file.h"
#include "image/photo.h"

// All but the hash of the file; err does not name the file. rows_fd, of the decoder process: where the pixels go
// (decode.h), and the photo has no image; -1: into its image.
struct photo *photo_make(const struct bytes *file, int rows_fd, struct err *err);

bool photo_is_heif(const struct bytes *file); // the beginning of it is enough

// The names of formats by number, NULL behind the last; and back, -1 when it is none.
const char *photo_format_name(int index);
int photo_format_index(const char *name);
