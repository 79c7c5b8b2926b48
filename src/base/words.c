#include "base/words.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

void text_numbers(char *text)
{
    const char *mark = C_("decimal mark", ".");
    if (!mark[0] || mark[1]) // without a translation the context comes too
        return;
    for (char *c = text; *c; c++)
        if (*c == '.' && c > text && isdigit((unsigned char)c[-1]) && isdigit((unsigned char)c[1]))
            *c = *mark;
}

int text_print(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(out, size, format, args);
    va_end(args);
    text_numbers(out);
    return length;
}
