// Texts that were made of pieces of memory before, so that what did not change since the last time is not made again.
//
// Knows nothing of what they say. The pieces are compared byte by byte: the same bytes, the same text. Asked in much
// the same order each time, it answers at the cost of that comparison. Thread: one.
#pragma once

#include <stddef.h>

struct text_memo;

struct text_memo *text_memo_create(void);
void text_memo_destroy(struct text_memo *memo); // accepts NULL

// From now on the next time: what was not asked for or added in the last one is forgotten.
void text_memo_turn(struct text_memo *memo);
// The text that was made of these bytes under this number (whatever else the text follows from); borrowed until
// text_memo_turn. NULL: none in the last time.
const char *text_memo_find(struct text_memo *memo, int number, const void *data, size_t size);
// Copies data. Returns the text.
const char *text_memo_add(struct text_memo *memo, int number, const void *data, size_t size, char *take_text);
