// SHA-256 (FIPS 180-4) of bytes in memory. Names photos in case files; no secrets pass through it.
#pragma once

#include <stddef.h>
#include <stdint.h>

void sha256_hex(const void *data, size_t size, char hex[65]);
