// The decoded photos of a document, known by the SHA-256 of their files.
//
// A photo that the case no longer names stays for undo until the document ends; so a photo's address is good for as
// long as its shelf. Remembers which file each came from. Reads no file itself. Thread: one.
#pragma once

#include "image/photo.h"

struct photo_shelf;

struct photo_shelf *photo_shelf_create(void);
void photo_shelf_destroy(struct photo_shelf *shelf); // accepts NULL; the photos end with it

// The same bytes a second time: the photo there stays, and is what is given back; the newer path is kept.
const struct photo *photo_shelf_put(struct photo_shelf *shelf, struct photo *take_photo, const char *path);
void photo_shelf_set_path(struct photo_shelf *shelf, const char *sha256, const char *path);

const struct photo *photo_shelf_find(const struct photo_shelf *shelf, const char *sha256); // NULL: none
const char *photo_shelf_path(const struct photo_shelf *shelf, const char *sha256);         // NULL: none
const struct photo *photo_shelf_find_path(const struct photo_shelf *shelf, const char *path);
