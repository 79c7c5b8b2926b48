#include "base/file.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *reason(int error)
{
    const char *text = strerrordesc_np(error); // never translated, unlike strerror
    return text ? text : "unknown error";
}

// Wrong names and missing rights are the input's fault, the rest the machine's.
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
    case ENXIO: return ERR_INPUT;
    default: return ERR_MACHINE;
    }
}

static const char *advice(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: return "check the name and that its folder exists";
    case EACCES:
    case EPERM: return "check the rights on it or choose another place";
    case EROFS: return "the folder is read-only; choose another place";
    case ENOSPC:
    case EDQUOT: return "make room or choose another place";
    default: return "try again or choose another place";
    }
}

static bool fail(struct err *err, const char *path, const char *step, int error)
{
    return err_set(err, code_of(error), "%s: %s: %s; %s", path, step, reason(error), advice(error));
}

static bool is_regular(const char *path, const struct stat *info, struct err *err)
{
    if (S_ISREG(info->st_mode))
        return true;
    if (S_ISDIR(info->st_mode))
        return err_set(err, ERR_INPUT, "%s: is a folder; name a file", path);
    return err_set(err, ERR_INPUT, "%s: is a pipe or a device; name a regular file", path);
}

static bool read_open(int fd, const char *path, size_t most_bytes, struct bytes *out,
                      struct err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return fail(err, path, "cannot be read", errno);
    if (!is_regular(path, &info, err))
        return false;
    if ((uintmax_t)info.st_size > most_bytes)
        return err_set(err, ERR_INPUT,
                       "%s: is too large (%.1f MB, at most %.1f MB); use a smaller file", path,
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
            return fail(err, path, "cannot be read", error);
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
        return fail(err, path, "cannot be opened", errno);
    bool ok = read_open(fd, path, most_bytes, out, err);
    close(fd);
    return ok;
}

static int write_all(int fd, const uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t put = write(fd, data, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put < 0 ? errno : EIO;
        data += put;
        size -= (size_t)put;
    }
    return 0;
}

// The file behind a chain of symbolic links, whether it exists yet or not; mem_free. NULL: a loop.
static char *resolve(const char *path)
{
    char *name = mem_strdup(path);
    for (int links = 0; links < 40; links++) {
        char target[PATH_MAX];
        ssize_t length = readlink(name, target, sizeof target - 1);
        if (length < 0)
            return name;
        target[length] = 0;
        char *next = target[0] == '/' ? mem_strdup(target) : file_in_folder_of(name, target);
        mem_free(name);
        name = next;
    }
    mem_free(name);
    return NULL;
}

struct writing {
    const char *shown_path; // as the user gave it
    char *target;           // behind links
    char *folder;
    char *temporary; // its name once it has one
    bool is_named;   // it has
    int fd, folder_fd; // -1: none; a folder that one may write but not list has none
    mode_t mode;       // of the finished file
    uid_t owner;
    gid_t group;
    bool replaces;
};

static bool look_at_target(struct writing *w, struct err *err)
{
    struct stat info;
    if (stat(w->target, &info) != 0)
        return errno == ENOENT ? true : fail(err, w->shown_path, "cannot be written", errno);
    w->replaces = true;
    w->mode = info.st_mode & 07777;
    w->owner = info.st_uid;
    w->group = info.st_gid;
    if (!is_regular(w->shown_path, &info, err))
        return false;
    // The rename would not mind, but whoever took the rights away meant the file to stay.
    return faccessat(AT_FDCWD, w->target, W_OK, AT_EACCESS) == 0 ||
           fail(err, w->shown_path, "cannot be written", errno);
}

// Opens the temporary with the mode that the umask gives, notes that mode, and closes it to others
// before a byte is in it.
static int open_temporary(struct writing *w, bool unnamed)
{
    if (unnamed)
        w->fd = open(w->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    else
        w->fd = open(w->temporary, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (w->fd < 0)
        return errno;
    w->is_named = !unnamed;
    struct stat info;
    if (fstat(w->fd, &info) != 0)
        return errno;
    if (!w->replaces)
        w->mode = info.st_mode & 07777;
    return fchmod(w->fd, 0600) == 0 ? 0 : errno;
}

static int give_name(struct writing *w)
{
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", w->fd);
    if (linkat(AT_FDCWD, self, AT_FDCWD, w->temporary, AT_SYMLINK_FOLLOW) != 0)
        return errno;
    w->is_named = true;
    return 0;
}

// 0 or the error. A signal is no failure of the disk; anything else is, and is not tried again.
static int sync_to_disk(int fd)
{
    while (fsync(fd) != 0)
        if (errno != EINTR)
            return errno;
    return 0;
}

// From the rename on the new file stands, whole; what fails later is told all the same.
static bool put_in_place(struct writing *w, struct err *err)
{
    if (rename(w->temporary, w->target) != 0)
        return fail(err, w->shown_path, "cannot be replaced", errno);
    w->is_named = false;
    if (w->replaces && fchown(w->fd, w->owner, w->group) != 0)
        w->mode &= 0777; // another's file became ours: no set-id bits
    if (w->mode != 0600 && fchmod(w->fd, w->mode) != 0)
        return fail(err, w->shown_path, "is written, but its mode cannot be set", errno);
    int error = w->folder_fd >= 0 ? sync_to_disk(w->folder_fd) : 0;
    if (error == 0 || error == EINVAL) // network drives cannot
        return true;
    return fail(err, w->shown_path, "is written, but its folder may not be safe on the disk", error);
}

static void abandon(struct writing *w)
{
    if (w->is_named)
        unlink(w->temporary);
    w->is_named = false;
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
}

// unnamed: by O_TMPFILE, which leaves nothing behind when the program is killed. *try_named: that
// way is not to be had here.
static bool write_once(struct writing *w, bool unnamed, const void *data, size_t size,
                       bool *try_named, struct err *err)
{
    int error = open_temporary(w, unnamed);
    if (error) {
        *try_named = error == EOPNOTSUPP || error == EISDIR || error == EINVAL;
        return fail(err, w->shown_path, "cannot be written", error);
    }
    error = write_all(w->fd, data, size);
    if (error)
        return fail(err, w->shown_path, "cannot be written", error);
    error = sync_to_disk(w->fd);
    if (error)
        return fail(err, w->shown_path, "cannot be brought to the disk", error);
    if (unnamed && (error = give_name(w)) != 0) {
        *try_named = error != ENOSPC && error != EDQUOT && error != EIO;
        return fail(err, w->shown_path, "cannot be given a name", error);
    }
    return put_in_place(w, err);
}

static bool prepare(struct writing *w, struct err *err)
{
    uint64_t number;
    char name[48];
    if (getrandom(&number, sizeof number, 0) != sizeof number)
        return fail(err, w->shown_path, "no random name", errno);
    snprintf(name, sizeof name, ".stipple-%016llx.tmp", (unsigned long long)number);
    w->temporary = file_in_folder_of(w->target, name);
    w->folder = file_in_folder_of(w->target, ".");
    w->folder_fd = open(w->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return w->folder_fd >= 0 || errno == EACCES ||
           fail(err, w->shown_path, "cannot be written", errno);
}

bool file_write_atomic(const char *path, const void *data, size_t size, struct err *err)
{
    if (strcmp(path, "-") == 0) {
        int error = write_all(STDOUT_FILENO, data, size);
        return error == 0 || err_set(err, ERR_MACHINE, "standard output: %s", reason(error));
    }
    if (!*path)
        return err_set(err, ERR_INPUT, "no file name given to write to");
    struct writing w = {.shown_path = path, .fd = -1, .folder_fd = -1};
    w.target = resolve(path);
    bool ok = false, try_named = false;
    if (!w.target) {
        fail(err, path, "cannot be written", ELOOP);
    } else if (look_at_target(&w, err) && prepare(&w, err)) {
        ok = write_once(&w, true, data, size, &try_named, err);
        abandon(&w);
        if (!ok && try_named) {
            ok = write_once(&w, false, data, size, &try_named, err);
            abandon(&w);
        }
    }
    if (w.folder_fd >= 0)
        close(w.folder_fd);
    mem_free(w.temporary);
    mem_free(w.folder);
    mem_free(w.target);
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
    return fail(err, path, "the folder cannot be made", error);
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
