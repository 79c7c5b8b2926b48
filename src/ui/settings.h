// What the window remembers from one run to the next: language, theme, which hints were read.
//
// A file of lines, key=value, in the state folder, 0600. A damaged or missing one is the default; a place that cannot
// be written is no error.
#pragma once

#include "ui/toolkit.h"

struct settings {
    char language[8]; // "": as the system says
    bool has_theme;
    enum theme theme;
    int hints_read;
};

void settings_load(struct settings *settings);
void settings_save(const struct settings *settings);
