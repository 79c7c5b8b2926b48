#include "ui/refusal.h"

#include "image/photo.h"
#include "ui/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PLACES = 8 };

struct places { // what stood in a format's places, within the text
    int count;
    const char *from[MOST_PLACES];
    size_t length[MOST_PLACES];
};

static bool is_place(const char *format)
{
    return format[0] == '%' && format[1] != '%';
}

// Behind "%d", "%.60s", "%1$s", ...
static const char *past_place(const char *format)
{
    const char *end = format + 1 + strcspn(format + 1, "diouxXeEfgGsc%");
    return *end ? end + 1 : end;
}

// The text is what the format gives: literals agree, and each place holds as little as it can.
static bool match(const char *format, const char *text, struct places *places)
{
    for (; *format && !is_place(format); format++, text++) {
        if (*format != *text)
            return false;
        format += format[0] == '%';
    }
    if (!*format)
        return !*text;
    int at = places->count;
    if (at == MOST_PLACES)
        return false;
    const char *rest = past_place(format);
    for (size_t length = 0;; length++) {
        places->count = at + 1;
        places->from[at] = text;
        places->length[at] = length;
        if (match(rest, text + length, places))
            return true;
        if (!text[length])
            return false;
    }
}

static void append(char *out, size_t size, const char *text, size_t length)
{
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%.*s", (int)length, text);
}

static void fill(const char *format, const struct places *places, char *out, size_t size)
{
    int next = 0;
    while (*format) {
        if (!is_place(format)) {
            append(out, size, format, 1);
            format += format[0] == '%' ? 2 : 1;
            continue;
        }
        char *dollar;
        long number = strtol(format + 1, &dollar, 10);
        int at = *dollar == '$' ? (int)number - 1 : next++;
        if (at >= 0 && at < places->count)
            append(out, size, places->from[at], places->length[at]);
        format = past_place(format);
    }
}

// A format like "%s" says nothing itself: its text is looked up word for word.
static bool is_sentence(const char *format)
{
    int letters = 0;
    for (; format && *format; format = is_place(format) ? past_place(format) : format + 1)
        letters += isalpha((unsigned char)*format) != 0;
    return letters > 6;
}

static bool say(const char *format, const char *text, char *out, size_t size)
{
    struct places places = {0};
    const char *words = is_sentence(format) ? gettext(format) : format;
    if (words != format && match(format, text, &places)) {
        fill(words, &places, out, size);
        return true;
    }
    const char *known = *text ? gettext(text) : text;
    if (known != text)
        append(out, size, known, strlen(known));
    return known != text;
}

// How much of the text is one sentence that is known, or 0: the longest, since sentences hold semicolons themselves.
static size_t say_first(const char *text, char *out, size_t size)
{
    char part[sizeof((struct err *)0)->text];
    size_t length = strnlen(text, sizeof part - 1);
    while (length > 0) {
        snprintf(part, sizeof part, "%.*s", (int)length, text);
        if (say(photo_scaled_format, part, out, size))
            return length;
        do
            length--;
        while (length > 0 && strncmp(text + length, "; ", 2) != 0);
    }
    return 0;
}

// Sentences one after the other, as a photo's warnings are.
static bool say_each(const char *text, char *out, size_t size)
{
    size_t used = strlen(out), length;
    while ((length = say_first(text, out, size)) > 0) {
        text += length;
        if (!*text)
            return true;
        append(out, size, text, 2);
        text += 2;
    }
    out[used] = 0;
    return false;
}

// A path before the sentence, as its last name: a patient who looks on need not read the folders of others.
static void leave_folders_out(char *text)
{
    size_t end = strcspn(text, ":"), name = end;
    if (*text != '/')
        return;
    while (text[name - 1] != '/')
        name--;
    if (name < end)
        memmove(text, text + name, strlen(text + name) + 1);
}

static void translate(const struct err *err, char *out, size_t size)
{
    const char *from = err->text;
    while (from) {
        snprintf(out, size, "%.*s", (int)(from - err->text), err->text);
        if (say(err->format, from, out, size) || say_each(from, out, size))
            return;
        from = strstr(from, ": ");
        from = from ? from + 2 : NULL;
    }
    snprintf(out, size, "%s", err->text);
}

void refusal_words(const struct err *err, char *out, size_t size)
{
    translate(err, out, size);
    leave_folders_out(out);
}
