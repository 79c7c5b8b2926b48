#include "output/batch_list.h"

#include "base/file.h"
#include "base/mem.h"
#include "model/pose_fit.h"
#include "plan/case_versions.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIST_MOST_BYTES = 1 << 28, FIRST_ROOM = 64 };

static void push(struct batch_list *list, const char *entry)
{
    bool is_full = list->count >= FIRST_ROOM && (list->count & (list->count - 1)) == 0;
    if (list->count == 0 || is_full) {
        size_t used = (size_t)list->count * sizeof(char *), room = (size_t)(list->count ? 2 * list->count : FIRST_ROOM);
        list->entry = mem_grow(list->entry, used, room * sizeof(char *));
    }
    list->entry[list->count++] = mem_strdup(entry);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// Those of `more` that the list has not, in their order. Looked up in a sorted copy: a clinic has many.
static void merge(struct batch_list *list, const struct batch_list *more)
{
    size_t old = (size_t)list->count;
    char **sorted = mem_alloc((old + (size_t)more->count + 1) * sizeof *sorted);
    if (old > 0)
        memcpy(sorted, list->entry, old * sizeof *sorted);
    qsort(sorted, old, sizeof *sorted, by_bytes);
    for (int i = 0; i < more->count; i++)
        if (!bsearch(&more->entry[i], sorted, old, sizeof *sorted, by_bytes))
            push(list, more->entry[i]);
    mem_free(sorted);
}

// The same photo twice in one list is one photo.
static void drop_doubles(struct batch_list *list)
{
    struct batch_list once = {0};
    char **sorted = mem_alloc(((size_t)list->count + 1) * sizeof *sorted);
    bool *is_taken = mem_alloc((size_t)list->count + 1);
    if (list->count > 0)
        memcpy(sorted, list->entry, (size_t)list->count * sizeof *sorted);
    qsort(sorted, (size_t)list->count, sizeof *sorted, by_bytes);
    for (int i = 0; i < list->count; i++) {
        char **at = bsearch(&list->entry[i], sorted, (size_t)list->count, sizeof *sorted, by_bytes);
        while (at > sorted && strcmp(at[-1], *at) == 0)
            at--;
        if (!is_taken[at - sorted])
            push(&once, list->entry[i]);
        is_taken[at - sorted] = true;
    }
    mem_free(is_taken);
    mem_free(sorted);
    once.folders = list->folders;
    batch_list_finish(list);
    *list = once;
}

static char *joined(const char *folder, const char *name)
{
    size_t length = strlen(folder), rest = strlen(name) + 1;
    char *path = mem_alloc(length + 1 + rest);
    memcpy(path, folder, length);
    path[length] = '/';
    memcpy(path + length + 1, name, rest);
    return path;
}

static bool is_taken(const char *folder, const struct dirent *found, int *folders)
{
    struct stat info;
    char *path = joined(folder, found->d_name);
    bool is_folder = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    mem_free(path);
    *folders += is_folder && found->d_name[0] != '.' && strcmp(found->d_name, CASE_VERSIONS_FOLDER) != 0;
    return found->d_name[0] != '.' && !is_folder && strcmp(file_suffix(found->d_name), ".stipple") != 0;
}

static bool read_folder(const char *folder, struct batch_list *out, struct err *err)
{
    char *whole = realpath(folder, NULL);
    DIR *listing = whole ? opendir(whole) : NULL;
    if (!listing) {
        free(whole);
        return err_set(err, ERR_INPUT, "%.300s: the folder cannot be read: %s", folder, strerrordesc_np(errno));
    }
    for (struct dirent *found; (found = readdir(listing)) != NULL;)
        if (is_taken(whole, found, &out->folders)) {
            char *path = joined(whole, found->d_name);
            push(out, path);
            mem_free(path);
        }
    closedir(listing);
    free(whole);
    if (out->count > 0)
        qsort(out->entry, (size_t)out->count, sizeof *out->entry, by_bytes);
    return true;
}

// `here` stands before what is relative.
static void take_path(struct batch_list *out, const char *here, const char *name)
{
    char *path = *name == '/' ? mem_strdup(name) : joined(here, name);
    push(out, path);
    mem_free(path);
}

// One line of a list.
static void take_line(struct batch_list *out, const char *here, char *line, bool is_text)
{
    size_t length = strlen(line);
    if (is_text && length > 0 && line[length - 1] == '\r')
        line[length - 1] = 0;
    if (*line && !(is_text && *line == '#'))
        take_path(out, here, line);
}

static void split(struct batch_list *out, const char *here, struct bytes *bytes)
{
    char *at = (char *)bytes->data, *end = at + bytes->size;
    bool is_text = memchr(at, 0, bytes->size) == NULL;
    while (at < end) {
        char *stop = memchr(at, is_text ? '\n' : 0, (size_t)(end - at));
        stop = stop ? stop : end;
        *stop = 0;
        take_line(out, here, at, is_text);
        at = stop + 1;
    }
}

// A photo given in the place of a list is a list of one.
static bool is_photo(const struct bytes *bytes)
{
    static const char *const begins[] = {"\xff\xd8\xff", "\x89PNG", "RIFF"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (bytes->size > 4 && memcmp(bytes->data, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static bool read_list(const char *path, struct batch_list *out, struct err *err)
{
    struct bytes bytes;
    if (!file_read(path, LIST_MOST_BYTES, &bytes, err))
        return false;
    char *here = getcwd(NULL, 0);
    if (is_photo(&bytes))
        take_path(out, here ? here : "", path);
    else
        split(out, here ? here : "", &bytes);
    free(here);
    mem_free(bytes.data);
    return true;
}

bool batch_list_add(struct batch_list *list, const char *folder_or_list, struct err *err)
{
    struct stat info;
    struct batch_list more = {0};
    bool is_folder = stat(folder_or_list, &info) == 0 && S_ISDIR(info.st_mode);
    bool is_read = is_folder ? read_folder(folder_or_list, &more, err) : read_list(folder_or_list, &more, err);
    if (is_read) {
        drop_doubles(&more);
        merge(list, &more);
        list->folders += more.folders;
    }
    batch_list_finish(&more);
    return is_read;
}

bool batch_list_load(const char *folder, struct batch_list *out, struct err *err)
{
    *out = (struct batch_list){0};
    char *path = joined(folder, "batch.list");
    bool is_read = !file_exists(path) || read_list(path, out, err);
    mem_free(path);
    return is_read;
}

bool batch_list_save(const char *folder, const struct batch_list *list, struct err *err)
{
    size_t size = 0, at = 0;
    for (int i = 0; i < list->count; i++)
        size += strlen(list->entry[i]) + 1;
    char *text = mem_alloc(size + 1), *path = joined(folder, "batch.list");
    for (int i = 0; i < list->count; i++) {
        size_t length = strlen(list->entry[i]) + 1;
        memcpy(text + at, list->entry[i], length);
        at += length;
    }
    bool is_saved = file_write_atomic(path, text, size, err);
    mem_free(path);
    mem_free(text);
    return is_saved;
}

void batch_list_finish(struct batch_list *list)
{
    for (int i = 0; i < list->count; i++)
        mem_free(list->entry[i]);
    mem_free(list->entry);
    *list = (struct batch_list){0};
}

char *batch_list_path(const char *entry, const char **facing)
{
    enum facing known;
    char *path = mem_strdup(entry), *tab = strrchr(path, '\t');
    *facing = "";
    if (tab && facing_find(tab + 1, &known)) {
        *facing = facing_name(known);
        *tab = 0;
    }
    return path;
}
