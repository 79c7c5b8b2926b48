#include "base/place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool beside_bin(const char *folder, const char *name, char out[PLACE_MOST_PATH])
{
    char self[PLACE_MOST_PATH - 64];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    self[size > 0 ? size : 0] = 0;
    char *slash = strrchr(self, '/');
    if (!slash)
        return false;
    *slash = 0;
    int length = snprintf(out, PLACE_MOST_PATH, "%s/../%s/%s", self, folder, name);
    return length > 0 && length < PLACE_MOST_PATH;
}

bool place_shared(const char *name, char out[PLACE_MOST_PATH])
{
    return beside_bin("share", name, out);
}

void place_worker(char out[PLACE_MOST_PATH])
{
    if (!beside_bin("libexec", "stipple/worker-" STIPPLE_VERSION, out) || access(out, X_OK) != 0)
        snprintf(out, PLACE_MOST_PATH, "/proc/self/exe");
}
