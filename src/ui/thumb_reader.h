// Reads photos one after the other on a thread of its own and makes small pictures of them.
#pragma once

#include "ui/thumbnail.h"

enum { THUMB_READER_MOST = 60 };

struct thumb_reader;

struct thumb_reader *thumb_reader_create(void);
void thumb_reader_destroy(struct thumb_reader *reader); // accepts NULL; waits for the photo at hand

void thumb_reader_clear(struct thumb_reader *reader); // forgets what was asked for
void thumb_reader_ask(struct thumb_reader *reader, int number, const char *path);
bool thumb_reader_is_busy(struct thumb_reader *reader); // some are still to be read, or to be taken
// The pixels of a number, once, when they have come (mem_free); else NULL.
uint8_t *thumb_reader_take(struct thumb_reader *reader, int number);
