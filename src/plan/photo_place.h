// Where the photos of a case lie: beside it, under the names that it has of them.
//
// Chooses such names and copies photos to them. Never writes over a file. Thread: any.
#pragma once

#include "plan/case.h"
#include "plan/photo_shelf.h"

char *photo_place_path(const char *folder, const char *name); // mem_free; folder "": the one at hand

// A name for the photo at `path` that no other photo of the case has and no other file of the folder: its own, or with
// "-2", "-3"... False (ERR_INPUT): none is free.
bool photo_place_name(const struct case_ *case_, const char *folder, const char *path, const char *sha256,
                      char out[CASE_NAME_BYTES], struct err *err);

// Copies what is not yet beside the case file, from where the shelf's photos came. A photo that nobody has is left
// out. False: a file there has the name of a photo but is another (ERR_INPUT), or reading or writing failed.
bool photo_place_copy(const struct case_ *case_, const char *case_path, struct photo_shelf *shelf, struct err *err);
