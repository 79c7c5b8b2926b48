#include "base/file_fail.h"

#include <errno.h>
#include <string.h>

const char *file_reason(int error)
{
    const char *text = strerrordesc_np(error); // never translated, unlike strerror
    return text ? text : "unknown error";
}

static enum err_code code_of(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
    case EACCES:
    case EPERM:
    case EROFS:
    case ENAMETOOLONG:
    case ELOOP:
    case ENXIO:
        return ERR_INPUT;
    default:
        return ERR_MACHINE;
    }
}

static const char *advice(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "check the name and that its folder exists";
    case EACCES:
    case EPERM:
        return "check the rights on it or choose another place";
    case EROFS:
        return "the folder is read-only; choose another place";
    case ENOSPC:
    case EDQUOT:
        return "make room or choose another place";
    default:
        return "try again or choose another place";
    }
}

bool file_fail(struct err *err, const char *path, const char *step, int error)
{
    return err_set(err, code_of(error), "%s: %s: %s; %s", path, step, file_reason(error), advice(error));
}

bool file_is_regular(const char *path, const struct stat *info, struct err *err)
{
    if (S_ISREG(info->st_mode))
        return true;
    if (S_ISDIR(info->st_mode))
        return err_set(err, ERR_INPUT, "%s: is a folder; name a file", path);
    return err_set(err, ERR_INPUT, "%s: is a pipe or a device; name a regular file", path);
}
