// The manual page and the shell's completion, made from the same tables as --help.
#pragma once

#include "app/command.h"

void manual_print(const struct command *const commands[], int count);     // mdoc, to standard output
void completion_print(const struct command *const commands[], int count); // bash
