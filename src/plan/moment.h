// The moments of a course that are worth a picture, and their names in plain words.
#pragma once

#include "plan/case.h"
#include "plan/frame.h"

#include <stddef.h>

enum { MOMENT_TEXT_BYTES = 48 };

int course_sessions(const struct course *course); // without touch-ups

// What is planned, in the field's terms: hairline, pigment, dots, areas.
void option_words(const struct option *option, char *out, size_t size);

// "Before", "Session 2, fresh", "Healed", "3 years", "45 days".
void moment_words(const struct frame *frame, char out[MOMENT_TEXT_BYTES]);
