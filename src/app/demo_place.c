#include "app/demo_place.h"

#include "base/file.h"
#include "base/place.h"

#include <stdio.h>
#include <stdlib.h>

static bool find_file(char out[DEMO_MOST_PATH], const char *folder)
{
    int length = snprintf(out, DEMO_MOST_PATH, "%s/demo.stipple", folder);
    return length > 0 && length < DEMO_MOST_PATH && file_exists(out);
}

bool demo_place(char out[DEMO_MOST_PATH], struct err *err)
{
    const char *named = getenv("STIPPLE_DEMO");
    if (named && find_file(out, named))
        return true;
    char folder[PLACE_MOST_PATH];
    if (place_shared("stipple/demo", folder) && find_file(out, folder))
        return true;
    return find_file(out, STIPPLE_DEMO_SOURCE) ||
           err_set(err, ERR_INPUT, "the demo head is not found; name its folder in STIPPLE_DEMO");
}
