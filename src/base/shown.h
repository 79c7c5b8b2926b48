// Text from outside as it may be shown to a person: file names, names in a case, a library's words.
//
// What drives a terminal, breaks a line, hides or turns the text after it around, and what is not UTF-8 is shown
// escaped (\x0a, \u202e); everything else stays. Showing twice is showing once.
#pragma once

#include <stddef.h>

// Cut to `size` at a whole character. Returns out.
const char *shown(const char *text, char *out, size_t size);

// The same, but what does not fit is left out of the middle ("..."): a message's name stands in front, its reason at
// the end. Size at least 64.
const char *shown_with_end(const char *text, char *out, size_t size);

enum { SHOWN_BYTES = 1024 }; // for a name
