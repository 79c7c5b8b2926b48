#include "plan/recovery.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/state_folder.h"
#include "plan/case_file.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = STATE_PATH_BYTES, MOST_BYTES = CASE_FILE_MOST_MB << 20, KEPT_DAYS = 7 };

struct recovery {
    char folder[PATH_BYTES];
    char file[PATH_BYTES];
};

// The file: three lines of place and hash, then the case's own text.
static const char FIRST_LINE[] = "stipple recovery\n";

struct recovery *recovery_create(void)
{
    struct recovery *recovery = mem_alloc(sizeof *recovery);
    if (!state_folder("recovery", recovery->folder)) {
        mem_free(recovery);
        return NULL;
    }
    int length = snprintf(recovery->file, sizeof recovery->file, "%.4000s/%ld.work", recovery->folder, (long)getpid());
    if (length < 0 || length >= PATH_BYTES) {
        mem_free(recovery);
        return NULL;
    }
    return recovery;
}

void recovery_destroy(struct recovery *recovery)
{
    if (!recovery)
        return;
    unlink(recovery->file);
    mem_free(recovery);
}

bool recovery_keep(struct recovery *recovery, const struct case_ *case_, const char *case_path,
                   const char *case_sha256, const char *folder, struct err *err)
{
    char *text = case_text(case_);
    size_t size = strlen(FIRST_LINE) + strlen(case_path) + strlen(case_sha256) + strlen(folder) + strlen(text) + 4;
    char *all = mem_alloc(size);
    int length = snprintf(all, size, "%s%s\n%s\n%s\n%s", FIRST_LINE, case_path, case_sha256, folder, text);
    bool is_kept = file_write_atomic(recovery->file, all, (size_t)length, err) && chmod(recovery->file, 0600) == 0;
    mem_free(all);
    mem_free(text);
    return is_kept;
}

// Number in front of ".work"; 0: another kind of file.
static long process_of(const char *name)
{
    char *end = NULL;
    long process = strtol(name, &end, 10);
    return end != name && strcmp(end, ".work") == 0 && process > 0 ? process : 0;
}

static bool is_gone(long process)
{
    return process != (long)getpid() && kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

static bool is_declined(const char *name)
{
    const char *suffix = file_suffix(name);
    return strcmp(suffix, ".declined") == 0;
}

static void sweep(const char *path, const struct stat *info)
{
    if (time(NULL) - info->st_mtime > (time_t)KEPT_DAYS * 86400)
        unlink(path);
}

static char *next_line(char **text)
{
    char *line = *text, *end = line ? strchr(line, '\n') : NULL;
    if (!end)
        return NULL;
    *end = 0;
    *text = end + 1;
    return line;
}

// Reads a recovery file whole; `text` is what is left of it, the case. mem_free(*all).
static bool read_file(const char *path, char **all, struct recovered *out, char **text, struct err *err)
{
    struct bytes bytes = {0};
    if (!file_read(path, MOST_BYTES, &bytes, err))
        return false;
    *all = mem_alloc(bytes.size + 1);
    memcpy(*all, bytes.data, bytes.size);
    mem_free(bytes.data);
    *text = *all;
    char *first = next_line(text), *case_path = next_line(text), *sha256 = next_line(text), *folder = next_line(text);
    if (!folder || strncmp(first, FIRST_LINE, strlen(FIRST_LINE) - 1) != 0)
        return err_set(err, ERR_INPUT, "what was kept of the last session is damaged");
    snprintf(out->file, sizeof out->file, "%s", path);
    snprintf(out->case_path, sizeof out->case_path, "%s", case_path);
    snprintf(out->case_sha256, sizeof out->case_sha256, "%s", sha256);
    snprintf(out->folder, sizeof out->folder, "%s", folder);
    return true;
}

static bool looks_sound(const char *path, struct recovered *out)
{
    char *all = NULL, *text = NULL;
    bool is_sound = read_file(path, &all, out, &text, NULL);
    mem_free(all);
    return is_sound;
}

bool recovery_find(const struct recovery *recovery, struct recovered *out)
{
    DIR *listing = opendir(recovery->folder);
    time_t newest = 0;
    for (struct dirent *entry; listing && (entry = readdir(listing)) != NULL;) {
        char path[PATH_BYTES + 300];
        struct stat info;
        struct recovered found;
        snprintf(path, sizeof path, "%s/%s", recovery->folder, entry->d_name);
        if (stat(path, &info) != 0)
            continue;
        if (is_declined(entry->d_name))
            sweep(path, &info);
        long process = process_of(entry->d_name);
        if (process == 0 || !is_gone(process) || info.st_mtime < newest || !looks_sound(path, &found))
            continue;
        newest = info.st_mtime;
        *out = found;
    }
    if (listing)
        closedir(listing);
    return newest != 0;
}

struct case_ *recovery_load(const struct recovered *recovered, struct err *err)
{
    char *all = NULL, *text = NULL;
    struct recovered again;
    struct case_ *case_ = NULL;
    if (read_file(recovered->file, &all, &again, &text, err))
        case_ = case_parse(text, strlen(text), err);
    mem_free(all);
    return case_;
}

void recovery_forget(const struct recovered *recovered)
{
    unlink(recovered->file);
}

void recovery_decline(const struct recovered *recovered)
{
    char path[sizeof recovered->file + 16];
    snprintf(path, sizeof path, "%s.%ld.declined", recovered->file, (long)time(NULL));
    rename(recovered->file, path);
}
