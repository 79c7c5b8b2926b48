// The moments of a course that are worth a picture, and their names in plain words of the user's language.
#pragma once

#include "plan/case.h"
#include "plan/frame.h"

#include <stddef.h>

enum { MOMENT_TEXT_BYTES = 48 };

int course_sessions(const struct course *course); // without touch-ups

enum { DATE_TEXT_BYTES = 32 };
// A day given as YYYY-MM-DD, as the language writes it.
void date_words(const char *date, char out[DATE_TEXT_BYTES]);

// The name of a choice of the parameter table, or of a zone, in words; a name that somebody gave stays as it is.
const char *name_words(const char *name);

// What is planned, in the field's terms: hairline, pigment, dots, areas.
void option_words(const struct option *option, char *out, size_t size);

const char *band_words(enum band band); // "as it most likely holds"

// "Before", "Session 2, fresh", "Healed", "3 years", "45 days".
void moment_words(const struct frame *frame, char out[MOMENT_TEXT_BYTES]);
