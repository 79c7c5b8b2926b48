// JSON as text that reads well in a diff: keys in the order given, one to a line; lists of numbers on one
// line, lists of points one point to a line; numbers as short as reads back the same, in any locale.
#pragma once

#include <jansson.h>
#include <stdbool.h>

char *json_text(const json_t *value); // ends with a newline; mem_free
// Of a part that stands so deep in the whole (0: the whole itself), without the newline; mem_free.
char *json_text_of_part(const json_t *value, int depth);
// Such a text, of a list or an object, to stand in a whole at that depth.
json_t *json_part(const char *text);
bool json_can_hold(const char *text); // sound UTF-8
