#include "base/file.h"

#include "base/file_fail.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

int file_put(int fd, const void *data, size_t size)
{
    const uint8_t *from = data;
    while (size > 0) {
        ssize_t put = write(fd, from, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put < 0 ? errno : EIO;
        from += put;
        size -= (size_t)put;
    }
    return 0;
}

char *file_resolve(const char *path)
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

static const char PREFIX[] = ".stipple-", SUFFIX[] = ".tmp";
enum { NUMBER_DIGITS = 16 };

enum whose { WHOSE_ANY, WHOSE_NEW, WHOSE_PRIVATE };

struct writing {
    enum whose whose;
    const char *shown_path; // as the user gave it
    char *target;           // behind links
    char *folder;
    char *temporary;   // its name once it has one
    bool is_named;     // it has
    int fd, folder_fd; // -1: none; a folder that one may write but not list has none
    mode_t mode;       // of the finished file
    bool has_modes;    // this file system keeps them
    uid_t owner;
    gid_t group;
    bool replaces;
};

static bool is_there(const struct writing *w, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s is there already: choose another name or remove it", w->shown_path);
}

static bool look_at_target(struct writing *w, struct err *err)
{
    struct stat info;
    w->mode = 0600;
    if (stat(w->target, &info) != 0)
        return errno == ENOENT ? true : file_fail(err, w->shown_path, "cannot be written", errno);
    if (w->whose == WHOSE_NEW)
        return is_there(w, err);
    w->replaces = true;
    if (w->whose != WHOSE_PRIVATE)
        w->mode = info.st_mode & 07777;
    w->owner = info.st_uid;
    w->group = info.st_gid;
    if (!file_is_regular(w->shown_path, &info, err))
        return false;
    // The rename would not mind, but whoever took the rights away meant the file to stay.
    return faccessat(AT_FDCWD, w->target, W_OK, AT_EACCESS) == 0 ||
           file_fail(err, w->shown_path, "cannot be written", errno);
}

// Opens the temporary with the mode that the umask gives, notes that mode, and closes it to others
// before a byte is in it. The lock says that its writer is alive (file_sweep).
static int open_temporary(struct writing *w, bool unnamed)
{
    if (unnamed)
        w->fd = open(w->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
    else
        w->fd = open(w->temporary, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (w->fd < 0)
        return errno;
    w->is_named = !unnamed;
    flock(w->fd, LOCK_EX | LOCK_NB);
    struct stat info;
    if (fstat(w->fd, &info) != 0)
        return errno;
    if (!w->replaces && w->whose != WHOSE_PRIVATE)
        w->mode = info.st_mode & 07777;
    w->has_modes = fchmod(w->fd, 0600) == 0;
    return w->has_modes || errno == EPERM || errno == EOPNOTSUPP ? 0 : errno; // FAT has no modes
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

bool file_sync_folder(const char *folder, struct err *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES || file_fail(err, folder, "cannot be brought to the disk", errno);
    int error = sync_to_disk(fd);
    close(fd);
    return error == 0 || error == EINVAL || file_fail(err, folder, "cannot be brought to the disk", error);
}

// Whether the bytes are there as they were given. Finds what a network drive or a bug made of them,
// while the old file still stands.
static int read_back(int fd, const uint8_t *data, size_t size)
{
    uint8_t block[1 << 16];
    for (size_t at = 0; at <= size;) {
        ssize_t got = pread(fd, block, sizeof block, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if ((size_t)got > size - at || memcmp(block, data + at, (size_t)got) != 0)
            return EIO;
        if (got == 0)
            return at == size ? 0 : EIO;
        at += (size_t)got;
    }
    return EIO;
}

// 0 or the error. A new file only where none is: the look before was another moment.
static int move(const struct writing *w)
{
    if (w->whose != WHOSE_NEW)
        return rename(w->temporary, w->target) == 0 ? 0 : errno;
    if (renameat2(AT_FDCWD, w->temporary, AT_FDCWD, w->target, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS) // some network drives know no such rename, but links
        return errno;
    int error = link(w->temporary, w->target) == 0 ? 0 : errno;
    if (error == 0)
        unlink(w->temporary);
    return error;
}

// From the rename on the new file stands, whole; what fails later is told all the same.
static bool put_in_place(struct writing *w, struct err *err)
{
    int moved = move(w);
    if (moved == EEXIST && w->whose == WHOSE_NEW)
        return is_there(w, err);
    if (moved)
        return file_fail(err, w->shown_path, "cannot be replaced", moved);
    w->is_named = false;
    if (w->replaces && fchown(w->fd, w->owner, w->group) != 0)
        w->mode &= 0777; // another's file became ours: no set-id bits
    if (w->has_modes && w->mode != 0600 && fchmod(w->fd, w->mode) != 0)
        return file_fail(err, w->shown_path, "is written, but its mode cannot be set", errno);
    int error = w->folder_fd >= 0 ? sync_to_disk(w->folder_fd) : 0;
    if (error == 0 || error == EINVAL) // network drives cannot
        return true;
    return file_fail(err, w->shown_path, "is written, but its folder may not be safe on the disk", error);
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
static bool write_once(struct writing *w, bool unnamed, const void *data, size_t size, bool *try_named, struct err *err)
{
    int error = open_temporary(w, unnamed);
    if (error) {
        *try_named = error == EOPNOTSUPP || error == EISDIR || error == EINVAL;
        return file_fail(err, w->shown_path, "cannot be written", error);
    }
    error = file_put(w->fd, data, size);
    if (error)
        return file_fail(err, w->shown_path, "cannot be written", error);
    error = sync_to_disk(w->fd);
    if (error)
        return file_fail(err, w->shown_path, "cannot be brought to the disk", error);
    error = read_back(w->fd, data, size);
    if (error)
        return file_fail(err, w->shown_path, "does not read back as it was written", error);
    if (unnamed && (error = give_name(w)) != 0) {
        *try_named = error != ENOSPC && error != EDQUOT && error != EIO;
        return file_fail(err, w->shown_path, "cannot be given a name", error);
    }
    return put_in_place(w, err);
}

static bool prepare(struct writing *w, struct err *err)
{
    uint64_t number;
    char name[sizeof PREFIX + NUMBER_DIGITS + sizeof SUFFIX];
    if (getrandom(&number, sizeof number, 0) != sizeof number)
        return file_fail(err, w->shown_path, "no random name", errno);
    snprintf(name, sizeof name, "%s%0*llx%s", PREFIX, NUMBER_DIGITS, (unsigned long long)number, SUFFIX);
    w->temporary = file_in_folder_of(w->target, name);
    w->folder = file_in_folder_of(w->target, ".");
    w->folder_fd = open(w->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return w->folder_fd >= 0 || errno == EACCES || file_fail(err, w->shown_path, "cannot be written", errno);
}

static bool is_temporary(const char *name)
{
    size_t prefix = strlen(PREFIX);
    return strncmp(name, PREFIX, prefix) == 0 && strspn(name + prefix, "0123456789abcdef") == NUMBER_DIGITS &&
           strcmp(name + prefix + NUMBER_DIGITS, SUFFIX) == 0;
}

void file_sweep(const char *folder)
{
    DIR *listing = opendir(folder);
    for (struct dirent *entry; listing && (entry = readdir(listing)) != NULL;) {
        if (!is_temporary(entry->d_name))
            continue;
        int fd = openat(dirfd(listing), entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
            unlinkat(dirfd(listing), entry->d_name, 0);
        if (fd >= 0)
            close(fd);
    }
    if (listing)
        closedir(listing);
}

static bool write_file(const char *path, enum whose whose, const void *data, size_t size, struct err *err)
{
    if (strcmp(path, "-") == 0) {
        int error = file_put(STDOUT_FILENO, data, size);
        return error == 0 || err_set(err, ERR_MACHINE, "standard output: %s", file_reason(error));
    }
    if (!*path)
        return err_set(err, ERR_INPUT, "no file name given to write to");
    struct writing w = {.whose = whose, .shown_path = path, .fd = -1, .folder_fd = -1};
    w.target = file_resolve(path);
    bool ok = false, try_named = false;
    if (!w.target) {
        file_fail(err, path, "cannot be written", ELOOP);
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

bool file_write_atomic(const char *path, const void *data, size_t size, struct err *err)
{
    return write_file(path, WHOSE_ANY, data, size, err);
}

bool file_write_new(const char *path, const void *data, size_t size, struct err *err)
{
    return write_file(path, WHOSE_NEW, data, size, err);
}

bool file_write_private(const char *path, const void *data, size_t size, struct err *err)
{
    return write_file(path, WHOSE_PRIVATE, data, size, err);
}
