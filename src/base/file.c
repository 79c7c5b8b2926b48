#include "base/file.h"

#include "base/file_fail.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_open(int fd, const char *path, size_t most_bytes, struct bytes *out, struct err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return file_fail(err, path, "cannot be read", errno);
    if (!file_is_regular(path, &info, err))
        return false;
    if ((uintmax_t)info.st_size > most_bytes)
        return err_set(err, ERR_INPUT, "%s: is too large (%.1f MB, at most %.1f MB); use a smaller file", path,
                       (double)info.st_size / 1e6, (double)most_bytes / 1e6);
    size_t size = (size_t)info.st_size, used = 0;
    uint8_t *data = mem_try_array_raw(size + 1, 1);
    if (!data)
        return err_set(err, ERR_MACHINE, "%s: no memory for %zu bytes", path, size);
    while (used < size) {
        ssize_t got = read(fd, data + used, size - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int error = errno;
            mem_free(data);
            return file_fail(err, path, "cannot be read", error);
        }
        if (got == 0)
            break; // it shrank meanwhile: what is there
        used += (size_t)got;
    }
    data[used] = 0;
    *out = (struct bytes){data, used};
    return true;
}

bool file_read(const char *path, size_t most_bytes, struct bytes *out, struct err *err)
{
    *out = (struct bytes){NULL, 0};
    // Without O_NONBLOCK, opening a pipe waits for ever.
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return file_fail(err, path, "cannot be opened", errno);
    bool ok = read_open(fd, path, most_bytes, out, err);
    close(fd);
    return ok;
}

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

bool file_make_folder(const char *path, struct err *err)
{
    struct stat info;
    if (mkdir(path, 0777) == 0)
        return true;
    int error = errno;
    if (error == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return true;
    if (error == EEXIST)
        return err_set(err, ERR_INPUT, "%s: is a file; name a folder", path);
    return file_fail(err, path, "the folder cannot be made", error);
}

const char *file_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *file_suffix(const char *path)
{
    const char *name = file_base_name(path);
    const char *dot = strrchr(name, '.');
    return dot && dot != name ? dot : name + strlen(name);
}

char *file_in_folder_of(const char *path, const char *name)
{
    size_t folder = (size_t)(file_base_name(path) - path);
    size_t length = strlen(name);
    char *joined = mem_alloc(folder + length + 1);
    memcpy(joined, path, folder);
    memcpy(joined + folder, name, length + 1);
    return joined;
}
