#include "base/shown.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

// Bytes of the UTF-8 character at `text`, its number in *code; 0: none is whole there.
static int character(const unsigned char *text, unsigned *code)
{
    static const struct {
        unsigned char mask, head;
        int bytes;
        unsigned least;
    } kinds[] = {{0x80, 0x00, 1, 0}, {0xe0, 0xc0, 2, 0x80}, {0xf0, 0xe0, 3, 0x800}, {0xf8, 0xf0, 4, 0x10000}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if ((text[0] & kinds[k].mask) != kinds[k].head)
            continue;
        *code = text[0] & (unsigned char)~kinds[k].mask;
        for (int i = 1; i < kinds[k].bytes; i++) {
            if ((text[i] & 0xc0) != 0x80)
                return 0;
            *code = *code << 6 | (text[i] & 0x3fu);
        }
        bool is_sound = *code >= kinds[k].least && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff);
        return is_sound ? kinds[k].bytes : 0;
    }
    return 0;
}

// Unicode's controls, separators, direction marks, joiners, annotations and tags.
static bool is_hidden(unsigned code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x180e ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || (code >= 0xfff9 && code <= 0xfffb) ||
           (code >= 0xe0000 && code <= 0xe007f);
}

// The next character as it is shown, in `piece`; returns how many bytes of the text it takes.
static int show_one(const unsigned char *at, char piece[12])
{
    unsigned code = *at;
    int bytes = character(at, &code);
    if (bytes == 0 || (is_hidden(code) && code < 0x80))
        snprintf(piece, 12, "\\x%02x", *at);
    else if (is_hidden(code))
        snprintf(piece, 12, "\\u%04x", code);
    else
        snprintf(piece, 12, "%.*s", bytes, (const char *)at);
    return bytes > 0 ? bytes : 1;
}

// Whole pieces as far as they fit; returns where in the text it stopped.
static const unsigned char *show(const unsigned char *at, char *out, size_t size)
{
    char piece[12];
    size_t used = 0;
    while (*at) {
        int bytes = show_one(at, piece);
        size_t length = strlen(piece);
        if (used + length >= size)
            break;
        memcpy(out + used, piece, length);
        used += length;
        at += bytes;
    }
    out[used] = 0;
    return at;
}

const char *shown(const char *text, char *out, size_t size)
{
    show((const unsigned char *)text, out, size);
    return out;
}

static size_t shown_length(const unsigned char *at)
{
    char piece[12];
    size_t length = 0;
    while (*at) {
        at += show_one(at, piece);
        length += strlen(piece);
    }
    return length;
}

const char *shown_with_end(const char *text, char *out, size_t size)
{
    static const char GAP[] = "...";
    if (!*show((const unsigned char *)text, out, size))
        return out;
    size_t front = size / 4;
    const unsigned char *at = show((const unsigned char *)text, out, front);
    size_t used = strlen(out), left = shown_length(at);
    memcpy(out + used, GAP, sizeof GAP);
    used += strlen(GAP);
    while (left >= size - used) {
        char piece[12];
        at += show_one(at, piece);
        left -= strlen(piece);
    }
    show(at, out + used, size - used);
    return out;
}
