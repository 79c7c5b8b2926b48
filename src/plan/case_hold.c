#include "plan/case_hold.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "plan/case_file.h"
#include "plan/case_versions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TRY_EVERY_MS = 20, MOST_STALE = 100 };

struct case_hold {
    char *path;
    char *lock_path; // beside the file that a link leads to
    int lock_fd;     // -1: read-only
    char sha256[65]; // "": nothing to compare with
    char read_only[512];
    enum case_hold_state state;
};

static void get_lock_path(struct case_hold *hold)
{
    char *target = file_resolve(hold->path);
    const char *path = target ? target : hold->path;
    size_t size = strlen(file_base_name(path)) + sizeof "..lock";
    char *name = mem_alloc(size);
    snprintf(name, size, ".%s.lock", file_base_name(path));
    hold->lock_path = file_in_folder_of(path, name);
    mem_free(name);
    mem_free(target);
}

// Whether the open lock is the one that others will find by its name: its holder may have removed it in between.
static bool is_the_lock(int fd, const char *path)
{
    struct stat mine, there;
    return fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino &&
           mine.st_dev == there.st_dev;
}

// EWOULDBLOCK: held by another. ESTALE: it was being removed just then. 0: got it.
static int try_once(struct case_hold *hold)
{
    int fd = open(hold->lock_path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    int error = flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (error == 0 && !is_the_lock(fd, hold->lock_path))
        error = ESTALE;
    if (error == 0)
        hold->lock_fd = fd;
    else
        close(fd);
    return error;
}

static int try_lock(struct case_hold *hold)
{
    int error = try_once(hold);
    for (int i = 0; i < MOST_STALE && error == ESTALE; i++)
        error = try_once(hold);
    return error == ESTALE ? EWOULDBLOCK : error;
}

static void say_why(struct case_hold *hold, int error)
{
    hold->state = error == EWOULDBLOCK ? CASE_HOLD_ELSEWHERE : CASE_HOLD_FOLDER;
    if (error == EWOULDBLOCK)
        snprintf(hold->read_only, sizeof hold->read_only,
                 "%.300s: is open in another Stipple; close it there, or save under another name", hold->path);
    else
        snprintf(hold->read_only, sizeof hold->read_only,
                 "%.300s: its folder cannot be written (%s); save under another name", hold->path,
                 strerrordesc_np(error));
}

struct case_hold *case_hold_take(const char *path, double wait_s)
{
    struct case_hold *hold = mem_alloc(sizeof *hold);
    hold->path = mem_strdup(path);
    hold->lock_fd = -1;
    get_lock_path(hold);
    int error = try_lock(hold);
    for (double waited_s = 0.0; error == EWOULDBLOCK && waited_s < wait_s; waited_s += TRY_EVERY_MS / 1000.0) {
        nanosleep(&(struct timespec){0, TRY_EVERY_MS * 1000000L}, NULL);
        error = try_lock(hold);
    }
    if (error)
        say_why(hold, error);
    char *folder = file_in_folder_of(hold->lock_path, ".");
    file_sweep(folder);
    mem_free(folder);
    return hold;
}

void case_hold_drop(struct case_hold *hold)
{
    if (!hold)
        return;
    if (hold->lock_fd >= 0) {
        unlink(hold->lock_path); // while it is locked: nobody can hold it
        close(hold->lock_fd);
    }
    mem_free(hold->lock_path);
    mem_free(hold->path);
    mem_free(hold);
}

const char *case_hold_path(const struct case_hold *hold)
{
    return hold->path;
}

const char *case_hold_read_only(const struct case_hold *hold)
{
    return hold->read_only;
}

enum case_hold_state case_hold_state(const struct case_hold *hold)
{
    return hold->state;
}

const char *case_hold_sha256(const struct case_hold *hold)
{
    return hold->sha256;
}

void case_hold_expect(struct case_hold *hold, const char *sha256)
{
    snprintf(hold->sha256, sizeof hold->sha256, "%s", sha256);
}

struct case_ *case_hold_load(struct case_hold *hold, struct err *err)
{
    struct bytes bytes;
    if (!file_read(hold->path, (size_t)CASE_FILE_MOST_MB << 20, &bytes, err))
        return NULL;
    struct case_ *case_ = case_parse((const char *)bytes.data, bytes.size, err);
    if (case_)
        sha256_hex(bytes.data, bytes.size, hold->sha256);
    else
        err_prefix(err, "%s", hold->path);
    struct err newer = {0};
    if (case_ && !case_is_writable(case_, hold->path, &newer)) {
        hold->state = CASE_HOLD_NEWER;
        snprintf(hold->read_only, sizeof hold->read_only, "%s", newer.text);
    }
    mem_free(bytes.data);
    return case_;
}

static bool is_as_remembered(const struct case_hold *hold, struct err *err)
{
    struct bytes bytes;
    char now[65];
    if (!hold->sha256[0])
        return true;
    if (!file_exists(hold->path))
        return err_set(err, ERR_INPUT, "%s: is gone since it was opened; save under another name", hold->path);
    if (!file_read(hold->path, (size_t)CASE_FILE_MOST_MB << 20, &bytes, err))
        return false;
    sha256_hex(bytes.data, bytes.size, now);
    mem_free(bytes.data);
    return strcmp(now, hold->sha256) == 0 ||
           err_set(err, ERR_INPUT,
                   "%s: was changed by another program since it was opened; open it again, or save "
                   "under another name",
                   hold->path);
}

bool case_hold_save(struct case_hold *hold, const struct case_ *case_, struct err *err)
{
    if (hold->read_only[0])
        return err_set(err, ERR_INPUT, "%s", hold->read_only);
    if (!is_as_remembered(hold, err))
        return false;
    char *text = case_checked_text(case_, hold->path, err);
    char *version = NULL;
    bool is_saved =
        text && case_versions_keep(hold->path, &version, err) && file_write_atomic(hold->path, text, strlen(text), err);
    case_versions_settle(version, is_saved);
    mem_free(version);
    if (is_saved)
        sha256_hex(text, strlen(text), hold->sha256);
    mem_free(text);
    return is_saved;
}

void case_hold_pass_on(struct case_hold *from, struct case_hold *to)
{
    if (!from || from->lock_fd < 0 || to->lock_fd >= 0 || !is_the_lock(from->lock_fd, to->lock_path))
        return;
    to->lock_fd = from->lock_fd;
    from->lock_fd = -1;
    if (to->state == CASE_HOLD_NEWER)
        return;
    to->read_only[0] = 0;
    to->state = CASE_HOLD_FREE;
}
