// Where the program keeps what is its own: XDG_STATE_HOME/stipple, or ~/.local/state/stipple.
#pragma once

#include <stdbool.h>

enum { STATE_PATH_BYTES = 4096 };

// Makes the folder `name` in it, or the folder itself when name is "", for this user alone (0700). False: there
// is no place for it, and the program goes on without.
bool state_folder(const char *name, char out[STATE_PATH_BYTES]);
