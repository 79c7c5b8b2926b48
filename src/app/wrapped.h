// Text on a terminal of 80 columns.
#pragma once

// Prints the words of an English text to standard output, and ends the line. The first line goes on in `column`,
// those after it begin in `indent`. Words in brackets stay together; a line's end in the text is a gap like a space.
void wrapped_print(const char *text, int column, int indent);
