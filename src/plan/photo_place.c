#include "plan/photo_place.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/sha256.h"

#include <stdio.h>
#include <string.h>

enum { MOST_NUMBER = 99, MOST_BYTES = PHOTO_MOST_FILE_MB << 20 };

char *photo_place_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = mem_alloc(size);
    bool wants_slash = *folder && strcmp(folder, "/") != 0;
    snprintf(path, size, "%s%s%s", folder, wants_slash ? "/" : "", name);
    return path;
}

static bool is_file_of(const char *path, const char *sha256)
{
    struct bytes bytes = {0};
    char hex[65];
    if (!file_read(path, MOST_BYTES, &bytes, NULL))
        return false;
    sha256_hex(bytes.data, bytes.size, hex);
    mem_free(bytes.data);
    return strcmp(hex, sha256) == 0;
}

static bool is_taken(const struct case_ *case_, const char *folder, const char *name, const char *sha256)
{
    for (int i = 0; i < case_->view_count; i++)
        if (strcmp(case_->view[i]->photo_name, name) == 0)
            return true;
    char *path = photo_place_path(folder, name);
    bool is_taken = file_exists(path) && !is_file_of(path, sha256);
    mem_free(path);
    return is_taken;
}

bool photo_place_name(const struct case_ *case_, const char *folder, const char *path, const char *sha256,
                      char out[CASE_NAME_BYTES], struct err *err)
{
    const char *base = file_base_name(path), *suffix = file_suffix(base);
    for (int number = 1; number <= MOST_NUMBER; number++) {
        int length = number == 1
                         ? snprintf(out, CASE_NAME_BYTES, "%s", base)
                         : snprintf(out, CASE_NAME_BYTES, "%.*s-%d%s", (int)(suffix - base), base, number, suffix);
        if (length >= CASE_NAME_BYTES)
            return err_set(err, ERR_INPUT, "%s: a case cannot hold that file name: rename the photo", path);
        if (!is_taken(case_, folder, out, sha256))
            return true;
    }
    return err_set(err, ERR_INPUT, "%s: too many photos have that name: rename it", path);
}

static bool copy_file(const char *from, const char *to, const char *sha256, struct err *err)
{
    struct bytes bytes = {0};
    char hex[65];
    if (!file_read(from, MOST_BYTES, &bytes, err))
        return false;
    sha256_hex(bytes.data, bytes.size, hex);
    bool is_done = strcmp(hex, sha256) == 0
                       ? file_write_new(to, bytes.data, bytes.size, err)
                       : err_set(err, ERR_INPUT, "%s has changed since it was opened: add it anew", from);
    mem_free(bytes.data);
    return is_done;
}

static bool bring(const struct case_view *view, const char *case_path, struct photo_shelf *shelf, struct err *err)
{
    const char *from = photo_shelf_path(shelf, view->photo_sha256);
    char *to = file_in_folder_of(case_path, view->photo_name);
    bool is_done = !from || strcmp(from, to) == 0;
    if (!is_done && file_exists(to)) {
        is_done =
            is_file_of(to, view->photo_sha256) ||
            err_set(err, ERR_INPUT, "%s is another photo than the case's of that name: choose another folder", to);
    } else if (!is_done) {
        is_done = copy_file(from, to, view->photo_sha256, err);
    }
    if (is_done && from)
        photo_shelf_set_path(shelf, view->photo_sha256, to);
    mem_free(to);
    return is_done;
}

bool photo_place_copy(const struct case_ *case_, const char *case_path, struct photo_shelf *shelf, struct err *err)
{
    for (int i = 0; i < case_->view_count; i++)
        if (!bring(case_->view[i], case_path, shelf, err))
            return false;
    return true;
}
