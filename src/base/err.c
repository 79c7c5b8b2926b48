#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// Copies `from`, showing control characters as \xNN, so that a hostile file name cannot drive a
// terminal or break the one-line promise.
static void copy_escaped(char *to, size_t size, const char *from)
{
    size_t used = 0;
    for (; *from && used + 5 < size; from++) {
        unsigned char byte = (unsigned char)*from;
        if (byte < 0x20 || byte == 0x7f)
            used += (size_t)snprintf(to + used, size - used, "\\x%02x", byte);
        else
            to[used++] = *from;
    }
    to[used] = 0;
}

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (!err)
        return false;
    char raw[sizeof err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(raw, sizeof raw, format, args);
    va_end(args);
    err->code = code;
    copy_escaped(err->text, sizeof err->text, raw);
    return false;
}

bool err_prefix(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    char prefix[sizeof err->text], raw[2 * sizeof err->text + 3];
    va_list args;
    va_start(args, format);
    vsnprintf(prefix, sizeof prefix, format, args);
    va_end(args);
    snprintf(raw, sizeof raw, "%s: %s", prefix, err->text);
    copy_escaped(err->text, sizeof err->text, raw);
    return false;
}
