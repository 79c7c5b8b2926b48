#include "image/photo.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "image/decode_process.h"

#include <pthread.h>
#include <string.h>

struct hash {
    const struct bytes *file;
    char sha256[65];
};

static void *take_hash(void *context)
{
    struct hash *hash = context;
    sha256_hex(hash->file->data, hash->file->size, hash->sha256);
    return NULL;
}

// Reads the pixels as they come; the hash beside it.
static struct photo *finish(struct decode_process *process, const struct bytes *file, struct err *err)
{
    struct hash hash = {.file = file};
    pthread_t thread;
    bool is_beside = pthread_create(&thread, NULL, take_hash, &hash) == 0;
    struct photo *photo = decode_process_finish(process, err);
    if (is_beside)
        pthread_join(thread, NULL);
    else
        take_hash(&hash);
    if (photo)
        memcpy(photo->sha256, hash.sha256, sizeof photo->sha256);
    return photo;
}

struct photo *photo_load(const char *path, struct err *err)
{
    struct bytes file;
    if (!file_read(path, (size_t)PHOTO_MOST_FILE_MB << 20, &file, err))
        return NULL;
    struct decode_process process;
    struct photo *photo = NULL;
    if (decode_process_start(&process, &file, err))
        photo = finish(&process, &file, err);
    if (!photo)
        err_prefix(err, "%s", path);
    mem_free(file.data);
    return photo;
}
