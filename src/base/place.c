#include "base/place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool place_shared(const char *name, char out[PLACE_MOST_PATH])
{
    char self[PLACE_MOST_PATH - 64];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    self[size > 0 ? size : 0] = 0;
    char *slash = strrchr(self, '/');
    if (!slash)
        return false;
    *slash = 0;
    int length = snprintf(out, PLACE_MOST_PATH, "%s/../share/%s", self, name);
    return length > 0 && length < PLACE_MOST_PATH;
}
