#include "base/state_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool make_all(char *folder)
{
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        bool is_made = mkdir(folder, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!is_made)
            return false;
    }
    return mkdir(folder, 0700) == 0 || errno == EEXIST;
}

bool state_folder(const char *name, char out[STATE_PATH_BYTES])
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int length;
    if (state && *state == '/')
        length = snprintf(out, STATE_PATH_BYTES, "%s/stipple%s%s", state, *name ? "/" : "", name);
    else if (home && *home == '/')
        length = snprintf(out, STATE_PATH_BYTES, "%s/.local/state/stipple%s%s", home, *name ? "/" : "", name);
    else
        return false;
    return length > 0 && length < STATE_PATH_BYTES && make_all(out);
}
