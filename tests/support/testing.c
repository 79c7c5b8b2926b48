#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void testing_close(double a, double b, double tolerance, const char *what, const char *file, int line)
{
    if (fabs(a - b) <= tolerance)
        return;
    print_error("%s = %.9g, wanted %.9g within %.3g\n", what, a, b, tolerance);
    _fail(file, line);
}

const char *testing_shared(void)
{
    const char *path = getenv("STIPPLE_SHARED");
    struct stat info;
    char photos[4096];
    if (!path)
        return NULL;
    snprintf(photos, sizeof photos, "%s/photos", path);
    return stat(photos, &info) == 0 ? path : NULL;
}

const char *testing_source(void)
{
    const char *path = getenv("STIPPLE_SOURCE");
    return path ? path : ".";
}

bool testing_is_long(void)
{
    const char *value = getenv("STIPPLE_TEST_LONG");
    return value && strcmp(value, "1") == 0;
}
