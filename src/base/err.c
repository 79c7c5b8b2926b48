#include "base/err.h"

#include "base/shown.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { RAW_BYTES = 10000 }; // two paths and what is said of them

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (!err)
        return false;
    char raw[RAW_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(raw, sizeof raw, format, args);
    va_end(args);
    err->code = code;
    err->format = format;
    shown_with_end(raw, err->text, sizeof err->text);
    return false;
}

bool err_prefix(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    char prefix[RAW_BYTES], raw[RAW_BYTES + sizeof err->text + 3];
    va_list args;
    va_start(args, format);
    vsnprintf(prefix, sizeof prefix, format, args);
    va_end(args);
    snprintf(raw, sizeof raw, "%s: %s", prefix, err->text);
    shown_with_end(raw, err->text, sizeof err->text);
    return false;
}

bool err_advise(struct err *err, const char *what_to_do)
{
    struct err told;
    if (!err || strchr(err->text, ';'))
        return false;
    told = *err;
    return err_set(err, told.code, "%s; %s", told.text, what_to_do);
}
