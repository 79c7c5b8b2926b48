// What is in a folder: folders first, then files with one of the wanted suffixes, each by name.
#pragma once

#include <stdbool.h>

enum { FOLDER_MOST_ENTRIES = 400, FOLDER_PATH_BYTES = 1024, FOLDER_NAME_BYTES = 256 };

struct folder_entry {
    char name[FOLDER_NAME_BYTES];
    bool is_folder, is_photo;
};

struct folder_list {
    char path[FOLDER_PATH_BYTES];
    int count, left_out; // left_out: beyond the most
    bool is_readable;
    struct folder_entry entry[FOLDER_MOST_ENTRIES];
};

// What the program opens: a case, and from the second on photos.
extern const char *const folder_opens[];

// suffixes: of files, NULL-ended, lower case with their dots; an empty list shows folders only.
void folder_list_read(struct folder_list *list, const char *path, const char *const *suffixes);
bool folder_parent(char path[FOLDER_PATH_BYTES]); // false: it is the root
// Where this user keeps pictures, as the desktop says, else the home folder, else the root.
void folder_of_pictures(char out[FOLDER_PATH_BYTES]);
// False: too long.
bool folder_join(const struct folder_list *list, const char *name, char out[FOLDER_PATH_BYTES]);
bool folder_is_photo(const char *name); // by its suffix
