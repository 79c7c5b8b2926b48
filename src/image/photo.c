#include "image/photo.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "image/decode_process.h"
#include "image/photo_make.h"

#include <stdatomic.h>
#include <string.h>

static atomic_bool decodes_apart; // the program's choice, made once at its start

void photo_decode_apart(void)
{
    atomic_store(&decodes_apart, true);
}

struct photo *photo_load(const char *path, struct err *err)
{
    struct bytes file;
    if (!file_read(path, (size_t)PHOTO_MOST_FILE_MB << 20, &file, err))
        return NULL;
    bool is_apart = atomic_load(&decodes_apart) && file.size > 0;
    struct decode_process process;
    struct photo *photo = NULL;
    char sha256[65];
    if (!is_apart)
        photo = photo_make(&file, -1, err);
    bool is_started = is_apart && decode_process_start(&process, &file, err);
    if (photo || is_started)
        sha256_hex(file.data, file.size, sha256); // while the other process works
    if (is_started)
        photo = decode_process_finish(&process, err);
    if (photo)
        memcpy(photo->sha256, sha256, sizeof photo->sha256);
    else
        err_prefix(err, "%s", path);
    mem_free(file.data);
    return photo;
}

void photo_free(struct photo *photo)
{
    if (!photo)
        return;
    image_unref(photo->image);
    mem_free(photo);
}
