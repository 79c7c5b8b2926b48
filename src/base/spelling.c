#include "base/spelling.h"

#include <string.h>

enum { MOST = 63 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

int letters_apart(const char *a, const char *b)
{
    int rows[3][MOST + 1] = {{0}}, la = (int)strnlen(a, MOST), lb = (int)strnlen(b, MOST);
    for (int j = 0; j <= lb; j++)
        rows[0][j] = j;
    for (int i = 1; i <= la; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= lb; j++) {
            row[j] = least(above[j - 1] + (a[i - 1] != b[j - 1]), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[la % 3][lb];
}

bool spelling_try(struct spelling *spelling, const char *word, const char *candidate)
{
    int length = (int)strnlen(candidate, MOST), typed = (int)strnlen(word, MOST);
    int apart = letters_apart(word, candidate);
    bool is_part = typed > 2 && strstr(candidate, word);
    bool is_near = is_part || 3 * apart <= length;
    if (!is_near || (spelling->nearest && apart >= spelling->apart))
        return false;
    *spelling = (struct spelling){candidate, apart};
    return true;
}

const char *spelling_nearest(const char *word, const char *const words[], int count)
{
    struct spelling spelling = {0};
    for (int i = 0; i < count; i++)
        spelling_try(&spelling, word, words[i]);
    return spelling.nearest;
}
