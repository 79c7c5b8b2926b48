#include "ui/folder_list.h"

#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

const char *const folder_opens[] = {".stipple", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", NULL};

static bool has_suffix(const char *name, const char *const *suffixes)
{
    for (int i = 0; suffixes[i]; i++)
        if (strcasecmp(file_suffix(name), suffixes[i]) == 0)
            return true;
    return false;
}

// The line XDG_PICTURES_DIR="$HOME/Pictures" or "/path" of user-dirs.dirs.
static bool read_pictures_line(const char *line, const char *home, char out[FOLDER_PATH_BYTES])
{
    static const char KEY[] = "XDG_PICTURES_DIR=\"", HOME[] = "$HOME";
    if (strncmp(line, KEY, sizeof KEY - 1) != 0)
        return false;
    line += sizeof KEY - 1;
    bool is_at_home = strncmp(line, HOME, sizeof HOME - 1) == 0;
    line += is_at_home ? sizeof HOME - 1 : 0;
    int length = (int)strcspn(line, "\"\r\n");
    int used = snprintf(out, FOLDER_PATH_BYTES, "%s%.*s", is_at_home ? home : "", length, line);
    return used > 0 && used < FOLDER_PATH_BYTES && file_exists(out);
}

void folder_of_pictures(char out[FOLDER_PATH_BYTES])
{
    const char *home = getenv("HOME"), *config = getenv("XDG_CONFIG_HOME");
    char path[FOLDER_PATH_BYTES], line[FOLDER_PATH_BYTES];
    home = home && *home ? home : "/";
    bool has_config = config && *config;
    snprintf(path, sizeof path, "%s%s/user-dirs.dirs", has_config ? config : home, has_config ? "" : "/.config");
    bool is_found = false;
    FILE *file = fopen(path, "r");
    while (file && !is_found && fgets(line, sizeof line, file))
        is_found = read_pictures_line(line, home, out);
    if (file)
        fclose(file);
    if (!is_found)
        snprintf(out, FOLDER_PATH_BYTES, "%s", home);
}

bool folder_is_photo(const char *name)
{
    return has_suffix(name, folder_opens + 1);
}

bool folder_join(const struct folder_list *list, const char *name, char out[FOLDER_PATH_BYTES])
{
    const char *gap = strcmp(list->path, "/") == 0 ? "" : "/";
    int length = snprintf(out, FOLDER_PATH_BYTES, "%s%s%s", list->path, gap, name);
    return length > 0 && length < FOLDER_PATH_BYTES;
}

bool folder_parent(char path[FOLDER_PATH_BYTES])
{
    char *last = strrchr(path, '/');
    if (!last || strcmp(path, "/") == 0)
        return false;
    last[last == path] = 0;
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct folder_entry *one = a, *two = b;
    if (one->is_folder != two->is_folder)
        return one->is_folder ? -1 : 1;
    int order = strcasecmp(one->name, two->name);
    return order ? order : strcmp(one->name, two->name);
}

static void take(struct folder_list *list, const char *name, const char *const *suffixes)
{
    char path[FOLDER_PATH_BYTES];
    struct stat status;
    if (name[0] == '.' || strlen(name) >= FOLDER_NAME_BYTES || !folder_join(list, name, path) ||
        stat(path, &status) != 0)
        return;
    bool is_folder = S_ISDIR(status.st_mode);
    if (!is_folder && !(S_ISREG(status.st_mode) && has_suffix(name, suffixes)))
        return;
    if (list->count == FOLDER_MOST_ENTRIES) {
        list->left_out++;
        return;
    }
    struct folder_entry *entry = &list->entry[list->count++];
    snprintf(entry->name, sizeof entry->name, "%s", name);
    entry->is_folder = is_folder;
    entry->is_photo = !is_folder && folder_is_photo(name);
}

void folder_list_read(struct folder_list *list, const char *path, const char *const *suffixes)
{
    char whole[FOLDER_PATH_BYTES];
    snprintf(whole, sizeof whole, "%s", path);
    snprintf(list->path, sizeof list->path, "%s", whole);
    list->count = list->left_out = 0;
    DIR *folder = opendir(list->path);
    list->is_readable = folder != NULL;
    for (struct dirent *next = folder ? readdir(folder) : NULL; next; next = readdir(folder))
        take(list, next->d_name, suffixes);
    if (folder)
        closedir(folder);
    qsort(list->entry, (size_t)list->count, sizeof list->entry[0], by_name);
}
