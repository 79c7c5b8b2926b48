#include "plan/recovery.h"

#include "base/file.h"
#include "base/journal.h"
#include "base/mem.h"
#include "base/state_folder.h"
#include "plan/case_file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = STATE_PATH_BYTES, KEPT_DAYS = 7, MOST_LEFT = 256 };

static const char LEFT[] = ".journal", DECLINED[] = ".declined", BEGUN[] = ".new";

struct fields {
    char *text;
    size_t size, room;
};

struct recovery {
    char folder[PATH_BYTES];
    char *file;
    struct journal *journal; // NULL: nothing unsaved
    struct fields fields;
};

struct recovered {
    char *file;
    int fd; // its lock
    time_t time;
    uint8_t *text; // fields, each ended by a 0: case path, SHA-256, folder; of each photo SHA-256
                   // and path; ""; the case
    const char *case_path, *case_sha256, *folder, *photos;
    struct case_ *case_;
};

// ---- keeping ----

struct recovery *recovery_create(void)
{
    struct recovery *recovery = mem_alloc(sizeof *recovery);
    uint64_t number;
    if (!state_folder("recovery", recovery->folder) || getrandom(&number, sizeof number, 0) != sizeof number) {
        mem_free(recovery);
        return NULL;
    }
    size_t size = strlen(recovery->folder) + 64;
    recovery->file = mem_alloc(size);
    snprintf(recovery->file, size, "%s/%016llx%s", recovery->folder, (unsigned long long)number, LEFT);
    return recovery;
}

void recovery_destroy(struct recovery *recovery)
{
    if (!recovery)
        return;
    recovery_clear(recovery);
    mem_free(recovery->fields.text);
    mem_free(recovery->file);
    mem_free(recovery);
}

void recovery_clear(struct recovery *recovery)
{
    journal_remove(recovery->journal);
    recovery->journal = NULL;
}

static void add_field(struct fields *fields, const char *field)
{
    size_t size = strlen(field) + 1;
    if (fields->size + size > fields->room) {
        fields->room = fields->size + size + size / 4;
        fields->text = mem_grow(fields->text, fields->size, fields->room);
    }
    memcpy(fields->text + fields->size, field, size);
    fields->size += size;
}

// The next start may be from another folder.
static void add_path(struct fields *fields, const char *path)
{
    char *here = *path && *path != '/' ? getcwd(NULL, 0) : NULL;
    if (!here) {
        add_field(fields, path);
        return;
    }
    size_t size = strlen(here) + strlen(path) + 2;
    char *whole = mem_alloc(size);
    snprintf(whole, size, "%s/%s", here, path);
    add_field(fields, whole);
    mem_free(whole);
    free(here);
}

static void write_fields(struct fields *fields, const struct unsaved *unsaved)
{
    fields->size = 0;
    add_path(fields, unsaved->case_path);
    add_field(fields, unsaved->case_sha256);
    add_path(fields, *unsaved->folder ? unsaved->folder : ".");
    for (int i = 0; i < unsaved->case_->view_count; i++) {
        const char *sha256 = unsaved->case_->view[i]->photo_sha256, *path = photo_shelf_path(unsaved->shelf, sha256);
        if (!path)
            continue;
        add_field(fields, sha256);
        add_path(fields, path);
    }
    add_field(fields, "");
    char *text = case_text_again(unsaved->case_, unsaved->memo);
    add_field(fields, text);
    mem_free(text);
}

bool recovery_keep(struct recovery *recovery, const struct unsaved *unsaved, struct err *err)
{
    struct fields *fields = &recovery->fields;
    write_fields(fields, unsaved);
    if (recovery->journal)
        return journal_put(recovery->journal, fields->text, fields->size, err);
    recovery->journal = journal_create(recovery->file, fields->text, fields->size, err);
    return recovery->journal != NULL;
}

// ---- finding ----

static const char *next_field(const char **at, const char *end)
{
    const char *field = *at, *stop = field < end ? memchr(field, 0, (size_t)(end - field)) : NULL;
    if (!stop)
        return NULL;
    *at = stop + 1;
    return field;
}

static bool take_fields(struct recovered *out, const struct bytes *bytes)
{
    const char *at = (const char *)bytes->data, *end = at + bytes->size;
    out->case_path = next_field(&at, end);
    out->case_sha256 = next_field(&at, end);
    out->folder = next_field(&at, end);
    out->photos = at;
    const char *field = out->folder ? next_field(&at, end) : NULL;
    while (field && *field) // a SHA-256; its path follows
        field = next_field(&at, end) ? next_field(&at, end) : NULL;
    const char *text = field ? next_field(&at, end) : NULL;
    out->case_ = text ? case_parse(text, strlen(text), NULL) : NULL;
    return out->case_ != NULL;
}

// NULL: its writer lives, or nothing of it is whole.
static struct recovered *open_left(const char *path)
{
    int fd = journal_claim(path);
    if (fd < 0)
        return NULL;
    struct recovered *recovered = mem_alloc(sizeof *recovered);
    struct bytes bytes = {0};
    struct stat info;
    recovered->fd = fd;
    recovered->file = mem_strdup(path);
    bool is_sound = fstat(fd, &info) == 0 && journal_read(path, &bytes, NULL);
    recovered->text = bytes.data;
    if (is_sound && take_fields(recovered, &bytes)) {
        recovered->time = info.st_mtime;
        return recovered;
    }
    recovered_destroy(recovered);
    return NULL;
}

