#include "plan/case_versions.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LISTED = 64 }; // more than five: a save was cut off before it dropped the rest

static const char TIME_FORM[] = "dddd-dd-ddTdd-dd-dd.dddZ";

static bool is_time(const char *text)
{
    for (int i = 0; TIME_FORM[i]; i++)
        if (TIME_FORM[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != TIME_FORM[i])
            return false;
    return true;
}

// STEM.TIME.stipple -> the TIME in it; NULL: another case's, or no version.
static const char *time_in(const char *name, const char *stem)
{
    size_t length = strlen(stem), form = strlen(TIME_FORM);
    if (strncmp(name, stem, length) != 0 || name[length] != '.' || strlen(name) <= length + 1 + form)
        return NULL;
    const char *time = name + length + 1;
    return is_time(time) && strcmp(time + form, ".stipple") == 0 ? time : NULL;
}

static int newest_first(const void *a, const void *b)
{
    return strcmp(((const struct case_version *)b)->time, ((const struct case_version *)a)->time);
}

static char *stem_of(const char *path)
{
    char *stem = mem_strdup(file_base_name(path));
    stem[strlen(stem) - strlen(file_suffix(stem))] = 0;
    return stem;
}

// `folder` ends in '/'.
static int list_all(const char *folder, const char *stem, struct case_version out[MOST_LISTED])
{
    DIR *listing = opendir(folder);
    int count = 0;
    for (struct dirent *entry; listing && count < MOST_LISTED && (entry = readdir(listing)) != NULL;) {
        const char *time = time_in(entry->d_name, stem);
        if (!time)
            continue;
        out[count].path = file_in_folder_of(folder, entry->d_name);
        snprintf(out[count].time, sizeof out[count].time, "%.*s", CASE_VERSION_TIME_BYTES - 1, time);
        count++;
    }
    if (listing)
        closedir(listing);
    qsort(out, (size_t)count, sizeof *out, newest_first);
    return count;
}

int case_versions_list(const char *case_path, struct case_version out[CASE_VERSIONS_KEPT])
{
    struct case_version all[MOST_LISTED];
    char *target = file_resolve(case_path);
    const char *path = target ? target : case_path;
    char *folder = file_in_folder_of(path, CASE_VERSIONS_FOLDER "/"), *stem = stem_of(path);
    int count = list_all(folder, stem, all), kept = count < CASE_VERSIONS_KEPT ? count : CASE_VERSIONS_KEPT;
    memcpy(out, all, sizeof *out * (size_t)kept);
    case_versions_free(all + kept, count - kept);
    mem_free(folder);
    mem_free(stem);
    mem_free(target);
    return kept;
}

void case_versions_free(struct case_version version[CASE_VERSIONS_KEPT], int count)
{
    for (int i = 0; i < count; i++)
        mem_free(version[i].path);
}

// A free name for what is replaced `later_ms` from now: two saves within a millisecond get two names.
static char *name_for(const char *case_path, long later_ms)
{
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    long ms = now.tv_nsec / 1000000 + later_ms;
    now.tv_sec += ms / 1000;
    gmtime_r(&now.tv_sec, &utc);
    char date[32], time[64], *stem = stem_of(case_path);
    strftime(date, sizeof date, "%Y-%m-%dT%H-%M-%S", &utc);
    snprintf(time, sizeof time, "%s.%03ldZ", date, ms % 1000);
    size_t size = strlen(CASE_VERSIONS_FOLDER) + strlen(stem) + strlen(time) + sizeof "/..stipple";
    char *name = mem_alloc(size);
    snprintf(name, size, "%s/%s.%s.stipple", CASE_VERSIONS_FOLDER, stem, time);
    char *path = file_in_folder_of(case_path, name);
    mem_free(name);
    mem_free(stem);
    return path;
}

static bool copy(const char *from, const char *to, struct err *err)
{
    struct bytes bytes;
    if (!file_read(from, (size_t)CASE_FILE_MOST_MB << 20, &bytes, err))
        return false;
    bool is_copied = file_write_private(to, bytes.data, bytes.size, err);
    mem_free(bytes.data);
    return is_copied;
}

static bool keep_as(const char *case_path, const char *version_path, struct err *err)
{
    return link(case_path, version_path) == 0 || (errno != EEXIST && copy(case_path, version_path, err));
}

static bool keep_in(const char *target, char **version, struct err *err)
{
    struct err tried = {0};
    for (long later_ms = 0; later_ms < 1000 && tried.code == ERR_NONE; later_ms++) {
        *version = name_for(target, later_ms);
        if (keep_as(target, *version, &tried))
            return true;
        mem_free(*version);
        *version = NULL;
    }
    return err_set(err, tried.code ? tried.code : ERR_MACHINE, "the earlier version cannot be kept: %s", tried.text);
}

bool case_versions_keep(const char *case_path, char **version, struct err *err)
{
    struct stat info;
    *version = NULL;
    if (stat(case_path, &info) != 0 && errno == ENOENT)
        return true;
    char *target = file_resolve(case_path);
    if (!target)
        return err_set(err, ERR_INPUT, "%s: its links go round in a circle; name the file itself", case_path);
    char *folder = file_in_folder_of(target, CASE_VERSIONS_FOLDER), *around = file_in_folder_of(target, ".");
    bool is_new = mkdir(folder, 0700) == 0;
    bool is_kept = (is_new || file_make_folder(folder, err)) && keep_in(target, version, err) &&
                   file_sync_folder(folder, err) && (!is_new || file_sync_folder(around, err));
    if (!is_kept && *version) {
        unlink(*version);
        mem_free(*version);
        *version = NULL;
    }
    if (!is_kept)
        rmdir(folder); // only when it is empty
    mem_free(around);
    mem_free(folder);
    mem_free(target);
    return is_kept;
}

// STEM.TIME.stipple -> STEM, in place.
static void cut_time(char *name)
{
    size_t length = strlen(name), tail = 1 + strlen(TIME_FORM) + strlen(".stipple");
    if (length > tail)
        name[length - tail] = 0;
}

void case_versions_settle(const char *version, bool is_saved)
{
    if (!version)
        return;
    char *folder = file_in_folder_of(version, "");
    char *stem = mem_strdup(file_base_name(version));
    cut_time(stem);
    if (!is_saved) {
        unlink(version);
        rmdir(folder);
    }
    struct case_version all[MOST_LISTED];
    int count = is_saved ? list_all(folder, stem, all) : 0;
    for (int i = CASE_VERSIONS_KEPT; i < count; i++)
        unlink(all[i].path);
    case_versions_free(all, count);
    mem_free(folder);
    mem_free(stem);
}
