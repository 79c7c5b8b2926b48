// Numbers as text and back, the same in every locale.
#pragma once

#include <stdbool.h>

enum { NUMBER_TEXT_BYTES = 32 };

// The shortest decimal text that reads back as the same finite double: "0.28", "-3", "1e+30".
void number_text(double value, char out[NUMBER_TEXT_BYTES]);

// The whole of text as one finite decimal number; no hexadecimal, no spaces.
bool number_parse(const char *text, double *out);
