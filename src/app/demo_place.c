#include "app/demo_place.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool find_file(char out[DEMO_MOST_PATH], const char *folder)
{
    int length = snprintf(out, DEMO_MOST_PATH, "%s/demo.stipple", folder);
    return length > 0 && length < DEMO_MOST_PATH && file_exists(out);
}

bool place_shared(const char *name, char out[DEMO_MOST_PATH])
{
    char self[DEMO_MOST_PATH - 64];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    self[size > 0 ? size : 0] = 0;
    char *slash = strrchr(self, '/');
    if (!slash)
        return false;
    *slash = 0;
    int length = snprintf(out, DEMO_MOST_PATH, "%s/../share/%s", self, name);
    return length > 0 && length < DEMO_MOST_PATH;
}

bool demo_place(char out[DEMO_MOST_PATH], struct err *err)
{
    const char *named = getenv("STIPPLE_DEMO");
    if (named && find_file(out, named))
        return true;
    char folder[DEMO_MOST_PATH];
    if (place_shared("stipple/demo", folder) && find_file(out, folder))
        return true;
    return find_file(out, STIPPLE_DEMO_SOURCE) ||
           err_set(err, ERR_INPUT, "the demo head is not found; name its folder in STIPPLE_DEMO");
}