struct left {
    char *path;
    struct timespec time;
};

static int newest_first(const void *a, const void *b)
{
    const struct timespec *one = &((const struct left *)a)->time, *other = &((const struct left *)b)->time;
    if (one->tv_sec != other->tv_sec)
        return one->tv_sec < other->tv_sec ? 1 : -1;
    return one->tv_nsec == other->tv_nsec ? 0 : one->tv_nsec < other->tv_nsec ? 1 : -1;
}

static int list_left(const char *folder, const char *suffix, struct left out[MOST_LEFT])
{
    DIR *listing = opendir(folder);
    int count = 0;
    for (struct dirent *entry; listing && count < MOST_LEFT && (entry = readdir(listing)) != NULL;) {
        struct stat info;
        if (strcmp(file_suffix(entry->d_name), suffix) != 0 || fstatat(dirfd(listing), entry->d_name, &info, 0) != 0)
            continue;
        size_t size = strlen(folder) + strlen(entry->d_name) + 2;
        out[count].path = mem_alloc(size);
        snprintf(out[count].path, size, "%s/%s", folder, entry->d_name);
        out[count++].time = info.st_mtim;
    }
    if (listing)
        closedir(listing);
    qsort(out, (size_t)count, sizeof *out, newest_first);
    return count;
}

// Those of the suffix that were not touched for a week; with `is_damaged`, only such that hold
// nothing whole.
static void sweep(const char *folder, const char *suffix, bool is_damaged)
{
    struct left left[MOST_LEFT];
    int count = list_left(folder, suffix, left);
    for (int i = 0; i < count; i++) {
        int fd = -1;
        struct recovered *sound = NULL;
        if (time(NULL) - left[i].time.tv_sec > (time_t)KEPT_DAYS * 86400 &&
            (!is_damaged || !(sound = open_left(left[i].path))))
            fd = journal_claim(left[i].path); // a living one's stays
        if (fd >= 0) {
            unlink(left[i].path);
            close(fd);
        }
        recovered_destroy(sound);
        mem_free(left[i].path);
    }
}

// Killed between saving and clearing: nothing was lost.
static bool is_saved(const struct recovered *left)
{
    struct bytes bytes;
    if (!*left->case_path || !file_read(left->case_path, (size_t)CASE_FILE_MOST_MB << 20, &bytes, NULL))
        return false;
    char *text = case_text(left->case_);
    bool is_same = strlen(text) == bytes.size && memcmp(text, bytes.data, bytes.size) == 0;
    mem_free(text);
    mem_free(bytes.data);
    return is_same;
}

static struct recovered *find(const char *folder, const char *suffix)
{
    struct left left[MOST_LEFT];
    struct recovered *found = NULL;
    int count = list_left(folder, suffix, left);
    for (int i = 0; i < count; i++) {
        if (!found)
            found = open_left(left[i].path);
        if (found && is_saved(found)) {
            recovered_forget(found);
            found = NULL;
        }
        mem_free(left[i].path);
    }
    return found;
}

struct recovered *recovery_find(const struct recovery *recovery)
{
    sweep(recovery->folder, DECLINED, false);
    sweep(recovery->folder, BEGUN, false);
    sweep(recovery->folder, LEFT, true);
    return find(recovery->folder, LEFT);
}

struct recovered *recovery_find_declined(const struct recovery *recovery)
{
    return find(recovery->folder, DECLINED);
}

// ---- what was found ----

const struct case_ *recovered_case(const struct recovered *recovered)
{
    return recovered->case_;
}

const char *recovered_case_path(const struct recovered *recovered)
{
    return recovered->case_path;
}

const char *recovered_case_sha256(const struct recovered *recovered)
{
    return recovered->case_sha256;
}

const char *recovered_folder(const struct recovered *recovered)
{
    return recovered->folder;
}

const char *recovered_photo(const struct recovered *recovered, const char *sha256)
{
    for (const char *at = recovered->photos; *at;) {
        const char *path = at + strlen(at) + 1;
        if (strcmp(at, sha256) == 0)
            return path;
        at = path + strlen(path) + 1;
    }
    return NULL;
}

const char *recovered_name(const struct recovered *recovered)
{
    if (*recovered->case_path)
        return file_base_name(recovered->case_path);
    return recovered->case_->view_count > 0 ? recovered->case_->view[0]->photo_name : "";
}

time_t recovered_time(const struct recovered *recovered)
{
    return recovered->time;
}

void recovered_destroy(struct recovered *recovered)
{
    if (!recovered)
        return;
    case_destroy(recovered->case_);
    close(recovered->fd);
    mem_free(recovered->text);
    mem_free(recovered->file);
    mem_free(recovered);
}

void recovered_forget(struct recovered *take_recovered)
{
    unlink(take_recovered->file);
    recovered_destroy(take_recovered);
}

// The week counts from now.
void recovered_decline(struct recovered *take_recovered)
{
    size_t stem = strlen(take_recovered->file) - strlen(file_suffix(take_recovered->file)),
           size = stem + sizeof DECLINED;
    char *path = mem_alloc(size);
    snprintf(path, size, "%.*s%s", (int)stem, take_recovered->file, DECLINED);
    futimens(take_recovered->fd, NULL);
    rename(take_recovered->file, path);
    mem_free(path);
    recovered_destroy(take_recovered);
}
