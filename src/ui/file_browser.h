// Finds a file or a folder inside the window: large cards with small pictures, for a finger.
//
// Photos are read on a thread of their own to show what is in them. Thread: the window's.
#pragma once

#include "ui/toolkit.h"

#include <stddef.h>

enum browse_kind {
    BROWSE_OPEN, // a case or a photo
    BROWSE_PHOTO,
    BROWSE_SAVE, // a case file: a folder and a name
    BROWSE_FOLDER,
};

enum { BROWSE_PATH_BYTES = 1024 };

struct file_browser;

struct file_browser *file_browser_create(void);
void file_browser_destroy(struct file_browser *browser); // accepts NULL

// Starts in the folder of `from` (a file or a folder; "": where it was last, else the user's pictures). For
// BROWSE_SAVE the file name of `from` is offered.
void file_browser_open(struct file_browser *browser, enum browse_kind kind, const char *title, const char *from);
bool file_browser_is_open(const struct file_browser *browser);

bool file_browser_is_busy(const struct file_browser *browser); // small pictures are still to come

void file_browser_read_again(struct file_browser *browser); // the folder and its thumbnails, if it is open

// Draws it over the whole window while it is open. True once, with a path, when one has been chosen.
bool file_browser_draw(struct file_browser *browser, struct toolkit *toolkit, double width, double height,
                       char path[BROWSE_PATH_BYTES]);
