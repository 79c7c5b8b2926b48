#include "plan/photo_shelf.h"

#include "base/mem.h"

#include <string.h>

struct place {
    struct photo *photo;
    char *path;
};

struct photo_shelf {
    struct place *place;
    size_t count;
};

struct photo_shelf *photo_shelf_create(void)
{
    return mem_alloc(sizeof(struct photo_shelf));
}

void photo_shelf_destroy(struct photo_shelf *shelf)
{
    if (!shelf)
        return;
    for (size_t i = 0; i < shelf->count; i++) {
        photo_free(shelf->place[i].photo);
        mem_free(shelf->place[i].path);
    }
    mem_free(shelf->place);
    mem_free(shelf);
}

static struct place *find(const struct photo_shelf *shelf, const char *sha256)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (strcmp(shelf->place[i].photo->sha256, sha256) == 0)
            return &shelf->place[i];
    return NULL;
}

const struct photo *photo_shelf_put(struct photo_shelf *shelf, struct photo *take_photo, const char *path)
{
    struct place *there = find(shelf, take_photo->sha256);
    if (there) {
        photo_free(take_photo);
        photo_shelf_set_path(shelf, there->photo->sha256, path);
        return there->photo;
    }
    size_t bytes = shelf->count * sizeof *shelf->place;
    shelf->place = mem_grow(shelf->place, bytes, bytes + sizeof *shelf->place);
    shelf->place[shelf->count++] = (struct place){take_photo, mem_strdup(path)};
    return take_photo;
}

void photo_shelf_set_path(struct photo_shelf *shelf, const char *sha256, const char *path)
{
    struct place *place = find(shelf, sha256);
    if (!place)
        return;
    char *copy = mem_strdup(path); // path may be the one that is there
    mem_free(place->path);
    place->path = copy;
}

const struct photo *photo_shelf_find(const struct photo_shelf *shelf, const char *sha256)
{
    const struct place *place = find(shelf, sha256);
    return place ? place->photo : NULL;
}

const char *photo_shelf_path(const struct photo_shelf *shelf, const char *sha256)
{
    const struct place *place = find(shelf, sha256);
    return place ? place->path : NULL;
}

const struct photo *photo_shelf_find_path(const struct photo_shelf *shelf, const char *path)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (strcmp(shelf->place[i].path, path) == 0)
            return shelf->place[i].photo;
    return NULL;
}
