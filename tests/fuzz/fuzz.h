// A fuzz target: one input, nothing returned; a crash, a hang or a sanitizer report is the find.
// Built with libFuzzer in the fuzz preset; elsewhere replay.c runs it over the saved inputs.
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
