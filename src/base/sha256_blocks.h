// The inside of sha256.c: blocks of 64 bytes into the state, in plain C, or by the processor's own instructions for it
// where it has them. The state is the same after either.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const uint32_t sha256_round[64];

void sha256_add_plain(uint32_t state[8], const uint8_t *blocks, size_t count);
bool sha256_is_built_in(void);
void sha256_add_built_in(uint32_t state[8], const uint8_t *blocks, size_t count); // only if it is
