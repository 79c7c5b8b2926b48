#include "app/wrapped.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MOST_COLUMNS = 80 };

// Bytes of the word at `text`; a gap between brackets is part of it.
static int word_length(const char *text)
{
    int length = 0, depth = 0;
    for (; text[length] && (depth > 0 || !strchr(" \n", text[length])); length++)
        depth += (text[length] == '[') - (text[length] == ']');
    return length;
}

void wrapped_print(const char *text, int column, int indent)
{
    bool is_first = true;
    for (text += strspn(text, " \n"); *text; text += strspn(text, " \n")) {
        int length = word_length(text);
        if (!is_first && column + 1 + length > MOST_COLUMNS) {
            printf("\n%*s", indent, "");
            column = indent;
        } else if (!is_first) {
            putchar(' ');
            column++;
        }
        fwrite(text, 1, (size_t)length, stdout);
        text += length;
        column += length;
        is_first = false;
    }
    putchar('\n');
}
