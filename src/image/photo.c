#include "image/photo.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "image/decode_process.h"

#include <string.h>

struct photo *photo_load(const char *path, struct err *err)
{
    struct bytes file;
    if (!file_read(path, (size_t)PHOTO_MOST_FILE_MB << 20, &file, err))
        return NULL;
    struct decode_process process;
    struct photo *photo = NULL;
    if (decode_process_start(&process, &file, err)) {
        char sha256[65];
        sha256_hex(file.data, file.size, sha256); // while the other process works
        photo = decode_process_finish(&process, err);
        if (photo)
            memcpy(photo->sha256, sha256, sizeof photo->sha256);
    }
    if (!photo)
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
