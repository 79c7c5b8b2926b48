// The window: a consultation on the screen.
//
// Opens an SDL window with OpenGL 3.3, runs until it is closed. Draws on demand: no frame when nothing changes.
// Thread: the main one.
#pragma once

#include "ui/workspace.h"

enum draws_by { DRAWS_BEST, DRAWS_CPU, DRAWS_GL }; // best: what the driver is good for

struct window_request {
    const char *path; // case or photo to open
    int view;         // of it that is shown first
    struct workspace_host host;
    int width_pt, height_pt; // 0: the default, 1366 x 768
    double scale;            // of the user's choice; 0: 1
    enum theme theme;
    bool has_theme;           // false: the one remembered from the last run, if any
    const char *words_folder; // of language.h; NULL: English alone
    bool is_first_look;       // the demo: hints that were not read yet are shown
    int threads;
    enum draws_by draws_by;
    int most_texture_px; // 0: what the driver can; less for tests
    const char *script;  // NULL, or a file of lines for tests: see window.c
};

// False (ERR_MACHINE) when there is no display or no OpenGL: one sentence.
bool window_run(const struct window_request *request, struct err *err);
